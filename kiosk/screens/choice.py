"""Choosing a concern: first the group, then the service."""

from typing import Any

from kivy.metrics import dp
from kivy.properties import ListProperty, NumericProperty, StringProperty

from kiosk.screens.icon import has_icon
from kiosk.screens.loading import load_kv
from kiosk.screens.paging import page
from kiosk.screens.places import rows_in
from kiosk.screens.sheet import Sheet
from kiosk.screens.touchables import TouchButton, TouchCard, TouchRow

LEAST_CARD, LEAST_ROW = 144, 130
"""Heights in px, below which there are fewer on a page."""
APPOINTMENT = 104 + 16


class ChoiceScreen(Sheet):
    """`title` over `subtitle`, and pages of something to choose from; `aside` explains what stands beside the entries,
    `more` is the word for the next page.
    """

    title = StringProperty("")
    subtitle = StringProperty("")
    aside = StringProperty("")
    more = StringProperty("")
    entries = ListProperty([])
    current = NumericProperty(0)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("entries", "current", "look", "rtl", "language", "more"):
            self.fbind(name, self._refill)
        self._fill()

    def on_chosen(self, key: str) -> None:
        if key == "more":
            self.current += 1

    def _refill(self, *_: Any) -> None:
        if "choice" in self.ids:
            self._fill()

    def _fill(self) -> None:
        raise NotImplementedError

    def _dressed(self) -> dict[str, Any]:
        return {"look": self.look, "language": self.language, "rtl": self.rtl, "on_release": self.choose}

    def _add_more(self) -> None:
        self.ids.choice.add_widget(TouchButton(key="more", title=self.more, **self._dressed()))


class GroupScreen(ChoiceScreen):
    """`entries`: (slug, name, icon, prefix); `appointment`: the words for who has one, on a row of the whole width
    below the cards, `foot` pixels with its gap.
    """

    appointment = StringProperty("")
    foot = NumericProperty(0)

    def _place(self, *_: Any) -> None:
        super()._place()
        self.foot = dp(APPOINTMENT) if self.appointment else 0

    def _fill(self) -> None:
        self._place()
        self.ids.choice.clear_widgets()
        room = 2 * rows_in(self.places.touch[3] - self.foot, dp(LEAST_CARD), dp(16))
        shown, more = page(self.entries, int(self.current), room)
        for slug, name, icon, prefix in shown:
            drawn = icon if has_icon(icon) else ""
            self.ids.choice.add_widget(
                TouchCard(key=f"group:{slug}", title=name, icon=drawn, letter=prefix, **self._dressed())
            )
        if more:
            self._add_more()


class ServiceScreen(ChoiceScreen):
    """`entries`: (slug, name, aside, aside's icon, open); what is closed says so and cannot be touched."""

    _rows: tuple[object, list[TouchRow]] = (None, [])

    def _fill(self) -> None:
        shown, more = page(self.entries, int(self.current), rows_in(self.places.touch[3], dp(LEAST_ROW), dp(20)))
        offered = [(slug, name, open_now) for slug, name, _, _, open_now in shown]
        drawn = (offered, more, self.more, self.look, self.language, self.rtl)
        if drawn == self._rows[0]:
            for row, (_, _, aside, icon, _) in zip(self._rows[1], shown, strict=True):
                row.aside, row.aside_icon = aside, icon  # a new row would lose the finger that lies on it
            return
        self.ids.choice.clear_widgets()
        self._rows = (drawn, [])
        for slug, name, aside, icon, open_now in shown:
            row = TouchRow(key=f"service:{slug}", title=name, aside=aside, aside_icon=icon, **self._dressed())
            row.disabled = not open_now
            if not open_now:
                row.fill = self.look.panel
                row.ink = self.look.muted
            self.ids.choice.add_widget(row)
            self._rows[1].append(row)
        if more:
            self._add_more()


load_kv(__file__)
