"""The focus of the keypad: a ring that is seen on every ground."""

from typing import Any

from kivy.graphics import Color, Line
from kivy.metrics import dp
from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from kiosk.screens.look import look

BRIGHT, DARK = 8, 4


class FocusRing(Widget):
    """Lies around `target`; nothing without one. Lets every touch through."""

    look = ObjectProperty(look(), rebind=True)
    target = ObjectProperty(None, allownone=True)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.size_hint = (None, None)
        self.size = (0, 0)
        self._drawn: tuple[object, ...] = ()

    def follow(self) -> None:
        """Draw where the target stands now."""
        target = self.target
        now = () if target is None else (*target.to_window(*target.pos), *target.size, self.look)
        if now == self._drawn:
            return
        self._drawn = now
        self.canvas.clear()
        if target is None:
            return
        x, y = target.to_window(*target.pos)
        with self.canvas:
            # dark on both sides of the bright ring, so that it ends somewhere on white and on yellow alike
            for colour, out, thick in (
                (self.look.focus_edge, BRIGHT + DARK / 2, DARK),
                (self.look.focus, BRIGHT / 2, BRIGHT),
                (self.look.focus_edge, -DARK / 2, DARK),
            ):
                Color(*colour)
                away = dp(out)
                Line(
                    rounded_rectangle=(
                        x - away,
                        y - away,
                        target.width + 2 * away,
                        target.height + 2 * away,
                        dp(max(2, self.look.radius + out)),
                    ),
                    width=dp(thick) / 2,
                )
