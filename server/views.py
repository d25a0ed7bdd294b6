"""What each role may see of the queue: pure functions from the state to whole views."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from server.addresses import Addresses
from server.domain.dispatch import ahead, in_order
from server.domain.queue import Queue
from server.domain.ticket import AT_COUNTER, Kind, State, Ticket
from server.site.content import Counter, Localized, Site, clock_text
from server.triage import wire_tree
from server.waits import Waits, around, of_service, of_ticket, too_late
from server.wire import messages as m

CALLS_SHOWN = 8
NUMBERS_SHOWN = 4
CALL_SHOWN_FOR = timedelta(minutes=20)
DAYS_AHEAD = 60
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
            _words(s.keywords, site.topic(s.faq).keywords),
            _met(site, s.slug),
        )
        for s in site.services
    ]
    groups = [m.GroupOffer(g.slug, g.prefix, in_languages(site, g.name), g.icon) for g in site.groups]
    hours = {language: list(site.hours_text(language)) for language in site.languages}
    topics = [
        m.Topic(
            topic.slug,
            {language: topic.titles.text(language) for language in topic.languages},
            dict(topic.bodies),
            {language: addresses.faq(topic.slug, language) for language in topic.languages},
            _words(topic.keywords),
        )
        for topic in site.faq
    ]
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
        topics=topics,
        triage=wire_tree(site.triage, site.languages) if site.triage else None,
        week=[[(clock_text(start), clock_text(end)) for start, end in spans] for spans in site.hours.spans],
        holidays=[day.isoformat() for day in site.holidays],
    )


def _met(site: Site, service: str) -> list[list[str]]:
    """What the counters of a service offer beside it, each choice once, without those that another one includes."""
    offers = {counter.meets for counter in site.counters if service in counter.skills}
    largest = [one for one in offers if one and not any(one < other for other in offers)]
    return sorted(sorted(one) for one in largest)


def _words(*keywords: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Keywords of several sources by language, each word once."""
    together: dict[str, dict[str, None]] = {}
    for source in keywords:
        for language, words in source.items():
            together.setdefault(language, {}).update(dict.fromkeys(words))
    return {language: list(words) for language, words in together.items()}


def kiosk(queue: Queue, site: Site, waits: Waits, now: datetime, local: datetime) -> m.KioskView:
    """What a kiosk offers now."""
    told = {s.slug: of_service(waits, s.slug, now) for s in site.services}
    return m.KioskView(
        revision=queue.revision,
        open_now=site.is_open(local),
        closed_services=sorted(queue.closed_services),
        waiting={s.slug: queue.lines.waiting(f"service:{s.slug}") for s in site.services},
        waits={slug: wait for slug, wait in told.items() if wait is not None},
        too_late=sorted(too_late(waits, queue)),
        opens_next=opens_next(site, local),
    )


def opens_next(site: Site, local: datetime) -> datetime | None:
    """When the office opens on a later day than that of `local`, aware UTC; None when that is not in sight."""
    for days in range(1, DAYS_AHEAD):
        day = local.date() + timedelta(days=days)
        spans = site.hours.spans[day.weekday()]
        if spans and day not in site.holidays:
            return datetime.combine(day, min(start for start, _ in spans), local.tzinfo).astimezone(UTC)
    return None


def slip(
    queue: Queue, site: Site, addresses: Addresses, ticket: Ticket, waits: Waits, now: datetime
) -> m.TicketOnPaper:
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
        wait=of_ticket(waits, ticket, now),
        appointment_at=ticket.appointment_at,
        for_other=ticket.for_other,
    )


def board(queue: Queue, site: Site, waits: Waits, now: datetime, local: datetime) -> m.Board:
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
        waiting=_waiting(queue, site, waits, now),
        waiting_total=queue.lines.total,
        open_now=site.is_open(local),
    )


def _waiting(queue: Queue, site: Site, waits: Waits, now: datetime) -> list[m.BoardGroup]:
    sent_on: dict[str, int] = {}
    for counter in site.counters:
        for kind in Kind:
            for _, _, id in queue.lines.line(f"counter:{counter.id}", kind):
                prefix = queue.tickets[id].number[0]
                sent_on[prefix] = sent_on.get(prefix, 0) + 1
    groups = []
    for group in site.groups:
        services = [s.slug for s in site.services if s.group == group.slug]
        targets = [f"service:{slug}" for slug in services]
        count = sum(queue.lines.waiting(t) for t in targets) + sent_on.get(group.prefix, 0)
        if count:
            numbers = [t.number for t in in_order(queue, targets, now, NUMBERS_SHOWN)]
            asked_for = [slug for slug in services if queue.lines.waiting(f"service:{slug}")]
            wait = around([of_service(waits, slug, now) for slug in asked_for])
            groups.append(m.BoardGroup(group.prefix, count, numbers, wait))
    return groups


def follow(queue: Queue, site: Site, token: str, waits: Waits, now: datetime) -> m.Follow | None:
    """What the phone of the visitor with this secret shows; None for a secret that is not of today."""
    id = queue.by_token.get(token)
    if id is None:
        return None
    ticket = queue.tickets[id]
    counter = _counter(site, ticket.counter) if ticket.state in AT_COUNTER and ticket.counter else None
    service = next((s for s in site.services if s.slug == ticket.service), None)
    wait = of_ticket(waits, ticket, now)
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
        wait=wait,
        estimated_at=waits.as_of if wait else None,
    )


def _counter(site: Site, id: str) -> Counter | None:
    return next((c for c in site.counters if c.id == id), None)
