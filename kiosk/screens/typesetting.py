"""When columns set their words: a few in each frame, so that no frame comes late."""

import time
from collections.abc import Callable
from typing import Final, Protocol

from kivy.clock import Clock

FRAME_S: Final = 0.03
"""So much of a frame may be spent; the column that is begun is finished."""


class Settable(Protocol):
    """What waits: a column."""

    def do_layout(self) -> None:
        """Set the words."""


class Typesetting:
    """Letters that are drawn for the first time take milliseconds a line, and a screen has dozens of lines. What does
    not come into one frame comes into the next; a screen made while a finger is down is done before it is shown.
    """

    def __init__(self) -> None:
        self._waiting: dict[Settable, None] = {}
        self._soon = Clock.create_trigger(self._set, -1)
        self._next = Clock.create_trigger(self._set, 0)
        self._frame = -1
        self._spent = self._ended = 0.0

    def order(self, column: Settable) -> Callable[..., None]:
        """What asks for `column` to be set."""

        def soon(*_: object) -> None:
            self._waiting[column] = None
            self._soon()

        return soon

    def rested_s(self) -> float:
        """Seconds since something was set; 0 while something waits."""
        return 0.0 if self._waiting else time.perf_counter() - self._ended

    def leave_this_frame(self) -> None:
        """Something else has taken the time of this frame."""
        self._turn()
        self._spent = FRAME_S

    def _turn(self) -> None:
        if self._frame != Clock.frames:
            self._frame, self._spent = Clock.frames, 0.0

    def _set(self, _: float) -> None:
        self._turn()
        began = time.perf_counter() - self._spent
        while self._waiting and self._spent < FRAME_S:
            column = next(iter(self._waiting))
            del self._waiting[column]
            column.do_layout()
            self._ended = time.perf_counter()
            self._spent = self._ended - began
        if self._waiting:
            self._next()


typesetting: Final = Typesetting()
