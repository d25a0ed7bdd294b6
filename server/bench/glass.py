"""The kiosk's window as visitors feel it: how fast it starts, and how soon a touch is answered."""

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hardware.rehearsal import RehearsalClient
from server.bench.clients import percentile
from server.demo.cast import Cast
from server.demo.play import until
from server.site.content import Site
from server.site.load import load_site

Say = Callable[[str], None]
LANGUAGES: Final = ("de", "ar", "uk", "en", "ti", "de-x-leicht", "tr", "fa")
EARLY: Final = 3
WORDS: Final = ("umzug", "pass", "visum", "foto")


async def glass(say: Say, visits: int) -> dict[str, float]:
    """Milliseconds, seconds and megabytes of a kiosk that draws offscreen, so by software. A finger stays down for 60
    ms; a touch is timed from when it is lifted, frames are from when it comes down until the next screen stands.
    `early_*`: of the first visits, which begin the moment the kiosk stands; the others come when it is warm.
    """
    early, warm = Seen(), Seen()
    with tempfile.TemporaryDirectory(prefix="lotse-bench-") as folder:
        cast = Cast(Path(folder), windows=False)
        try:
            folder_of_site = cast.make_site(open_now=True)
            site = load_site(folder_of_site)
            await cast.start_server(folder_of_site)
            began = time.perf_counter()
            kiosk = await cast.start_kiosk("none")
            await until(kiosk, lambda state: state["link"] == "up", "the office", 60)
            await kiosk.wait_for("language:de", 60)
            start_s = time.perf_counter() - began
            for keys in itertools.islice(ways(site), EARLY):
                await early.visit(kiosk, keys)
            began = time.perf_counter()
            await until(kiosk, lambda state: bool(state["warm"]), "that the kiosk is warm", 300)
            warm_s = time.perf_counter() - began
            for number, keys in zip(range(visits), ways(site), strict=False):
                await warm.visit(kiosk, keys)
                if number % 25 == 0:
                    say(f"visit {number}: worst touch {max(warm.shown):.0f} ms, worst frame {max(warm.frames):.0f} ms")
        finally:
            await cast.stop_all()
    return {
        "kiosk_start_s": start_s,
        "kiosk_warm_s": warm_s,
        "early_touch_worst_ms": max(early.shown),
        "early_frame_worst_ms": max(early.frames),
        "touch_to_screen_p50_ms": statistics.median(warm.shown),
        "touch_to_screen_p95_ms": percentile(warm.shown, 0.95),
        "touch_to_screen_worst_ms": max(warm.shown),
        "frame_p95_ms": percentile(warm.frames, 0.95),
        "frame_worst_ms": max(warm.frames),
        "frames_above_100_ms": float(sum(took > 100 for took in warm.frames)),
    }


@dataclass
class Seen:
    """Milliseconds until each touch was answered, and of each frame meanwhile."""

    shown: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)

    async def visit(self, kiosk: RehearsalClient, keys: list[str]) -> None:
        """Touch one key after the other, until the kiosk is at its start again."""
        for key in keys:
            await kiosk.wait_for(key, 30)
            await kiosk.begin_frames()
            self.shown.append(await kiosk.time(key))
            self.frames += await kiosk.end_frames()
        await until(kiosk, lambda state: state["screen"] == "start", "the start", 60)


def ways(site: Site) -> Iterator[list[str]]:
    """One visit after the other, without end: the keys that are touched. Nobody draws a ticket but each tenth."""
    services = [service.slug for service in site.services]
    for number in itertools.count():
        language = LANGUAGES[number % len(LANGUAGES)]
        begins = [f"language:{language}"]
        service = services[number % len(services)]
        if number % 10 == 9:
            yield [*begins, *way(site, service), "confirm", "done"]
        elif number % 5 == 3:
            word = WORDS[number % len(WORDS)] if language in ("de", "en") else ""
            yield [*begins, "ask", *(f"type:{letter}" for letter in word), "back", "start-again"]
        elif number % 5 == 1:
            yield [*begins, "comfort", "back", "language", "language:ar", "start-again"]
        else:
            yield [*begins, *way(site, service), "start-again"]


def way(site: Site, service: str) -> list[str]:
    """The touches from the language to the last question before a ticket for `service`."""
    if site.triage is None:
        return [f"group:{site.service(service).group}", f"service:{service}"]
    return list(site.triage.way_to(service))
