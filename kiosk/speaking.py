"""What is said of a screen: its title first, then its text, how to go on, and each choice with its place. Pure."""

import re
from dataclasses import replace

from assets.languages import Texts, language_name
from hardware.speech import Utterance, voiced
from kiosk.outline import Choice, Outline, Said

HELP = (
    "The down key goes on, the up key goes back by one. The select key chooses. The back key leads one screen back. "
    "The repeat key says all of it again. There are keys for volume and for a pause."
)
_TICKET = re.compile(r"(?<![\w-])([A-Z]{1,2})[- ]?(\d{2,4})(?![\w-])")
_LONG_NUMBER = re.compile(r"(?<![\d:.,])\d{5,}(?![\d:.,])")
_OF = re.compile(r"(\d+)/(\d+)")
_MARK = re.compile(r"\s*[•·|]\s*")
_WITHIN = re.compile(r"(?<=\w)·(?=\w)")  # Leichte Sprache parts long words by it
_SPAN = re.compile(r"(\d+)\s?[–-]\s?(\d+)")
_SILENT = str.maketrans("", "", "\u00ad\u200b\u200e\u200f\u2066\u2067\u2068\u2069")


def spoken(text: str, texts: Texts) -> str:
    """The text as a voice is to read it: ticket numbers and long numbers sign by sign, spans in words."""
    text = _MARK.sub(", ", _WITHIN.sub("", text.translate(_SILENT)))
    text = _OF.sub(lambda found: texts.text("{number} of {total}", number=found[1], total=found[2]), text)
    text = _TICKET.sub(lambda found: _apart(found[1] + found[2]), text)
    text = _LONG_NUMBER.sub(lambda found: _apart(found[0]), text)
    text = _SPAN.sub(lambda found: texts.text("{low} to {high}", low=found[1], high=found[2]), text)
    return " ".join(text.translate(_SILENT).split()).strip(" ,")


def screen(outline: Outline, *, first: bool = False, whole: bool = False) -> list[Utterance]:
    """All of a screen. `first`: speech has just begun, so the keys are explained before anything else; `whole`: with
    what stands on every screen too."""
    texts = Texts(outline.language)
    own = [said for said in outline.said if not said.frame]
    titles = [said for said in own if said.role == "title"]
    rest = [said for said in own if said.role != "title"]
    listed: list[Utterance] = []
    if first:
        listed.append(Utterance(texts.text(HELP), outline.language))
    for said in (*titles, *rest, *outline.unseen):
        listed += _said(said, outline.language)
    if first or whole:
        listed += [one for said in outline.said if said.frame for one in _said(said, outline.language)]
    if count := len(outline.choices):
        listed.append(Utterance(texts.plural("{n} choice", "{n} choices", count), outline.language))
    for number in range(1, count + 1):
        listed += choice(outline, number)
    return listed


def choice(outline: Outline, number: int, *, wrapped: bool = False) -> list[Utterance]:
    """One choice: its word, what stands beside it, and its place. `wrapped`: the list began anew. A language that
    no voice can speak is named in the screen's."""
    texts, one = Texts(outline.language), outline.choices[number - 1]
    listed: list[Utterance] = []
    if wrapped:
        listed.append(Utterance(texts.text("The list begins again"), outline.language))
    place = texts.text("{number} of {total}", number=number, total=len(outline.choices))
    if not voiced(one.language) and one.language != outline.language and not one.aside:
        named = language_name(one.language, outline.language)
        return [*listed, Utterance(f"{named}, {place}", outline.language)]
    words = spoken(one.title, Texts(one.language))
    if one.aside:
        words += ", " + spoken(one.aside, Texts(one.language))
    if one.language == outline.language:
        return [*listed, Utterance(f"{words}, {place}", outline.language)]
    return [*listed, Utterance(words, one.language), Utterance(place, outline.language)]


def in_words(outline: Outline) -> Outline:
    """With what drawings say put into words: a count beside people is how many are waiting."""
    return replace(outline, choices=tuple(_worded(one) for one in outline.choices))


def _worded(one: Choice) -> Choice:
    if one.icon != "people" or not one.aside.isdigit():
        return one
    waiting = Texts(one.language).plural("{n} person is waiting", "{n} people are waiting", int(one.aside))
    return replace(one, aside=waiting, icon="")


def _said(said: Said, visitors: str) -> list[Utterance]:
    # figures are set in Latin type, but read in the visitor's language
    language = visitors if said.role == "number" or said.frame == "clock" else said.language
    utterance = Utterance(spoken(said.text, Texts(language)), language)
    return [utterance] * (2 if said.role == "number" else 1)


def _apart(signs: str) -> str:
    return " ".join(signs)
