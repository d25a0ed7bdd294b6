"""Pictures as GS v 0 commands: cut into strips of ink, in bands, and free of bytes that a printer would obey."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from hardware.text import Bitmap

Side = Literal["left", "center", "right"]

# A printer obeys these even inside a picture: DLE EOT, DLE ENQ, DLE DC4.
REAL_TIME: Final = re.compile(rb"\x10[\x04\x05\x14]")
BAND_ROWS: Final = 200
"""Taller pictures come out wrong on some printers."""
# Empty rows are skipped by a feed when they would take more bytes than it and another command's head.
_HEAD_BYTES: Final = 14


@dataclass(frozen=True, slots=True)
class Strip:
    """Ink below `above` empty rows, without the white beside it: cut alike on both sides if centred, else on one."""

    above: int
    picture: Bitmap


def strips(picture: Bitmap, side: Side = "center") -> tuple[tuple[Strip, ...], int]:
    """The picture's ink from top to bottom, and the empty rows below it."""
    stride, width = picture.row_bytes, picture.row_bytes * 8
    rows = [
        int.from_bytes(picture.rows[start : start + stride], "big") for start in range(0, len(picture.rows), stride)
    ]
    found: list[Strip] = []
    above, inked, start = 0, 0, 0
    for number, row in enumerate([*rows, 0]):
        if row:
            if inked and (number - inked) * stride > _HEAD_BYTES:
                found.append(_strip(rows[start:inked], width, side, above))
                above, start = number - inked, number
            elif not inked:
                above, start = number, number
            inked = number + 1
    if not inked:
        return (), len(rows)
    found.append(_strip(rows[start:inked], width, side, above))
    return tuple(found), len(rows) - inked


def commands(picture: Bitmap, *, wide: int = 1, high: int = 1, max_rows: int = BAND_ROWS) -> bytes:
    """The bytes that print the picture where the line stands, each dot `wide` x `high` dots (1 or 2).

    They hold no real-time command: the picture is moved right by up to 15 dots, or at last loses a dot or two.
    """
    mode = wide - 1 | (high - 1) << 1
    for shift in range(16):
        printed = _bands(_moved(picture, shift), mode, max_rows)
        if not REAL_TIME.search(printed):
            return printed
    blotted = REAL_TIME.sub(lambda spelled: b"\x11" + spelled[0][1:], picture.rows)
    return _bands(Bitmap(picture.width, picture.height, picture.row_bytes, blotted), mode, max_rows)


def padded(picture: Bitmap, blank_bytes: int) -> Bitmap:
    """The picture with white at its left, for printers that put every picture there."""
    if blank_bytes <= 0:
        return picture
    stride = picture.row_bytes
    rows = b"".join(
        bytes(blank_bytes) + picture.rows[start : start + stride] for start in range(0, len(picture.rows), stride)
    )
    return Bitmap(picture.width + 8 * blank_bytes, picture.height, stride + blank_bytes, rows)


def _strip(rows: list[int], width: int, side: Side, above: int) -> Strip:
    ink = 0
    for row in rows:
        ink |= row
    left, right = width - ink.bit_length(), (ink & -ink).bit_length() - 1
    if side == "center":  # cut alike on both sides, so that a row of accents stays over its letters
        left = right = (width - -(-(width - 2 * min(left, right)) // 8) * 8) // 2
    elif side == "left":
        left, right = 0, right // 8 * 8
    else:
        left, right = left // 8 * 8, 0
    row_bytes = (width - left - right) // 8
    packed = b"".join((row >> right).to_bytes(row_bytes, "big") for row in rows)
    return Strip(above, Bitmap(row_bytes * 8, len(rows), row_bytes, packed))


def _bands(picture: Bitmap, mode: int, max_rows: int) -> bytes:
    stride = picture.row_bytes
    return b"".join(
        b"\x1dv0" + bytes([mode]) + stride.to_bytes(2, "little") + (len(band) // stride).to_bytes(2, "little") + band
        for start in range(0, len(picture.rows), max_rows * stride)
        for band in (picture.rows[start : start + max_rows * stride],)
    )


def _moved(picture: Bitmap, shift: int) -> Bitmap:
    if not shift:
        return picture
    old, new = picture.row_bytes, picture.row_bytes + (shift + 7) // 8
    spare = (new - old) * 8 - shift
    rows = b"".join(
        (int.from_bytes(picture.rows[start : start + old], "big") << spare).to_bytes(new, "big")
        for start in range(0, len(picture.rows), old)
    )
    return Bitmap(new * 8, picture.height, new, rows)
