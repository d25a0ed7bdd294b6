"""The characters built into a printer: cells of fixed size, blown up dot by dot."""

from functools import lru_cache
from typing import Final

from PIL import Image, ImageOps

from hardware import text
from hardware.simulated.events import Style

# Cell width, cell height, size of the letters drawn into it.
_CELLS: Final = {"A": (12, 24, 20), "B": (9, 17, 15)}


def cell_width(style: Style) -> int:
    """How far one character advances, in dots."""
    return (_CELLS[style.font][0] + style.spacing) * style.wide


@lru_cache(maxsize=2000)
def cell(character: str, style: Style) -> Image.Image:
    """One character as a grey-less picture: 0 is ink, 255 is paper."""
    wide, high, size = _CELLS[style.font]
    drawn = text.paragraph(
        character, language="en", size_px=size, bold=style.bold, line_height=high / size, family="Noto Sans Mono"
    )
    ink = Image.frombytes("RGBA", (drawn.width, drawn.height), drawn.pixels).getchannel("A")
    picture = Image.new("L", (wide + style.spacing, high), 255)
    picture.paste(ink.point(lambda alpha: 0 if alpha >= 110 else 255), (0, 0))
    if style.underline:
        picture.paste(0, (0, high - style.underline, wide + style.spacing, high))
    if style.inverse:
        picture = ImageOps.invert(picture)
    return picture.resize((picture.width * style.wide, picture.height * style.high), Image.Resampling.NEAREST)
