"""When the program tidies its memory: just after a screen has come, while touches are not taken anyway.

A screen's widgets hold each other, so only Python's collector frees them; left alone it stops the glass for a fifth of
a second in the middle of a touch.
"""

import gc
from typing import Final

OFTEN: Final = 20_000
DRAWN_S: Final = 0.12
"""So long after its change a screen has been drawn."""


class Tidying:
    """Collects after each change of the screen. What is there when it is made, and when it is told to `keep`, stays for
    good and is not looked through again.
    """

    def __init__(self) -> None:
        self.keep()
        gc.set_threshold(OFTEN, 50, 1_000_000)
        self._changed = False

    def keep(self) -> None:
        """What is there now is used until the end: the office has told all that it tells once."""
        gc.collect()
        gc.freeze()

    def changed(self) -> None:
        """Another screen was put on the glass."""
        self._changed = True

    def tick(self, since_s: float) -> None:
        """`since_s`: since the step changed."""
        if self._changed and since_s >= DRAWN_S:
            self._changed = False
            gc.collect()
