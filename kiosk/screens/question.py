"""A question of the decision tree: at most six answers, and always a person."""

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, StringProperty

from kiosk.screens.loading import load_kv
from kiosk.screens.places import GUTTER
from kiosk.screens.sheet import Sheet
from kiosk.screens.touchable import Touchable

GAP, PERSON = 16, 92
LYING_HEAD, LYING_FEW = 168, 3


class AnswerRow(Touchable):
    """An answer: `icon` and `title` in one or two lines; `apart`: not one of the question's own."""

    told = ("title", "icon", "apart")

    title = StringProperty("")
    icon = StringProperty("")
    apart = BooleanProperty(False)

    def arrange(self) -> None:
        """See `Touchable`."""
        look = self.look
        self.fill = look.panel if self.apart else None
        self.icon_before(self.icon, dp(28), dp(72), look.primary)
        width = self.width - dp(20) - dp(124 if self.icon else 36)
        start = self.x + dp(20) if self.rtl else self.right - dp(20) - width
        self.words_in(
            "title",
            (start, self.y + dp(2), width, self.height - dp(4)),
            {"text": self.title, "wanted": look.text, "leading": 0.8, "color": self.inked},
        )


class QuestionScreen(Sheet):
    """`entries`: (slug, text, icon); `person`: the words for who does not know.

    The boxes (x, y, width, height) stand in pixels: `words_box`, `rows_box`, `person_box`.
    """

    title = StringProperty("")
    entries = ListProperty([])
    person = StringProperty("")
    words_box = ListProperty([0, 0, 0, 0])
    rows_box = ListProperty([0, 0, 0, 0])
    person_box = ListProperty([0, 0, 0, 0])

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("entries", "look", "rtl", "language"):
            self.fbind(name, self._fill)
        self._fill()

    def _place(self, *_: Any) -> None:
        super()._place()
        left, low, wide, high = self.places.touch
        words = self.places.words
        gap, person = dp(GAP), dp(PERSON)
        if self.look.landscape:
            # Lying glass is too low for seven rows: the question goes above, over the whole width.
            left, wide = min(left, words[0]), self.places.head[2]
            top = words[1] + words[3]
            self.words_box = [left, top - dp(LYING_HEAD), wide, dp(LYING_HEAD)]
            high = top - dp(LYING_HEAD) - gap - low
        else:
            self.words_box = list(words)
            high += dp(GUTTER)  # the rows may begin where the words end
        self.person_box = [left, low, wide, person]
        self.rows_box = [left, low + person + gap, wide, high - person - gap]

    def _fill(self, *_: Any) -> None:
        if "rows" not in self.ids:
            return
        rows = self.ids.rows
        rows.clear_widgets()
        rows.columns = 2 if self.look.landscape and len(self.entries) > LYING_FEW else 1
        for slug, text, icon in self.entries:
            rows.add_widget(
                AnswerRow(
                    key=f"answer:{slug}",
                    title=text,
                    icon=icon,
                    look=self.look,
                    language=self.language,
                    rtl=self.rtl,
                    on_release=self.choose,
                )
            )


load_kv(__file__)
