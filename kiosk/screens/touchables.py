"""What a finger can touch. Each acts when the finger is lifted on it, and has a `key` that says what it means."""

from kivy.properties import BooleanProperty, ColorProperty, ObjectProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.floatlayout import FloatLayout

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


class TouchCard(Touchable):
    """A card: a drawing above a `title`; `letter` in a disc where there is no drawing."""

    title = StringProperty("")
    icon = StringProperty("")
    letter = StringProperty("")


class TouchButton(Touchable):
    """One word or sentence in the middle, an `icon` before it."""

    title = StringProperty("")
    icon = StringProperty("")
    turns = BooleanProperty(False)


load_kv(__file__)
