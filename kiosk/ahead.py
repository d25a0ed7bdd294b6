"""The screen that a finger on the glass is about to ask for, made while the finger is still down.

A screen takes its computer most of a tenth of a second to make, about as long as a finger rests on a button. Import
after `open_glass`.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from kivy.clock import Clock

from kiosk.access import Access
from kiosk.screens.by_step import SCREENS
from kiosk.screens.outlining import touchables
from kiosk.screens.sheet import Sheet, dress
from kiosk.screens.typesetting import FRAME_S, typesetting
from kiosk.session import Session
from kiosk.showing import Showing
from kiosk.steps import Step

Screen = tuple[type[Sheet], dict[str, Any]]


class Ahead:
    """Knows which screen shows a step, and which one a touch would lead to.

    What is made is thrown away with the next change of the screen, so nothing stays for another visitor.
    """

    def __init__(self, session: Session, showing: Showing, access: Access) -> None:
        self._session, self._showing, self._access = session, showing, access
        self._key = ""
        self._size: Sequence[float] = ()
        self._sheet: Sheet | None = None
        self._wanted: Screen | None = None
        self._steps: Iterator[None] = iter(())
        self._soon = Clock.create_trigger(self._make, 0)  # when it has been drawn that a finger is there

    def screen(self, step: Step) -> Screen:
        """What is to be on the glass at `step`."""
        return self._screen(step, self._showing)

    def pressed(self, at: tuple[float, float], glass: Sheet) -> None:
        """A finger came down on `glass`, the screen that is shown."""
        self._forget()
        self._size = tuple(glass.size)
        self._key = next((key for key, one in touchables(glass).items() if one.collide_point(*at)), "")
        if self._key:
            self._soon()

    def take(self, kind: type[Sheet], properties: dict[str, Any], size: Sequence[float]) -> Sheet:
        """The screen with these properties: the one that was made, or a new one."""
        made = self._sheet
        self._forget()
        if type(made) is kind and _is(made, properties) and tuple(made.size) == tuple(size):
            dress(made, properties)
            return made
        return kind(size=size, **properties)

    def beyond(self, session: Session, key: str, now: float) -> tuple[Session, Screen] | None:
        """Where a touch of `key` would lead from `session`, and the screen there; None where nothing would change."""
        there = session.imagined(key, now)
        if there is None:
            return None
        showing = replace(self._showing, session=there)
        if there.visit != session.visit:
            showing.ticket = showing.booked = None
        return there, self._screen(there.shown(now), showing)

    def _forget(self) -> None:
        self._soon.cancel()
        self._sheet, self._wanted, self._steps = None, None, iter(())

    def _make(self, _now: float) -> None:
        """Make it, in as many frames as it needs."""
        began = time.perf_counter()
        if self._wanted is None:
            self._wanted = self._imagined(self._key, time.monotonic())
            if self._wanted is None:
                return
            self._steps = self._wanted[0].foresee(self._wanted[1], self._size)
        for _ in self._steps:
            if time.perf_counter() - began > FRAME_S:
                self._soon()
                return
        kind, properties = self._wanted
        self._sheet = kind(size=self._size, **properties)
        typesetting.leave_this_frame()

    def _imagined(self, key: str, now: float) -> Screen | None:
        """The screen that a touch of `key` would lead to; None for none, and where screens are made larger anyway."""
        if not self._access.plain or self._session.warning(now):
            return None
        if (opened := self._access.opens(key)) is not None:
            return self._screen(self._session.shown(now), self._showing, opened)
        found = None if self._access.open else self.beyond(self._session, key, now)
        return found[1] if found else None

    def _screen(self, step: Step, showing: Showing, opened: str | None = None) -> Screen:
        return self._access.screen(SCREENS[step], showing.screen(step, showing.local()), opened)


def _is(sheet: Sheet, properties: dict[str, Any]) -> bool:
    """Whether it says the same, but for the clock."""
    return all(getattr(sheet, name) == value for name, value in properties.items() if name != "clock")
