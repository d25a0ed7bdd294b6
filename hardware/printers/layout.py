"""A slip laid out for one printer: every paragraph with its size and its lines, measured by the text engine."""

import math
from dataclasses import dataclass, replace
from typing import Final

from hardware import qr, text
from hardware.printers import characters
from hardware.printers.document import Code, Element, Gap, Line, Number, Rule, Size, Slip, Tick
from hardware.printers.profile import Profile
from hardware.printers.raster import Side

CAPITAL_MM: Final[dict[Size, float]] = {"rest": 3.5, "fact": 4.9, "title": 6.0}
NUMBER_MM: Final = 20
QR_MM: Final = 25
LINE_HEIGHT: Final = 1.2
_CAPITAL: Final = 0.714  # of the em, in Noto Sans
_MOST_SQUEEZED: Final = 1.6
_SHORTEST_CUT: Final = 8
_NARROWEST_MODULE: Final = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words at their place; `indent`: dots kept free at the side where the language begins."""

    words: str
    language: str
    size: Size
    size_px: int
    bold: bool
    side: Side
    most_lines: int
    indent: int = 0
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Numeral:
    """The ticket's number, drawn `size_px` tall and then squeezed to 1/`squeeze` of its width."""

    number: str
    size_px: int
    width_px: int
    squeeze: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR code of `module` dots a module."""

    url: str
    module: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Space:
    """Empty paper, in dots."""

    dots: int


Block = Paragraph | Numeral | Symbol | Bar | Space


def lay_out(slip: Slip, profile: Profile) -> tuple[Block, ...]:
    """The slip's elements at their sizes, from top to bottom. Never raises for what stands in them."""
    return tuple(block for element in slip.elements for block in _blocks(element, profile))


def _blocks(element: Element, profile: Profile) -> list[Block]:
    match element:
        case Number(number=number):
            return _numeral(characters.cleaned(number), profile)
        case Line():
            return _paragraph(element, profile)
        case Tick():
            as_line = Line(element.text, element.language, element.size, align="start")
            return _paragraph(as_line, profile, ticked=True)
        case Code():
            return _code(element, profile)
        case Rule():
            return [Space(_dots(2, profile)), Bar(), Space(_dots(2, profile))]
        case Gap(mm=mm):
            return [Space(_dots(mm, profile))]


def _numeral(number: str, profile: Profile) -> list[Block]:
    if not number:
        return []
    size = math.ceil(NUMBER_MM * profile.dots_per_mm / _CAPITAL)
    wide = text.measure(number, language="en", size_px=size, bold=True)[0]
    room = profile.width_dots - 8
    squeeze = max(1.0, min(_MOST_SQUEEZED, wide / room))
    if wide / squeeze > room:
        size = int(size * room * squeeze / wide)
        wide = text.measure(number, language="en", size_px=size, bold=True)[0]
    return [
        Space(_dots(3, profile)),
        Numeral(number, size, -(-wide // 8) * 8 + 32, squeeze),
        Space(_dots(4.5, profile)),
    ]


def _paragraph(line: Line, profile: Profile, ticked: bool = False) -> list[Block]:
    words = characters.cleaned(line.text)
    if not words:
        return []
    rtl = text.is_rtl(line.language)
    sides: dict[str, Side] = {
        "start": "right" if rtl else "left",
        "center": "center",
        "end": "left" if rtl else "right",
    }
    size_px = math.ceil(CAPITAL_MM[line.size] * profile.dots_per_mm / _CAPITAL)
    laid = Paragraph(
        words,
        line.language,
        line.size,
        size_px,
        line.bold,
        sides[line.align],
        max(1, line.most_lines),
        indent=-(-size_px * 5 // 4 // 16) * 16 if ticked else 0,
        ticked=ticked,
    )
    return [laid if profile.encoding == "text" else _cut_short(laid, profile)]


def _cut_short(laid: Paragraph, profile: Profile) -> Paragraph:
    """The paragraph with no more than its lines, its last word followed by "…"."""
    room = profile.width_dots - laid.indent
    if len(laid.words) * laid.size_px * 2 < room * laid.most_lines:  # nothing to measure: fits in half the lines
        return laid
    line_px = round(laid.size_px * LINE_HEIGHT)
    # No script writes letters narrower than an eighth of an em; only the first pages of a book are measured at all.
    words = laid.words[: laid.most_lines * (8 * room // laid.size_px)]
    if words == laid.words and _height(laid, words, profile) <= line_px * laid.most_lines + line_px // 2:
        return laid
    low, high = _SHORTEST_CUT, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if _height(laid, words[:middle].rstrip() + "…", profile) <= line_px * laid.most_lines + line_px // 2:
            low = middle
        else:
            high = middle - 1
    kept = words[:low].rstrip()
    return replace(laid, words=(kept.rsplit(" ", 1)[0] if " " in kept[low * 3 // 4 :] else kept) + "…")


def _height(laid: Paragraph, words: str, profile: Profile) -> int:
    return text.measure(
        words,
        language=laid.language,
        size_px=laid.size_px,
        width_px=profile.width_dots - laid.indent,
        bold=laid.bold,
        line_height=LINE_HEIGHT,
    )[1]


def _code(code: Code, profile: Profile) -> list[Block]:
    url = characters.cleaned(code.url).replace(" ", "")
    below = _paragraph(Line(code.short, "en", bold=True), profile) if code.short else []
    side = qr.side(url) if url else None
    module = 0
    if side is not None:
        whole = side + 2 * qr.QUIET_ZONE
        wanted = max(_NARROWEST_MODULE, math.ceil(QR_MM * profile.dots_per_mm / side))
        module = min(16, profile.width_dots // whole, wanted)
    caption = _paragraph(Line(code.caption, code.language), profile)
    if module < _NARROWEST_MODULE:  # no reader would tell its modules apart
        return [*caption, *below] if below else []
    if profile.encoding == "text" and not profile.native_qr:
        address = _paragraph(Line(url, "en", most_lines=6), profile)
        return [*caption, *address, *below]
    quiet = Space(module * qr.QUIET_ZONE)
    return [*caption, quiet, Symbol(url, module), quiet, *below]


def _dots(mm: float, profile: Profile) -> int:
    return max(0, round(mm * profile.dots_per_mm))
