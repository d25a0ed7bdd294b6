"""What the ask screen says. No Kivy here."""

import re
from collections.abc import Collection
from typing import Any, Final

from assets.languages import OFFICE_LANGUAGE, Texts
from hardware import hyphens
from hardware.text import is_rtl
from kiosk.answers.answers import Hit
from kiosk.asking import Asking
from kiosk.keyboards import keyboard_for
from kiosk.slip import in_language
from server.wire.messages import KioskSite

ROWS: Final = 5
_LONG: Final = 14
"""Letters of a word that may have to be parted."""
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_LETTER: Final = re.compile(r"[^\W\d_]")


def ask(site: KioskSite | None, closed: Collection[str], asking: Asking, texts: Texts) -> dict[str, Any]:
    """The properties of the ask screen; `closed`: services that give no tickets now."""
    language = texts.language
    hits = [hit for hit in asking.hits if hit.kind == "topic" or hit.slug not in closed][:ROWS]
    found = bool(hits) or not asking.text.strip() or asking.answers is None
    nothing = "Nothing fits. Try other words, or ask a person at the desk."
    return {
        "title": texts.text("Ask in your own words"),
        "typed": asking.text,
        "typed_language": _written_in(asking.text, language),
        "note": texts.text("Write a word or a question, in any language." if found else nothing),
        "entries": [_row(site, hit, language) for hit in hits] if site else [],
        "keyboard": keyboard_for(language),
        "words": {
            "space": texts.text("Space"),
            "done": texts.text("Done"),
            "typing": texts.text("Change the question"),
        },
    }


def _row(site: KioskSite, hit: Hit, language: str) -> tuple[str, str, str, str]:
    """Key, title, its language and the drawing of its kind."""
    if hit.kind == "service":
        name = next((one.name for one in site.services if one.slug == hit.slug), {})
    else:
        name = next((one.title for one in site.topics if one.slug == hit.slug), {})
    spoken = language if language in name else OFFICE_LANGUAGE
    icon = "ticket" if hit.kind == "service" else "answer"
    title = " ".join(_soft(word, spoken) for word in in_language(name, language).split(" "))
    return f"{hit.kind}:{hit.slug}", title, spoken, icon


def _soft(word: str, language: str) -> str:
    """With the places marked where it may be parted; long Latin words among other letters are the office's own."""
    if len(word) <= _LONG:
        return word
    softened = hyphens.softened(word, language)
    return hyphens.softened(word, OFFICE_LANGUAGE) if softened == word else softened


def _written_in(text: str, language: str) -> str:
    """A language that has the direction of `text`, the visitor's own where that fits."""
    letter = _LETTER.search(text)
    if letter is None:
        return language
    arabic = bool(_ARABIC.match(letter[0]))
    return language if is_rtl(language) == arabic else "ar" if arabic else "de"
