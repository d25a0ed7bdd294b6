"""A slip as the office means it, without dots and bytes."""

from dataclasses import dataclass
from typing import Literal

from hardware.text import Align

Size = Literal["rest", "fact", "title"]
"""Height of capital letters: "rest" 3.5 mm, "fact" 4.9 mm (what a visitor must find), "title" 6 mm, at least."""


@dataclass(frozen=True, slots=True)
class Number:
    """The ticket's number ("P012"), 20 mm tall where the paper is wide enough."""

    number: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph in one language; it wraps, and ends with "…" after `most_lines` lines."""

    text: str
    language: str = "de"
    size: Size = "rest"
    bold: bool = False
    align: Align = "center"
    most_lines: int = 40


@dataclass(frozen=True, slots=True)
class Tick:
    """A paper to bring: a box to tick beside a paragraph, at the side where its language begins."""

    text: str
    language: str = "de"
    size: Size = "rest"


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of at least 25 mm under its caption, with `short`, what a person can type instead, below it.

    Of an address too long for a QR code only the caption and `short` remain; without `short` nothing does.
    """

    url: str
    caption: str
    language: str = "de"
    short: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the slip."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty paper."""

    mm: float = 3


Element = Number | Line | Tick | Code | Rule | Gap


@dataclass(frozen=True, slots=True)
class Slip:
    """The paper a visitor takes, from top to bottom.

    `plain`: the same in languages that every printer writes, for one that cannot draw the visitor's script.
    """

    elements: tuple[Element, ...]
    plain: tuple[Element, ...] = ()
