"""Checking in to an appointment: the pad for its code, and what is said when it cannot be checked in."""

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, StringProperty

from kiosk.screens.loading import load_kv
from kiosk.screens.sheet import Sheet
from kiosk.screens.touchable import Touchable
from kiosk.screens.touchables import TouchButton
from kiosk.screens.words import Words

UPRIGHT_KEYS, LYING_KEYS = 7, 9


class TouchKey(Touchable):
    """One character of the pad, or an `icon`."""

    told = ("title", "icon")

    title = StringProperty("")
    icon = StringProperty("")

    def arrange(self) -> None:
        """See `Touchable`."""
        side = dp(64)
        self.icon_at("icon", self.icon, (self.center_x - side / 2, self.center_y - side / 2, side), self.inked)
        self.words_in(
            "title",
            (*self.pos, *self.size),
            {
                "text": self.title,
                "text_language": "en",
                "halign": "center",
                "wanted": self.look.button,
                "leading": 0.9,
                "bold": True,
                "color": self.inked,
            },
        )


class CheckInScreen(Sheet):
    """`title` over `text`; `code` as typed so far; `keys`: the characters of the pad; `confirm`: the word
    below it; `complete`: it may be confirmed.
    """

    keeps_layout = True

    title = StringProperty("")
    text = StringProperty("")
    code = StringProperty("")
    keys = StringProperty("")
    confirm = StringProperty("")
    complete = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("keys", "look"):
            self.fbind(name, self._fill)
        self._fill()

    def _fill(self, *_: Any) -> None:
        if "pad" not in self.ids:
            return
        pad = self.ids.pad
        pad.clear_widgets()
        pad.columns = LYING_KEYS if self.look.landscape else UPRIGHT_KEYS
        for character in self.keys:  # in one order in every language, as on a keyboard
            pad.add_widget(TouchKey(key=f"key:{character}", title=character, look=self.look, on_release=self.choose))
        pad.add_widget(TouchKey(key="key:delete", icon="erase", look=self.look, on_release=self.choose))


class AppointmentScreen(Sheet):
    """`lines` under a `title` with its `mark`; a large `fact` with a `detail`; `actions`: (key, words), the first is
    the most likely.
    """

    title = StringProperty("")
    lines = ListProperty([])
    mark = StringProperty("")
    mark_color = ListProperty([0, 0, 0, 1])
    fact = StringProperty("")
    fact_language = StringProperty("en")
    detail = StringProperty("")
    actions = ListProperty([])

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("lines", "actions", "look", "language", "rtl"):
            self.fbind(name, self._fill)
        self._fill()

    def _fill(self, *_: Any) -> None:
        if "actions" not in self.ids:
            return
        self.ids.lines.clear_widgets()
        said = [(self.title, self.look.title, True), *((line, self.look.text, False) for line in self.lines)]
        for text, wanted, bold in said:
            words = Words(text=text, text_language=self.language, wanted=wanted, leading=0.92, bold=bold)
            words.color = self.look.ink
            self.ids.lines.add_widget(words)
        self.ids.actions.clear_widgets()
        for number, (key, title) in enumerate(self.actions):
            dressed = {"look": self.look, "language": self.language, "rtl": self.rtl, "on_release": self.choose}
            self.ids.actions.add_widget(TouchButton(key=key, title=title, strong=number == 0, **dressed))


load_kv(__file__)
