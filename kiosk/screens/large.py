"""Any screen in larger type: its words and choices one below the other, in as many pages as they need."""

from dataclasses import dataclass
from typing import Any

from kivy.metrics import dp
from kivy.properties import ListProperty, NumericProperty, ObjectProperty, StringProperty

from assets.languages import OFFICE_LANGUAGE, direction
from hardware import hyphens
from hardware.glass.qr import QrCode
from hardware.text import LINE_HEIGHT, is_rtl, measure
from kiosk.outline import Choice, Outline, Said
from kiosk.screens.loading import load_kv
from kiosk.screens.sheet import Sheet
from kiosk.screens.touchable import Touchable
from kiosk.screens.touchables import TouchButton
from kiosk.screens.words import Column, Words

GAP, PAD, LEAST, CODE, LONG = 24, 28, 120, 420, 12
LEADING = 0.95


class LargeRow(Touchable):
    """A choice as wide as the glass: `title` over `aside`."""

    told = ("title", "aside")

    title = StringProperty("")
    aside = StringProperty("")

    def arrange(self) -> None:
        """See `Touchable`."""
        look = self.look
        self.words_in(
            "title",
            (self.x + dp(28), self.y + dp(6), self.width - dp(56), self.height - dp(12)),
            {
                "text": self.title,
                "wanted": look.button,
                "leading": LEADING,
                "bold": self.strong,
                "color": self.inked,
            },
            {
                "text": self.aside,
                "wanted": look.text,
                "leading": LEADING,
                "color": self.inked if self.strong else look.muted,
            },
        )


@dataclass
class Block:
    """Something to place: at least `height` px high."""

    widget: Any
    height: float


class LargeSheet(Sheet):
    """Shows an `outline`; `more` is the word for the next page."""

    outline = ObjectProperty(Outline("de"))
    more = StringProperty("")
    current = NumericProperty(0)
    split = ListProperty([])

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("outline", "look", "language", "rtl", "places", "more"):
            self.fbind(name, self._fill)
        self.fbind("current", self._turn)
        self._fill()

    def on_chosen(self, key: str) -> None:
        if key == "page":
            self.current = (self.current + 1) % max(1, len(self.split))

    def _place(self, *_: Any) -> None:
        super()._place()
        self.comfort_wide = self.places.foot[2]

    def bring(self, key: str) -> None:
        """Turn to the page on which this choice stands."""
        for number, blocks in enumerate(self.split):
            if any(getattr(block.widget, "key", "") == key for block in blocks):
                self.current = number

    def _fill(self, *_: Any) -> None:
        if "flow" not in self.ids or self.width < 200:
            return
        width = self._box()[2]
        blocks: list[Block] = []
        said = [one for one in self.outline.said if one.frame not in ("office", "clock")]
        for one in sorted(said, key=_order):
            blocks += self._paragraph(one, width)
        for code in self.outline.codes:
            blocks.append(Block(QrCode(data=code, size_hint=(None, None)), float(dp(CODE))))
        blocks += [self._row(choice, width) for choice in self.outline.choices if choice.key != "comfort"]
        for block in blocks:
            block.widget.size = (width, round(block.height))
        self.split = self._pages(blocks, self._box()[3])
        self.current = min(int(self.current), len(self.split) - 1)
        self._turn()

    def _box(self) -> tuple[float, float, float, float]:
        """Between the head and the button for the next page."""
        places = self.places
        left, width = places.bar[0], places.bar[2]
        if self.look.landscape:
            left, width = min(places.words[0], left), places.head[2]
        low = places.bar[1] + places.bar[3] + dp(GAP)
        return left, low, width, places.words[1] + places.words[3] - low

    @staticmethod
    def _pages(blocks: list[Block], room: float) -> list[list[Block]]:
        pages: list[list[Block]] = [[]]
        used = 0.0
        for block in blocks:
            if pages[-1] and used + block.height > room:
                pages.append([])
                used = 0.0
            pages[-1].append(block)
            used += block.height + float(dp(GAP))
        return pages

    def _paragraph(self, said: Said, width: float) -> list[Block]:
        look = self.look
        wanted = {"title": look.title, "text": look.text, "number": look.number}[said.role]
        bold, room = said.role != "text", self._box()[3]
        pieces, rest = [], _soft(said.text, said.language).split(" ")
        while rest:
            fits = len(rest)
            while fits > 1 and self._high(" ".join(rest[:fits]), said.language, wanted, bold, width) > room:
                fits -= 1
            pieces.append(" ".join(rest[:fits]))
            rest = rest[fits:]
        blocks = []
        for piece in pieces:
            words = Words(text=piece, text_language=said.language, wanted=wanted, bold=bold, leading=LEADING)
            words.color = look.primary if said.role == "number" else look.ink
            words.halign = "center" if said.role == "number" else "auto"
            column = Column(size_hint=(None, None))
            column.add_widget(words)
            high = min(room, self._high(piece, said.language, wanted, bold, width))
            blocks.append(Block(column, high))
        return blocks

    def _row(self, choice: Choice, width: float) -> Block:
        inner = width - float(dp(2 * PAD))
        high = self._high(choice.title, choice.language, self.look.button, choice.strong, inner)
        if choice.aside:
            high += self._high(choice.aside, choice.language, self.look.text, False, inner)
        row = LargeRow(
            key=choice.key,
            title=_soft(choice.title, choice.language),
            aside=choice.aside,
            strong=choice.strong,
            language=choice.language,
            rtl=direction(choice.language) == "rtl",
            look=self.look,
            on_release=self.choose,
        )
        row.disabled = not choice.enabled
        if not choice.enabled:
            row.fill, row.ink = self.look.panel, self.look.muted
        return Block(row, min(self._box()[3], max(float(dp(LEAST)), high + float(dp(2 * PAD)))))

    @staticmethod
    def _high(text: str, language: str, wanted: float, bold: bool, width: float) -> float:
        size = max(1, round(dp(wanted)))
        return measure(
            text, language=language, size_px=size, width_px=int(width), bold=bold, line_height=LINE_HEIGHT * LEADING
        )[1]

    def _turn(self, *_: Any) -> None:
        if "flow" not in self.ids or not self.split:
            return
        flow = self.ids.flow
        flow.clear_widgets()
        box = self._box()
        left, top = box[0], box[1] + box[3]
        for block in self.split[int(self.current) % len(self.split)]:
            block.widget.pos = (left, round(top - block.height))
            flow.add_widget(block.widget)
            top -= block.height + dp(GAP)
        if len(self.split) > 1:
            title = f"{self.more} · {int(self.current) + 1}/{len(self.split)}"
            button = TouchButton(
                key="page",
                title=title,
                look=self.look,
                language=self.language,
                rtl=self.rtl,
                on_release=self.choose,
            )
            button.pos, button.size = self.places.bar[:2], self.places.bar[2:]
            button.fill = self.look.panel
            flow.add_widget(button)


def _order(said: Said) -> int:
    """What has to be known comes on the first page, a word to the staff last."""
    return 3 if said.frame else ("title", "number", "text").index(said.role)


def _soft(text: str, language: str) -> str:
    """With the places marked where long words may be parted."""
    foreign = OFFICE_LANGUAGE if is_rtl(language) else language  # a long Latin word there is the office's own
    return " ".join(hyphens.softened(word, foreign) if len(word) > LONG else word for word in text.split(" "))


load_kv(__file__)
