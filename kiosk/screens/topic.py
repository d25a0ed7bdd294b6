"""The beginning of an answer, and the code that leads to the whole of it."""

from typing import Any

from kivy.properties import ListProperty, StringProperty

from hardware.glass import qr  # noqa: F401  (the kv file names its widget)
from kiosk.screens.loading import load_kv
from kiosk.screens.sheet import Sheet
from kiosk.screens.words import Words


class TopicScreen(Sheet):
    """`titles`: (language, text), one; `lines` of the answer in that language; `faq_url` beside its `caption`."""

    titles = ListProperty([])
    lines = ListProperty([])
    faq_url = StringProperty("")
    caption = StringProperty("")

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("titles", "lines", "look"):
            self.fbind(name, self._fill)
        self._fill()

    def _fill(self, *_: Any) -> None:
        if "heading" not in self.ids:
            return
        self.ids.heading.clear_widgets()
        self.ids.lines.clear_widgets()
        for language, title in self.titles[:1]:
            self.ids.heading.add_widget(self._words(title, language, self.look.title, bold=True))
            for line in self.lines:
                self.ids.lines.add_widget(self._words(line, language, self.look.text))

    def _words(self, text: str, language: str, wanted: int, *, bold: bool = False) -> Words:
        words = Words(text=text, text_language=language, wanted=wanted, leading=0.95, bold=bold)
        words.color = self.look.ink
        return words


load_kv(__file__)
