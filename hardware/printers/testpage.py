"""The page that proves what a printer can do: its marks are numbered, so that a person can say which came out right."""

from typing import Final

from hardware.printers import characters, raster
from hardware.printers.encode import native_qr
from hardware.printers.profile import PAGES, Profile
from hardware.text import Bitmap

WIDTHS: Final = (384, 416, 432, 512, 576, 640)
"""Lines W1, W2 ... are so many dots long and end in a block."""
FEED_STEPS: Final = 160
SAMPLES: Final = {
    "CP858": "äöüß ÄÖÜ €",
    "CP1252": "äöüß ÄÖÜ € –",
    "CP850": "äöüß ÄÖÜ ãõ",
    "CP437": "äöüß ÄÖÜ ñ",
    "CP852": "ąćęłńśźż čšž",
    "CP1250": "ąćęłńśźż € čšž",
    "CP857": "ğışçöü ĞİŞ",
    "CP1251": "Привіт їєґ",
}
"""Lines P1, P2 ... show these if the printer has the code page."""
CODE: Final = "https://lotse.example/it-works"
_LEFT, _CENTER = b"\x1ba\x00", b"\x1ba\x01"


def proof_page(profile: Profile | None = None, identity: str = "") -> bytes:
    """The page as bytes; with a `profile` also a frame as wide as it says. Pictures are left out for text printers."""
    pictures = profile is None or profile.encoding != "text"
    shown = characters.cleaned(identity).encode("ascii", "replace")[:40]
    parts = [
        b"\x1b@\x1bt\x00",
        _heading(b"Lotse test page"),
        *([shown + b"\n"] if shown else []),
        b"C  " + b"".join(str(number % 10).encode() for number in range(4, 65)) + b"\n",
    ]
    if profile is not None and pictures:
        parts += [f"Frame: {profile.width_dots} dots. Both its ends must be seen.\n".encode(), _frame(profile)]
    if pictures:
        parts += [_ruler(), _centred(), _bars()]
    pages = PAGES | dict(profile.pages) if profile is not None else PAGES
    parts += [_code_pages(dict(pages)), _codes()]
    return b"".join(parts) + (b"\x1dVB\x00" if profile is None or profile.cutter == "partial" else _cut(profile))


def _heading(words: bytes) -> bytes:
    return b"\x1d!\x11" + words + b"\x1d!\x00\n"


def _cut(profile: Profile) -> bytes:
    return b"\x1dVA\x00" if profile.cutter == "full" else b"\x1bd\x08"


def _frame(profile: Profile) -> bytes:
    stride = profile.width_dots // 8
    edge, side = b"\xff" * stride, b"\xf0" + bytes(stride - 2) + b"\x0f"
    rows = edge * 4 + side * 32 + edge * 4
    return _LEFT + raster.commands(Bitmap(profile.width_dots, 40, stride, rows)) + b"\x1bJ\x10"


def _ruler() -> bytes:
    lines = [_LEFT]
    for number, dots in enumerate(WIDTHS, start=1):
        stride = dots // 8
        block = bytes(stride - 3) + b"\xff" * 3
        rows = block * 8 + b"\xff" * stride * 2
        lines.append(f"W{number}  {dots} dots\n".encode())
        lines.append(raster.commands(Bitmap(dots, 10, stride, rows)) + b"\x1bJ\x06")
    return b"".join(lines)


def _centred() -> bytes:
    square = raster.commands(Bitmap(48, 24, 6, b"\xff" * 6 * 24))
    return b"\x1bJ\x10" + _CENTER + b"M  middle\n" + square + _LEFT + b"\x1bJ\x10"


def _bars() -> bytes:
    bar = raster.commands(Bitmap(96, 2, 12, b"\xff" * 24))
    return b"F  feed\n" + bar + bytes([0x1B, 0x4A, FEED_STEPS]) + bar + b"\x1bJ\x10"


def _code_pages(pages: dict[str, int]) -> bytes:
    lines = []
    for number, page in enumerate(SAMPLES, start=1):
        sample = SAMPLES[page].encode(page.lower())
        lines.append(bytes([0x1B, 0x74, pages[page]]) + f"P{number}  {page:<7}".encode() + sample + b"\n")
    return b"".join(lines) + b"\x1bt\x00"


def _codes() -> bytes:
    return b"".join(
        f"Q{number}  {module} dots a module\n".encode()
        + _CENTER
        + b"\x1bJ\x18"
        + native_qr(CODE, module)
        + b"\x1bJ\x18"
        + _LEFT
        for number, module in ((1, 4), (2, 8))
    )
