"""A slip document to ESC/POS bytes: pictures of text where they are needed or affordable, native commands elsewhere."""

import math
import re
import textwrap
from dataclasses import dataclass
from typing import Final

from hardware import qr, text
from hardware.printers import raster
from hardware.printers.document import Code, Element, Gap, Line, Number, Rule, Size, Slip

DOTS_PER_MM: Final = 8
_CAPITAL: Final = 0.714
_CAPITAL_MM: Final[dict[Size, float]] = {"rest": 3.5, "fact": 4.9, "title": 6.0}
_NUMBER_MM: Final = 20
_QR_MM: Final = 25
# Width and height of native characters (GS !), whose capitals stand about 14 of 24 dots tall.
_NATIVE: Final[dict[Size, tuple[int, int]]] = {"rest": (2, 2), "fact": (2, 3), "title": (3, 4)}
_PAGES: Final = {"CP437": 0, "CP850": 2, "CP858": 19, "CP1252": 16}
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]+")
_LEFT, _CENTER, _RIGHT = b"\x1ba\x00", b"\x1ba\x01", b"\x1ba\x02"
_NORMAL: Final = b"\x1d!\x00\x1bE\x00"


@dataclass(frozen=True, slots=True)
class _Economy:
    """Where bytes are saved: sizes of text sent as native characters, and coarse pictures for the rest."""

    native: frozenset[Size] = frozenset()
    coarse: bool = False


