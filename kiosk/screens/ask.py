"""Asking in one's own words: a field, what it leads to at once, and a keyboard."""

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, DictProperty, ListProperty, NumericProperty, StringProperty

from hardware.text import is_rtl
from kiosk.keyboards import HEIGHT, WIDTH
from kiosk.screens import keyboard  # noqa: F401  (the kv file names its widget)
from kiosk.screens.loading import load_kv
from kiosk.screens.sheet import Sheet
from kiosk.screens.touchables import TouchButton, TouchRow

CURSOR, CURSOR_RTL, NO_BREAK = "\u258f", "\u200a\u2595", "\u00a0"
WITH_KEYBOARD, LYING = 3, 4
TITLE, TITLE_LYING, FIELD = 96, 144, 132


class AskScreen(Sheet):
    """`typed` in `typed_language`, a `note` below it; `entries`: (key, title, its language, icon), best first.

    `keyboard`: the one that is open at first; `words`: the texts "space", "done" and "typing". With the keyboard only
    the best three entries have room; "results" puts it away so that all stand within reach, "typing" brings it back.
    """

    keeps_layout = True

    title = StringProperty("")
    typed = StringProperty("")
    typed_language = StringProperty("de")
    note = StringProperty("")
    entries = ListProperty([])
    keyboard = StringProperty("")
    words = DictProperty({})
    typing = BooleanProperty(True)
    shown = StringProperty(CURSOR)
    title_height = NumericProperty(TITLE)
    field_place = ListProperty([0, 0, 1, 1])
    found_place = ListProperty([0, 0, 1, 1])
    note_place = ListProperty([0, 0, 1, 1])
    keyboard_place = ListProperty([0, 0, 1, 1])

    def __init__(self, **properties: Any) -> None:
        self._drawn: tuple[Any, ...] = ()
        super().__init__(**properties)
        self.fbind("typed", self._type)
        self.fbind("typed_language", self._type)
        self.fbind("typing", self._place)
        for name in ("entries", "look", "rtl", "language", "words", "typing"):
            self.fbind(name, self._fill)
        self._type()
        self._fill()

    def on_chosen(self, key: str) -> None:
        if key in ("results", "typing"):
            self.typing = key == "typing"

    def _place(self, *_: Any) -> None:
        super()._place()
        upright = not self.look.landscape
        words, touch = self.places.words, self.places.touch
        wide, high = dp(WIDTH), dp(HEIGHT)
        self.keyboard_place = [touch[0] + (touch[2] - wide) / 2, touch[1], wide, high]
        self.title_height = dp(TITLE if upright else TITLE_LYING)
        under_title = words[1] + words[3] - self.title_height
        if upright:
            top = under_title - dp(12)
            self.field_place = [words[0], top - dp(FIELD), words[2], dp(FIELD)]
        elif not self.typing:  # the answers need the whole height beside it
            self.field_place = [words[0], under_title - dp(12 + FIELD), words[2], dp(FIELD)]
        else:
            top = touch[1] + touch[3]
            self.field_place = [touch[0], top - dp(FIELD), touch[2], dp(FIELD)]
        self.note_place = [words[0], words[1], words[2], (self.field_place[1] if upright else under_title) - words[1]]
        if not self.typing:
            self.found_place = list(touch)
            return
        low = touch[1] + high + dp(20) if upright else words[1]
        highest = self.field_place[1] - dp(20) if upright else under_title - dp(12)
        self.found_place = [words[0], low, words[2], highest - low]

    def _type(self, *_: Any) -> None:
        typed = self.typed[:-1] + NO_BREAK if self.typed.endswith(" ") else self.typed
        self.shown = typed + (CURSOR_RTL if is_rtl(self.typed_language) else CURSOR)

    def _fill(self, *_: Any) -> None:
        if "found" not in self.ids:
            return
        most = WITH_KEYBOARD if self.typing else LYING if self.look.landscape else len(self.entries)
        shown = list(self.entries[:most])
        drawn = (shown, self.typing, self.look, self.rtl, self.language, dict(self.words))
        if drawn == self._drawn:
            return  # a new row would lose the finger that lies on it
        self._drawn = drawn
        found = self.ids.found
        dressed = {"look": self.look, "rtl": self.rtl}
        rows = [row for row in reversed(found.children) if isinstance(row, TouchRow)]
        for spare in [*rows[len(shown) :], *(child for child in found.children if child not in rows)]:
            found.remove_widget(spare)
        for number, (key, title, language, icon) in enumerate(shown):
            entry = {"key": key, "title": title, "language": language, "icon": icon, **dressed}
            if number >= len(rows):
                found.add_widget(TouchRow(**entry, onward=False, on_release=self.choose))
                continue
            for name, value in entry.items():
                setattr(rows[number], name, value)
        if not self.typing:
            again = self.words.get("typing", "")
            found.add_widget(
                TouchButton(key="typing", title=again, language=self.language, on_release=self.choose, **dressed)
            )


load_kv(__file__)
