"""What each role may see of the queue: pure functions from the state to whole views."""

from datetime import datetime, timedelta

from server.addresses import Addresses
from server.domain.dispatch import ahead, in_order
from server.domain.queue import Queue
from server.domain.ticket import AT_COUNTER, Kind, State, Ticket
from server.site.content import Counter, Localized, Site
from server.wire import messages as m

CALLS_SHOWN = 8
NUMBERS_SHOWN = 4
CALL_SHOWN_FOR = timedelta(minutes=20)
_ON_BOARD = AT_COUNTER | {State.FINISHED}


def in_languages(site: Site, text: Localized) -> dict[str, str]:
    """A text of the site in every language of the office."""
    return {language: text.text(language) for language in site.languages}


def kiosk_site(site: Site, addresses: Addresses) -> m.KioskSite:
    """All that a kiosk shows and that does not change with the queue."""
    services = [
        m.ServiceOffer(
            s.slug,
            s.group,
            in_languages(site, s.name),
            in_languages(site, s.description),
            {language: list(s.documents.lines(language)) for language in site.languages},
            s.minutes,
            s.fee,
            {language: addresses.faq(s.faq, language) for language in site.languages},
        )
        for s in site.services
    ]
    groups = [m.GroupOffer(g.slug, g.prefix, in_languages(site, g.name), g.icon) for g in site.groups]
    hours = {language: list(site.hours_text(language)) for language in site.languages}
    return m.KioskSite(
        office=in_languages(site, site.name),
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
        service_names=in_languages(site, service.name),
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
                in_languages(site, counter.room) if counter else {},
                ticket.language,
                call.at,
            )
        )
    return m.Board(
        revision=queue.revision,
        as_of=now,
        office=in_languages(site, site.name),
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
        service=in_languages(site, service.name) if service else {},
        language=ticket.language,
        ahead=ahead(queue, ticket) if ticket.state is State.WAITING else 0,
        calls=ticket.calls,
        counter=counter.id if counter else "",
        direction=counter.direction if counter else "",
        where=in_languages(site, counter.room) if counter else {},
    )


def _counter(site: Site, id: str) -> Counter | None:
    return next((c for c in site.counters if c.id == id), None)
