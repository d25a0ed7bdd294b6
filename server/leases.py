"""Blocks of numbers that kiosks hold for the time when they do not reach the server."""

import secrets
from typing import Final

from server.addresses import Addresses
from server.clock import OfficeClock
from server.domain import commands as c
from server.domain.queue import Queue
from server.lost import LostNumbers
from server.orders import ticket_id
from server.wire import messages as m

EACH: Final = 20
"""So many numbers of each prefix are held for a kiosk."""
Command = m.LeaseNumbers | m.IssueLeased


class Leases:
    """Makes the domain's commands and the answers; what had to be turned down is `lost`."""

    def __init__(self, clock: OfficeClock, addresses: Addresses, prefixes: int, lost: LostNumbers) -> None:
        self._clock, self._addresses, self._most = clock, addresses, EACH * prefixes
        self.lost = lost

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
