"""Blocks of numbers that kiosks hold for the time when they do not reach the server."""

import logging
import secrets
from datetime import datetime
from typing import Final

from server.addresses import Addresses
from server.clock import OfficeClock
from server.domain import commands as c
from server.domain.queue import Queue
from server.orders import ticket_id
from server.wire import messages as m

log = logging.getLogger(__name__)

EACH: Final = 20
"""So many numbers of each prefix are held for a kiosk."""
WARNINGS_KEPT: Final = 50
Command = m.LeaseNumbers | m.IssueLeased


class Leases:
    """Makes the domain's commands and the answers, and remembers numbers that had to be turned down."""

    def __init__(self, clock: OfficeClock, addresses: Addresses, prefixes: int) -> None:
        self._clock, self._addresses, self._most = clock, addresses, EACH * prefixes
        self._lost: dict[tuple[str, str], tuple[str, str]] = {}

    def order(self, kiosk: str, command: Command, unseen: m.Result | None) -> c.Command:
        """The domain's command; `unseen`: the answer to the order that a leased number was drawn instead of."""
        if isinstance(command, m.LeaseNumbers):
            blanks = tuple((ticket_id(), secrets.token_urlsafe(16)) for _ in range(self._most))
            return c.LeaseNumbers(kiosk, EACH, blanks)
        ticket = unseen.ticket if isinstance(unseen, m.TicketOnPaper) else ""
        return c.IssueLeased(
            kiosk,
            command.number,
            command.service,
            command.language,
            command.drawn_at,
            ticket,
            command.people,
            command.needs,
            command.asks_priority,
            command.for_other,
        )

    def held(self, queue: Queue, kiosk: str) -> m.NumbersHeld:
        """The block of `kiosk`."""
        now = self._clock.now()
        numbers = [
            m.HeldNumber(number, lease.ticket, self._addresses.follow(lease.token))
            for number, lease in queue.leases.items()
            if lease.kiosk == kiosk
        ]
        return m.NumbersHeld(queue.day, now, self._clock.next_change(now), numbers)

    def turned_down(self, kiosk: str, command: m.IssueLeased) -> None:
        """Somebody may wait with a number that is not valid: staff have to know, for the rest of the day."""
        today = self._clock.day(self._clock.now())
        self._lost = {key: lost for key, lost in self._lost.items() if lost[0] == today}
        if self._drawn_on(command.drawn_at) != today or len(self._lost) >= WARNINGS_KEPT:
            log.warning("number %s, drawn on another day while the server was away, is not valid", command.number)
            return
        drawn = self._clock.local(command.drawn_at)
        self._lost[kiosk, command.number] = (
            today,
            f"The number {command.number}, drawn at {drawn:%H:%M} while the server was away, could not be put into the "
            f"queue. Ask for its visitor in the waiting room and give a new number ({command.service}).",
        )
        log.warning("number %s, drawn while the server was away, could not be honoured", command.number)

    def warnings(self) -> list[str]:
        """What staff have to do."""
        today = self._clock.day(self._clock.now())
        return [sentence for day, sentence in self._lost.values() if day == today]

    def _drawn_on(self, moment: datetime) -> str:
        return self._clock.day(moment)
