"""When the program tidies its memory: just after a screen has come, while touches are not taken anyway.

A screen's widgets hold each other, so only Python's collector frees them; left alone it stops the glass for a fifth of
a second in the middle of a touch.
"""

import gc
from typing import Final

OFTEN: Final = 20_000
DRAWN_S: Final = 0.12
"""So long after its change a screen has been drawn."""
SCREENS: Final = 8
"""So many screens of one visit are thrown away together."""


class Tidying:
    """Collects after each visit, and within a long one. What is there when it is made stays for good and is not looked
    through again.
    """

    def __init__(self) -> None:
        gc.collect()
        gc.freeze()
        gc.set_threshold(OFTEN, 50, 1_000_000)
        self._visit = self._screens = 0

    def changed(self) -> None:
        """Another screen was put on the glass."""
        self._screens += 1

    def tick(self, visit: int, since_s: float) -> None:
        """`visit` counts visits; `since_s`: since the screen changed or was touched."""
        if since_s >= DRAWN_S and (visit != self._visit or self._screens >= SCREENS):
            self._visit, self._screens = visit, 0
            gc.collect()
