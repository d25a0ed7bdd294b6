"""What a visitor asks for beside the ticket: how many come, and what is true for them, each with a box to tick."""

from typing import Any

from kivy.graphics import Color, SmoothLine
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, StringProperty

from kiosk.screens.box import Box
from kiosk.screens.loading import load_kv
from kiosk.screens.sheet import Sheet
from kiosk.screens.touchable import Touchable

ONE_ROW, GAP, TALLEST = 112, 16, 176
CLEAR = (0, 0, 0, 0)


class TouchToggle(Touchable):
    """A box to tick beside a `title`; `aside` says in words whether it is ticked. Where that is not possible
    there is no box, and `note` says why to who listens."""

    told = ("title", "note", "on")

    title = StringProperty("")
    note = StringProperty("")
    aside = StringProperty("")
    on = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        with self.canvas:
            self._ring_color, self._ring = Color(), SmoothLine()
            self._tick_box = Box()

    def arrange(self) -> None:
        """See `Touchable`."""
        look, edge = self.look, dp(4)
        self.fill, self.ink = look.panel if self.on else None, look.muted if self.note else None
        self._ring_color.rgba = look.primary if self.on else CLEAR
        self._ring.width = dp(3)
        self._ring.rounded_rectangle = (
            *(self.x + edge, self.y + edge, self.width - 2 * edge, self.height - 2 * edge),
            dp(look.radius) - edge,
        )
        inset, side = dp(16), 0 if self.note else dp(60)
        self._tick_box.draw(
            (self.right - inset - side if self.rtl else self.x + inset, self.center_y - side / 2),
            (side, side),
            radius=dp(10),
            line=dp(4),
            fill=look.primary if self.on else look.ground,
            edge=look.primary if self.on else look.border,
        )
        self.icon_before("check" if self.on else "", dp(20), dp(52), look.on_primary)
        width = self.width - dp(16 + 60 + 14 + 10)
        start = self.x + dp(10) if self.rtl else self.right - dp(10) - width
        self.words_in(
            "title",
            (start, self.y + dp(2), width, self.height - dp(4)),
            {"text": self.title, "wanted": look.text, "leading": 0.8, "color": self.inked},
        )


class TouchStep(Touchable):
    """One more or one fewer, where that is `possible`: drawn as `icon`, told as `title`; `aside`: how many there are
    now."""

    told = ("title", "icon", "possible")

    title = StringProperty("")
    icon = StringProperty("")
    aside = StringProperty("")
    possible = BooleanProperty(True)

    def arrange(self) -> None:
        """See `Touchable`. For the moment in which a new screen takes no touch it looks as it will."""
        look, side = self.look, dp(64)
        self.fill = None if self.possible else look.panel
        color = look.primary if self.possible else look.border
        self.icon_at("icon", self.icon, (self.center_x - side / 2, self.center_y - side / 2, side), color)


class WishesScreen(Sheet):
    """`title` over `text` and `apart`, which explains what is not possible; `people` in words between `fewer` and
    `more_people`, which can be touched where `can_fewer` and `can_more` say so; `entries`: (key, name, its state in
    words, why it is not possible or "", ticked, possible).
    """

    title = StringProperty("")
    text = StringProperty("")
    apart = StringProperty("")
    people = StringProperty("")
    fewer = StringProperty("")
    more_people = StringProperty("")
    can_fewer = BooleanProperty(True)
    can_more = BooleanProperty(True)
    entries = ListProperty([])
    done = StringProperty("")

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("entries", "look", "language", "rtl", "places"):
            self.fbind(name, self._fill)
        self._fill()

    def _fill(self, *_: Any) -> None:
        if "toggles" not in self.ids:
            return
        box = self.ids.toggles
        # kept where they are the same, so that a finger on one is not interrupted
        if [one.key for one in reversed(box.children)] != [key for key, *_ in self.entries]:
            box.clear_widgets()
            for key, *_rest in self.entries:
                box.add_widget(TouchToggle(key=key, on_release=self.choose))
        for toggle, (_, name, state, note, on, possible) in zip(reversed(box.children), self.entries, strict=True):
            toggle.look, toggle.language, toggle.rtl = self.look, self.language, self.rtl
            toggle.title, toggle.aside, toggle.note, toggle.on = name, state, note, on
            toggle.disabled = not possible
        self._place_toggles()

    def _place_toggles(self) -> None:
        """Two a row, in the reading direction; the last one of an odd number has a row of its own."""
        left, low, width, height = self.places.touch
        row, gap = dp(ONE_ROW), dp(GAP)
        toggles = list(reversed(self.ids.toggles.children))
        rows = -(-len(toggles) // 2)
        room = height - 2 * (row + gap)
        high = min(dp(TALLEST), (room - gap * (rows - 1)) / max(1, rows))
        top = low + height - row - gap
        for place, toggle in enumerate(toggles):
            line, column = divmod(place, 2)
            alone = column == 0 and place == len(toggles) - 1
            wide = width if alone else (width - gap) / 2
            shifted = 0 if alone or (column == 0) != self.rtl else wide + gap
            toggle.size = round(wide), round(high)
            toggle.pos = round(left + shifted), round(top - (line + 1) * high - line * gap)


load_kv(__file__)
