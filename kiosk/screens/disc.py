"""A letter in a disc, for what has no drawing of its own."""

from typing import Any

from kivy.graphics import Color, SmoothEllipse
from kivy.uix.widget import Widget

from kiosk.screens.look import Look
from kiosk.screens.words import Column, Words


class Disc(Widget):
    """Shows what `show` was told last; nothing for "" as a letter."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        with self.canvas.before:
            self._color, self._round = Color(), SmoothEllipse()
        self._words = Words(halign="center", bold=True)
        self._column = Column(align="center", size_hint=(None, None))
        self._column.add_widget(self._words)
        self.add_widget(self._column)

    def show(self, letter: str, language: str, look: Look, box: tuple[float, float, float]) -> None:
        """`box`: x, y and side in pixels."""
        for one in (self, self._column, self._round):
            one.pos, one.size = box[:2], (box[2], box[2])
        self.opacity = 1 if letter else 0
        self._color.rgba = look.primary
        self._words.text, self._words.text_language = letter, language
        self._words.wanted, self._words.color = look.button, look.on_primary
