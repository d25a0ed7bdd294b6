"""What all screens share: the office's name and clock, the bar, the staff's hint, and where the rest may stand."""

from collections.abc import Iterator, Sequence
from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.screens.frame import GAP, Frame
from kiosk.screens.look import Look, look
from kiosk.screens.places import Places, places


class Sheet(Widget):
    """A screen. `bar`: its buttons as (key, icon, title, turns round in right-to-left), an empty key leaves
    the place free; `hint`: a word to the staff; `comfort`: the word on the button that is always there; `spoken`: lines
    for the ear only, (language, text).

    A subclass that has nothing to touch but the bar says `lowers = False`; one whose layout is its meaning, like a
    keyboard, says `keeps_layout = True` and is not laid out anew for larger text.

    The one event is `on_chosen(key)`. For half a second after it has come (`disabled`) nothing can be touched.
    """

    __events__ = ("on_chosen",)

    lowers = True
    keeps_layout = False

    look = ObjectProperty(look(), rebind=True)
    language = StringProperty("de")
    rtl = BooleanProperty(False)
    office = StringProperty("")
    clock = StringProperty("")
    hint = StringProperty("")
    hint_icon = StringProperty("")
    bar = ListProperty([])
    comfort = StringProperty("")
    ask = StringProperty("")
    spoken = ListProperty([])
    comfort_wide = NumericProperty(0)
    places = ObjectProperty(places(1080, 1920, 1, landscape=False, rtl=False), rebind=True)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("size", "rtl", "look"):
            self.fbind(name, self._place)

    def apply_class_lang_rules(self, *args: Any, **kwargs: Any) -> None:
        """Before the kv rules of the screen's own widgets: they find their places, and stand after the frame."""
        self._place()
        self._frame = Frame(self)
        super().apply_class_lang_rules(*args, **kwargs)

    @classmethod
    def grid(cls, size: Sequence[float], look: Look, rtl: bool) -> Places:
        """Where things stand on a screen of this kind and `size`."""
        low = look.low and cls.lowers
        return places(size[0], size[1], dp(1), landscape=look.landscape, rtl=rtl, low=low)

    @classmethod
    def foresee(cls, properties: dict[str, Any], size: Sequence[float]) -> Iterator[None]:
        """Measure, one text at each step, what a screen with these properties measures while it is made."""
        return iter(())

    def on_chosen(self, key: str) -> None:
        """Something was touched."""

    def play(self) -> None:
        """It is on the glass: what moves begins."""

    def rest(self) -> None:
        """It leaves the glass: what moves ends."""

    def choose(self, touched: Any) -> None:
        """Tell that `touched` was."""
        self.dispatch("on_chosen", touched.key)

    def _place(self, *_: Any) -> None:
        self.places = self.grid(self.size, self.look, self.rtl)
        # upright it stands below the third button of the bar; lying, the longest word beside it needs the room
        self.comfort_wide = dp(290) if self.look.landscape else (self.places.foot[2] - dp(2 * GAP)) / 3


def dress(widget: Any, properties: dict[str, Any]) -> None:
    """Give a screen that is shown already its newest properties."""
    for name, value in properties.items():
        if getattr(widget, name) != value:
            setattr(widget, name, value)
