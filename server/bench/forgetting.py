"""What a kiosk keeps in memory after thousands of visitors."""

import asyncio
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hardware.rehearsal import RehearsalClient
from server.bench.glass import ways
from server.demo.cast import Cast
from server.demo.play import until
from server.site.load import load_site

Say = Callable[[str], None]
WARM: Final = 0.05
"""The share of the visits after which memory must not grow any more: 500 of 10,000, all screens have been seen."""
SHOWN: Final = frozenset({"take_slip", "remember", "ask_desk"})
"""The screens with the number."""
PAUSE_EVERY, PAUSE_S = 5, 0.25
"""As visitors do, they leave the glass alone now and then: it tidies its memory then."""


async def visit(kiosk: RehearsalClient, keys: list[str]) -> None:
    """One visit to its end. The slip's screen changes by itself: a touch before it stands could meet another key."""
    if keys[-1] == "done":
        await kiosk.walk(keys[:-1], 30)
        await until(kiosk, lambda state: state["screen"] in SHOWN, "the ticket", 60)
        keys = keys[-1:]
    await kiosk.walk(keys, 30)
    await until(kiosk, lambda state: state["screen"] == "start", "the start", 60)


async def forgetting(say: Say, visits: int) -> dict[str, float]:
    """`kiosk_mb`: the kiosk's memory at the end, in millions of bytes; `kiosk_growth`: the median of the last tenth of
    the visits by that of the first tenth after the warm ones. Fingers touch and are gone, and no double strike is
    waited for; the window is of half the size, for it is not the drawing that is measured.
    """
    memory: list[float] = []
    with tempfile.TemporaryDirectory(prefix="lotse-bench-") as folder:
        cast = Cast(Path(folder), windows=False)
        cast.sizes["kiosk"] = "540x960"
        try:
            folder_of_site = cast.make_site(open_now=True)
            site = load_site(folder_of_site)
            await cast.start_server(folder_of_site)
            kiosk = await cast.start_kiosk("none", "--strike", "0")
            await until(kiosk, lambda state: state["link"] == "up", "the office", 60)
            for number, keys in zip(range(visits), ways(site), strict=False):
                await visit(kiosk, keys)
                if number % PAUSE_EVERY == 0:
                    await asyncio.sleep(PAUSE_S)
                    memory.append(await kiosk.memory_mb())
                if number % (visits // 40 or 1) == 0:
                    say(f"hasty visit {number} of {visits}: {memory[-1]:.0f} MB")
        finally:
            await cast.stop_all()
    settled = memory[int(len(memory) * WARM) :]
    tenth = max(1, len(settled) // 10)
    return {
        "kiosk_mb": settled[-1],
        "kiosk_growth": statistics.median(settled[-tenth:]) / statistics.median(settled[:tenth]),
    }
