"""A QR code on the glass. Import after `open_glass`."""

from functools import lru_cache
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import StringProperty
from kivy.uix.widget import Widget

from hardware import qr
from hardware.glass.picture import picture


@lru_cache(maxsize=64)
def _drawn(data: str) -> tuple[int, bytes]:
    """The side in modules, and as many pixels, red, green and blue, bottom row first."""
    rows = qr.modules(data)
    side = len(rows) + 2 * qr.QUIET_ZONE
    margin = b"\xff" * side
    quiet = b"\xff" * qr.QUIET_ZONE
    lines = [quiet + bytes(0 if dark else 255 for dark in row) + quiet for row in reversed(rows)]
    pixels = b"".join([margin] * qr.QUIET_ZONE + lines + [margin] * qr.QUIET_ZONE)
    return side, bytes(part for pixel in pixels for part in (pixel,) * 3)


class QrCode(Widget):
    """Shows `data` as a QR code, centred, as large as whole pixels a module allow, white quiet zone included.

    Empty `data` shows nothing. `text` is what a rehearsal sees: the data.
    """

    data = StringProperty("")
    text = StringProperty("")

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._texture: Texture | None = None
        self._side = 0
        self.bind(data=self._encode, pos=self._place, size=self._place)
        self._encode()

    def _encode(self, *_: Any) -> None:
        self.text = self.data
        self._texture = None
        if self.data:
            self._side, pixels = _drawn(self.data)
            self._texture = picture(pixels, (self._side, self._side), colours="rgb")
        self._place()

    def _place(self, *_: Any) -> None:
        self.canvas.clear()
        scale = int(min(self.width, self.height)) // self._side if self._texture else 0
        if scale < 1:
            return
        side = scale * self._side
        with self.canvas:
            Color(1, 1, 1, 1)
            Rectangle(
                texture=self._texture,
                # Not center_x and center_y: Kivy may still hold the old ones while it tells of a new pos.
                pos=(round(self.x + (self.width - side) / 2), round(self.y + (self.height - side) / 2)),
                size=(side, side),
            )
