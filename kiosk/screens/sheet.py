"""What all screens share: where things stand on the glass, the office's name and clock, the bar, the staff's hint."""

from typing import Any, NamedTuple

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk.screens import icon, tiles, words  # noqa: F401  (the kv file names their widgets)
from kiosk.screens.loading import load_kv
from kiosk.screens.look import look
from kiosk.screens.touchables import TouchButton

MARGIN, GUTTER = 60, 24


class Places(NamedTuple):
    """Boxes (x, y, width, height) in pixels from the lower left corner."""

    band: tuple[float, float, float, float]
    """the coloured ground of office and clock"""
    head: tuple[float, float, float, float]
    words: tuple[float, float, float, float]
    """text only"""
    touch: tuple[float, float, float, float]
    """what is touched, within reach"""
    bar: tuple[float, float, float, float]
    """Back, Language, Start again"""
    foot: tuple[float, float, float, float]
    """the staff's hint"""


def places(width: float, height: float, unit: float, *, landscape: bool, rtl: bool) -> Places:
    """Where everything stands; `unit` is the number of pixels of one px of the drawn size."""

    def box(x: float, y: float, w: float, h: float) -> tuple[float, float, float, float]:
        """From the upper left corner in drawn px; mirrored for right-to-left."""
        left = (wide - x - w) if rtl else x
        return left * unit, (high - y - h) * unit, w * unit, h * unit

    wide, high = width / unit, height / unit
    full = wide - 2 * MARGIN
    if landscape:
        aside = round(full * 0.4)
        rest, beside = full - aside - 2 * GUTTER, MARGIN + aside + 2 * GUTTER
        return Places(
            band=(0, (high - 132) * unit, width, 132 * unit),
            head=box(MARGIN, 16, full, 100),
            words=box(MARGIN, 172, aside, high - 172 - 200),
            touch=box(beside, 172, rest, high - 172 - 176),
            bar=box(beside, high - 152, rest, 118),
            foot=box(MARGIN, high - 152, aside, 118),
        )
    return Places(
        band=(0, (high - 210) * unit, width, 210 * unit),
        head=box(MARGIN, 32, full, 146),
        words=box(MARGIN, 258, full, 710 - 258),
        touch=box(MARGIN, 734, full, high - 734 - 344),
        bar=box(MARGIN, high - 320, full, 118),
        foot=box(MARGIN, high - 168, full, 136),
    )


class Sheet(FloatLayout):
    """A screen. `bar`: its buttons as (key, icon, title, turns round in right-to-left), an empty key leaves
    the place free; `hint`: a word to the staff.

    The one event is `on_chosen(key)`. For half a second after it has come (`disabled`) nothing can be touched.
    """

    __events__ = ("on_chosen",)

    look = ObjectProperty(look(), rebind=True)
    language = StringProperty("de")
    rtl = BooleanProperty(False)
    office = StringProperty("")
    clock = StringProperty("")
    hint = StringProperty("")
    hint_icon = StringProperty("")
    bar = ListProperty([])
    places = ObjectProperty(places(1080, 1920, 1, landscape=False, rtl=False), rebind=True)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("size", "rtl", "look"):
            self.fbind(name, self._place)
        self.fbind("bar", self._fill_bar)
        for name in ("look", "language", "rtl"):
            self.fbind(name, self._fill_bar)
        self._place()
        self._fill_bar()

    def on_chosen(self, key: str) -> None:
        """Something was touched."""

    def choose(self, touched: Any) -> None:
        """Tell that `touched` was."""
        self.dispatch("on_chosen", touched.key)

    def _place(self, *_: Any) -> None:
        self.places = places(self.width, self.height, dp(1), landscape=self.look.landscape, rtl=self.rtl)

    def _fill_bar(self, *_: Any) -> None:
        if "bar" not in self.ids:
            return
        self.ids.bar.clear_widgets()
        for key, icon_name, title, turns in self.bar:
            if not key:
                self.ids.bar.add_widget(Widget())
                continue
            self.ids.bar.add_widget(
                TouchButton(
                    key=key,
                    icon=icon_name,
                    title=title,
                    turns=turns,
                    look=self.look,
                    language=self.language,
                    rtl=self.rtl,
                    on_release=self.choose,
                )
            )


load_kv(__file__)
