"""The screen that a finger on the glass is about to ask for, made while the finger is still down.

A screen takes its computer most of a tenth of a second to make, about as long as a finger rests on a button. Import
after `open_glass`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from kivy.clock import Clock

from kiosk.screens.sheet import Sheet, dress

Screen = tuple[type[Sheet], dict[str, Any]]


class Ahead:
    """`imagine` says which screen a key leads to, None for one that need not be made.

    What is made is thrown away with the next change of the screen, so nothing stays for another visitor.
    """

    def __init__(self, imagine: Callable[[str], Screen | None]) -> None:
        self._imagine = imagine
        self._key = ""
        self._size: Sequence[float] = ()
        self._sheet: Sheet | None = None
        self._soon = Clock.create_trigger(self._make, 0)  # when it has been drawn that a finger is there

    def pressed(self, key: str, size: Sequence[float]) -> None:
        """A finger came down on `key`, "" beside all keys; the screen would have `size`."""
        self._sheet = None
        self._key, self._size = key, tuple(size)
        if key:
            self._soon()
        else:
            self._soon.cancel()

    def take(self, kind: type[Sheet], properties: dict[str, Any], size: Sequence[float]) -> Sheet:
        """The screen with these properties: the one that was made, or a new one."""
        made, self._sheet = self._sheet, None
        self._soon.cancel()
        if type(made) is kind and _is(made, properties) and tuple(made.size) == tuple(size):
            dress(made, properties)
            return made
        return kind(size=size, **properties)

    def _make(self, _: float) -> None:
        screen = self._imagine(self._key)
        if screen is not None:
            kind, properties = screen
            self._sheet = kind(size=self._size, **properties)


def _is(sheet: Sheet, properties: dict[str, Any]) -> bool:
    """Whether it says the same, but for the clock."""
    return all(getattr(sheet, name) == value for name, value in properties.items() if name != "clock")
