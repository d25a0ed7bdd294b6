"""Text that is never cut off: paragraphs, and columns that make their paragraphs smaller until all of them fit."""

import logging
import re
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.widget import Widget

from hardware.glass.picture import picture
from hardware.text import LINE_HEIGHT, Align, is_rtl, measure, paragraph
from kiosk.screens.typesetting import typesetting

log = logging.getLogger(__name__)

_PARTS = re.compile(r"[\s\u00ad\u200b-]+")
LEAST_SHRUNK = 0.3
_SIZES = (LEAST_SHRUNK, *(part / 100 for part in range(32, 101, 2)))
"""Of the wanted size: the ones that are tried."""


class Words(Widget):
    """A paragraph of a `Column`, drawn when it has its place there. `wanted`: the font size in px of the drawn size;
    `leading`: of a line's height; `halign`: "auto" is the reading side, "left" and "right" are sides of the glass.

    It is no label of Kivy: that costs four times as much to make, and a screen has a dozen.
    """

    text = StringProperty("")
    text_language = StringProperty("")
    wanted = NumericProperty(50)
    leading = NumericProperty(1.0)
    bold = BooleanProperty(False)
    halign = OptionProperty("auto", options=["auto", "left", "center", "right"])
    color = ColorProperty((0, 0, 0, 1))

    font_size = 0
    """px, once it has its place"""

    def __init__(self, **properties: Any) -> None:
        self._drawn: tuple[Any, ...] = ()
        super().__init__(**properties)
        with self.canvas:
            self._ink = Color(*self.color)
            self._paper = Rectangle(size=(0, 0))
        self.fbind("color", self._dye)

    def height_at(self, shrunk: float, width: float) -> float:
        """The height of the text, `shrunk` times its wanted size, in `width`; infinite when a word would break."""
        if not self.text:
            return 0.0
        if self.widest(shrunk) > width:
            return float("inf")
        return self._measured(self.text, shrunk, int(width))[1]

    def widest(self, shrunk: float) -> float:
        """The width of the widest part that must not be broken, `shrunk` times its wanted size; a little more than
        that, for only the wanted size is measured and letters do not shrink evenly.
        """
        wanted = max((self._measured(part, 1.0)[0] for part in self._longest()), default=0)
        return wanted if shrunk == 1.0 else wanted * self._size_px(shrunk) / self._size_px(1.0) * 1.01 + 2

    def set_in(self, shrunk: float, x: float, y: float, width: float, height: float) -> None:
        """Stand there, at this size; what is higher than `height` is cut off."""
        self.font_size = self._size_px(shrunk)
        self.size = (width, height)
        self.pos = (round(x), round(y))
        self._draw(int(width))
        wide, high = self._paper.size
        self._paper.pos = int(self.center_x - wide / 2), int(self.center_y - high / 2)

    def _draw(self, width: int) -> None:
        """Fill the paper with the text, unless it stands there already."""
        look = (self.text, self._tag(), self.font_size, width, self.bold, self.halign, self.leading, int(self.height))
        if look == self._drawn:
            return
        self._drawn = look
        if not self.text or width < 1 or self.height < 1:
            self._paper.texture, self._paper.size = None, (0, 0)
            return
        drawn = paragraph(
            self.text,
            language=self._tag(),
            size_px=self.font_size,
            width_px=width,
            bold=bool(self.bold),
            color=(255, 255, 255),
            align=self._side(),
            line_height=LINE_HEIGHT * self.leading,
        )
        shown = max(1, min(drawn.height, int(self.height)))
        texture = picture(drawn.pixels[: drawn.width * shown * 4], (drawn.width, shown))
        texture.flip_vertical()
        self._paper.texture, self._paper.size = texture, texture.size

    def _dye(self, *_: Any) -> None:
        self._ink.rgba = self.color

    def _side(self) -> Align:
        if self.halign in ("left", "right"):
            return "start" if (self.halign == "right") == is_rtl(self._tag()) else "end"
        return "center" if self.halign == "center" else "start"

    def _tag(self) -> str:
        return self.text_language or "de"

    def _longest(self) -> list[str]:
        return sorted(_PARTS.split(self.text), key=len)[-3:]

    def _size_px(self, shrunk: float) -> int:
        return max(1, int(dp(self.wanted) * shrunk + 0.5))

    def _measured(self, text: str, shrunk: float, width: int | None = None) -> tuple[int, int]:
        return measure(
            text,
            language=self._tag(),
            size_px=self._size_px(shrunk),
            width_px=width,
            bold=bool(self.bold),
            align="start" if width is None else self._side(),
            line_height=LINE_HEIGHT * self.leading,
        )


class Column(Widget):
    """Words one below the other. They all shrink together where they would not fit at their wanted size; `fits` is
    False when even the least size is too large.
    """

    spacing = NumericProperty(0)
    align = OptionProperty("top", options=["top", "center", "bottom"])
    shrunk = NumericProperty(1.0)
    fits = BooleanProperty(True)
    name = StringProperty("")

    def __init__(self, **properties: Any) -> None:
        self._lay_out_soon = typesetting.order(self)
        super().__init__(**properties)
        for name in ("pos", "size", "children", "spacing", "align"):
            self.fbind(name, self._lay_out_soon)

    def add_widget(self, widget: Any, *args: Any, **kwargs: Any) -> None:
        for name in ("text", "wanted", "text_language", "bold", "leading", "halign"):
            widget.fbind(name, self._lay_out_soon)
        super().add_widget(widget, *args, **kwargs)

    def do_layout(self, *_: Any) -> None:
        """Find the largest size that fits and place the words."""
        shown = [words for words in reversed(self.children) if words.text]
        for words in self.children:
            if not words.text:
                words.set_in(1, self.x, self.y, 0, 0)
        if not shown or self.width < 2 or self.height < 2:
            return
        gaps = self.spacing * (len(shown) - 1)
        # Each size that is tried is drawn, so few are: the largest, and if it is too large, halves of what remains.
        low = 0
        trial = high = len(_SIZES) - 1
        while low < high:
            size = _SIZES[trial]
            if sum(words.height_at(size, self.width) for words in shown) + gaps * size > self.height + 1:
                high = trial - 1
            else:
                low = trial
            trial = (low + high + 1) // 2
        shrunk = _SIZES[low]
        heights = [words.height_at(shrunk, self.width) for words in shown]
        total = sum(heights) + gaps * shrunk
        if shrunk <= LEAST_SHRUNK:
            log.error("a text of %d letters in %s does not fit", len(shown[0].text), shown[0].text_language)
            heights = [min(height, self.height / len(shown)) for height in heights]
            total = sum(heights)
        self.fits = shrunk > LEAST_SHRUNK
        self.shrunk = shrunk
        spare = max(0.0, self.height - total)
        top = self.top - {"top": 0.0, "center": spare / 2, "bottom": spare}[self.align]
        for words, height in zip(shown, heights, strict=True):
            words.set_in(shrunk, self.x, top - height, self.width, height)
            top -= height + self.spacing * shrunk


def least_text_px(root: Widget) -> int:
    """The smallest text on the glass, in px; 0 before it is laid out."""
    columns = [one for one in root.walk() if isinstance(one, Column) and one.children]
    return int(min((words.font_size for column in columns for words in column.children if words.text), default=0))
