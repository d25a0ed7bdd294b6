"""What a visitor has typed or had scanned is nobody else's business: its pictures are forgotten with the visit."""

from hardware.text import drawn, forget_drawn


class Traces:
    """The texts that were drawn for the first time since somebody came."""

    def __init__(self) -> None:
        self._left, self._since = False, 0

    def leave(self) -> None:
        """Something that the visitor brought along is about to be drawn."""
        self._left = True

    def wipe(self) -> None:
        """The visit is over, or has not begun."""
        if self._left:
            forget_drawn(self._since)
        self._left, self._since = False, drawn()
