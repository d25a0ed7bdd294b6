"""A box to touch, and how it draws what stands in it."""

from typing import Any, ClassVar

from kivy.clock import Clock
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ColorProperty, ObjectProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.widget import Widget

from kiosk.screens.box import Box
from kiosk.screens.icon import Icon
from kiosk.screens.look import look
from kiosk.screens.words import Column, Words

EDGE = 3


class Touchable(ButtonBehavior, Widget):
    """Acts when the finger is lifted on it; its `key` says what it means. `rtl` mirrors it; `strong`: the one thing to
    do here, filled with the primary colour; `fill` and `ink`: other colours than its look's.

    A subclass names in `told` the properties that it draws, and draws them in `arrange`, with `icon_at` and `words_in`:
    in code, for a kv rule costs ten times as much to make, and a visitor waits for it.
    """

    told: ClassVar[tuple[str, ...]] = ()

    key = StringProperty("")
    look = ObjectProperty(look(), rebind=True)
    language = StringProperty("de")
    rtl = BooleanProperty(False)
    strong = BooleanProperty(False)
    fill = ColorProperty(None, allownone=True)
    ink = ColorProperty(None, allownone=True)

    def __init__(self, **properties: Any) -> None:
        self._icons: dict[str, Icon] = {}
        self._columns: dict[str, tuple[Column, list[Words]]] = {}
        super().__init__(**{"size_hint": (None, None)} | properties)
        with self.canvas.before:
            self._ground = Box()
        soon = Clock.create_trigger(self.do_layout, -1)
        for name in ("pos", "size", "look", "language", "rtl", "strong", "fill", "ink", *self.told):
            self.fbind(name, soon)
        self.fbind("state", self._dye)
        soon()

    @property
    def inked(self) -> Any:
        """The colour of what is written on it."""
        return self.ink or (self.look.on_primary if self.strong else self.look.ink)

    @property
    def filled(self) -> Any:
        """The colour of its ground while it is not pressed."""
        return self.fill or (self.look.primary if self.strong else self.look.ground)

    def do_layout(self, *_: Any) -> None:
        """Draw the box and what stands in it."""
        self._dye()
        self.arrange()

    def arrange(self) -> None:
        """Draw what stands in the box."""

    def icon_at(self, name: str, icon: str, box: tuple[float, float, float], color: Any, turned: bool = False) -> None:
        """Draw `icon` ("" for none) in the square `box`: x, y and side. `name` tells it from others."""
        if not icon and name not in self._icons:
            return
        if name not in self._icons:
            self._icons[name] = Icon(size_hint=(None, None))
            self.add_widget(self._icons[name])
        one = self._icons[name]
        one.color, one.mirrored = color, turned
        one.pos, one.size = box[:2], (box[2], box[2])
        one.name = icon

    def icon_before(self, icon: str, inset: float, side: float, color: Any, turned: bool = False) -> None:
        """Draw `icon` at the reading side, `inset` from the edge, in the middle of the height."""
        left = self.right - inset - side if self.rtl else self.x + inset
        self.icon_at("before", icon, (left, self.center_y - side / 2, side), color, turned)

    def words_in(self, name: str, box: tuple[float, float, float, float], *paragraphs: dict[str, Any]) -> None:
        """Write paragraphs (properties of `Words`; always as many) into the box: x, y, width, height."""
        if name not in self._columns:
            if not any(one["text"] for one in paragraphs):
                return
            column, words = Column(align="center", size_hint=(None, None)), [Words() for _ in paragraphs]
            for one in words:
                column.add_widget(one)
            self._columns[name] = column, words
            self.add_widget(column)
        column, words = self._columns[name]
        column.pos, column.size = box[:2], box[2:]
        for one, told in zip(words, paragraphs, strict=True):
            for what, value in ({"text_language": self.language} | told).items():
                setattr(one, what, value)

    def _dye(self, *_: Any) -> None:
        down, look = self.state == "down", self.look
        edge = look.primary if self.strong or down else look.border
        fill = (look.ink if self.strong else look.pressed) if down else self.filled
        self._ground.draw(self.pos, self.size, radius=dp(look.radius), line=dp(EDGE), fill=fill, edge=edge)
