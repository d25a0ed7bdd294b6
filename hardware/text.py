"""The one text engine: paragraphs of every script as pixels, for glass and for paper (Pango through pyvips).

Pango shapes (Arabic letters join), orders (right-to-left), falls back from font to font inside a line and
wraps. Lengths are pixels on glass and printer dots on paper.
"""

import re
import zlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final, Literal

import pyvips

from hardware import hyphens

Align = Literal["start", "center", "end"]
"""Where lines stand in their width: "start" is the left side, or the right side in a right-to-left language."""

LINE_HEIGHT: Final = 1.36
"""The height of a line as a multiple of the font size; Noto Sans' own, so no accent meets the line above."""

_RTL: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_FONT_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
# Named, for else Pango takes another design for languages that it knows less well: Kufi letters for Pashto.
_FALLBACK: Final = "Noto Sans Arabic,Noto Sans Ethiopic"
_LTR_MARK, _RTL_MARK, _LTR_ISOLATE, _END_ISOLATE = "\u200e", "\u200f", "\u2066", "\u2069"

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LATIN = "A-Za-z\u00c0-\u024f"
# What is read from left to right even among Arabic letters: telephone numbers, German terms, ticket numbers, addresses.
_LTR_RUN = re.compile(
    r"\+?\d[\d /-]{4,}\d"
    rf"|[{_LATIN}\u00ad]{{2,}}(?:[ -][{_LATIN}\u00ad]+)+"
    rf"|[+#]?[{_LATIN}0-9](?:[{_LATIN}\u00ad0-9./:_@#?=&%+~-]*[{_LATIN}0-9/])?"
)
_LONG_WORD = re.compile(r"(?<!\S)[^\W\d_]{8,}(?=[\s.,;:!?)]|$)")
_PACK = bytes(b"1"[0] if alpha >= 128 else b"0"[0] for alpha in range(256))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture of text: `pixels` holds 4 bytes (R, G, B, alpha; not premultiplied) a pixel, top row first."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A 1-bit picture: `row_bytes` bytes a row, the leftmost dot in the highest bit, 1 is ink, top row first."""

    width: int
    height: int
    row_bytes: int
    rows: bytes


@dataclass(frozen=True, slots=True)
class _Mask:
    """The coverage of text, one byte a pixel."""

    width: int
    height: int
    alpha: bytes


_Key = tuple[object, ...]


class _MaskStore:
    """Keeps the most recently used masks within a budget of bytes, packed (to a tenth or less, for most of a mask is
    empty), and the sizes of many more. `drawn` counts the masks that were kept.
    """

    def __init__(self, budget: int, sizes: int) -> None:
        self._budget, self._most = budget, sizes
        self._held = self.drawn = 0
        self._masks: OrderedDict[_Key, _Mask] = OrderedDict()
        self._sizes: OrderedDict[_Key, tuple[int, int, int]] = OrderedDict()
        """Width, height, and how many had been drawn before."""
        self._lock = Lock()  # a slip is encoded in a thread while the glass draws

    def find(self, key: _Key) -> _Mask | None:
        with self._lock:
            mask = self._masks.get(key)
            if mask is None:
                return None
            self._masks.move_to_end(key)
        return _Mask(mask.width, mask.height, zlib.decompress(mask.alpha))

    def size(self, key: _Key) -> tuple[int, int] | None:
        with self._lock:
            if key not in self._sizes:
                return None
            self._sizes.move_to_end(key)
            return self._sizes[key][:2]

    def keep(self, key: _Key, mask: _Mask) -> None:
        packed = _Mask(mask.width, mask.height, zlib.compress(mask.alpha, 1))
        with self._lock:
            self._sizes.setdefault(key, (mask.width, mask.height, self.drawn))
            self.drawn += 1
            if len(self._sizes) > self._most:
                self._sizes.popitem(last=False)
            if key in self._masks:
                return
            self._masks[key] = packed
            self._held += len(packed.alpha)
            while self._held > self._budget:
                self._drop(next(iter(self._masks)))

    def forget(self, since: int) -> None:
        """Drop all that was drawn first when `since` masks had been drawn already."""
        with self._lock:
            for key in [key for key, (*_, drawn) in self._sizes.items() if drawn >= since]:
                del self._sizes[key]
            for key in [key for key in self._masks if key not in self._sizes]:
                self._drop(key)

    def _drop(self, key: _Key) -> None:
        self._held -= len(self._masks.pop(key).alpha)


pyvips.cache_set_max(0)  # libvips would keep a hundred megabytes of pictures that nobody asks for again
_masks = _MaskStore(budget=16_000_000, sizes=12_000)


