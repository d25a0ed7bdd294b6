"""When the program tidies its memory: just after a screen has come, while touches are not taken anyway.

A screen's widgets hold each other, so only Python's collector frees them; left alone it stops the glass for a fifth of
a second in the middle of a touch.
"""

import gc
from typing import Any, Final

OFTEN: Final = 20_000
DRAWN_S: Final = 0.12
"""So long after its change a screen has been drawn."""
HASTE: Final = 8
"""So many screens are not kept waiting for a moment of rest: each is some 2 MB."""
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
        self._touched = False
        self._screens = self._gone = 0

    def keep(self) -> None:
        """What is there now is used until the end: the office has told all that it tells once."""
        self._screens = SOME

    def changed(self) -> None:
        """Another screen was put on the glass."""
        self._screens += 1
        self._gone += 1

    def felt(self, _glass: Any, _touch: Any) -> bool:
        """A finger is on the glass: nothing is collected until it is `lifted`."""
        self._touched = True
        return False

    def lifted(self, _glass: Any, _touch: Any) -> bool:
        """It has gone."""
        self._touched = False
        return False

    def tick(self, drawn_s: float, idle_s: float) -> None:
        """`drawn_s`: since the screen stands; `idle_s`: how long the kiosk has greeted, untouched; 0 during a visit."""
        if self._touched:
            return
        if idle_s >= IDLE_S and self._screens >= SOME:
            self._screens = self._gone = 0
            gc.unfreeze()  # what was kept may have gone since
            gc.collect()
            gc.freeze()
        elif self._gone and (drawn_s >= DRAWN_S or self._gone >= HASTE):
            self._gone = 0
            gc.collect()
