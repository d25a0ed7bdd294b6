"""The keys of the kiosk's window: those of its keypad, and what a scanner types that poses as a keyboard.

Import after `open_glass`.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.strikes import BURST_S, Strikes


class Keys:
    """`struck(meaning)` is told the keypad's keys, `scanned(line)` what was scanned. `keypad`: see `Strikes`."""

    def __init__(
        self, keypad: Mapping[int, str], struck: Callable[[str], None], scanned: Callable[[str], None]
    ) -> None:
        self._strikes = Strikes(keypad)
        self._struck, self._scanned = struck, scanned

    def start(self) -> None:
        """Begin to listen."""
        Window.bind(on_key_down=self._down, on_key_up=self._up)

    def close(self) -> None:
        """Listen no more."""
        Window.unbind(on_key_down=self._down, on_key_up=self._up)
        Clock.unschedule(self._waited)
        Clock.unschedule(self._alone)

    def _down(self, _window: Any, key: int, _scancode: int, character: str | None, modifiers: list[str]) -> bool:
        """Always true: nobody else listens to keys here."""
        line, struck = self._strikes.down(key, character, "shift" in modifiers, time.monotonic())
        for meaning in struck:
            self._struck(meaning)
        if line:
            self._scanned(line)
        Clock.unschedule(self._waited)
        Clock.unschedule(self._alone)
        Clock.schedule_once(self._waited, BURST_S)
        return True

    def _up(self, _window: Any, key: int, *_: Any) -> bool:
        self._strikes.up(key)
        return True

    def _waited(self, _dt: float) -> None:
        """A frame that took long may have kept the next key away: the keys are looked at once more before."""
        Clock.schedule_once(self._alone, 0)

    def _alone(self, _dt: float) -> None:
        for meaning in self._strikes.alone(time.monotonic()):
            self._struck(meaning)
