"""When the program tidies its memory: just after a screen has come, while touches are not taken anyway.

A screen's widgets hold each other, so only Python's collector frees them; left alone it stops the glass for a fifth of
a second in the middle of a touch.
"""

import gc
import time
from typing import Final

OFTEN: Final = 20_000
DRAWN_S: Final = 0.12
"""So long after its change a screen has been drawn."""
IDLE_S: Final = 3.0
"""Nobody is about to touch a kiosk that has greeted so long."""
SOME: Final = 200
"""After so many screens there is more that stays: texts of other languages, sizes of letters."""


class Tidying:
    """Collects after each change of the screen. What stays for good is not looked through each time: what is there at
    the beginning, and what is there when the kiosk is idle and was told to `keep`, or has shown some screens.
    """

    def __init__(self) -> None:
        gc.collect()
        gc.freeze()
        gc.set_threshold(OFTEN, 50, 1_000_000)
        self._changed: float | None = None
        self._screens = 0
        self.touched = False

    def keep(self) -> None:
        """What is there now is used until the end: the office has told all that it tells once."""
        self._screens = SOME

    def changed(self) -> None:
        """Another screen was put on the glass."""
        self._changed = time.monotonic()
        self._screens += 1

    def tick(self, idle_s: float) -> None:
        """`idle_s`: how long the kiosk has greeted, untouched; 0 during a visit. Nothing happens while a finger is on
        the glass (`touched`).
        """
        if self.touched:
            return
        if idle_s >= IDLE_S and self._screens >= SOME:
            self._screens, self._changed = 0, None
            gc.unfreeze()  # what was kept may have gone since
            gc.collect()
            gc.freeze()
        elif self._changed is not None and time.monotonic() - self._changed >= DRAWN_S:
            self._changed = None
            gc.collect()
