"""The words of the two screens about seeing and hearing: display and sound, and a language without a voice. Pure."""

from collections.abc import Sequence
from typing import Any

from assets.languages import AUTONYMS, Texts
from kiosk.comfort import VOLUMES, Comfort

SIZES = {1.0: "normal", 1.5: "large", 2.0: "very large"}


def display_and_sound(comfort: Comfort, texts: Texts, *, landscape: bool, voiced: bool) -> dict[str, Any]:
    """What can be changed, each with its state. Lying glass hangs low enough; without a voice nothing is read."""
    language = texts.language
    on = {True: texts.text("on"), False: texts.text("off")}
    entries = [
        ("set:scale", "text-size", texts.text("Text size"), texts.text(SIZES[comfort.scale]), language),
        ("set:contrast", "contrast", texts.text("High contrast"), on[comfort.contrast], language),
    ]
    if not landscape:
        entries.append(("set:low", "lower", texts.text("Bring everything down"), on[comfort.low], language))
    if voiced:
        entries.append(("set:speech", "sound", texts.text("Read aloud"), on[comfort.speech], language))
    if voiced and comfort.speech:
        entries += [
            ("set:rate", "", texts.text("Speed"), f"{comfort.rate:g} ×", language),
            ("set:volume", "", texts.text("Volume"), volume(comfort, texts), language),
        ]
    return {
        "title": texts.text("Display & sound"),
        "text": texts.text("What is read aloud comes through the headphones.") if voiced else "",
        "more": texts.text("Next"),
        "entries": entries,
    }


def no_voice(voiced: Sequence[str], texts: Texts) -> dict[str, Any]:
    """The screen's language cannot be read aloud: which others can, and how to go on without."""
    entries = [(f"read:{tag}", "globe", AUTONYMS.get(tag, tag), "", tag) for tag in voiced]
    return {
        "title": texts.text("This language cannot be read aloud"),
        "text": texts.text("Choose another language to listen to"),
        "more": texts.text("Next"),
        "entries": [*entries, ("set:speech", "", texts.text("Go on without sound"), "", texts.language)],
    }


def volume(comfort: Comfort, texts: Texts) -> str:
    """How loud it is, in words."""
    return texts.text("{number} of {total}", number=comfort.volume, total=VOLUMES[-1])
