"""What each role may see of the queue: pure functions from the state to whole views."""

from datetime import datetime, timedelta

from server.addresses import Addresses
from server.domain.dispatch import ahead, in_order, targets_of
from server.domain.queue import Queue
from server.domain.ticket import AT_COUNTER, Kind, State, Ticket
from server.site.content import Counter, Localized, Site
from server.wire import messages as m

QUEUE_SHOWN = 60
MISSED_SHOWN = 20
CALLS_SHOWN = 8
NUMBERS_SHOWN = 4
CALL_SHOWN_FOR = timedelta(minutes=20)
_ON_BOARD = AT_COUNTER | {State.FINISHED}


def _languages(site: Site, text: Localized) -> dict[str, str]:
    return {language: text.text(language) for language in site.languages}


def kiosk_site(site: Site, addresses: Addresses) -> m.KioskSite:
    """All that a kiosk shows and that does not change with the queue."""
    services = [
        m.ServiceOffer(
            s.slug,
            s.group,
            _languages(site, s.name),
            _languages(site, s.description),
            {language: list(s.documents.lines(language)) for language in site.languages},
            s.minutes,
            s.fee,
            {language: addresses.faq(s.faq, language) for language in site.languages},
        )
        for s in site.services
    ]
    groups = [m.GroupOffer(g.slug, g.prefix, _languages(site, g.name), g.icon) for g in site.groups]
    hours = {language: list(site.hours_text(language)) for language in site.languages}
    return m.KioskSite(
        office=_languages(site, site.name),
        languages=list(site.languages),
        groups=groups,
        services=services,
        hours=hours,
        timeout_s=site.kiosk_timeout_s,
        warning_s=site.kiosk_warning_s,
        accent=site.accent,
        timezone=site.timezone,
    )


def kiosk(queue: Queue, site: Site, local: datetime) -> m.KioskView:
    """What a kiosk offers now."""
    waiting = {s.slug: queue.lines.waiting(f"service:{s.slug}") for s in site.services}
    return m.KioskView(queue.revision, site.is_open(local), sorted(queue.closed_services), waiting)


def slip(queue: Queue, site: Site, addresses: Addresses, ticket: Ticket) -> m.TicketOnPaper:
    """A ticket just issued, as its slip shows it."""
    service = site.service(ticket.service)
    return m.TicketOnPaper(
        ticket=ticket.id,
        number=ticket.number,
        service=ticket.service,
        service_names=_languages(site, service.name),
        language=ticket.language,
        kind=ticket.kind.value,
        issued_at=ticket.issued_at,
        ahead=ahead(queue, ticket),
        follow_url=addresses.follow(ticket.token),
        faq_url=addresses.faq(service.faq, ticket.language),
    )


def board(queue: Queue, site: Site, now: datetime, local: datetime) -> m.Board:
    """What the displays show: the last calls, newest first, and what is waiting."""
    calls = []
    for call in queue.calls[:CALLS_SHOWN]:
        ticket = queue.tickets[call.ticket]
        if ticket.state not in _ON_BOARD or ticket.counter != call.counter or now - call.at > CALL_SHOWN_FOR:
            continue
        counter = _counter(site, call.counter)
        calls.append(
            m.BoardCall(
                f"{queue.day}/{call.serial}",
                ticket.number,
                call.counter,
                counter.direction if counter else "",
                _languages(site, counter.room) if counter else {},
                ticket.language,
                call.at,
            )
        )
    return m.Board(
        revision=queue.revision,
        as_of=now,
        office=_languages(site, site.name),
        timezone=site.timezone,
        accent=site.accent,
        languages=list(site.languages),
        calls=calls,
        waiting=_waiting(queue, site, now),
        waiting_total=queue.lines.total,
        open_now=site.is_open(local),
    )


