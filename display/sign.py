"""Signs without words: which way to go, and people who wait. Drawn shapes, smooth at every size, never mirrored.

Import after `open_glass`.
"""

from functools import lru_cache
from typing import Any, Final

import pyvips
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import ColorProperty, StringProperty
from kivy.uix.widget import Widget

# Each on a field of 100 by 100. "up" is a flight of stairs: the arrow alone would mean straight ahead.
_ARROW: Final = '<g transform="rotate({turn} 50 50)"><path d="M50 80V26M26 48L50 23L74 48"/></g>'
_SHAPES: Final = {
    "left": _ARROW.format(turn=-90),
    "right": _ARROW.format(turn=90),
    "straight": _ARROW.format(turn=0),
    "up": '<path d="M20 79H36V64H51V49H66V34H81"/><path d="M22 46L47 21M27 20H48V41"/>',
    "people": '<g fill="white"><circle cx="50" cy="31" r="15"/><path d="M22 80C22 60 34 56 50 56S78 60 78 80Z"/></g>',
}
_RINGED: Final = frozenset({"left", "right", "straight", "up"})


class Sign(Widget):
    """One sign, as large as its box allows, centred. `shape`: "left", "right", "straight", "up", "people"; others
    show nothing (the office did not say where the counter is)."""

    shape = StringProperty("")
    ink = ColorProperty((1, 1, 1, 1))

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.bind(shape=self._draw, ink=self._draw, pos=self._draw, size=self._draw)
        self._draw()

    def _draw(self, *_: Any) -> None:
        self.canvas.clear()
        side = int(min(self.size))
        if self.shape not in _SHAPES or side < 8:
            return
        with self.canvas:
            Color(*self.ink)
            Rectangle(
                texture=_texture(self.shape, side),
                # not center_y: its cached value may be from before this very change of place
                pos=(round(self.x + (self.width - side) / 2), round(self.y + (self.height - side) / 2)),
                size=(side, side),
            )


@lru_cache(maxsize=64)
def _texture(shape: str, side: int) -> Any:
    ring = '<circle cx="50" cy="50" r="46" stroke-width="5"/>' if shape in _RINGED else ""
    inner = f'<g transform="translate(11 11) scale(0.78)">{_SHAPES[shape]}</g>' if ring else _SHAPES[shape]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="{side}" height="{side}" fill="none" '
        f'stroke="white" stroke-width="12" stroke-linecap="round" stroke-linejoin="round">{ring}{inner}</svg>'
    )
    if shape == "people":
        svg = svg.replace('stroke-width="12"', 'stroke-width="0"', 1)
    picture = pyvips.Image.svgload_buffer(svg.encode()).flipver()
    texture = Texture.create(size=(picture.width, picture.height), colorfmt="rgba")
    texture.blit_buffer(bytes(picture.write_to_memory()), colorfmt="rgba")
    return texture
