"""How smoothly a window runs: what each turn of its loop took, and when a touch had changed the glass."""

import asyncio
import time
from typing import Any, Final

from kivy.clock import Clock
from kivy.core.window import Window

STILL_S: Final = 0.06
"""A picture that stands so long is the answer to a touch."""
LONGEST_S: Final = 2.0
MOST: Final = 20_000


class Frames:
    """Between `begin` and `end` the time of each turn of the loop is noted, in milliseconds: a turn that takes long is
    a frame that comes late. It asks for no drawing of its own.
    """

    def __init__(self) -> None:
        self._ticking: Any = None
        self._last = 0.0
        self._took: list[float] = []

    def begin(self) -> None:
        """Note from now on."""
        self.end()
        self._took, self._last = [], time.perf_counter()
        self._ticking = Clock.schedule_interval(self._tick, 0)

    def end(self) -> list[float]:
        """What was noted."""
        if self._ticking is not None:
            self._ticking.cancel()
            self._ticking = None
        return self._took

    def _tick(self, _: float) -> None:
        now = time.perf_counter()
        if len(self._took) < MOST:
            self._took.append((now - self._last) * 1000)
        self._last = now


async def shown_after(began: float) -> float:
    """Milliseconds from `began` (`time.perf_counter`) until the picture that then stands still was shown."""
    flipped: list[float] = []

    def flip(*_: Any) -> None:
        flipped.append(time.perf_counter())

    Window.bind(on_flip=flip)
    try:
        while time.perf_counter() < began + LONGEST_S:
            await asyncio.sleep(0.01)
            if flipped and time.perf_counter() - flipped[-1] > STILL_S:
                break
    finally:
        Window.unbind(on_flip=flip)
    return ((flipped[-1] if flipped else time.perf_counter()) - began) * 1000
