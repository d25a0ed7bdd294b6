"""From the confirming touch on the real kiosk window to the slip's last byte at the printer."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from hardware.rehearsal import RehearsalClient
from hardware.simulated.events import Unknown
from hardware.simulated.printer import SimulatedPrinter
from hardware.simulated.tray import PrintedSlip
from server.bench.clients import percentile
from server.demo.cast import Cast
from server.demo.play import find_way, touch, until
from server.site.content import Site
from server.site.load import load_site

LANGUAGES = ("de", "ar", "uk", "en")


async def touch_to_slip(say: Callable[[str], None], visits: int = 16) -> dict[str, float]:
    """Milliseconds; the kiosk's window is offscreen, its printer a simulated one on loopback."""
    moments: list[float] = []

    def cut(what: PrintedSlip | Unknown) -> None:
        moments.append(time.perf_counter())

    with tempfile.TemporaryDirectory(prefix="lotse-bench-") as folder:
        cast = Cast(Path(folder), windows=False)
        async with SimulatedPrinter(Path(folder) / "slips", tell=cut) as printer:
            try:
                folder_of_site = cast.make_site(open_now=True)
                site = load_site(folder_of_site)
                await cast.start_server(folder_of_site)
                kiosk = await cast.start_kiosk(printer.address)
                times = [await _visit(kiosk, site, LANGUAGES[n % 4], moments, say) for n in range(visits)]
            finally:
                await cast.stop_all()
    measured = times[len(LANGUAGES) :]  # the first in each language fill the caches
    return {
        "touch_to_slip_p50_ms": statistics.median(measured),
        "touch_to_slip_ms": percentile(measured, 0.99),
        "touch_to_slip_first_ms": max(times[: len(LANGUAGES)]),
    }


async def _visit(
    kiosk: RehearsalClient, site: Site, language: str, moments: list[float], say: Callable[[str], None]
) -> float:
    await until(kiosk, lambda state: state["screen"] == "start", "the start", 60)
    await touch(kiosk, f"language:{language}")
    await find_way(kiosk, site, "abholung")
    await kiosk.wait_for("confirm")
    await asyncio.sleep(1.0)
    before, began = len(moments), time.perf_counter()
    await kiosk.tap("confirm")
    while len(moments) == before and time.perf_counter() < began + 20:
        await asyncio.sleep(0.001)
    took = (moments[-1] - began) * 1000 if len(moments) > before else 20_000.0
    say(f"{language}: {took:.0f} ms")
    await touch(kiosk, "done")
    return took
