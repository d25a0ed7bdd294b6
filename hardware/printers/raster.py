"""Pictures as GS v 0 commands: cropped to their ink, in bands, and free of bytes that a printer would obey."""

import re
from typing import Final

from hardware.text import Bitmap

# A printer obeys these even inside a picture: DLE EOT, DLE ENQ, DLE DC4.
REAL_TIME: Final = re.compile(rb"\x10[\x04\x05\x14]")
BAND_ROWS: Final = 200
"""Taller pictures come out wrong on some printers."""


def cropped(picture: Bitmap) -> Bitmap | None:
    """The picture without the empty rows above and below and the empty byte columns beside its ink; None if empty."""
    stride = picture.row_bytes
    rows = [picture.rows[start : start + stride] for start in range(0, len(picture.rows), stride)]
    inked = [number for number, row in enumerate(rows) if any(row)]
    if not inked:
        return None
    rows = rows[inked[0] : inked[-1] + 1]
    columns = [any(row[column] for row in rows) for column in range(stride)]
    first, last = columns.index(True), stride - columns[::-1].index(True)
    return Bitmap((last - first) * 8, len(rows), last - first, b"".join(row[first:last] for row in rows))


def blank_below(picture: Bitmap) -> int:
    """How many empty rows lie below its ink."""
    return (len(picture.rows) - len(picture.rows.rstrip(b"\0"))) // picture.row_bytes


def commands(picture: Bitmap, *, doubled: bool = False, max_rows: int = BAND_ROWS) -> bytes:
    """The bytes that print the picture where the line stands, `doubled` in width and height."""
    return b"".join(
        _band(picture.rows[start : start + max_rows * picture.row_bytes], picture.row_bytes, doubled)
        for start in range(0, len(picture.rows), max_rows * picture.row_bytes)
    )


def _band(rows: bytes, row_bytes: int, doubled: bool) -> bytes:
    """One GS v 0; moved right by up to 15 dots until no real-time command hides in it."""
    head = b"\x1dv0" + bytes([3 if doubled else 0])
    for shift in range(16):
        wide = row_bytes + (shift + 7) // 8
        moved = rows if shift == 0 else _moved(rows, row_bytes, wide, shift)
        command = head + wide.to_bytes(2, "little") + (len(moved) // wide).to_bytes(2, "little") + moved
        if not REAL_TIME.search(command):
            return command
    raise ValueError("this picture holds printer commands wherever it stands")


def _moved(rows: bytes, old: int, new: int, shift: int) -> bytes:
    spare = (new - old) * 8 - shift
    return b"".join(
        (int.from_bytes(rows[start : start + old], "big") << spare).to_bytes(new, "big")
        for start in range(0, len(rows), old)
    )
