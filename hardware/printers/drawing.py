"""What a slip shows, as pictures of dots: text, the number, QR codes; each as finely as it may be."""

import math
from dataclasses import replace
from functools import lru_cache
from typing import Final

from hardware import qr, text
from hardware.printers import raster
from hardware.printers.layout import LINE_HEIGHT, Numeral, Paragraph, Symbol
from hardware.printers.profile import Profile
from hardware.printers.raster import Side, Strip
from hardware.text import Align, Bitmap

Grain = tuple[int, int]
"""How many dots of paper across and down make one dot of the picture (1 or 2 each)."""

FINE: Final[Grain] = (1, 1)
FLAT: Final[Grain] = (1, 2)
"""Half the bytes: upright strokes, which tell most letters apart, keep their edges."""
COARSE: Final[Grain] = (2, 2)
_BETWEEN_MM: Final = 0.5


def feed(dots: int, profile: Profile) -> bytes:
    """Advance the paper; a command holds at most 255 steps."""
    steps = dots if not profile.feed_dpi else round(dots * profile.feed_dpi / profile.dpi)
    whole, rest = divmod(max(0, steps), 255)
    return b"\x1bJ\xff" * whole + (bytes([0x1B, 0x4A, rest]) if rest else b"")


def words(block: Paragraph, profile: Profile, grain: Grain, squeeze: float = 1) -> bytes:
    """A paragraph, `squeeze` times narrower than its letters are, and its white above and below."""
    found, below = _paragraph(block, profile.width_dots, grain, squeeze)
    if not found:
        return b""
    # The white above and below belongs to the lines: they stand as far apart with a "g" or an "Ä" as without.
    above, gap = found[0].above * grain[1], round(_BETWEEN_MM * profile.dots_per_mm) + below * grain[1]
    return feed(above, profile) + _printed(found, profile, grain, block.side) + feed(gap, profile)


def numeral(block: Numeral, profile: Profile, squeeze: float = 1) -> bytes:
    """The ticket's number, coarse (its strokes are 4 mm wide) and at least `squeeze` times narrower."""
    return _printed(_numeral(replace(block, squeeze=max(squeeze, block.squeeze))), profile, COARSE, "center")


def symbol(block: Symbol, profile: Profile) -> bytes:
    """A QR code without its white border."""
    # Modules of an even number of dots can be drawn at half the size.
    grain = COARSE if block.module % 2 == 0 else FINE
    module = block.module // grain[0]
    modules = qr.modules(block.url)
    side = len(modules) * module
    row_bytes = (side + 7) // 8
    lines = [
        int("".join(("1" if dark else "0") * module for dark in row).ljust(row_bytes * 8, "0"), 2) for row in modules
    ]
    drawn = b"".join(line.to_bytes(row_bytes, "big") * module for line in lines)
    found = (Strip(0, Bitmap(side, side, row_bytes, drawn)),)
    return _printed(found, profile, grain, "center")


def _printed(found: tuple[Strip, ...], profile: Profile, grain: Grain, side: Side) -> bytes:
    wide, high = grain
    printed = b""
    for number, strip in enumerate(found):
        if number:
            printed += feed(strip.above * high, profile)
        picture = strip.picture
        if not profile.centers_pictures:
            spare = profile.width_dots // wide // 8 - picture.row_bytes
            picture = raster.padded(picture, {"left": 0, "center": spare // 2, "right": spare}[side])
        most = min(profile.max_rows // high, max(1, (profile.buffer_bytes - 8) // (picture.row_bytes + 2)))
        printed += raster.commands(picture, wide=wide, high=high, max_rows=most)
    return printed


@lru_cache(maxsize=20)
def _numeral(block: Numeral) -> tuple[Strip, ...]:
    drawn = text.bitmap(
        block.number,
        language="en",
        size_px=math.ceil(block.size_px / 2),  # drawn small at once: shrinking so large a picture takes milliseconds
        width_px=-(-block.width_px // 16) * 8,
        bold=True,
        align="center",
        shrink=(block.squeeze, 1),
    )
    return raster.strips(drawn)[0]


@lru_cache(maxsize=400)
def _paragraph(block: Paragraph, width_dots: int, grain: Grain, squeeze: float) -> tuple[tuple[Strip, ...], int]:
    # The picture is drawn on the side where its lines begin; `align` is told in the direction of its language.
    rtl = text.is_rtl(block.language)
    aligns: dict[Side, Align] = {
        "left": "end" if rtl else "start",
        "center": "center",
        "right": "start" if rtl else "end",
    }
    # Drawn small at once: it is quicker than shrinking, and Pango places small letters better.
    small = 2 if grain == COARSE else 1
    drawn = text.bitmap(
        block.words,
        language=block.language,
        size_px=-(-block.size_px // small),
        width_px=int((width_dots - block.indent) / small * squeeze) // 8 * 8,
        bold=block.bold,
        align=aligns[block.side],
        line_height=LINE_HEIGHT,
        shrink=(grain[0] * squeeze / small, grain[1] / small),
    )
    if block.ticked:
        drawn = _ticked(drawn, block, rtl, grain)
    return raster.strips(drawn, block.side)


def _ticked(drawn: Bitmap, block: Paragraph, rtl: bool, grain: Grain) -> Bitmap:
    """The picture with an empty box before its first line."""
    margin = block.indent // grain[0] // 8
    side = round(block.size_px * 0.66)
    wide, high = side // grain[0], side // grain[1]
    top = round(block.size_px * 0.38 / grain[1])
    thick = max(1, 3 // grain[0]), max(1, 3 // grain[1])
    left = margin * 8 - wide if rtl else 0
    rows = []
    for number in range(drawn.height):
        inside = number - top
        line = 0
        if 0 <= inside < high:
            solid = inside < thick[1] or inside >= high - thick[1]
            edge = (1 << thick[0]) - 1
            box = (1 << wide) - 1 if solid else edge << (wide - thick[0]) | edge
            line = box << (margin * 8 - wide - left)
        mark = line.to_bytes(margin, "big")
        row = drawn.rows[number * drawn.row_bytes : (number + 1) * drawn.row_bytes]
        rows.append(row + mark if rtl else mark + row)
    return Bitmap(drawn.width + margin * 8, drawn.height, drawn.row_bytes + margin, b"".join(rows))
