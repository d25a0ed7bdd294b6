"""When no ticket can be had here: the office is closed, or a person has to help."""

from typing import Any

from kivy.properties import ListProperty, StringProperty

from hardware.glass import qr  # noqa: F401  (the kv file names its widget)
from kiosk.screens import rotating  # noqa: F401
from kiosk.screens.loading import load_kv
from kiosk.screens.sheet import Sheet
from kiosk.screens.words import Column, Words


class ClosedScreen(Sheet):
    """`titles`: (language, text, smaller lines ..); `hours`: (weekday, hours) under `hours_title`; `faq_url` beside its
    `caption`.
    """

    lowers = False

    titles = ListProperty([])
    hours_title = StringProperty("")
    hours = ListProperty([])
    faq_url = StringProperty("")
    caption = StringProperty("")

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("hours", "hours_title", "look", "language", "rtl"):
            self.fbind(name, self._fill)
        self._fill()

    def _fill(self, *_: Any) -> None:
        if "times" not in self.ids:
            return
        for column in (self.ids.days, self.ids.times):
            column.clear_widgets()
        for day, times in self.hours:
            self.ids.days.add_widget(self._cell(day))
            self.ids.times.add_widget(self._cell(times))

    def _cell(self, text: str) -> Column:
        words = Words(text=text, text_language=self.language, wanted=self.look.text, leading=0.95)
        words.color = self.look.ink
        cell = Column(align="center")
        cell.add_widget(words)
        return cell


class TooLateScreen(ClosedScreen):
    """The office is open, but one service would not be finished before it closes."""


class DeskScreen(Sheet):
    """`titles`: (language, text), the same in one language or more; `text`: why."""

    titles = ListProperty([])
    text = StringProperty("")


load_kv(__file__)
