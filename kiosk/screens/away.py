"""When no ticket can be had here: the office is closed, or a person has to help."""

from typing import Any

from kivy.properties import ListProperty, StringProperty

from hardware.glass import qr  # noqa: F401  (the kv file names its widget)
from kiosk.screens.loading import load_kv
from kiosk.screens.sheet import Sheet
from kiosk.screens.words import Column, Words


class ClosedScreen(Sheet):
    """`titles`: (language, text), smaller `lines` below them; `hours`: (weekday, hours) under `hours_title`; `faq_url`
    beside its `caption`.
    """

    lowers = False

    lines = ListProperty([])
    titles = ListProperty([])
    hours_title = StringProperty("")
    hours = ListProperty([])
    faq_url = StringProperty("")
    caption = StringProperty("")

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("hours", "hours_title", "titles", "lines", "look", "language", "rtl"):
            self.fbind(name, self._fill)
        self._fill()

    def _fill(self, *_: Any) -> None:
        if "times" not in self.ids:
            return
        for column in (self.ids.titles, self.ids.days, self.ids.times):
            column.clear_widgets()
        _say(self.ids.titles, self.titles, self.look)
        for line in self.lines:
            words = Words(text=line, text_language=self.language, wanted=self.look.text, leading=0.95)
            words.color = self.look.ink
            self.ids.titles.add_widget(words)
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

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("titles", "look"):
            self.fbind(name, self._fill)
        self._fill()

    def _fill(self, *_: Any) -> None:
        if "titles" in self.ids:
            self.ids.titles.clear_widgets()
            _say(self.ids.titles, self.titles, self.look)


def _say(column: Any, titles: list[tuple[str, str]], look: Any) -> None:
    for language, text in titles[:5]:
        words = Words(text=text, text_language=language, wanted=look.title, leading=0.95, bold=True)
        words.color = look.ink
        column.add_widget(words)


load_kv(__file__)