def _waiting(queue: Queue, site: Site, now: datetime) -> list[m.BoardGroup]:
    sent_on: dict[str, int] = {}
    for counter in site.counters:
        for kind in Kind:
            for _, _, id in queue.lines.line(f"counter:{counter.id}", kind):
                prefix = queue.tickets[id].number[0]
                sent_on[prefix] = sent_on.get(prefix, 0) + 1
    groups = []
    for group in site.groups:
        targets = [f"service:{s.slug}" for s in site.services if s.group == group.slug]
        count = sum(queue.lines.waiting(t) for t in targets) + sent_on.get(group.prefix, 0)
        if count:
            numbers = [t.number for t in in_order(queue, targets, now, NUMBERS_SHOWN)]
            groups.append(m.BoardGroup(group.prefix, count, numbers))
    return groups


def desk(queue: Queue, site: Site, counter_id: str, now: datetime) -> m.Desk:
    """What the page of one counter shows."""
    counter = queue.counter(counter_id)
    mine = targets_of(queue, counter_id)
    undo = counter.undo
    undoable = undo is not None and queue.tickets[undo.ticket].touched == undo.revision and counter.current is None
    skills = queue.plan.skills.get(counter_id, frozenset())
    missed = list(queue.missed)[-MISSED_SHOWN:][::-1]
    return m.Desk(
        revision=queue.revision,
        as_of=now,
        office=_languages(site, site.name),
        counter=counter_id,
        state=counter.state,  # type: ignore[arg-type]
        reason=counter.reason,
        clerk=counter.clerk,
        current=_desk_ticket(queue.tickets[counter.current]) if counter.current else None,
        queue=[_desk_ticket(t) for t in in_order(queue, mine, now, QUEUE_SHOWN)],
        mine_waiting=sum(queue.lines.waiting(t) for t in mine),
        all_waiting=queue.lines.total,
        parked=[_desk_ticket(queue.tickets[id]) for id in queue.parked],
        missed=[_desk_ticket(queue.tickets[id]) for id in missed],
        undo=undo.what if undo is not None and undoable else "",
        undo_number=queue.tickets[undo.ticket].number if undo is not None and undoable else "",
        counters=[_desk_counter(queue, site, c.id, c.name) for c in site.counters],
        services=[
            m.DeskService(
                s.slug,
                _languages(site, s.name),
                queue.plan.prefixes[s.slug],
                queue.lines.waiting(f"service:{s.slug}"),
                s.slug not in queue.closed_services,
                s.slug in skills,
            )
            for s in site.services
        ],
    )


def follow(queue: Queue, site: Site, token: str, now: datetime) -> m.Follow | None:
    """What the phone of the visitor with this secret shows; None for a secret that is not of today."""
    id = queue.by_token.get(token)
    if id is None:
        return None
    ticket = queue.tickets[id]
    counter = _counter(site, ticket.counter) if ticket.state in AT_COUNTER and ticket.counter else None
    service = next((s for s in site.services if s.slug == ticket.service), None)
    return m.Follow(
        revision=queue.revision,
        updated_at=now,
        number=ticket.number,
        state=ticket.state.value,
        service=_languages(site, service.name) if service else {},
        language=ticket.language,
        ahead=ahead(queue, ticket) if ticket.state is State.WAITING else 0,
        counter=counter.id if counter else "",
        direction=counter.direction if counter else "",
        where=_languages(site, counter.room) if counter else {},
    )


def _counter(site: Site, id: str) -> Counter | None:
    return next((c for c in site.counters if c.id == id), None)


def _desk_counter(queue: Queue, site: Site, id: str, name: str) -> m.DeskCounter:
    counter = queue.counter(id)
    number = queue.tickets[counter.current].number if counter.current else ""
    skills = sorted({queue.plan.prefixes[s] for s in queue.plan.skills.get(id, ())})
    return m.DeskCounter(id, name, counter.state, counter.reason, counter.clerk, number, skills)  # type: ignore[arg-type]


def _desk_ticket(t: Ticket) -> m.DeskTicket:
    return m.DeskTicket(
        ticket=t.id,
        number=t.number,
        service=t.service,
        kind=t.kind.value,
        language=t.language,
        state=t.state.value,
        issued_at=t.issued_at,
        calls=t.calls,
        counter=t.counter or "",
        appointment_at=t.appointment_at,
        called_at=t.called_at,
        started_at=t.started_at,
        to_counter=t.to_counter or "",
    )
