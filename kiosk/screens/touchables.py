"""What a finger can touch on many screens: rows, cards and buttons."""

from kivy.metrics import dp
from kivy.properties import BooleanProperty, StringProperty

from hardware.text import measure
from kiosk.screens.disc import Disc
from kiosk.screens.touchable import Touchable


class TouchRow(Touchable):
    """A wide row: `title` over `note` at the reading side, an `icon` before them, `aside` or an arrow after them."""

    told = ("title", "note", "icon", "aside", "aside_icon", "onward")

    title = StringProperty("")
    note = StringProperty("")
    icon = StringProperty("")
    aside = StringProperty("")
    aside_icon = StringProperty("")
    onward = BooleanProperty(True)

    def arrange(self) -> None:
        """See `Touchable`."""
        look, wide = self.look, self._aside_width()
        before = dp(152) if self.icon else dp(36)
        after = wide + dp(88 if self.aside_icon else 32) if self.aside else dp(100 if self.onward else 24)
        self.icon_before(self.icon, dp(32), dp(88), look.primary)
        width = self.width - dp(4) - before - after
        left = self.right - width - before if self.rtl else self.x + before
        self.words_in(
            "title",
            (left, self.y + dp(2), width, self.height - dp(4)),
            {
                "text": self.title,
                "wanted": look.title if self.note else look.button,
                "leading": 0.77,
                "bold": bool(self.note),
                "color": self.inked,
            },
            {"text": self.note, "wanted": look.text, "color": look.muted},
        )
        end = self.aside_icon or ("" if self.aside or not self.onward else "onward")
        side = dp(56)
        past = wide + dp(28) if self.aside_icon else dp(28)
        at = self.x + past if self.rtl else self.right - past - side
        color = look.muted if self.aside_icon else look.primary
        self.icon_at("end", end, (at, self.center_y - side / 2, side), color, self.rtl and not self.aside_icon)
        self.words_in(
            "aside",
            (self.x + dp(20) if self.rtl else self.right - dp(20) - wide, self.y + dp(2), wide, self.height - dp(4)),
            {"text": self.aside, "wanted": look.text, "leading": 0.78, "halign": "center", "color": look.muted},
        )

    def _aside_width(self) -> float:
        """As much as `aside` needs in two lines; the rest is the title's."""
        parts = self.aside.split()
        if not parts:
            return 0.0

        def wide(part: list[str]) -> int:
            size = round(dp(self.look.text))
            return measure(" ".join(part), language=self.language, size_px=size)[0] if part else 0

        in_two = min(max(wide(parts[:end]), wide(parts[end:])) for end in range(1, len(parts) + 1))
        return max(float(dp(96 if self.aside_icon else 170)), in_two + float(dp(2)))


class TouchCard(Touchable):
    """A card: a drawing above a `title`, or beside it on lying glass; `letter` in a disc where there is no drawing;
    neither where it is low.
    """

    told = ("title", "icon", "letter")

    title = StringProperty("")
    icon = StringProperty("")
    letter = StringProperty("")

    _disc: Disc | None = None

    def arrange(self) -> None:
        """See `Touchable`."""
        side = dp(56)
        flat = self.height < dp(170)
        beside = self.look.landscape and not flat
        left = self.right - dp(16) - side if self.rtl else self.x + dp(16)
        low = self.center_y - side / 2 if beside else self.top - dp(6) - side
        self.icon_at("icon", "" if flat else self.icon, (left, low, side), self.look.primary)
        self._letter("" if flat or self.icon else self.letter, left, low, side)
        aside = dp(56 + 14) if beside else 0
        high = self.height - dp(8) if flat or beside else self.height - dp(6 + 56 + 4)
        self.words_in(
            "title",
            (self.x + dp(16) + (0 if self.rtl else aside), self.y + dp(2), self.width - dp(32) - aside, high),
            {"text": self.title, "wanted": self.look.text, "leading": 0.74 if flat else 0.78, "color": self.inked},
        )

    def _letter(self, letter: str, left: float, low: float, side: float) -> None:
        if self._disc is None and not letter:
            return
        if self._disc is None:
            self._disc = Disc(size_hint=(None, None))
            self.add_widget(self._disc)
        self._disc.show(letter, self.language, self.look, (left, low, side))


class TouchButton(Touchable):
    """One word or sentence in the middle, an `icon` before it, which `turns` round in right-to-left languages."""

    told = ("title", "icon", "turns")

    title = StringProperty("")
    icon = StringProperty("")
    turns = BooleanProperty(False)

    def arrange(self) -> None:
        """See `Touchable`."""
        self.icon_before(self.icon, dp(12), dp(44), self.inked, self.rtl and self.turns)
        after = dp(6 if self.icon else 12)
        width = self.width - dp(12) - dp(52 if self.icon else 12)
        self.words_in(
            "title",
            (self.x + after if self.rtl else self.right - after - width, self.y + dp(1), width, self.height - dp(2)),
            {
                "text": self.title,
                "halign": "center",
                "wanted": self.look.button if self.strong else self.look.text,
                "leading": 0.8,
                "bold": self.strong,
                "color": self.inked,
            },
        )
