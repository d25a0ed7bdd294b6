"""Numbers that visitors hold and the queue could not take: staff are told until somebody has looked after each."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from server.clock import OfficeClock
from server.store.database import StoreFault
from server.store.papers import PaperEvent, PaperLog
from server.wire import messages as m

log = logging.getLogger(__name__)

MOST: Final = 50
LOST: Final = "lost_number"
SETTLED: Final = "settled"


class _Lost(NamedTuple):
    day: str
    drawn_at: datetime
    service: str


class LostNumbers:
    """The lost numbers of today, kept in the history, so that a restarted server still tells of them.

    `changed()` is called when staff have to be shown something else.
    """

    def __init__(self, history: PaperLog, clock: OfficeClock, changed: Callable[[], None]) -> None:
        self._history, self._clock, self._changed = history, clock, changed
        self._lost: dict[tuple[str, str], _Lost] = {}
        self._places: dict[str, str] = {}
        for event in sorted(history.latest(), key=lambda one: one.at):
            if is_lost_number(event):
                what, _, service = event.what.partition(" ")
                if what == LOST:
                    self._lost[event.kiosk, event.ticket] = _Lost(clock.day(event.at), event.at, service)
                else:
                    self._lost.pop((event.kiosk, event.ticket), None)

    def add(self, kiosk: str, command: m.IssueLeased) -> None:
        """A number was turned down: somebody may wait with it, if it was drawn today."""
        now = self._clock.now()
        today, drawn_at = self._clock.day(now), min(command.drawn_at, now)
        self._forget_other_days(today)
        if self._clock.day(drawn_at) != today or len(self._lost) >= MOST:
            log.warning("number %s, drawn on another day while the server was away, is not valid", command.number)
            return
        if (kiosk, command.number) in self._lost:
            return
        log.warning("number %s, drawn while the server was away, could not be honoured", command.number)
        self._lost[kiosk, command.number] = _Lost(today, drawn_at, command.service)
        self._keep(PaperEvent(drawn_at, kiosk, f"{LOST} {command.service}", command.number, 0))
        self._changed()

    def settle(self, number: str) -> None:
        """Somebody has looked after its visitor."""
        for kiosk, lost in list(self._lost):
            if lost == number:
                del self._lost[kiosk, lost]
                self._keep(PaperEvent(self._clock.now(), kiosk, SETTLED, number, 0))
        self._changed()

    def alerts(self, place: Callable[[str], str]) -> list[m.Alert]:
        """What counter pages show; `place` names a machine's place."""
        self._forget_other_days(self._clock.day(self._clock.now()))
        for kiosk, _ in self._lost:
            if kiosk not in self._places:
                self._places[kiosk] = place(kiosk)
        return [
            m.Alert(self._places[kiosk], "lost_number", lost.drawn_at, number, lost.service)
            for (kiosk, number), lost in self._lost.items()
        ]

    def warnings(self) -> list[str]:
        """What staff have to do, in sentences."""
        self._forget_other_days(self._clock.day(self._clock.now()))
        return [
            f"The number {number}, drawn at {self._clock.local(lost.drawn_at):%H:%M} while the server was away, could "
            "not be put into the queue. Ask for its visitor in the waiting room and give a new number "
            f"({lost.service}). Then press “Done” at its alert on a counter page."
            for (_, number), lost in self._lost.items()
        ]

    def _forget_other_days(self, today: str) -> None:
        self._lost = {key: lost for key, lost in self._lost.items() if lost.day == today}

    def _keep(self, event: PaperEvent) -> None:
        try:
            self._history.add(event)
        except StoreFault as why:
            log.warning("the history of lost numbers is not kept: %s. %s", why, why.remedy)


def is_lost_number(event: PaperEvent) -> bool:
    """Whether it tells of a number, not of a slip or a device."""
    return bool(event.ticket) and event.printer == 0
