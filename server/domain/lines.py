"""The waiting lines: sorted, so that who is next and how many are before somebody is found without a walk.

There is one line per target (a service, or one counter that somebody was sent to) and kind. Walk-ins and
priority persons stand by order of arrival, appointments by their time.
"""

from bisect import bisect_left, insort

from server.domain.ticket import Kind, Ticket

Rank = tuple[float, int, str]
_NONE: dict[Kind, list[Rank]] = {}


def target(ticket: Ticket) -> str:
    """What the ticket waits for."""
    return f"counter:{ticket.to_counter}" if ticket.to_counter else f"service:{ticket.service}"


def rank(ticket: Ticket) -> Rank:
    """What a line is sorted by."""
    due = ticket.appointment_at.timestamp() if ticket.kind is Kind.APPOINTMENT and ticket.appointment_at else 0.0
    return (due, ticket.order, ticket.id)


class Lines:
    """All waiting lines of the office."""

    def __init__(self) -> None:
        self._lines: dict[str, dict[Kind, list[Rank]]] = {}
        self.total = 0

    def add(self, ticket: Ticket) -> None:
        """Put a ticket in its place."""
        insort(self._lines.setdefault(target(ticket), {}).setdefault(ticket.kind, []), rank(ticket))
        self.total += 1

    def remove(self, ticket: Ticket) -> None:
        """Take a ticket out; it must stand there."""
        line = self._lines[target(ticket)][ticket.kind]
        at = bisect_left(line, rank(ticket))
        if at == len(line) or line[at][2] != ticket.id:
            raise LookupError(f"ticket {ticket.id} does not stand in its line")
        del line[at]
        self.total -= 1

    def at(self, target: str) -> dict[Kind, list[Rank]]:
        """The lines at a target by kind, some perhaps empty; not to be changed."""
        return self._lines.get(target, _NONE)

    def line(self, target: str, kind: Kind) -> list[Rank]:
        """One line; not to be changed."""
        return self.at(target).get(kind, [])

    def waiting(self, target: str) -> int:
        """How many wait there."""
        return sum(map(len, self.at(target).values()))

    def before(self, ticket: Ticket) -> int:
        """How many stand before this ticket in its own line."""
        return bisect_left(self.line(target(ticket), ticket.kind), rank(ticket))
