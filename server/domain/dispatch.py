"""Who is next. The one place that decides it; a pure function of the queue and the clock."""

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from server.domain.lines import Rank, target
from server.domain.queue import Queue
from server.domain.ticket import Kind, Ticket

# Lower goes first: priority persons, then appointments that are due, then walk-ins by arrival, and last
# the appointments whose time is still further away.
_PRIORITY, _DUE, _WALK_IN, _EARLY = range(4)


def targets_of(queue: Queue, counter: str) -> tuple[str, ...]:
    """What `counter` serves: those who were sent to it, and each service that it is skilled for."""
    return queue.targets.get(counter, (f"counter:{counter}",))


def next_ticket(queue: Queue, counter: str, now: datetime) -> Ticket | None:
    """The ticket that `counter` should call at `now`, or None when nobody waits for it.

    First come first served among the services that the counter is skilled for; a visitor who was sent to this
    very counter stands in the same order as the others of the kind.
    """
    due_until = now.timestamp() + queue.plan.early_s
    best: tuple[int, float, int, str] | None = None
    for where in targets_of(queue, counter):
        for kind, line in queue.lines.at(where).items():
            if line:
                due, order, id = line[0]
                candidate = (_band(kind, due, due_until), due, order, id)
                if best is None or candidate < best:
                    best = candidate
    return None if best is None else queue.tickets[best[3]]


def in_order(queue: Queue, targets: Sequence[str], now: datetime, most: int) -> list[Ticket]:
    """The first `most` tickets that wait for any of `targets`, in the order in which they would be called now."""
    due_until = now.timestamp() + queue.plan.early_s
    ranked = heapq.merge(
        *(_ranked(line, kind, due_until) for where in targets for kind, line in queue.lines.at(where).items() if line)
    )
    return [queue.tickets[id] for _, _, _, id in islice(ranked, most)]


def _ranked(line: list[Rank], kind: Kind, due_until: float) -> Iterator[tuple[int, float, int, str]]:
    for due, order, id in line:
        yield (_band(kind, due, due_until), due, order, id)


def ahead(queue: Queue, ticket: Ticket) -> int:
    """How many people who wait for the same as this waiting ticket would be called before it, as things stand.

    Priority persons count before all, and appointments that are due before walk-ins.
    """
    where = target(ticket)
    own = queue.lines.before(ticket)
    priority = len(queue.lines.line(where, Kind.PRIORITY))
    if ticket.kind is Kind.PRIORITY:
        return own
    if ticket.kind is Kind.APPOINTMENT:
        return own + priority
    due = _due_count(queue, where, queue.at)
    return own + priority + due


def _due_count(queue: Queue, where: str, now: datetime | None) -> int:
    if now is None:
        return 0
    limit = now.timestamp() + queue.plan.early_s
    return sum(1 for due, _, _ in queue.lines.line(where, Kind.APPOINTMENT) if due <= limit)


def _band(kind: Kind, due: float, due_until: float) -> int:
    if kind is Kind.PRIORITY:
        return _PRIORITY
    if kind is Kind.APPOINTMENT:
        return _DUE if due <= due_until else _EARLY
    return _WALK_IN
