"""The untouched kiosk: greets in every language and asks for one."""

from typing import Any

from kivy.properties import ListProperty, NumericProperty, StringProperty

from assets.languages import direction
from kiosk.screens.loading import load_kv
from kiosk.screens.paging import page, pages
from kiosk.screens.sheet import Sheet
from kiosk.screens.touchables import TouchButton, TouchRow
from kiosk.screens.words import Words

ONE_COLUMN, TWO_COLUMNS = 5, 10


class LanguageChoice(Sheet):
    """Language buttons. `languages`: (tag, its own name, a note in that language or "")."""

    languages = ListProperty([])
    current = NumericProperty(0)
    more = StringProperty("")

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("languages", "current", "look", "rtl"):
            self.fbind(name, self._fill)
        self._fill()

    def on_chosen(self, key: str) -> None:
        if key == "more":
            self.current += 1

    def _fill(self, *_: Any) -> None:
        if "choice" not in self.ids:
            return
        choice = self.ids.choice
        choice.clear_widgets()
        many = len(self.languages) > ONE_COLUMN
        choice.columns = 2 if many else 1
        shown, more = page(self.languages, int(self.current), TWO_COLUMNS)
        for tag, name, note in shown:
            row = TouchRow(
                key=f"language:{tag}",
                title=name,
                note="" if many else note,
                language=tag,
                rtl=direction(tag) == "rtl",
                look=self.look,
                on_release=self.choose,
            )
            choice.add_widget(row)
        if more:
            title = f"{int(self.current) % pages(self.languages, TWO_COLUMNS) + 1} …"
            choice.add_widget(TouchButton(key="more", title=title, look=self.look, on_release=self.choose))


class StartScreen(LanguageChoice):
    """`greetings`: (language, text), one line each."""

    greetings = ListProperty([])

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.fbind("greetings", self._greet)
        self.fbind("look", self._greet)
        self._greet()

    def _greet(self, *_: Any) -> None:
        if "greetings" not in self.ids:
            return
        self.ids.greetings.clear_widgets()
        for language, text in self.greetings[:4]:
            words = Words(text=text, text_language=language, halign="center", wanted=self.look.title, bold=True)
            words.leading = 0.9
            words.color = self.look.on_band
            self.ids.greetings.add_widget(words)


class LanguageScreen(LanguageChoice):
    """Another language in the middle of a visit."""

    title = StringProperty("")


load_kv(__file__)
