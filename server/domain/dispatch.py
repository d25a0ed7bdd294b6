"""Who is next. The one place that decides it; a pure function of the queue and the clock.

Hard rules stand above every index: first come first served inside a service and kind; whoever is beyond the wait
bound goes first; nobody is overtaken more than a few times by later ones of the same kind; and as long as somebody
waits whom the counter can serve, somebody is called.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from server.domain.lines import rank, target
from server.domain.queue import Queue
from server.domain.standing import Standing
from server.domain.ticket import Kind, State, Ticket


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a ticket is next at a counter.

    `rule`: "only_one" (nobody else waits for the counter), "longest_overdue" (beyond the wait bound), "overtake_cap"
    (overtaken as often as may be), "sent_here" (to this very counter), "fifo", "index" or "look_ahead" (advised instead
    of the index's own choice). `early_s`: until its appointment, 0 when it is due. `others`: open counters that could
    serve it too. `waiting`: how many wait for this counter, itself included.
    """

    rule: str
    counter: str
    service: str
    kind: Kind
    needs: frozenset[str]
    waited_s: float
    target_s: float
    bound_s: float
    early_s: float
    others: tuple[str, ...]
    waiting: int
    overtaken: int


@dataclass(frozen=True, slots=True)
class Choice:
    """The ticket to call, and why."""

    ticket: Ticket
    reason: Reason


def choose(queue: Queue, counter: str, now: datetime, advised: str = "") -> Choice | None:
    """Whom `counter`, open or not, should call at `now`; None only when nobody waits whom it could serve.

    `advised`: a ticket that is taken instead of the index's choice where it may be, see `Standing.pick`.
    """
    standing = Standing(queue, counter, now)
    picked = standing.pick(advised)
    if picked is None:
        return None
    ticket, rule = picked
    assert lawful(queue, counter, ticket), f"{ticket.number} is not next at counter {counter}"
    waiting = standing.count()
    if rule in ("index", "fifo"):
        rule = "only_one" if waiting == 1 else "sent_here" if ticket.to_counter else rule
    wait_s = (now - ticket.since).total_seconds()
    level = queue.plan.levels[ticket.kind]
    able = queue.reach.able(ticket.service, ticket.needs, ticket.to_counter)
    reason = Reason(
        rule,
        counter,
        ticket.service,
        ticket.kind,
        ticket.needs,
        max(0.0, wait_s),
        level.target_s,
        level.bound_s,
        max(0.0, -wait_s),
        tuple(id for id in able if id != counter),
        waiting,
        ticket.overtaken,
    )
    return Choice(ticket, reason)


def lawful(queue: Queue, counter: str, ticket: Ticket) -> bool:
    """Whether `counter` may call this waiting ticket by itself: it passes nobody of its service and kind, and nobody
    of its kind who must not be overtaken once more."""
    own = rank(ticket)
    if any(head < own for head in queue.reach.line_heads(counter, ticket.service, ticket.kind, queue.lines)):
        return False
    return not queue.capped.total or all(
        own <= line[0] for line in queue.reach.standing(counter, queue.capped) if line.kind is ticket.kind
    )


def waiting_at(queue: Queue, counter: str) -> int:
    """How many wait whom `counter` could serve."""
    return sum(len(line) for line in queue.reach.standing(counter, queue.lines))


def order_at(queue: Queue, counter: str, now: datetime, most: int) -> list[Ticket]:
    """The first `most` tickets in the order in which `counter` would call them, did nothing change meanwhile."""
    standing, order = Standing(queue, counter, now), list[Ticket]()
    while len(order) < most and (picked := standing.pick()) is not None:
        standing.take(picked[0])
        order.append(picked[0])
    return order


def same_order(queue: Queue, counter: str) -> Hashable:
    """Counters for which this is equal have the same `order_at` as long as the queue does not change."""
    plan, day = queue.plan, queue.counter(counter)
    own = counter if queue.lines.at(f"counter:{counter}") else ""
    return (own, plan.skills.get(counter), plan.offers.get(counter), day.languages, day.state == "open")


def in_order(queue: Queue, targets: Sequence[str], now: datetime, most: int) -> list[Ticket]:
    """The first `most` tickets that wait for any of `targets`, by the moment from which their wait counts."""
    lines = (line for where in targets for kinds in queue.lines.at(where).values() for line in kinds.values())
    return [queue.tickets[id] for _, _, id in islice(merge(*lines), most)]


def ahead(queue: Queue, ticket: Ticket) -> int:
    """How many people who wait for the same as this waiting ticket are likely to be called before it; else 0.

    Priority persons count before all, and appointments that are due before walk-ins.
    """
    if ticket.state is not State.WAITING:
        return 0
    where = target(ticket)
    own = queue.lines.before(ticket)
    if ticket.kind is Kind.PRIORITY:
        return own
    priority = len(queue.lines.line(where, Kind.PRIORITY))
    if ticket.kind is Kind.APPOINTMENT:
        return own + priority
    return own + priority + _due_count(queue, where, queue.at)


def _due_count(queue: Queue, where: str, now: datetime | None) -> int:
    if now is None:
        return 0
    limit = now.timestamp() + queue.plan.early_s
    return sum(1 for since, _, _ in queue.lines.line(where, Kind.APPOINTMENT) if since <= limit)
