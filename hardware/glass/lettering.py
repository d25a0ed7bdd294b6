"""Kivy's text provider: Label, Button and every other text of a window drawn by the one text engine."""

import sys

from kivy.core import text as kivy_text
from kivy.core.image import ImageData
from kivy.core.text import LabelBase

from hardware import text

DEFAULT_LANGUAGE = "de"


class Lettering(LabelBase):
    """Draws whole paragraphs. `text_language` decides script and direction; `halign: "auto"` (Kivy's default) is its
    reading side, "left" and "right" are sides of the glass. `font_name`, `italic`, `shorten` and markup have no
    effect; `max_lines` cuts, `text_size` wraps and clips, `padding`, `bold`, `color`, `line_height`, `strip` hold.
    """

    _drawn: text.Rendered | None = None

    def resolve_font_name(self) -> None:
        """The font family is the office's, not the label's."""
        self.options["font_name_r"] = None

    def get_extents(self, letters: str) -> tuple[int, int]:
        """Width and height in pixels of `letters` on one line."""
        if not letters:
            return 0, self._line_px()
        options = self.options
        return text.measure(letters, language=self._language(), size_px=self._size_px(), bold=bool(options["bold"]))

    def render(self, real: bool = False) -> tuple[int, int] | None:
        """Lay the text out; return the size of its texture, padding included (and with `real`, fill the texture)."""
        if real:
            self._fill()
            return None
        options = self.options
        letters: str = self.text.strip() if options["strip"] else self.text
        self._drawn, self.is_shortened = None, False
        if not letters:
            return 0, 0
        left, top, right, bottom = (int(side) for side in options["padding"])
        box_width, box_height = self._text_size
        language = self._language()
        red, green, blue, *alpha = (round(part * 255) for part in options["color"])
        self._drawn = text.paragraph(
            letters,
            language=language,
            size_px=self._size_px(),
            width_px=None if box_width is None else max(1, int(box_width) - left - right),
            bold=bool(options["bold"]),
            color=(red, green, blue, *alpha),
            align=_align(options["halign"], text.is_rtl(language)),
            line_height=text.LINE_HEIGHT * options["line_height"],
        )
        height = self._drawn.height
        if options.get("max_lines"):
            height = min(height, options["max_lines"] * self._line_px())
        self._internal_size = self._drawn.width + left + right, height + top + bottom
        width = self._internal_size[0] if box_width is None else int(box_width)
        return max(2, width), self._internal_size[1] if box_height is None else int(box_height)

    def _fill(self) -> None:
        drawn = self._drawn
        if drawn is None:
            return
        width, height = self.size
        left, top, _, bottom = (int(side) for side in self.options["padding"])
        shown = min(drawn.height, self._internal_size[1] - top - bottom)
        spare = height - top - bottom - shown
        valign = self.options["valign"]
        y = top + {"top": 0, "bottom": spare}.get(valign, spare // 2)
        if (left, y, width, height) == (0, 0, drawn.width, drawn.height):
            pixels = drawn.pixels
        else:
            pixels = _place(drawn, shown, left, y, width, height)
        self.texture.blit_data(ImageData(width, height, "rgba", pixels))

    def _size_px(self) -> int:
        return max(1, round(float(self.options["font_size"])))

    def _line_px(self) -> int:
        return round(self._size_px() * text.LINE_HEIGHT * float(self.options["line_height"]))

    def _language(self) -> str:
        return str(self.options["text_language"] or DEFAULT_LANGUAGE)


def install() -> None:
    """Make Kivy draw its text with `Lettering`. Must run before `kivy.uix` is imported (else RuntimeError)."""
    if kivy_text.Label is Lettering:
        return
    if "kivy.uix.label" in sys.modules:
        raise RuntimeError("kivy.uix was imported before the window was opened: call open_glass first")
    kivy_text.Label = Lettering


def _align(halign: str, rtl: bool) -> text.Align:
    if halign == "center":
        return "center"
    if halign in ("left", "right"):
        return "start" if (halign == "right") == rtl else "end"
    return "start"


def _place(drawn: text.Rendered, shown: int, x: int, y: int, width: int, height: int) -> bytes:
    """The upper `shown` rows of `drawn` on an empty picture, cut at its edges."""
    first, last = max(0, -y), min(shown, height - y)
    columns = max(0, min(drawn.width, width - x))
    before, after = bytes(4 * x), bytes(4 * max(0, width - x - columns))
    stride = drawn.width * 4
    rows = [
        before + drawn.pixels[row * stride : row * stride + columns * 4] + after
        for row in range(first, max(first, last))
    ]
    empty = bytes(4 * width)
    above = max(0, y)
    return empty * above + b"".join(rows) + empty * (height - above - len(rows))
