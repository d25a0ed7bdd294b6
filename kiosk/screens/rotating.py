"""The same sentences in many languages, a few at a time, one set after the other."""

from typing import Any

from kivy.animation import Animation
from kivy.clock import Clock
from kivy.properties import ColorProperty, ListProperty, NumericProperty, ObjectProperty, OptionProperty

from assets.theme import theme
from kiosk.screens.look import look
from kiosk.screens.words import Column, Words

EACH_S = 5.0
"""How long a set stays: long enough to read it twice."""


class Rotating(Column):
    """`entries`: (language, title, smaller lines ..). Shows `at_once` of them, from the one numbered `first`.

    It turns while it is on the glass and there are more; one that is taken off stops by itself.
    """

    entries = ListProperty([])
    at_once = NumericProperty(3)
    first = NumericProperty(0)
    ink = ColorProperty((0, 0, 0, 1))
    halign = OptionProperty("auto", options=["auto", "center"])
    look = ObjectProperty(look(), rebind=True)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._turning: Any = None
        for name in ("entries", "at_once", "first", "ink", "halign", "look"):
            self.fbind(name, self._fill)
        self._fill()

    def turn(self) -> None:
        """Show the next set."""
        count = len(self.entries)
        following = int(self.first) + int(self.at_once)
        self.first = following if following < count else 0

    def _fill(self, *_: Any) -> None:
        self.clear_widgets()
        first = int(self.first) if int(self.first) < len(self.entries) else 0
        for language, *lines in self.entries[first : first + int(self.at_once)]:
            for place, text in enumerate(lines):
                title = place == 0
                size = (self.look.title if len(lines) < 3 else self.look.button) if title else self.look.text
                words = Words(text=text, text_language=language, halign=self.halign, wanted=size, bold=title)
                words.leading = 0.8 if title else 0.76
                words.color = self.ink
                self.add_widget(words)
        more = len(self.entries) > self.at_once
        if more and self._turning is None:
            self._turning = Clock.schedule_interval(self._fade, EACH_S)
        elif not more and self._turning is not None:
            self._turning.cancel()
            self._turning = None

    def _fade(self, _: float) -> bool:
        if self.get_root_window() is None:
            self._turning = None
            return False
        half = theme().motion.fade / 2000
        out = Animation(opacity=0.0, duration=half)
        out.bind(on_complete=lambda *_: self.turn())
        (out + Animation(opacity=1.0, duration=half)).start(self)
        return True
