"""Line drawings of `assets/icons`, sharp at every size, in the colour of the text beside them."""

import re
from functools import lru_cache
from typing import Any

import pyvips
from kivy.graphics import Color, Rectangle
from kivy.properties import BooleanProperty, ColorProperty, StringProperty
from kivy.uix.widget import Widget

from assets import path
from hardware.glass.picture import picture

_NAME = re.compile(r"[a-z-]+")


@lru_cache(maxsize=256)
def has_icon(name: str) -> bool:
    """Whether there is a drawing of this name."""
    try:
        return bool(_NAME.fullmatch(name)) and path(f"icons/{name}.svg").is_file()
    except FileNotFoundError:
        return False


@lru_cache(maxsize=96)
def _texture(name: str, side: int, mirrored: bool) -> Any:
    """The drawing in white, on the graphics card."""
    drawing = path(f"icons/{name}.svg").read_text("utf-8").replace("currentColor", "#FFFFFF")
    drawn = pyvips.Image.svgload_buffer(drawing.encode(), scale=side / 48).flipver()
    if mirrored:
        drawn = drawn.fliphor()
    alpha = drawn[3].embed(0, 0, side, side)
    white = alpha.new_from_image([255, 255, 255]).cast("uchar")
    return picture(bytes(white.bandjoin(alpha).write_to_memory()), (side, side))


class Icon(Widget):
    """Shows the drawing `name` as large as its box allows; nothing for "" and for what is not there.

    `mirrored` turns arrows round in right-to-left languages.
    """

    name = StringProperty("")
    color = ColorProperty((0, 0, 0, 1))
    mirrored = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        with self.canvas:
            self._ink = Color(*self.color)
            self._drawn = Rectangle(size=(0, 0))
        for name in ("name", "pos", "size", "mirrored"):
            self.fbind(name, self._draw)
        self.fbind("color", self._dye)
        self._draw()

    def _dye(self, *_: Any) -> None:
        self._ink.rgba = self.color

    def _draw(self, *_: Any) -> None:
        side = int(min(self.width, self.height))
        if side < 4 or not has_icon(self.name):
            self._drawn.size = 0, 0
            return
        self._drawn.texture = _texture(self.name, side, self.mirrored)
        self._drawn.size = side, side
        # Not center_x and center_y: Kivy may still hold the old ones while it tells of a new pos.
        self._drawn.pos = round(self.x + (self.width - side) / 2), round(self.y + (self.height - side) / 2)
