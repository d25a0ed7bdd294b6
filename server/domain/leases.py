"""Numbers that a kiosk holds for when it does not reach its server, and the tickets that are drawn with them."""

from dataclasses import replace
from datetime import datetime
from itertools import islice

from server.domain.commands import IssueLeased, IssueTicket, LeaseNumbers
from server.domain.events import Event, NumbersLeased, TicketCancelled
from server.domain.issuing import MOST_PEOPLE, as_drawn, check_service, needs_met
from server.domain.numbers import leasable
from server.domain.plan import is_need
from server.domain.queue import Queue
from server.domain.refusal import Refusal
from server.domain.transitions import possible

MOST_EACH = 50


def leased(queue: Queue, command: LeaseNumbers, now: datetime) -> list[Event]:
    """What is missing from the kiosk's block is leased; nothing where it is complete. Raises `Refusal`."""
    if not 1 <= command.each <= MOST_EACH:
        raise Refusal("lease_size", f"a block has 1 to {MOST_EACH} numbers of each prefix")
    has: dict[str, int] = {}
    for number, lease in queue.leases.items():
        if lease.kiosk == command.kiosk:
            has[number[0]] = has.get(number[0], 0) + 1
    numbers: list[str] = []
    for prefix in queue.plan.prefix_order():
        numbers += sorted(islice(leasable(queue, prefix), max(0, command.each - has.get(prefix, 0))))
    held = {lease.ticket for lease in queue.leases.values()} | queue.tickets.keys()
    secrets = {lease.token for lease in queue.leases.values()} | queue.by_token.keys()
    blanks = [blank for blank in command.blanks if blank[0] not in held and blank[1] not in secrets]
    pairs = list(zip(numbers, blanks, strict=False))
    if not pairs:
        return []
    return [
        NumbersLeased(
            now,
            command.kiosk,
            tuple(number for number, _ in pairs),
            tuple(ticket for _, (ticket, _) in pairs),
            tuple(token for _, (_, token) in pairs),
        )
    ]


def issued_from_lease(queue: Queue, command: IssueLeased, now: datetime) -> list[Event]:
    """The ticket that was drawn: it stands in the line by the moment of drawing, which is not before the lease, not
    before the last one that the kiosk drew, and not in the future. Raises `Refusal`.

    Services that were closed since then, and too little time, do not matter any more: somebody holds the number. Nor
    do needs that no counter meets any more: without them the ticket is called, with them it would wait for ever.
    """
    lease = queue.leases.get(command.number)
    if lease is None or lease.kiosk != command.kiosk:
        raise Refusal("not_leased", f"{command.number} is not leased to this kiosk today")
    check_service(queue, command.service)
    earliest = max(lease.at, queue.last_drawn.get(command.kiosk, lease.at))
    met = needs_met(queue, command.service, command.needs)
    order = IssueTicket(
        lease.ticket,
        lease.token,
        command.service,
        command.language,
        origin=command.kiosk,
        people=min(max(command.people, 1), MOST_PEOPLE),
        needs=frozenset(met),
        asks_priority=command.asks_priority,
        for_other=command.for_other,
    )
    events: list[Event] = [
        replace(
            as_drawn(queue, order, now, command.number, (command.service,)),
            drawn_at=min(max(command.drawn_at, earliest), now),
            unmet=tuple(need for need in command.needs if need not in met and is_need(need)),
        )
    ]
    unseen = queue.tickets.get(command.instead_of)
    if unseen is not None and possible(unseen.state, TicketCancelled):
        events.append(TicketCancelled(now, unseen.id))
    return events
