"""Whose keys go down: the keypad's, or those that a scanner types which poses as a keyboard. Pure.

Both may use the same keys: Enter selects and ends a code, R repeats and stands in codes. A scanner's letters come in
one burst, so a letter that the keypad knows waits a moment to see whether it is alone.
"""

from collections.abc import Mapping
from typing import Final

from hardware.devices.wedge import Wedge

BURST_S: Final = 0.1
"""Letters so close together are typed by no thumb; a letter is alone when so long nothing follows."""
REPEAT_S: Final = 1.0
"""A keyboard repeats a key that is held more often than that; a key whose release was lost is free again then."""
_ENTER: Final = frozenset({13, 271})
_FIRST_WITHOUT_LETTER: Final = 256
"""From here on Kivy's codes are keys like Shift and F1, to which it gives letters of other alphabets all the same."""


class Strikes:
    """Feed it each key that goes down or up. `keypad`: Kivy's key codes and what they mean."""

    def __init__(self, keypad: Mapping[int, str]) -> None:
        self._keypad = keypad
        self._wedge = Wedge()
        self._held: dict[int, float] = {}
        self._last = float("-inf")
        self._waiting: tuple[str, float] | None = None

    def down(self, key: int, character: str | None, shift: bool, now: float) -> tuple[str, tuple[str, ...]]:
        """A scanned line, or "", and the keypad's keys that were struck. `now`: seconds of any steady clock."""
        held = now - self._held.get(key, float("-inf")) <= REPEAT_S
        self._held[key] = now
        if held:
            return "", ()
        letter = bool(character) and str(character).isprintable() and key < _FIRST_WITHOUT_LETTER
        line = self._wedge.key(key, character if letter else None, shift, now)
        burst = now - self._last <= BURST_S
        meaning = (self._keypad[key],) if key in self._keypad else ()
        if letter:
            self._last = now
            waited = () if burst else self._given()
            self._waiting = (meaning[0], now) if meaning and not burst else None
            return line, waited
        if key in _ENTER and (line or burst):
            self._waiting = None
            return line, ()
        return line, (*self._given(), *meaning) if meaning else ()

    def up(self, key: int) -> None:
        """The key is up."""
        self._held.pop(key, None)

    def alone(self, now: float) -> tuple[str, ...]:
        """The keypad's key that nothing followed, as soon as that is certain."""
        return self._given() if self._waiting is not None and now - self._waiting[1] > BURST_S else ()

    def _given(self) -> tuple[str, ...]:
        waiting, self._waiting = self._waiting, None
        return (waiting[0],) if waiting is not None else ()
