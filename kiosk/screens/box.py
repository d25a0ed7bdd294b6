"""Boxes with round corners. Each is one small picture, stretched in its middle: a shape with smooth edges inside
another one takes a computer without a graphics card three times as long to paint, and boxes are most of a screen.
"""

from functools import lru_cache
from typing import Any, Final

import pyvips
from kivy.graphics import BorderImage, Color
from kivy.metrics import dp
from kivy.properties import ColorProperty, NumericProperty
from kivy.uix.floatlayout import FloatLayout

from hardware.glass.picture import picture
from kiosk.screens.look import Colour

MIDDLE: Final = 4
"""px between the corners of a picture: what is stretched."""


class Box:
    """A box on the canvas that is open (`with widget.canvas.before:`); nothing before it is drawn."""

    def __init__(self) -> None:
        Color(1, 1, 1, 1)
        self._image = BorderImage(size=(0, 0))
        self._drawn: tuple[Any, ...] = ()

    def draw(self, place: Any, size: Any, *, radius: float, fill: Colour, edge: Colour, line: float = 0) -> None:
        """Stand at `place` (x, y) with this size. `radius` and `line`, the thickness of the edge, which lies inside,
        are in px, all to whole ones.
        """
        left, low = round(place[0]), round(place[1])
        wide, high = round(place[0] + size[0]) - left, round(place[1] + size[1]) - low
        corner = min(round(radius), wide // 2, high // 2)
        if corner < 1:
            self._image.size = 0, 0
            return
        look = corner, round(line), tuple(fill), tuple(edge)
        if look != self._drawn:
            self._drawn = look
            self._image.texture = _patch(*look)
            self._image.border = (corner,) * 4
        self._image.pos, self._image.size = (left, low), (wide, high)


class Panel(FloatLayout):
    """A box to put things on; `line` and `radius` in px of the drawn size."""

    fill = ColorProperty((1, 1, 1, 1))
    edge = ColorProperty((0, 0, 0, 1))
    line = NumericProperty(0)
    radius = NumericProperty(0)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        with self.canvas.before:
            self._box = Box()
        for name in ("pos", "size", "fill", "edge", "line", "radius"):
            self.fbind(name, self._draw)
        self._draw()

    def _draw(self, *_: Any) -> None:
        look = {"fill": self.fill, "edge": self.edge, "line": dp(self.line), "radius": dp(self.radius)}
        self._box.draw(self.pos, self.size, **look)


@lru_cache(maxsize=60)
def box_picture(width: int, height: int, radius: int, line: int, fill: Colour, edge: Colour) -> pyvips.Image:
    """The whole box as an RGBA picture, in px; `radius` is that of its outer corner. Safe in any thread."""
    box = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect x="{line / 2}" y="{line / 2}" width="{width - line}" height="{height - line}" rx="{radius - line / 2}"'
        f' fill="{_rgb(fill)}" stroke="{_rgb(edge)}" stroke-width="{line}"/></svg>'
    )
    return pyvips.Image.svgload_buffer(box.encode()).copy(interpretation="srgb").copy_memory()


@lru_cache(maxsize=60)
def _patch(radius: int, line: int, fill: Colour, edge: Colour) -> Any:
    side = 2 * radius + MIDDLE
    drawn = box_picture(side, side, radius, line, fill, edge).flipver()
    return picture(bytes(drawn.write_to_memory()), (side, side))


def _rgb(colour: Colour) -> str:
    return f"rgb({','.join(str(round(part * 255)) for part in colour[:3])})"
