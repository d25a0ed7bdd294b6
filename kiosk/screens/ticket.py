"""The ticket: while it is printed, when the slip is to be taken, and when the number has to be remembered."""

from typing import Any

from kivy.animation import Animation
from kivy.properties import ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from hardware.glass import qr  # noqa: F401  (the kv file names its widget)
from kiosk.screens.loading import load_kv
from kiosk.screens.look import look
from kiosk.screens.sheet import Sheet


class SlipMotion(Widget):
    """A slip that comes out of a slot, three times; then it hangs still. `out`: 0 to 1."""

    out = NumericProperty(0.0)
    look = ObjectProperty(look(), rebind=True)

    def play(self) -> None:
        """Begin, from a closed slot."""
        Animation.cancel_all(self)
        self.out = 0.0
        # A slip usually comes sooner than this: then nothing is drawn that would slow it down.
        motion = Animation(out=0.0, duration=0.4) + Animation(out=1.0, duration=1.2, t="out_quad")
        for _ in range(2):
            motion += Animation(out=1.0, duration=0.35) + Animation(out=0.0, duration=0.0)
            motion += Animation(out=1.0, duration=1.2, t="out_quad")
        motion.start(self)

    def rest(self) -> None:
        """Stop, so that an idle kiosk draws nothing."""
        Animation.cancel_all(self)


class PrintingScreen(Sheet):
    """`number` is "" until the office has given one."""

    title = StringProperty("")
    text = StringProperty("")
    number = StringProperty("")

    def play(self) -> None:
        """Begin the motion."""
        self.ids.motion.play()

    def rest(self) -> None:
        """End the motion."""
        self.ids.motion.rest()


class TicketScreen(Sheet):
    """`lines`: what to do now; `wait` and `estimate`: how long still, and how sure that is; `follow_url` as a QR code
    beside its `caption`; `mark`: the drawing beside the title.
    """

    lowers = False

    title = StringProperty("")
    lines = ListProperty([])
    wait = StringProperty("")
    estimate = StringProperty("")
    your_number = StringProperty("")
    number = StringProperty("")
    follow_url = StringProperty("")
    caption = StringProperty("")
    mark = StringProperty("check")
    mark_color = ListProperty([0, 0, 0, 1])

    def line(self, lines: list[Any], place: int) -> str:
        """One of the lines, "" when there are fewer."""
        return str(lines[place]) if place < len(lines) else ""


load_kv(__file__)
