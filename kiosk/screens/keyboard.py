"""A keyboard on the glass. Which one, and which of its pages, is its own business; every touch is told."""

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, DictProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.keyboards import GAP, Cap, boxes, cap_size, caps
from kiosk.screens.loading import load_kv
from kiosk.screens.look import look
from kiosk.screens.touchables import Touchable


class Key(Touchable):
    """One key: a letter, a word or an `icon` in the middle. `key` is what its touch means."""

    text = StringProperty("")
    icon = StringProperty("")
    size_px = NumericProperty(56)


class Keyboard(Widget):
    """`name`: which of `kiosk.keyboards`; `page`: "" for its letters; `words`: the texts on "space" and "done".

    The one event is `on_key(key)`. Keys stand as on every desk, also where writing goes from right to left.
    """

    __events__ = ("on_key",)

    look = ObjectProperty(look(), rebind=True)
    language = StringProperty("de")
    name = StringProperty("")
    page = StringProperty("")
    words = DictProperty({})
    hidden = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._shown: tuple[Any, ...] = ()
        for name in ("name", "page", "words", "look", "language", "hidden"):
            self.fbind(name, self._fill)
        for name in ("pos", "size"):
            self.fbind(name, self._place)
        self._fill()

    def on_key(self, key: str) -> None:
        """A key was touched."""
        verb, _, choice = key.partition(":")
        if verb == "page":
            self.page = "" if choice == self.page else choice
        elif verb == "board":
            self.name, self.page = choice, ""

    def _fill(self, *_: Any) -> None:
        shown = (self.name, self.page, dict(self.words), self.look, self.language, self.hidden)
        if not self.name or shown == self._shown:
            return
        self._shown = shown
        self.clear_widgets()
        if not self.hidden:
            for row in self._rows():
                for cap in row:
                    self.add_widget(self._key(cap))
        self._place()

    def _rows(self) -> list[list[Cap]]:
        return caps(self.name, self.page, space=self.words.get("space", ""), done=self.words.get("done", ""))

    def _key(self, cap: Cap) -> Key:
        word = cap.units > 1 and not cap.key.startswith("board")
        return Key(
            key=cap.key,
            text=cap.text,
            icon=cap.icon,
            strong=cap.strong,
            size_px=self.look.text if word or len(cap.text) > 1 else self.look.button,
            look=self.look,
            language=self.language if word else "de",
            on_release=lambda touched: self.dispatch("on_key", touched.key),
        )

    def _place(self, *_: Any) -> None:
        if not self.children or self.width < 2:
            return
        gap = dp(GAP)
        unit, high = cap_size(self.width, self.height, gap)
        placed = boxes(self._rows(), self.width, self.height, gap)
        for key, (cap, left, top) in zip(reversed(self.children), placed, strict=True):
            key.size = (round(cap.units * unit + (cap.units - 1) * gap), round(high))
            key.pos = (round(self.x + left), round(self.top - top - high))


load_kv(__file__)
