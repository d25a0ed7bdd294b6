"""What a key of the keyboard looks like, drawn once and kept: a picture is much quicker on the glass than widgets."""

from functools import lru_cache
from typing import Final, NamedTuple

import pyvips

from assets import path
from hardware.text import LINE_HEIGHT, measure, paragraph
from kiosk.screens.box import box_picture
from kiosk.screens.look import Colour

_INSET: Final = 10
_STEP: Final = 0.06
_LIFT: Final = 16


class Face(NamedTuple):
    """A key's face: `text` in `language`, or the drawing `icon`. Lengths in pixels."""

    text: str
    icon: str
    language: str
    width: int
    height: int
    size: int
    radius: int
    line: int
    fill: Colour
    edge: Colour
    ink: Colour
    bold: bool


@lru_cache(maxsize=700)
def pixels(face: Face) -> bytes:
    """The picture as RGBA, lowest row first. Safe in any thread."""
    ground = box_picture(face.width, face.height, face.radius, face.line, face.fill, face.edge)
    ink = _drawing(face) if face.icon else _letters(face)
    left, top = (face.width - ink.width) // 2, (face.height - ink.height) // 2
    if "\u0600" <= face.text[:1] <= "\u06ff" and len(face.text) <= 2:  # Arabic letters reach far below their line
        top -= face.height // _LIFT
    drawn = ground.composite2(ink, "over", x=left, y=top).cast("uchar")
    return bytes(drawn.flipver().write_to_memory())


def fitting_size(face: Face) -> int:
    """The font size at which the text fits into the key, `size` at most."""
    shrunk = 1.0
    while shrunk > 0.5:
        size = round(face.size * shrunk)
        if measure(face.text, language=face.language, size_px=size, bold=face.bold)[0] <= face.width - _INSET:
            return size
        shrunk -= _STEP
    return round(face.size * shrunk)


def _letters(face: Face) -> pyvips.Image:
    ink = tuple(round(part * 255) for part in face.ink[:3])
    drawn = paragraph(
        face.text,
        language=face.language,
        size_px=fitting_size(face),
        bold=face.bold,
        color=ink,
        line_height=LINE_HEIGHT * 0.9,
    )
    return _srgb(pyvips.Image.new_from_memory(drawn.pixels, drawn.width, drawn.height, 4, "uchar"))


def _drawing(face: Face) -> pyvips.Image:
    red, green, blue = (round(part * 255) for part in face.ink[:3])
    drawing = path(f"icons/{face.icon}.svg").read_text("utf-8")
    drawing = drawing.replace("currentColor", f"rgb({red},{green},{blue})")
    return _srgb(pyvips.Image.svgload_buffer(drawing.encode(), scale=face.size / 48))


def _srgb(picture: pyvips.Image) -> pyvips.Image:
    srgb: pyvips.Image = picture.copy(interpretation="srgb")
    return srgb
