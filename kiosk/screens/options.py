"""A few rows to choose from, each with the state it is in: how the visitor sees and hears, or another voice."""

from typing import Any

from kivy.metrics import dp
from kivy.properties import ListProperty, NumericProperty, StringProperty

from assets.languages import direction
from kiosk.screens.loading import load_kv
from kiosk.screens.paging import page
from kiosk.screens.places import rows_in
from kiosk.screens.sheet import Sheet
from kiosk.screens.touchables import TouchButton, TouchRow

LEAST, GAP = 116, 20


class OptionsScreen(Sheet):
    """`title` over `text`; `entries`: (key, icon, name, its state or "", the language of both); `more`: the word for
    the next page.
    """

    title = StringProperty("")
    text = StringProperty("")
    more = StringProperty("")
    entries = ListProperty([])
    current = NumericProperty(0)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("entries", "current", "look", "language", "rtl", "places"):
            self.fbind(name, self._fill)
        self._fill()

    def on_chosen(self, key: str) -> None:
        if key == "more":
            self.current += 1

    def _fill(self, *_: Any) -> None:
        if "choice" not in self.ids:
            return
        self.ids.choice.clear_widgets()
        room = rows_in(self.places.touch[3], dp(LEAST), dp(GAP))
        shown, more = page(self.entries, int(self.current), room)
        for key, icon, name, state, language in shown:
            self.ids.choice.add_widget(
                TouchRow(
                    key=key,
                    icon=icon,
                    title=name,
                    aside=state,
                    language=language,
                    rtl=direction(language) == "rtl",
                    look=self.look,
                    on_release=self.choose,
                )
            )
        if more:
            self.ids.choice.add_widget(
                TouchButton(key="more", title=self.more, look=self.look, language=self.language, on_release=self.choose)
            )


load_kv(__file__)
