"""The untouched kiosk: greets in every language and asks for one; and the choice of another one during a visit."""

from typing import Any

from kivy.metrics import dp
from kivy.properties import ListProperty, NumericProperty, StringProperty

from assets.languages import direction
from hardware.text import LINE_HEIGHT, measure
from kiosk.screens import rotating  # noqa: F401  (the kv file names its widget)
from kiosk.screens.loading import load_kv
from kiosk.screens.paging import page, pages
from kiosk.screens.sheet import Sheet
from kiosk.screens.touchable import Touchable
from kiosk.screens.touchables import TouchButton, TouchRow

FEW = 5
"""So many languages or fewer stand in rows, each with a sentence; more of them in a grid of names."""
COLUMNS, GAP, INSET, LEADING = 3, 16, 10, 0.75


class TouchName(Touchable):
    """A language's own name in a cell of the grid; `strong` where it is the present one."""

    told = ("title",)

    title = StringProperty("")

    def arrange(self) -> None:
        """See `Touchable`."""
        inset = dp(INSET)
        self.words_in(
            "title",
            (self.x + inset, self.y, self.width - 2 * inset, self.height),
            {
                "text": self.title,
                "halign": "center",
                "wanted": self.look.text,
                "leading": LEADING,
                "color": self.inked,
            },
        )


class LanguageChoice(Sheet):
    """Language buttons. `languages`: (tag, its own name, a note in that language or "").

    A language has the same place on every glass of the same size, also in right-to-left languages.
    """

    languages = ListProperty([])
    current = NumericProperty(0)
    more = StringProperty("")

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("languages", "current", "look", "places", "language"):
            self.fbind(name, self._fill)
        self._fill()

    def on_chosen(self, key: str) -> None:
        if key == "more":
            self.current += 1

    def _fill(self, *_: Any) -> None:
        if "choice" not in self.ids:
            return
        choice = self.ids.choice
        choice.clear_widgets()
        if len(self.languages) <= FEW:
            choice.columns, choice.gap = 1, dp(24)
            for tag, name, note in self.languages:
                choice.add_widget(TouchRow(title=name, note=note, **self._dressed(tag)))
            return
        columns, rows = self._grid()
        choice.columns, choice.gap = columns, dp(GAP)
        shown, more = page(self.languages, int(self.current), columns * rows)
        for tag, name, _ in shown:
            choice.add_widget(TouchName(title=name, strong=tag == self._present(), **self._dressed(tag)))
        if more:
            whole = pages(self.languages, columns * rows)
            title = f"{int(self.current) % whole + 1}/{whole}"
            choice.add_widget(
                TouchButton(key="more", icon="onward", title=title, look=self.look, on_release=self.choose)
            )

    def _dressed(self, tag: str) -> dict[str, Any]:
        return {
            "key": f"language:{tag}",
            "language": tag,
            "rtl": direction(tag) == "rtl",
            "look": self.look,
            "on_release": self.choose,
        }

    def _present(self) -> str:
        """The language that is chosen already; none at the start."""
        return ""

    def _grid(self) -> tuple[int, int]:
        """As many columns as leave room for every word, and rows high enough for names of two words."""
        size = round(dp(self.look.text))
        widest = max(
            measure(word, language=tag, size_px=size)[0] for tag, name, _ in self.languages for word in name.split()
        )
        columns = COLUMNS
        while columns > 1 and self._wide(columns) < widest:
            columns -= 1
        least = max(dp(88), 2 * round(size * LINE_HEIGHT * LEADING) + dp(6))
        return columns, max(2, int((self.places.touch[3] + dp(GAP)) // (least + dp(GAP))))

    def _wide(self, columns: int) -> float:
        return float((self.places.touch[2] - dp(GAP) * (columns - 1)) / columns - dp(2 * INSET))


class StartScreen(LanguageChoice):
    """`greetings`: (language, a greeting, a request to choose it)."""

    greetings = ListProperty([])


class LanguageScreen(LanguageChoice):
    """Another language in the middle of a visit."""

    title = StringProperty("")

    def _present(self) -> str:
        return str(self.language)


load_kv(__file__)