def paragraph(
    text: str,
    *,
    language: str,
    size_px: int,
    width_px: int | None = None,
    bold: bool = False,
    color: tuple[int, ...] = (0, 0, 0),
    align: Align = "start",
    line_height: float | None = None,
    family: str = "Noto Sans",
) -> Rendered:
    """Draw `text` in `language` (a BCP 47 tag, "de", "fa-AF"), which decides direction, shaping and fonts.

    `size_px` is the size of an em. With `width_px` the picture has exactly this width and the text wraps (a word
    too long for a line is hyphenated; soft hyphens are honoured); without, it is as wide as the longest line. The
    height is a whole number of lines of `line_height` times the size (default `LINE_HEIGHT`), whatever fonts they
    need, and a little more only where a letter reaches below the last line. `color` is red, green, blue and
    optionally alpha, 0 to 255. Newlines part paragraphs; markup is shown as it stands. In a right-to-left language
    Latin words, ticket numbers and telephone numbers stay left-to-right. Raises ValueError for a language that is
    no tag.
    """
    mask = _mask(text, language, size_px, width_px, bold, align, line_height, family)
    red, green, blue, *opacity = color
    alpha = mask.alpha
    if opacity and opacity[0] != 255:
        alpha = alpha.translate(bytes(cover * opacity[0] // 255 for cover in range(256)))
    pixels = bytearray(bytes((red, green, blue, 0)) * len(alpha))
    pixels[3::4] = alpha
    return Rendered(mask.width, mask.height, bytes(pixels))


def measure(
    text: str,
    *,
    language: str,
    size_px: int,
    width_px: int | None = None,
    bold: bool = False,
    align: Align = "start",
    line_height: float | None = None,
    family: str = "Noto Sans",
) -> tuple[int, int]:
    """The width and height that `paragraph` would give the text. `align` changes neither; who says it as it will be
    drawn has it drawn once only.
    """
    key = _key(text, language, size_px, width_px, bold, align, line_height, family)
    if (known := _masks.size(key)) is not None:
        return known
    mask = _mask(text, language, size_px, width_px, bold, align, line_height, family)
    return mask.width, mask.height


def bitmap(
    text: str,
    *,
    language: str,
    size_px: int,
    width_px: int,
    bold: bool = False,
    align: Align = "start",
    line_height: float | None = None,
    family: str = "Noto Sans",
    shrink: tuple[float, float] = (1, 1),
) -> Bitmap:
    """Draw `text` as `paragraph` does, in one bit a dot. `width_px` must be a multiple of 8 (else ValueError).

    `shrink`: how many pixels across and down become one dot; the text keeps its lines. The picture's width is then
    rounded up to a multiple of 8.
    """
    if width_px % 8:
        raise ValueError(f"the width of a bitmap must be a multiple of 8 dots, not {width_px}")
    mask = _mask(text, language, size_px, width_px, bold, align, line_height, family)
    if shrink != (1, 1):
        whole = pyvips.Image.new_from_memory(mask.alpha, mask.width, mask.height, 1, "uchar")
        small = whole.shrink(*shrink)
        spare = -small.width % 8
        side = {"start": 0, "center": spare // 2, "end": spare}[align]
        small = small.embed(side, 0, small.width + spare, small.height)
        mask = _Mask(small.width, small.height, bytes(small.write_to_memory()))
    packed = int(mask.alpha.translate(_PACK), 2).to_bytes(len(mask.alpha) // 8, "big")
    return Bitmap(mask.width, mask.height, mask.width // 8, packed)


def is_rtl(language: str) -> bool:
    """True for languages written from right to left ("ar", "fa-AF", "ckb", "az-Arab" ...)."""
    first, *rest = language.lower().replace("_", "-").split("-")
    return "latn" not in rest and (first in _RTL or "arab" in rest or "hebr" in rest)


def drawn() -> int:
    """How many pictures of texts have been kept so far: a moment to `forget_drawn` back to."""
    return _masks.drawn


def forget_drawn(since: int = 0) -> None:
    """Keep no text that was drawn for the first time since then: what a visitor has typed is nobody else's business."""
    _masks.forget(since)


def warm_up(languages: Iterable[str] = ("de", "ar")) -> None:
    """Load the fonts now. The first text on a new computer builds the font cache, which takes seconds."""
    for language in languages:
        for bold in (False, True):
            _layout("A012 Ж あ مرحبا नमस्ते", language, 20, None, bold, "start", 27, "Noto Sans")


def missing_fonts(folders: Iterable[str] = _FONT_FOLDERS) -> list[str]:
    """What this computer's fonts cannot show: one sentence each, with the Debian package that helps."""
    files = [file.name for folder in folders for file in Path(folder).expanduser().rglob("*.[to]t[fc]")]
    lacking = [
        script
        for script, start in (
            ("Latin and Cyrillic", "NotoSans"),
            ("Arabic", "NotoSansArabic"),
            ("Ethiopic", "NotoSansEthiopic"),
        )
        if not any(re.match(start + r"[-\[.]", name) for name in files)
    ]
    return [f"no Noto font for {script} letters: install it with `apt install fonts-noto-core`." for script in lacking]


def _key(
    text: str,
    language: str,
    size_px: int,
    width_px: int | None,
    bold: bool,
    align: Align,
    line_height: float | None,
    family: str,
) -> _Key:
    line_px = max(1, round(size_px * (line_height or LINE_HEIGHT)))
    return text, language, size_px, width_px, bold, align, line_px, family


def _mask(
    text: str,
    language: str,
    size_px: int,
    width_px: int | None,
    bold: bool,
    align: Align,
    line_height: float | None,
    family: str,
) -> _Mask:
    key = _key(text, language, size_px, width_px, bold, align, line_height, family)
    mask = _masks.find(key)
    if mask is None:
        line_px = max(1, round(size_px * (line_height or LINE_HEIGHT)))
        mask = _layout(text, language, size_px, width_px, bold, align, line_px, family)
        _masks.keep(key, mask)
    return mask


def _layout(
    text: str, language: str, size_px: int, width_px: int | None, bold: bool, align: Align, line_px: int, family: str
) -> _Mask:
    if size_px < 1 or (width_px is not None and width_px < 1):
        raise ValueError(f"text needs a size and a width of at least 1 pixel, not {size_px} and {width_px}")
    if not _LANGUAGE_TAG.fullmatch(language):
        raise ValueError(f"{language!r} is no language tag; write it like 'de' or 'fa-AF'")
    blank_lines_above = len(text) - len(text.lstrip("\n"))
    blank_lines_below = len(text) - len(text.rstrip("\n"))
    if width_px is not None:

        def breakable(word: re.Match[str]) -> str:
            wide, _ = measure(
                word[0], language=language, size_px=size_px, bold=bold, line_height=line_px / size_px, family=family
            )
            return hyphens.softened(word[0], language) if wide > width_px else word[0]

        text = _LONG_WORD.sub(breakable, text)
    prepared = _prepare(text, is_rtl(language))
    drawn = _drawn(prepared, language, size_px, width_px, bold, align, line_px, family) if prepared else None
    if drawn is None:
        lines = text.count("\n") + 1
        return _Mask(width_px or 1, lines * line_px, bytes((width_px or 1) * lines * line_px))
    left, top = drawn.get("xoffset"), drawn.get("yoffset")
    # The picture is cropped to its ink. The lowest ink tells the number of lines: it lies below its line's top,
    # and descenders and the marks of Pashto reach at most 0.42 em into the next line.
    lines = max(1, -(-(top + drawn.height - round(size_px * 0.42)) // line_px))
    width = width_px or max(1, left + drawn.width + max(0, left))
    sunk = max(0, -top) + blank_lines_above * line_px
    height = max(sunk + (lines + blank_lines_below) * line_px, sunk + top + drawn.height)
    placed = drawn.embed(left, sunk + top, width, height)
    return _Mask(width, height, bytes(placed.write_to_memory()))


def _drawn(
    markup: str, language: str, size_px: int, width_px: int | None, bold: bool, align: Align, line_px: int, family: str
) -> pyvips.Image | None:
    """The coverage cropped to its ink, with its place as "xoffset" and "yoffset"; None when there is no ink."""
    try:
        drawn: pyvips.Image = pyvips.Image.text(
            # An absolute line height (1024ths of a pixel, an integer) holds for fallback fonts too.
            f'<span lang="{language}" line_height="{max(line_px * 1024, 1025)}">{markup}</span>',
            font=f"{family},{_FALLBACK} {'Bold ' if bold else ''}{size_px}px",
            dpi=72,
            align={"start": "low", "center": "centre", "end": "high"}[align],
            **({} if width_px is None else {"width": width_px, "wrap": "word-char"}),
        )
    except pyvips.Error as error:
        if "no text to render" in str(error):  # soft hyphens or joiners alone
            return None
        raise
    return drawn


def _prepare(text: str, rtl: bool) -> str:
    """Text as Pango markup, each paragraph marked with its base direction; "" when nothing is to be seen."""
    cleaned = _UNPRINTABLE.sub("", text.expandtabs(4)).strip("\n")
    if not cleaned.strip():
        return ""
    mark = _RTL_MARK if rtl else _LTR_MARK
    if rtl:
        cleaned = _LTR_RUN.sub(lambda run: f"{_LTR_ISOLATE}{run[0]}{_END_ISOLATE}", cleaned)
    escaped = cleaned.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "\n".join(mark + line for line in escaped.split("\n"))