_ECONOMIES: Final = (
    _Economy(),
    _Economy(coarse=True),
    _Economy(frozenset({"rest"}), coarse=True),
    _Economy(frozenset({"rest", "fact", "title"}), coarse=True),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a printer can do.

    `max_bytes`: a slip beyond it is drawn at half the fineness, and text that the code page holds is sent as native
    characters. The default suits a network; on a serial line of 115200 baud 12,000 bytes take a second.
    """

    width_dots: int = 576
    codepage: str = "CP858"
    native_qr: bool = True
    native_number: bool = False
    """Native digits are crude and of no sure height; for printers whose pictures fail."""
    max_rows: int = raster.BAND_ROWS
    max_bytes: int = 60_000

    def __post_init__(self) -> None:
        if self.codepage not in _PAGES:
            raise ValueError(f"the code page {self.codepage!r} is not one of {', '.join(_PAGES)}")
        if self.width_dots < 200 or self.width_dots % 8:
            raise ValueError(f"the printable width must be a multiple of 8 of at least 200 dots, not {self.width_dots}")


def encode(slip: Slip, profile: Profile | None = None) -> bytes:
    """The bytes that print and cut the slip: one buffer that holds no real-time command.

    Raises ValueError for an address too long for a QR code.
    """
    profile = profile or Profile()
    encoded = b""
    for economy in _ECONOMIES:
        encoded = _Encoder(profile, economy).slip(slip)
        if len(encoded) <= profile.max_bytes:
            break
    return encoded


class _Encoder:
    def __init__(self, profile: Profile, economy: _Economy) -> None:
        self._profile = profile
        self._economy = economy

    def slip(self, slip: Slip) -> bytes:
        start = b"\x1b@\x1bt" + bytes([_PAGES[self._profile.codepage]])
        body = b"".join(self._element(element) for element in slip.elements)
        return start + body + _LEFT + b"\x1dVB\x00"

    def _element(self, element: Element) -> bytes:
        match element:
            case Number(number=number):
                return self._number(number)
            case Line():
                return self._line(element)
            case Code():
                return self._code(element)
            case Rule():
                row = b"\xff" * (self._profile.width_dots // 8)
                bar = text.Bitmap(self._profile.width_dots, 2, len(row), row * 2)
                return _LEFT + _feed(16) + raster.commands(bar) + _feed(16)
            case Gap(mm=mm):
                return _feed(round(mm * DOTS_PER_MM))

    def _number(self, number: str) -> bytes:
        if self._profile.native_number:
            wide = max(1, min(8, self._profile.width_dots // (12 * max(1, len(number)))))
            return _CENTER + bytes([0x1D, 0x21, (wide - 1) << 4 | 7]) + self._bytes(number) + b"\n" + _NORMAL
        # Drawn at half the size and doubled by the printer: a quarter of the bytes, steps of a quarter millimetre.
        room = self._profile.width_dots // 2 // 8 * 8
        size = math.ceil(_NUMBER_MM * DOTS_PER_MM / 2 / _CAPITAL)
        wide = text.measure(number, language="en", size_px=size, bold=True)[0]
        size = min(size, size * (room - 4) // max(1, wide))
        picture = raster.cropped(
            text.bitmap(number, language="en", size_px=size, width_px=room, bold=True, align="center")
        )
        if picture is None:
            return b""
        return _CENTER + _feed(12) + raster.commands(picture, doubled=True, max_rows=self._profile.max_rows) + _feed(28)

    def _line(self, line: Line) -> bytes:
        words = _CONTROL.sub(" ", line.text).strip()
        if not words:
            return b""
        rtl = text.is_rtl(line.language)
        side = {"start": _RIGHT if rtl else _LEFT, "center": _CENTER, "end": _LEFT if rtl else _RIGHT}[line.align]
        if line.size in self._economy.native and not rtl and self._holds(words):
            return side + self._characters(words, line)
        scale = 2 if self._economy.coarse else 1
        drawn = text.bitmap(
            words,
            language=line.language,
            size_px=math.ceil(_CAPITAL_MM[line.size] * DOTS_PER_MM / _CAPITAL / scale),
            width_px=self._profile.width_dots // scale // 8 * 8,
            bold=line.bold,
            align=line.align,
            line_height=1.2,
        )
        picture = raster.cropped(drawn)
        if picture is None:
            return b""
        below = _feed(14 + raster.blank_below(drawn) * scale)  # the next line stands as far off without a "g" or "p"
        return side + raster.commands(picture, doubled=scale == 2, max_rows=self._profile.max_rows) + below

    def _characters(self, words: str, line: Line) -> bytes:
        wide, high = _NATIVE[line.size]
        style = bytes([0x1D, 0x21, (wide - 1) << 4 | (high - 1)]) + (b"\x1bE\x01" if line.bold else b"")
        rows = textwrap.wrap(words.replace("\u00ad", ""), self._profile.width_dots // (12 * wide))
        return style + b"".join(self._bytes(row) + b"\n" for row in rows) + _NORMAL + _feed(6)

    def _code(self, code: Code) -> bytes:
        rows = qr.modules(code.url)
        module = min(16, math.ceil(_QR_MM * DOTS_PER_MM / len(rows)))
        caption = self._line(Line(code.caption, code.language))
        quiet = _feed(module * qr.QUIET_ZONE)
        symbol = _native_qr(code.url, module) if self._profile.native_qr else self._drawn_qr(rows, module)
        short = self._line(Line(code.short, "en")) if code.short else b""
        return caption + _CENTER + quiet + symbol + quiet + short

    def _drawn_qr(self, rows: list[list[bool]], module: int) -> bytes:
        side = len(rows) * module
        row_bytes = (side + 7) // 8
        lines = [
            int("".join(("1" if dark else "0") * module for dark in row).ljust(row_bytes * 8, "0"), 2) for row in rows
        ]
        drawn = b"".join(line.to_bytes(row_bytes, "big") * module for line in lines)
        return raster.commands(text.Bitmap(side, side, row_bytes, drawn), max_rows=self._profile.max_rows)

    def _holds(self, words: str) -> bool:
        try:
            self._bytes(words)
        except UnicodeEncodeError:
            return False
        return True

    def _bytes(self, words: str) -> bytes:
        return words.replace("\u00ad", "").replace("\u2019", "'").encode(self._profile.codepage.lower())


def _feed(dots: int) -> bytes:
    """Advance the paper; a command holds at most 255 dots."""
    whole, rest = divmod(max(0, dots), 255)
    return b"\x1bJ\xff" * whole + (bytes([0x1B, 0x4A, rest]) if rest else b"")


def _native_qr(url: str, module: int) -> bytes:
    content = url.encode()
    store = (len(content) + 3).to_bytes(2, "little") + b"1P0" + content
    return (
        b"\x1d(k\x04\x001A2\x00"
        + b"\x1d(k\x03\x001C"
        + bytes([module])
        + b"\x1d(k\x03\x001E1"
        + b"\x1d(k"
        + store
        + b"\x1d(k\x03\x001Q0"
    )
