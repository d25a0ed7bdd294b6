"""Equal boxes in rows, in the reading direction."""

import math
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.widget import Widget


class Tiles(Widget):
    """Fills its place with its children, `columns` a row, the first at the reading side; none higher than `tallest`."""

    columns = NumericProperty(1)
    gap = NumericProperty(0)
    tallest = NumericProperty(10_000)
    rtl = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        soon = Clock.create_trigger(self.do_layout, -1)
        for name in ("pos", "size", "children", "columns", "gap", "tallest", "rtl"):
            self.fbind(name, soon)

    def do_layout(self, *_: Any) -> None:
        """Place the children."""
        count, columns = len(self.children), int(self.columns)
        if not count:
            return
        rows = math.ceil(count / columns)
        width = (self.width - self.gap * (columns - 1)) / columns
        height = min(self.tallest, (self.height - self.gap * (rows - 1)) / rows)
        for place, tile in enumerate(reversed(self.children)):
            row, column = divmod(place, columns)
            if self.rtl:
                column = columns - 1 - column
            tile.size = (round(width), round(height))
            tile.pos = (
                round(self.x + column * (width + self.gap)),
                round(self.top - (row + 1) * height - row * self.gap),
            )
