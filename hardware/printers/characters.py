"""Text as a printer's own characters: which code page holds it, and how many of them stand in a row."""

import re
import textwrap
from collections.abc import Mapping
from typing import Final

from hardware.printers.document import Size
from hardware.printers.profile import Profile

CELL_WIDTH: Final = 12
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]+")
_SPACES: Final = re.compile(" {2,}")  # others (no-break, thin) stand where they are for a reason
# What every code page can say in other words.
_SIMPLER: Final = str.maketrans(
    {"\u00ad": "", "\u200e": "", "\u200f": "", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-"}
    | {"…": "...", "\u00a0": " ", "\u202f": " ", "\u2011": "-", "\u2212": "-", "•": "*"}
)


def cleaned(words: str) -> str:
    """The words without what could command a printer, spaces made single."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", words)).strip()


def page_for(words: str, pages: Mapping[str, int]) -> str | None:
    """The first of the code pages that holds the words; None when none does."""
    for page in pages:
        try:
            in_page(words, page)
        except UnicodeEncodeError:
            continue
        return page
    return None


def in_page(words: str, page: str) -> bytes:
    """The words as the printer's characters. Raises UnicodeEncodeError."""
    try:
        return words.encode(page.lower())
    except UnicodeEncodeError:
        return words.translate(_SIMPLER).encode(page.lower())


def magnified(size: Size, width_dots: int) -> tuple[int, int]:
    """How many times as wide and tall as their cell of 12 x 24 dots characters must be to have their height.

    Their capitals stand about 14 dots tall. On narrow paper small text is not widened, so that words stay whole.
    """
    wide, high = {"rest": (2, 2), "fact": (2, 3), "title": (3, 4)}[size]
    return (wide if width_dots >= 480 else wide - 1, high)


def rows(words: str, wide: int, profile: Profile, most: int) -> list[str]:
    """The words wrapped to the paper's width, at most `most` rows."""
    plain = words.replace("\u00ad", "")
    room = profile.width_dots // (CELL_WIDTH * wide)
    return textwrap.wrap(plain, room, max_lines=most, placeholder=" ..." if room > 4 else "")


def line(words: list[str], page: str, wide: int, high: int, bold: bool, profile: Profile) -> bytes:
    """The commands that print these rows of characters and go back to plain ones."""
    style = bytes([0x1B, 0x74, profile.pages[page], 0x1D, 0x21, (wide - 1) << 4 | (high - 1)])
    style += b"\x1bE\x01" if bold else b""
    return style + b"".join(in_page(row, page) + b"\n" for row in words) + b"\x1d!\x00\x1bE\x00"
