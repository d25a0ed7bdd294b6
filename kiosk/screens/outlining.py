"""Reads a screen's outline off its widgets, whatever screen it is."""

from collections.abc import Iterator
from typing import Any

from assets.languages import direction
from hardware.glass.qr import QrCode
from kiosk.outline import FRAME, Choice, Outline, Role, Said
from kiosk.screens.touchable import Touchable
from kiosk.screens.words import LEAST_SHRUNK, Column, Words

LAST = ("more", "back", "language", "start-again", "done", "comfort")
"""These are chosen last, in this order."""


def outline(screen: Any) -> Outline:
    """What `screen` (a Sheet, or a question that lies over one) says and offers now."""
    said: list[Said] = []
    choices: list[Choice] = []
    codes: list[str] = []
    _read(screen, "", screen, said, choices, codes)
    own = [choice for choice in choices if choice.key not in LAST]
    frame = sorted((choice for choice in choices if choice.key in LAST), key=lambda choice: LAST.index(choice.key))
    unseen = tuple(Said(text, language) for language, text in getattr(screen, "spoken", ()))
    return Outline(screen.language, tuple(said), (*own, *frame), tuple(codes), unseen)


def touchables(screen: Any) -> dict[str, Touchable]:
    """The widgets behind the outline's choices, by key."""
    return {found.key: found for found in _shown(screen) if isinstance(found, Touchable) and found.key}


def clipped(screen: Any) -> list[str]:
    """The texts that found no room on `screen`, however small."""
    columns = [found for found in _shown(screen) if isinstance(found, Column) and found.shrunk <= LEAST_SHRUNK]
    return [words.text for column in columns for words in column.children if words.text]


def _read(widget: Any, frame: str, screen: Any, said: list[Said], choices: list[Choice], codes: list[str]) -> None:
    if widget.opacity <= 0.01:
        return
    if isinstance(widget, Touchable):
        if widget.key:
            choices.append(_choice(widget, screen))
        return
    if isinstance(widget, QrCode):
        codes += [widget.data] if widget.data else []
        return
    if isinstance(widget, Words) and widget.text:
        said.append(Said(widget.text, widget.text_language or screen.language, _role(widget, screen.look), frame))
    if isinstance(widget, Column) and widget.name in FRAME:
        frame = widget.name
    for child in reversed(widget.children):
        _read(child, frame, screen, said, choices, codes)


def _role(words: Words, look: Any) -> Role:
    if words.wanted >= look.number:
        return "number"
    return "title" if words.wanted >= look.title and words.bold else "text"


def _choice(widget: Any, screen: Any) -> Choice:
    parts = [getattr(widget, name, "") for name in ("note", "aside")]
    return Choice(
        widget.key,
        getattr(widget, "title", "") or getattr(widget, "text", ""),
        " ".join(part for part in parts if part),
        widget.language or screen.language,
        getattr(widget, "aside_icon", ""),
        bool(widget.strong),
        # a whole screen is disabled for a moment after it has come
        not widget.disabled or bool(screen.disabled),
    )


def _shown(widget: Any) -> Iterator[Any]:
    if widget.opacity <= 0.01:
        return
    yield widget
    for child in widget.children:
        yield from _shown(child)


def mirrored(choice: Choice) -> bool:
    """Whether the choice is written from right to left."""
    return direction(choice.language) == "rtl"
