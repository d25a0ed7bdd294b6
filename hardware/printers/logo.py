"""The office's sign at the head of a slip: stored in the printer, or sent as a small picture."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import pyvips

from hardware.printers import raster
from hardware.printers.profile import Profile
from hardware.text import Bitmap

MOST_FILE_BYTES: Final = 1_000_000
MOST_PIXELS: Final = 4_000
HEIGHT_MM: Final = 12


def logo(profile: Profile) -> bytes:
    """The commands that print it, centred, and a little paper below; nothing without a logo.

    Raises ValueError that says why a file is no logo.
    """
    if profile.encoding == "text" and profile.logo_file:
        return b""
    if profile.logo_nv:
        stored = (
            b"\x1cp" + bytes([int(profile.logo_nv), 0])
            if profile.logo_nv.isdigit()
            else b"\x1d(L\x06\x000E" + profile.logo_nv.encode("ascii") + b"\x01\x01"
        )
        return b"\x1ba\x01" + stored + b"\x1bJ\x10"
    if profile.logo_file:
        return _drawn(profile.logo_file, profile.width_dots, profile.dpi, profile.max_rows)
    return b""


@lru_cache(maxsize=4)
def _drawn(file: str, width_dots: int, dpi: int, max_rows: int) -> bytes:
    """Drawn at half the fineness, so that it takes at most 1.7 kB of a slip."""
    path = Path(file)
    try:
        size = path.stat().st_size
    except OSError as why:
        raise ValueError(f"the logo {file} cannot be read: {why.strerror}") from why
    if size > MOST_FILE_BYTES:
        raise ValueError(f"the logo {file} has {size:,} bytes; a slip's logo is a small picture, at most 1 MB")
    try:
        picture = pyvips.Image.new_from_file(file, access="sequential")
        if max(picture.width, picture.height) > MOST_PIXELS:
            raise ValueError(f"the logo {file} is larger than {MOST_PIXELS} x {MOST_PIXELS} pixels; make it smaller")
        return _commands(picture, width_dots, dpi, max_rows)
    except pyvips.Error as why:
        raise ValueError(f"the logo {file} is no picture that can be read; use PNG") from why


def _commands(picture: pyvips.Image, width_dots: int, dpi: int, max_rows: int) -> bytes:
    if picture.hasalpha():
        picture = picture.flatten(background=[255, 255, 255])
    picture = picture.colourspace("b-w").extract_band(0)
    high = HEIGHT_MM * dpi / 25.4 / 2
    small = picture.resize(min(high / picture.height, width_dots / 2 / picture.width))
    wide = -(-small.width // 8) * 8
    ink = (small < 128).ifthenelse(255, 0).cast("uchar").embed((wide - small.width) // 2, 0, wide, small.height)
    ones = bytes(b"1"[0] if dot else b"0"[0] for dot in range(256))
    packed = int(bytes(ink.write_to_memory()).translate(ones), 2).to_bytes(wide * small.height // 8, "big")
    found, _ = raster.strips(Bitmap(wide, small.height, wide // 8, packed))
    if not found:
        raise ValueError("the logo has no dark parts; use dark signs on white")
    whole = b"".join(
        (bytes([0x1B, 0x4A, min(255, strip.above * 2)]) if number and strip.above else b"")
        + raster.commands(strip.picture, wide=2, high=2, max_rows=max_rows // 2)
        for number, strip in enumerate(found)
    )
    return b"\x1ba\x01" + whole + b"\x1bJ\x18"
