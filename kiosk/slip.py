"""A ticket as the slip that a visitor takes home."""

from datetime import datetime
from zoneinfo import ZoneInfo

from assets.languages import OFFICE_LANGUAGE, Texts, fallbacks
from assets.waiting import called_in
from hardware.printers.document import Code, Element, Gap, Line, Number, Rule, Slip
from server.wire.messages import TicketOnPaper

LISTEN = "Please take a seat. Watch the display: your number will be called."
FOR_OTHER = "For somebody else: bring that person's letter of authority and identity document."
MISSED = "If you miss your call, please ask at the desk."


def in_language(texts: dict[str, str], language: str) -> str:
    """A text of the site in `language`, else in the nearest one there is, at last the office's own, else in any."""
    return next((text for near in fallbacks(language) if (text := texts.get(near))), next(iter(texts.values()), ""))


def when(moment: datetime, timezone: str) -> datetime:
    """An aware moment in the office's local time; raises ZoneInfoNotFoundError for a zone that does not exist."""
    return moment.astimezone(ZoneInfo(timezone))


def slip(ticket: TicketOnPaper, office: dict[str, str], timezone: str) -> Slip:
    """The slip for `ticket`: everything in the visitor's language, and in German what the staff need to read.

    `office`: its name by language; `timezone`: an IANA name.
    """
    return Slip(
        _elements(ticket, office, timezone, ticket.language),
        # What a printer that writes no script but Latin says instead; German for the staff stands on it as on any.
        plain=_elements(ticket, office, timezone, "en"),
    )


def _elements(ticket: TicketOnPaper, office: dict[str, str], timezone: str, language: str) -> tuple[Element, ...]:
    texts, german = Texts(language), Texts(OFFICE_LANGUAGE)
    local = when(ticket.issued_at, timezone)
    service, service_german = in_language(ticket.service_names, language), in_language(ticket.service_names, "de")
    elements: list[Element] = [
        Line(in_language(office, language), language, bold=True, most_lines=4),
        Number(ticket.number),
        Line(service, language, "fact", bold=True, most_lines=4),
    ]
    if service_german != service:
        elements.append(Line(service_german, OFFICE_LANGUAGE, most_lines=4))
    elements += [
        Gap(2),
        *_ahead(ticket, texts),
        *_wait(ticket, texts),
        Line(f"{texts.date(local.date())}\u00a0·\u00a0{texts.time(local)}", language),
        Rule(),
        *([Line(texts.text(FOR_OTHER), language, "fact")] if ticket.for_other else []),
        Line(texts.text(MISSED), language),
    ]
    if texts.language != OFFICE_LANGUAGE:
        elements.append(Line(german.text(MISSED), OFFICE_LANGUAGE))
    elements += [
        Gap(3),
        Code(ticket.faq_url, texts.text("What you need to know"), language),
        Gap(4),
        Code(ticket.follow_url, texts.text("Follow my ticket"), language, short=ticket.number),
    ]
    return tuple(elements)


def _ahead(ticket: TicketOnPaper, texts: Texts) -> list[Element]:
    if ticket.ahead is None:
        return []
    if ticket.ahead:
        ahead = texts.plural("{n} person before you", "{n} people before you", ticket.ahead)
    elif ticket.wait is None or not ticket.wait.low:
        ahead = texts.text("You are next")
    else:  # the first one for this service, but its counters see others before
        return []
    return [Line(ahead, texts.language, "fact")]


def _wait(ticket: TicketOnPaper, texts: Texts) -> list[Element]:
    if ticket.wait is None:
        unknown: list[Element] = [Line(texts.text("We cannot tell the waiting time yet"), texts.language)]
        return unknown if ticket.ahead is not None else [*unknown, Line(texts.text(LISTEN), texts.language)]
    return [
        Line(called_in(texts, ticket.wait.low, ticket.wait.high), texts.language, "fact", bold=True),
        Line(texts.text("This is only an estimate."), texts.language),
    ]
