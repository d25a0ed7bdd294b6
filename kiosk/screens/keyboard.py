"""A keyboard on the glass. Which one, and which of its pages, is its own business; every touch is told."""

from collections.abc import Iterable
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.metrics import dp
from kivy.properties import BooleanProperty, DictProperty, ObjectProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.widget import Widget

from hardware.glass.picture import picture
from kiosk.keyboards import GAP, HEIGHT, WIDTH, Cap, boxes, cap_size, caps, keyboard_for
from kiosk.screens.keyface import Face, fitting_size, pixels
from kiosk.screens.look import Look, look
from kiosk.screens.typesetting import typesetting

EDGE, ICON = 3, 52


class Key(ButtonBehavior, Widget):
    """One key: a letter, a word or an icon. `key` is what its touch means, `text` what stands on it."""

    key = StringProperty("")
    text = StringProperty("")

    def __init__(self, cap: Cap, look: Look, language: str, **properties: Any) -> None:
        super().__init__(key=cap.key, text=cap.text, size_hint=(None, None), **properties)
        self._cap, self._look, self._language = cap, look, language
        with self.canvas:
            Color(1, 1, 1, 1)
            self._picture = Rectangle(pos=self.pos, size=self.size)
        self._draw()
        self.fbind("state", self._draw)

    @property
    def font_size(self) -> int:
        """Of the text on it, in px; of an icon how large that would be."""
        return fitting_size(face_of(self._cap, self._look, self._language, self.size, down=False))

    def _draw(self, *_: Any) -> None:
        if self.width < 4 or self.height < 4:
            return
        face = face_of(self._cap, self._look, self._language, self.size, down=self.state == "down")
        self._picture.texture = picture(pixels(face), (face.width, face.height))
        self._picture.pos, self._picture.size = self.pos, self.size


def face_of(cap: Cap, look: Look, language: str, size: tuple[float, float], *, down: bool) -> Face:
    """The face of a key of this size; `language`: of the words on it."""
    word = len(cap.text) > 1
    own = cap.key.startswith(("type: ", "results"))
    return Face(
        text=cap.text,
        icon=cap.icon,
        language=language if own else "de",
        width=int(size[0]),
        height=int(size[1]),
        size=round(dp(ICON if cap.icon else look.text if word else look.button)),
        radius=round(dp(look.radius)),
        line=max(1, round(dp(EDGE))),
        fill=(look.ink if cap.strong else look.pressed) if down else look.primary if cap.strong else look.ground,
        edge=look.primary if down or cap.strong else look.border,
        ink=look.on_primary if cap.strong else look.ink,
        bold=cap.strong,
    )


def faces(look: Look, languages: Iterable[str]) -> list[Face]:
    """The letters of the keyboards that these languages open, to be drawn by `pixels` before anybody waits for them."""
    unit, high = cap_size(dp(WIDTH), dp(HEIGHT), dp(GAP))
    size = round(unit), round(high)
    names = dict.fromkeys(keyboard_for(language) for language in languages)
    shown = [cap for name in names for row in caps(name, "", space="", done="") for cap in row if cap.units == 1]
    return [face_of(cap, look, "de", size, down=False) for cap in shown]


class Keyboard(Widget):
    """`name`: which of `kiosk.keyboards`; `page`: "" for its letters; `words`: the texts on "space" and "done".

    The one event is `on_key(key)`. Keys stand as on every desk, also where writing goes from right to left.
    """

    __events__ = ("on_key",)

    look = ObjectProperty(look())
    language = StringProperty("de")
    name = StringProperty("")
    page = StringProperty("")
    words = DictProperty({})
    hidden = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._shown: tuple[Any, ...] = ()
        fill = typesetting.order(self)
        for name in ("name", "page", "words", "look", "language", "hidden", "pos", "size"):
            self.fbind(name, fill)
        fill()

    def on_key(self, key: str) -> None:
        """A key was touched."""
        verb, _, choice = key.partition(":")
        if verb == "page":
            self.page = "" if choice == self.page else choice
        elif verb == "board":
            self.name, self.page = choice, ""

    def do_layout(self) -> None:
        """Set the keys, unless they stand there already."""
        box = (*self.pos, *self.size)
        shown = (self.name, self.page, dict(self.words), self.look, self.language, self.hidden, box)
        if not self.name or self.width < 2 or shown == self._shown:
            return
        self._shown = shown
        self.clear_widgets()
        if self.hidden:
            return
        gap = dp(GAP)
        unit, high = cap_size(self.width, self.height, gap)
        rows = caps(self.name, self.page, space=self.words.get("space", ""), done=self.words.get("done", ""))
        for cap, left, top in boxes(rows, self.width, self.height, gap):
            size = round(cap.units * unit + (cap.units - 1) * gap), round(high)
            place = round(self.x + left), round(self.top - top - high)
            key = Key(cap, self.look, self.language, size=size, pos=place)
            key.bind(on_release=lambda touched: self.dispatch("on_key", touched.key))
            self.add_widget(key)
