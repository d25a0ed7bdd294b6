"""What the pages at the end of the tree say, each in the visitor's language: the same for glass and paper. No Kivy."""

from dataclasses import dataclass

from assets.languages import OFFICE_LANGUAGE, Texts
from kiosk.reading import Block, blocks
from kiosk.slip import in_language
from server.wire.messages import KioskSite, Topic, TriageOutcome

NOT_TRANSLATED = "This page is not available in your language. Here is the German text."


@dataclass(frozen=True)
class Page:
    """`title` in `title_language`; `url`: what the QR code under `caption` leads to, "" for none."""

    title: str
    title_language: str
    blocks: tuple[Block, ...]
    url: str
    caption: str


def page(outcome: TriageOutcome, service: str, site: KioskSite, texts: Texts) -> Page:
    """The page for `outcome`; `service`: whose documents it lists where it has none of its own."""
    language = texts.language
    own = in_language(outcome.title, language)
    said = in_language(outcome.text, language)
    lead = (Block("text", said, language),) if said else ()
    match outcome.kind:
        case "answer":
            return _answer(outcome, own, lead, site, texts)
        case "online":
            caption = texts.text("Scan the code and apply on your phone")
            return Page(
                own, language, (*lead, _line(_as_written(_to_type(outcome.url)), language)), outcome.url, caption
            )
        case "authority":
            place = tuple(_line(_as_written(line), language) for line in outcome.address)
            hours = outcome.hours.get(language) or outcome.hours.get(OFFICE_LANGUAGE, [])
            opens = (_heading(texts.text("Opening hours"), language), *(_line(one, language) for one in hours))
            caption = texts.text("Scan the code for directions and more")
            return Page(own, language, (*lead, *place, *(opens if hours else ())), outcome.url, caption)
        case "documents":
            url = _topic_url(_topic(site, outcome.topic), language) or _service_url(site, service, language)
            caption = texts.text("Scan the code and read on your phone")
            list_ = documents(outcome, service, site, language)
            title = own or texts.text("You need these papers")
            return Page(title, language, (*list_, *lead), url, caption)
        case _:
            title = own or texts.text("Check in for your appointment")
            return Page(title, language, (*lead, _line(texts.text("Please ask at the desk"), language)), "", "")


def documents(outcome: TriageOutcome, service: str, site: KioskSite, language: str) -> tuple[Block, ...]:
    """The papers that `outcome` names, else those of `service`."""
    by_language = outcome.documents or next((one.documents for one in site.services if one.slug == service), {})
    lines = by_language.get(language) or by_language.get(OFFICE_LANGUAGE, [])
    return tuple(Block("bullet", line, language) for line in lines)


def _answer(outcome: TriageOutcome, own: str, lead: tuple[Block, ...], site: KioskSite, texts: Texts) -> Page:
    language, topic = texts.language, _topic(site, outcome.topic)
    if topic is None:
        return Page(own, language, lead, "", "")
    found = language if language in topic.text else OFFICE_LANGUAGE
    note = () if found == language else (_line(texts.text(NOT_TRANSLATED), language),)
    text = blocks(topic.text.get(found, ""), found)
    title, title_language = (own, language) if own else (in_language(topic.title, found), found)
    caption = texts.text("Scan the code and read on your phone")
    return Page(title, title_language, (*lead, *note, *text), _topic_url(topic, language), caption)


def _as_written(text: str) -> str:
    """German addresses stay left-to-right among Arabic letters."""
    return f"\u2066{text}\u2069"


def _to_type(url: str) -> str:
    """An address as a person types it; it may wrap behind a slash."""
    return url.partition("://")[2].replace("/", "/\u200b")


def _line(text: str, language: str) -> Block:
    return Block("text", text, language)


def _heading(text: str, language: str) -> Block:
    return Block("heading", text, language)


def _topic(site: KioskSite, slug: str) -> Topic | None:
    return next((topic for topic in site.topics if topic.slug == slug), None)


def _topic_url(topic: Topic | None, language: str) -> str:
    """A page that is there in German only still has the visitor's interface around it."""
    if topic is None:
        return ""
    if language in topic.url:
        return topic.url[language]
    return in_language(topic.url, OFFICE_LANGUAGE).replace(f"lang={OFFICE_LANGUAGE}", f"lang={language}")


def _service_url(site: KioskSite, slug: str, language: str) -> str:
    return next((in_language(one.faq_url, language) for one in site.services if one.slug == slug), "")
