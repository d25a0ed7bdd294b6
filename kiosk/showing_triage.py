"""What the screens of the decision tree say: questions, the list of papers, and the pages at its ends. No Kivy here."""

from typing import Any

from assets.languages import Texts
from hardware.printers.document import Slip
from kiosk.leaflet import leaflet
from kiosk.page import Page, documents, page
from kiosk.session import Session
from kiosk.slip import in_language
from kiosk.steps import Step
from kiosk.triage import Handout, found
from server.wire.messages import KioskSite

PERSON = "I don't know, I need a person"
STILL = "I still need a person"
HANDED = {"": "Print this", "printing": "One moment, please", "printed": "Please take your sheet"}


def triage_screen(session: Session, site: KioskSite | None, texts: Texts, prints: bool) -> dict[str, Any]:
    """The properties of the screen for the session's step in the tree; `prints`: a printer is ready."""
    walk = session.walk
    if walk is None or site is None:
        return {"title": ""}
    if walk.question is not None:
        return {
            "title": in_language(walk.question.text, texts.language),
            "entries": [(a.slug, in_language(a.text, texts.language), a.icon) for a in walk.question.answers],
            "person": texts.text(PERSON),
        }
    assert walk.outcome is not None
    if session.step is Step.CHECKLIST:
        service = next((one for one in site.services if one.slug == walk.service), None)
        return {
            "title": texts.text("Do you have this with you?"),
            "caption": in_language(service.name, texts.language) if service else "",
            "blocks": list(documents(walk.outcome, walk.service, site, texts.language)),
            "more": texts.text("Next"),
            "upper": [("person", texts.text(STILL), False)],
            "lower": [
                ("have:no", texts.text("No, something is missing"), False),
                ("have:yes", texts.text("Yes, I have everything"), True),
            ],
        }
    shown = page(walk.outcome, walk.service, site, texts)
    return {**_page(shown, texts), "upper": _printing(session, texts, prints), "lower": _leaving(texts, person=True)}


def topic_screen(session: Session, site: KioskSite | None, texts: Texts, prints: bool) -> dict[str, Any]:
    """The properties of the answer to what was asked in own words: the same page as at the tree's ends."""
    if site is None:
        return {"title": ""}
    shown = page(found(session.topic), "", site, texts)
    person = session.walk is not None
    return {**_page(shown, texts), "upper": _printing(session, texts, prints), "lower": _leaving(texts, person=person)}


def handout(wanted: Handout, site: KioskSite, language: str) -> Slip:
    """The page of the outcome, for the printer."""
    shown = page(wanted.outcome, wanted.service, site, Texts(language))
    title = (shown.title, shown.title_language)
    return leaflet(site.office, language, title, shown.blocks, shown.url, shown.caption)


def _page(shown: Page, texts: Texts) -> dict[str, Any]:
    return {
        "title": shown.title,
        "title_language": shown.title_language,
        "caption": shown.caption,
        "url": shown.url,
        "blocks": list(shown.blocks),
        "more": texts.text("Next"),
    }


def _printing(session: Session, texts: Texts, prints: bool) -> list[tuple[str, str, bool]]:
    if session.handed:
        return [("printed", texts.text(HANDED.get(session.handed, "The printer cannot print")), False)]
    return [("print", texts.text(HANDED[""]), False)] if prints else []


def _leaving(texts: Texts, *, person: bool) -> list[tuple[str, str, bool]]:
    still = [("person", texts.text(STILL), False)] if person else []
    return [*still, ("done", texts.text("Done, thank you"), True)]
