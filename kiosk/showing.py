"""What each screen says at a step: the office's texts and the interface's, in the visitor's language. No Kivy here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from assets.languages import AUTONYMS, LANGUAGES, OFFICE_LANGUAGE, Texts
from assets.waiting import called_in, in_brief
from kiosk import answering
from kiosk.appointment_words import appointment_words, missed
from kiosk.asking import Asking
from kiosk.screens.look import Look
from kiosk.session import Session
from kiosk.showing_triage import topic_screen, triage_screen
from kiosk.slip import in_language, when
from kiosk.steps import CHECKING_IN, CHOOSING, TRIAGE, Step
from kiosk.wish_words import confirm_words, wishes_screen
from server.wire.messages import Booked, KioskSite, KioskView, ServiceOffer, TicketOnPaper, Wait

PRINTER_HINTS = {
    "paper_out": "The printer needs paper",
    "paper_near_end": "The printer's paper ends soon",
    "cover_open": "The printer's cover is open",
    "unreachable": "The printer does not answer",
}


@dataclass
class Showing:
    """All that the glass depends on. `condition` and `troubles` are the printer's, `scanner` the scanner's condition;
    `rejected`: the server knows this kiosk no more; `booked`: the appointment that could not be checked in; `scans`:
    there is a scanner on a cable (one that poses as a keyboard cannot be known of); `mute`: nothing can be read aloud;
    `away`: the server is not there.
    """

    session: Session
    look: Look
    site: KioskSite | None = None
    view: KioskView | None = None
    ticket: TicketOnPaper | None = None
    condition: str = "none"
    troubles: tuple[str, ...] = ()
    rejected: bool = False
    asking: Asking = field(default_factory=Asking)
    booked: Booked | None = None
    scanner: str = "none"
    scans: bool = False
    mute: bool = False
    away: bool = False

    @property
    def language(self) -> str:
        """The visitor's, else the office's own."""
        return self.session.language or OFFICE_LANGUAGE

    def local(self) -> datetime:
        """The time on the office's clocks."""
        return datetime.now(ZoneInfo(self.site.timezone)) if self.site else datetime.now().astimezone()

    def screen(self, step: Step, local: datetime) -> dict[str, Any]:
        """The properties of the screen for `step`; `local` is the time on its clock."""
        texts = Texts(self.language)
        hint, icon = self._hint(texts, whole=step is Step.QUESTION and not self.look.landscape)
        frame = {
            "look": self.look,
            "language": self.language,
            "rtl": texts.direction == "rtl",
            "office": in_language(self.site.office, self.language) if self.site else "",
            "clock": texts.time(local),
            "hint": hint,
            "hint_icon": icon,
            "bar": self._bar(step, texts),
        }
        if step in CHECKING_IN:
            own = appointment_words(self, step, texts)
        elif step in TRIAGE:
            own = triage_screen(self.session, self.site, texts, prints=self.condition == "ready")
            if step is Step.QUESTION:
                own["ask"] = texts.text("Ask in your own words")
        else:
            own = getattr(self, f"_{step.value}")(texts)
        return {**frame, **own}

    def still_there(self, seconds: int) -> dict[str, Any]:
        """The properties of the question whether anybody is there."""
        texts = Texts(self.language)
        return {
            "look": self.look,
            "language": self.language,
            "rtl": texts.direction == "rtl",
            "title": texts.text("Are you still there?"),
            "text": texts.text("This screen starts again in {seconds} seconds", seconds=seconds),
            "answer": texts.text("I am still here"),
        }

    def _hint(self, texts: Texts, *, whole: bool = False) -> tuple[str, str]:
        """What is the matter and its icon; `whole` where there is room for more than a few words."""
        if self.rejected:
            return texts.text("This kiosk has to join the office again"), "link-down"
        if self.away:
            away = "No connection to the office: answers work, waiting times are unknown"
            return texts.text(away if whole else "No connection to the office"), "link-down"
        if self.condition not in ("none", "ready", "unknown"):
            return texts.text(PRINTER_HINTS.get(self.condition, "The printer needs help")), "printer"
        if "paper_near_end" in self.troubles:
            return texts.text(PRINTER_HINTS["paper_near_end"]), "printer"
        if self.scanner not in ("none", "ready"):
            return texts.text("The code scanner does not answer"), "scan"
        if self.mute:
            return texts.text("This kiosk cannot read aloud"), "sound"
        return "", ""

    def _bar(self, step: Step, texts: Texts) -> list[tuple[str, str, str, bool]]:
        back = ("back", "back", texts.text("Back"), True)
        language = ("language", "globe", texts.text("Language"), False)
        again = ("start-again", "", texts.text("Start again"), False)
        nothing = ("", "", "", False)
        if step is Step.LANGUAGE:
            return [back, nothing, nothing]
        if step in CHOOSING:
            return [back, language, again]
        if step in (Step.TAKE_SLIP, Step.REMEMBER) or (step is Step.ASK_DESK and self.session.step is step):
            return [("done", "", texts.text("Done"), False)]
        if step is Step.CLOSED:
            return [("check-in", "", texts.text("Appointment"), False), language]
        return []

    def _languages(self) -> list[str]:
        return list(self.site.languages) if self.site else list(LANGUAGES)

    def _in_all(self, msgid: str) -> list[tuple[str, str]]:
        """A text in every language, or in the visitor's where it is known."""
        languages = [self.session.language] if self.session.language else self._languages()
        return [(language, Texts(language).text(msgid)) for language in languages]

    def _start(self, texts: Texts) -> dict[str, Any]:
        prompt = "Touch the screen to begin"
        return {
            "greetings": [
                (language, welcome, Texts(language).text("Choose your language"))
                # Languages that greet alike, as German and Leichte Sprache, greet once.
                for welcome, language in {text: tag for tag, text in reversed(self._in_all("Welcome"))}.items()
            ][::-1],
            "languages": [(one, AUTONYMS.get(one, one), Texts(one).text(prompt)) for one in self._languages()],
        }

    def _language(self, texts: Texts) -> dict[str, Any]:
        return {
            "title": texts.text("Choose your language"),
            "languages": [(one, AUTONYMS.get(one, one), "") for one in self._languages()],
        }

    def _group(self, texts: Texts) -> dict[str, Any]:
        groups = self.site.groups if self.site else []
        return {
            "title": texts.text("What is your concern?"),
            "subtitle": texts.text("Please choose a group"),
            "more": texts.text("Next"),
            "entries": [(one.slug, in_language(one.name, self.language), one.icon, one.prefix) for one in groups],
            "ask": texts.text("Ask in your own words"),
            "appointment": texts.text("I have an appointment"),
            "aside": self._hint(texts)[0],
            "hint": "",
            "hint_icon": "",
        }

    def _ask(self, texts: Texts) -> dict[str, Any]:
        return answering.ask(self.site, self.view.closed_services if self.view else (), self.asking, texts)

    def _topic(self, texts: Texts) -> dict[str, Any]:
        return topic_screen(self.session, self.site, texts, prints=self.condition == "ready")

    def _service(self, texts: Texts) -> dict[str, Any]:
        chosen = self.session.group
        groups = self.site.groups if self.site else []
        name = next((in_language(one.name, self.language) for one in groups if one.slug == chosen), "")
        told = (
            self.view is not None
            and not self.away
            and any(one.slug in self.view.waits for one in self._services_of(chosen))
        )
        return {
            "title": name,
            "subtitle": texts.text("Please choose a service"),
            "aside": texts.text("The estimated waiting time stands beside it.") if told else "",
            "more": texts.text("Next"),
            "entries": [self._entry(one, texts) for one in self._services_of(chosen)],
        }

    def _entry(self, service: ServiceOffer, texts: Texts) -> tuple[str, str, str, str, bool]:
        name = in_language(service.name, self.language)
        if self.view and service.slug in self.view.closed_services:
            return service.slug, name, texts.text("closed"), "", False
        if self.view and service.slug in self.view.too_late:
            return service.slug, name, texts.text("too late today"), "", True
        if self.away or self.view is None:
            return service.slug, name, "", "", True
        if self.view and (wait := self.view.waits.get(service.slug)):
            return service.slug, name, in_brief(texts, wait.low, wait.high), "", True
        return service.slug, name, str(self._waiting(service.slug)), "people", True

    def _confirm(self, texts: Texts) -> dict[str, Any]:
        service = self._chosen()
        if service is None:
            return {"title": "", "confirm": texts.text("Yes, print my ticket")}
        known = self.view is not None and not self.away
        wait = self.view.waits.get(service.slug) if self.view and known else None
        facts = [
            self._called_in(texts, wait),
            texts.text("Expected duration: about {minutes} minutes", minutes=service.minutes),
        ]
        if not known:
            pass
        elif waiting := self._waiting(service.slug):
            facts.append(texts.plural("{n} person is waiting", "{n} people are waiting", waiting))
        elif wait is None or not wait.low:  # else others wait for the same counters
            facts.append(texts.text("Nobody is waiting"))
        prints = self.condition == "ready"
        return {
            "title": in_language(service.name, self.language),
            "facts": facts,
            "bring": texts.text("Please bring with you"),
            "documents": service.documents.get(self.language) or service.documents.get(OFFICE_LANGUAGE, []),
            **confirm_words(self.session, texts),
            "more": texts.text("Next"),
            "confirm": texts.text("Yes, print my ticket" if prints else "Yes, give me a number"),
        }

    def _wishes(self, texts: Texts) -> dict[str, Any]:
        return wishes_screen(self.session, texts)

    def _too_late(self, texts: Texts) -> dict[str, Any]:
        service = self._chosen()
        lines = [texts.text("There is not enough time for it before we close. You would wait in vain.")]
        if self.view and self.site and self.view.opens_next:
            opens = when(self.view.opens_next, self.site.timezone)
            day, time = texts.full_date(opens.date()), texts.time(opens)
            lines.append(texts.text("Open again: {day}, {time}", day=day, time=time))
        if service:
            lines.insert(0, in_language(service.name, self.language))
        return {
            **self._closed(texts),
            "titles": [(self.language, texts.text("No longer possible today"), *lines)],
            "faq_url": in_language(service.faq_url, self.language) if service else self._faq_url(),
            "caption": texts.text("What helps now: scan the code and read on your phone"),
        }

    def _printing(self, texts: Texts) -> dict[str, Any]:
        title = "Your number" if self.condition == "none" else "Your ticket is being printed"
        if self.session.code and not self.session.number:
            title = "Looking for your appointment"
        return {
            "title": texts.text(title),
            "text": texts.text("One moment, please"),
            "number": self.session.number,
        }

    def _take_slip(self, texts: Texts) -> dict[str, Any]:
        return {
            **self._number(texts),
            "title": texts.text("Take your slip"),
            "mark": "check",
            "mark_color": self.look.success,
            "lines": missed(self, texts) or [self._seat(texts)],
        }

    def _remember(self, texts: Texts) -> dict[str, Any]:
        broken = [texts.text("The printer cannot print")] if self.condition != "none" else []
        return {
            **self._number(texts),
            "title": texts.text("Please remember this number"),
            "mark": "printer" if broken else "check",
            "mark_color": self.look.warning if broken else self.look.success,
            "lines": [*broken, *(missed(self, texts) or [self._seat(texts)])],
        }

    @staticmethod
    def _seat(texts: Texts) -> str:
        return texts.text("Please take a seat. Watch the display: your number will be called.")

    @staticmethod
    def _called_in(texts: Texts, wait: Wait | None) -> str:
        return called_in(texts, wait.low, wait.high) if wait else texts.text("We cannot tell the waiting time yet")

    def _number(self, texts: Texts) -> dict[str, Any]:
        wait = self.ticket.wait if self.ticket else None
        return {
            "wait": self._called_in(texts, wait),
            "estimate": texts.text("This is only an estimate.") if wait else "",
            "your_number": texts.text("Your number"),
            "number": self.session.number,
            "follow_url": self.ticket.follow_url if self.ticket else "",
            "caption": texts.text("Scan the code to follow your ticket on your phone"),
        }

    def _closed(self, texts: Texts) -> dict[str, Any]:
        hours = self.site.hours if self.site else {}
        return {
            "titles": self._in_all("We are closed now"),
            "hours_title": texts.text("Opening hours"),
            "hours": hours.get(self.language) or hours.get(OFFICE_LANGUAGE, []),
            "faq_url": self._faq_url(),
            "caption": texts.text("Questions and answers"),
        }

    def _ask_desk(self, texts: Texts) -> dict[str, Any]:
        reasons = {
            "slow_down": "Too many codes were wrong. Please ask at the desk.",
            "away_appointment": "Your appointment cannot be checked now. Please ask at the desk.",
            "service_closed": "This service is closed at the moment",
            "": "This kiosk cannot reach the office's server at the moment.",
            "no_answer": "This kiosk cannot reach the office's server at the moment.",
        }
        return {
            "titles": self._in_all("Please ask at the desk"),
            "text": texts.text(reasons.get(self.session.reason, "No ticket could be issued")),
        }

    def _chosen(self) -> ServiceOffer | None:
        return next((one for one in self._services() if one.slug == self.session.service), None)

    def _services_of(self, group: str) -> list[ServiceOffer]:
        return [one for one in self._services() if one.group == group]

    def _services(self) -> list[ServiceOffer]:
        return list(self.site.services) if self.site else []

    def _waiting(self, service: str) -> int:
        return self.view.waiting.get(service, 0) if self.view else 0

    def _faq_url(self) -> str:
        """The list of all questions, where the pages of the services are."""
        for service in self._services():
            parts = urlsplit(next(iter(service.faq_url.values()), ""))
            if parts.scheme and parts.netloc:
                return f"{parts.scheme}://{parts.netloc}/faq?lang={self.language}"
        return ""
