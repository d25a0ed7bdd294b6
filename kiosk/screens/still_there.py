"""Asks an idle visitor whether anybody is still there; lies over the screen and swallows its touches."""

from typing import Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.screens import touchables, words  # noqa: F401  (the kv file names their widgets)
from kiosk.screens.loading import load_kv
from kiosk.screens.look import look


class StillThere(FloatLayout):
    """Any touch is an answer: `on_chosen("still-here")`."""

    __events__ = ("on_chosen",)

    look = ObjectProperty(look(), rebind=True)
    language = StringProperty("de")
    rtl = BooleanProperty(False)
    title = StringProperty("")
    text = StringProperty("")
    answer = StringProperty("")

    def on_chosen(self, key: str) -> None:
        """The visitor is there."""

    def on_touch_down(self, touch: Any) -> bool:
        super().on_touch_down(touch)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        super().on_touch_up(touch)
        self.dispatch("on_chosen", "still-here")
        return True


load_kv(__file__)
