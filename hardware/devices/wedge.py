"""A code scanner that poses as a keyboard: told from a person's typing by its speed."""

from typing import Final

LEAST = 4
MOST = 512
BREAK_S = 0.5
FAST_S, PER_KEY_S = 0.3, 0.03
"""A whole code takes at most `FAST_S` and `PER_KEY_S` for each of its keys. The window tells of keys once a frame, so
the time between two of them says nothing."""

_ENTER: Final = frozenset({13, 271})
# what stands above these keys on an American or a German keyboard and may occur in a code
_SHIFTED: Final = {";": ":", ".": ":", "7": "/"}


class Wedge:
    """Feed it each key that goes down."""

    def __init__(self) -> None:
        self._typed = ""
        self._began = self._last = 0.0

    def key(self, key: int, character: str | None, shift: bool, now: float) -> str:
        """The line that this key completes when a scanner has typed it, else "". `key`: Kivy's key code; `now`: seconds
        of any steady clock.
        """
        if now - self._last > BREAK_S:
            self._typed = ""
        self._last = now
        if key in _ENTER:
            typed, self._typed = self._typed, ""
            fast = now - self._began <= FAST_S + PER_KEY_S * len(typed)
            return typed if fast and LEAST <= len(typed) < MOST else ""
        if character and character.isprintable():
            if not self._typed:
                self._began = now
            self._typed = (self._typed + (_SHIFTED.get(character, character) if shift else character))[:MOST]
        return ""
