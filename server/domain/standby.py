"""Counters that stand by: whoever becomes available is called to one of them at once."""

from collections.abc import Iterable
from datetime import datetime

from server.domain import events as e
from server.domain.dispatch import choose
from server.domain.explain import at_once, sentences
from server.domain.queue import Counter, Queue


def calls_to_free_counters(queue: Queue, events: Iterable[e.Event], now: datetime) -> list[e.Event]:
    """The call that follows from `events`, which were decided on `queue` but have not happened to it yet.

    The least flexible standing-by counter goes first (fewest skills, then longest standing by).
    """
    for event in events:
        if isinstance(event, e.TicketIssued):
            free = _free(queue, event.service, frozenset(event.needs), None)
        elif isinstance(event, e.TicketTransferred | e.VisitMovedOn):
            to_counter = event.to_counter if isinstance(event, e.TicketTransferred) else None
            free = _free(queue, event.service, queue.tickets[event.ticket].needs, to_counter)
        else:
            continue
        if free is None:
            continue
        # only after the site was changed over the day can somebody wait for a counter that stands by
        earlier = choose(queue, free.id, now)
        if earlier is None:
            return [e.TicketCalled(now, event.ticket, free.id, "stand_by", "only_one", at_once(free.id))]
        sentence = sentences(queue.plan, earlier.reason)
        return [e.TicketCalled(now, earlier.ticket.id, free.id, "stand_by", earlier.reason.rule, sentence)]
    return []


def _free(queue: Queue, service: str, needs: frozenset[str], to_counter: str | None) -> Counter | None:
    standing_by = [
        (len(queue.plan.skills.get(counter.id, ())), counter.standing_by, counter.id)
        for counter in queue.counters.values()
        if counter.standing_by is not None and queue.reach.can_serve(counter.id, service, needs, to_counter)
    ]
    return queue.counters[min(standing_by)[2]] if standing_by else None
