"""What a finger can touch. Each acts when the finger is lifted on it, and has a `key` that says what it means."""

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.floatlayout import FloatLayout

from hardware.text import measure
from kiosk.screens import icon, words  # noqa: F401  (the kv file names their widgets)
from kiosk.screens.loading import load_kv
from kiosk.screens.look import look


class Touchable(ButtonBehavior, FloatLayout):
    """A box to touch. `rtl` mirrors it; `strong`: the one thing to do here, filled with the primary colour."""

    key = StringProperty("")
    look = ObjectProperty(look(), rebind=True)
    language = StringProperty("de")
    rtl = BooleanProperty(False)
    strong = BooleanProperty(False)
    fill = ColorProperty((1, 1, 1, 1))
    ink = ColorProperty((0, 0, 0, 1))


class TouchRow(Touchable):
    """A wide row: `title` over `note` at the reading side, an `icon` before them, `aside` or an arrow after them."""

    title = StringProperty("")
    note = StringProperty("")
    icon = StringProperty("")
    aside = StringProperty("")
    aside_icon = StringProperty("")
    onward = BooleanProperty(True)
    aside_width = NumericProperty(0)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("aside", "aside_icon", "language", "look"):
            self.fbind(name, self._give_room)
        self._give_room()

    def _give_room(self, *_: Any) -> None:
        """As much as `aside` needs in two lines; the rest is the title's."""
        parts = self.aside.split()
        if not parts:
            self.aside_width = 0
            return

        def wide(part: list[str]) -> int:
            size = round(dp(self.look.text))
            return measure(" ".join(part), language=self.language, size_px=size)[0] if part else 0

        in_two = min(max(wide(parts[:end]), wide(parts[end:])) for end in range(1, len(parts) + 1))
        self.aside_width = max(dp(96 if self.aside_icon else 170), in_two + dp(2))


class TouchCard(Touchable):
    """A card: a drawing above a `title`, or `beside` it on lying glass; `letter` in a disc where there is no drawing;
    neither where it is `flat`.
    """

    title = StringProperty("")
    icon = StringProperty("")
    letter = StringProperty("")
    flat = BooleanProperty(False)
    beside = BooleanProperty(False)


class TouchButton(Touchable):
    """One word or sentence in the middle, an `icon` before it."""

    title = StringProperty("")
    icon = StringProperty("")
    turns = BooleanProperty(False)


load_kv(__file__)
