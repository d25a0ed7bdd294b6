"""The waiting lines: sorted, so that who is next and how many are before somebody is found without a walk.

There is one line per target (a service, or one counter that somebody was sent to), service, needs and kind. Everybody
stands by the moment from which the wait counts, then by order of arrival.
"""

from bisect import bisect_left, insort
from collections.abc import Mapping
from heapq import merge

from server.domain.ticket import Kind, Ticket

Rank = tuple[float, int, str]
Group = tuple[str, frozenset[str]]
"""Service and needs: who of these stands at one target can be served by the same counters."""


def target(ticket: Ticket) -> str:
    """What the ticket waits for."""
    return f"counter:{ticket.to_counter}" if ticket.to_counter else f"service:{ticket.service}"


def rank(ticket: Ticket) -> Rank:
    """What a line is sorted by."""
    return (ticket.since.timestamp(), ticket.order, ticket.id)


class Line(list[Rank]):
    """Those of one service, kind and needs who wait for one target, sorted.

    `weighed`, `scale`, `language`, `drains` and `drain_s` belong to who weighs: the head that was weighed last, the
    drain times that were looked into last, and what of them stays.
    """

    __slots__ = ("drain_s", "drains", "group", "kind", "language", "needs", "pool", "scale", "service", "weighed")

    def __init__(self, where: str, group: Group, kind: Kind) -> None:
        super().__init__()
        self.service, self.needs = group
        self.kind = kind
        self.group = (self.service, kind)
        self.pool = (where, group)
        self.weighed: Rank | None = None
        self.scale = 0.0
        self.language = ""
        self.drains: Mapping[tuple[str, Group], float] | None = None
        self.drain_s = 0.0


_NONE: dict[Group, dict[Kind, Line]] = {}


class Lines:
    """All waiting lines of the office."""

    def __init__(self) -> None:
        self._lines: dict[str, dict[Group, dict[Kind, Line]]] = {}
        self._loads: dict[tuple[str, Group], list[int]] = {}
        self.total = 0
        self.revision = 0
        """Changes with every ticket that comes or goes."""
        self.shape = 0
        """Changes with every line that begins or ends."""
        self.served: dict[str, list[Line]] = {}
        """What `Reach` found out for each counter about the lines of this shape."""

    def add(self, ticket: Ticket) -> None:
        """Put a ticket in its place."""
        self.revision += 1
        where, group = target(ticket), (ticket.service, ticket.needs)
        kinds = self._lines.setdefault(where, {}).setdefault(group, {})
        line = kinds.get(ticket.kind)
        if line is None:
            line = kinds[ticket.kind] = Line(where, group, ticket.kind)
            self._reshaped()
        insort(line, rank(ticket))
        load = self._loads.setdefault((where, group), [0, 0])
        load[0], load[1] = load[0] + 1, load[1] + ticket.people - 1
        self.total += 1

    def remove(self, ticket: Ticket) -> None:
        """Take a ticket out; it must stand there."""
        where, group = target(ticket), (ticket.service, ticket.needs)
        line: list[Rank] = self.at(where).get(group, {}).get(ticket.kind, [])
        at = bisect_left(line, rank(ticket))
        if at == len(line) or line[at][2] != ticket.id:
            raise LookupError(f"ticket {ticket.id} does not stand in its line")
        del line[at]
        self.revision += 1
        self.total -= 1
        load = self._loads[where, group]
        load[0], load[1] = load[0] - 1, load[1] - ticket.people + 1
        if not load[0]:
            del self._loads[where, group]
        if not line:
            self._forget(where, group, ticket.kind)

    def _reshaped(self) -> None:
        self.shape += 1
        self.served = {}

    def _forget(self, where: str, group: Group, kind: Kind) -> None:
        self._reshaped()
        groups = self._lines[where]
        del groups[group][kind]
        if not groups[group]:
            del groups[group]
        if not groups:
            del self._lines[where]

    def at(self, target: str) -> dict[Group, dict[Kind, Line]]:
        """The lines at a target by group and kind, none of them empty; not to be changed."""
        return self._lines.get(target, _NONE)

    def loads(self) -> Mapping[tuple[str, Group], list[int]]:
        """How many tickets stand at each target and group, and how many people come along with their holders."""
        return self._loads

    def line(self, target: str, kind: Kind) -> list[Rank]:
        """All of one kind at a target, whatever their needs."""
        lines: list[list[Rank]] = [kinds[kind] for kinds in self.at(target).values() if kind in kinds]
        if len(lines) > 1:
            return list(merge(*lines))
        return lines[0] if lines else []

    def waiting(self, target: str) -> int:
        """How many wait there."""
        return sum(len(line) for kinds in self.at(target).values() for line in kinds.values())

    def before(self, ticket: Ticket) -> int:
        """How many of the same kind stand before this ticket at its target."""
        own = rank(ticket)
        return sum(
            bisect_left(kinds[ticket.kind], own) for kinds in self.at(target(ticket)).values() if ticket.kind in kinds
        )
