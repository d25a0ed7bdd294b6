"""What the screens of an appointment say. No Kivy here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assets.languages import Texts
from kiosk.checkin import complete
from kiosk.slip import in_language, when
from kiosk.steps import Step
from server.wire.codes import ALPHABET

if TYPE_CHECKING:
    from kiosk.showing import Showing


def appointment_words(showing: Showing, step: Step, texts: Texts) -> dict[str, Any]:
    """The properties of the screen for CHECK_IN or one of NOT_CHECKED_IN."""
    if step is Step.CHECK_IN:
        return _pad(showing, texts)
    again = ("check-in", texts.text("Try again"))
    walk_in = ("walk-in", texts.text("Draw a ticket without an appointment"))
    done = ("start-again", texts.text("Done"))
    title, lines, actions = {
        Step.EARLY: ("You are early", _early(showing, texts), [done]),
        Step.WRONG_DAY: ("Your appointment is on another day", [_come_back(texts)], [walk_in]),
        Step.ALREADY: ("You are checked in already", [_seat(texts)], [done]),
        Step.UNKNOWN_CODE: ("We do not find this code", [_check_it(texts)], [again, walk_in]),
        Step.CANCELLED: ("This appointment was cancelled", [_instead(texts)], [walk_in]),
    }[step]
    fact, detail = _fact(showing, step, texts)
    offered = [action for action in actions if action[0] != "walk-in" or showing.session.walk_ins]
    return {
        "title": texts.text(title),
        "lines": lines,
        "mark": "check" if step is Step.ALREADY else "calendar",
        "mark_color": showing.look.success if step is Step.ALREADY else showing.look.primary,
        "fact": fact,
        "fact_language": "en" if step is Step.ALREADY else texts.language,
        "detail": detail,
        "actions": offered or [done],
    }


def missed(showing: Showing, texts: Texts) -> list[str]:
    """A kind word to who came too late for the appointment."""
    ticket, site = showing.ticket, showing.site
    if ticket is None or site is None or ticket.kind != "walk_in" or ticket.appointment_at is None:
        return []
    time = texts.time(when(ticket.appointment_at, site.timezone))
    return [texts.text("You are late for your appointment at {time}. You wait like visitors without one.", time=time)]


def _pad(showing: Showing, texts: Texts) -> dict[str, Any]:
    if showing.scanner == "ready":
        text = texts.text("Hold the code from your letter or phone under the scanner, or type it in.")
    else:
        text = texts.text("Type in the code from your letter or e-mail.")
    return {
        "title": texts.text("Check in to your appointment"),
        "text": text,
        "code": showing.session.code,
        "keys": ALPHABET,
        "confirm": texts.text("Check in"),
        "complete": complete(showing.session.code),
    }


def _fact(showing: Showing, step: Step, texts: Texts) -> tuple[str, str]:
    """The large words in the middle, and smaller ones below them."""
    booked, site = showing.booked, showing.site
    if step is Step.UNKNOWN_CODE or booked is None or site is None:
        return showing.session.code, ""
    service = in_language(booked.service_names, showing.language)
    if step is Step.ALREADY:
        return booked.number, service
    at = when(booked.at, site.timezone)
    if step is Step.EARLY:
        return texts.time(at), service
    return f"{texts.full_date(at.date())}\n{texts.time(at)}", service


def _early(showing: Showing, texts: Texts) -> list[str]:
    if showing.booked is None or showing.site is None:
        return []
    at, opens = (when(moment, showing.site.timezone) for moment in (showing.booked.at, showing.booked.opens_at))
    return [
        texts.text("Your appointment is at {time}.", time=texts.time(at)),
        texts.text("You can check in from {time}. Please come back then.", time=texts.time(opens)),
    ]


def _come_back(texts: Texts) -> str:
    return texts.text("Please come back on that day and check in with the same code.")


def _check_it(texts: Texts) -> str:
    return texts.text("Please check it and try again. The staff at the desk can help you too.")


def _instead(texts: Texts) -> str:
    return texts.text("You can come without an appointment, or ask at the desk.")


def _seat(texts: Texts) -> str:
    return texts.text("Please take a seat. Watch the display: your number will be called.")
