"""Pages to read: the papers to bring, and the ends of the tree that need no ticket. They leaf; nothing scrolls."""

from collections.abc import Iterator, Sequence
from typing import Any

from kivy.metrics import dp
from kivy.properties import ListProperty, NumericProperty, StringProperty

from hardware.glass import qr  # noqa: F401  (the kv file names its widget)
from hardware.text import LINE_HEIGHT, measure
from kiosk.reading import Block
from kiosk.screens.flow import pages
from kiosk.screens.loading import load_kv
from kiosk.screens.look import Look
from kiosk.screens.sheet import Sheet
from kiosk.screens.touchables import TouchButton
from kiosk.screens.words import Words

BUTTON, GAP, PAD, BETWEEN = 118, 16, 32, 14
HEAD, CODE, CAPTION, LYING_TITLE = 320, 300, 132, 300
BESIDE = 8
"""Beside a code little room is needed: its own white border is there."""
LEADING = 0.92


class PageScreen(Sheet):
    """`title` (in `title_language`) and, beside the QR code of `url`, its `caption`; `blocks` below, in pages.

    `upper` and `lower`: the rows of buttons, (key, text, strong); the first of `upper` leafs where there is more than a
    page, and says `more`. The boxes (x, y, width, height) stand in pixels.
    """

    title = StringProperty("")
    title_language = StringProperty("")
    caption = StringProperty("")
    url = StringProperty("")
    blocks = ListProperty([])
    more = StringProperty("")
    upper = ListProperty([])
    lower = ListProperty([])
    current = NumericProperty(0)
    title_box = ListProperty([0, 0, 0, 0])
    caption_box = ListProperty([0, 0, 0, 0])
    code_box = ListProperty([0, 0, 0, 0])
    panel_box = ListProperty([0, 0, 0, 0])
    upper_box = ListProperty([0, 0, 0, 0])
    lower_box = ListProperty([0, 0, 0, 0])

    def __init__(self, **properties: Any) -> None:
        self._split: list[list[Block]] = [[]]
        super().__init__(**properties)
        for name in ("blocks", "upper", "lower", "more", "url", "look", "rtl", "language", "size"):
            self.fbind(name, self._lay_out)
        self.fbind("current", self._fill)
        self._lay_out()

    @classmethod
    def foresee(cls, properties: dict[str, Any], size: Sequence[float]) -> Iterator[None]:
        """See `Sheet`."""
        look = properties["look"]
        wide = cls.grid(size, look, properties["rtl"]).touch[2]
        for block in properties["blocks"]:
            _height(block, look, wide)
            yield

    def on_chosen(self, key: str) -> None:
        if key == "more":
            self.current = (self.current + 1) % len(self._split)

    def _lay_out(self, *_: Any) -> None:
        """Find out how many pages there are; leafing takes a button, and that takes room."""
        if "texts" not in self.ids:
            return
        self._boxes(bool(self.upper))
        self._split = self._parted()
        if len(self._split) > 1 and not self.upper:
            self._boxes(True)
            self._split = self._parted()
        self.current = min(int(self.current), len(self._split) - 1)
        self._fill()

    def _boxes(self, upper: bool) -> None:
        left, low, wide, high = self.places.touch
        button, gap = dp(BUTTON), dp(GAP)
        self.lower_box = [left, low, wide, button]
        self.upper_box = [left, low + button + gap, wide, button]
        below = low + (button + gap) * (2 if upper else 1)
        top = low + high
        x, y, room, tall = self.places.words
        code = dp(CODE) if self.url else 0.0
        beside = room - (code + dp(BESIDE) if code else 0.0)
        start, end = (x + room - beside if self.rtl else x), (x if self.rtl else x + room - code)
        if self.look.landscape:
            self.code_box = [x + room - code if self.rtl else x, y, code, code]
            self.caption_box = [x if self.rtl else x + room - beside, y, beside, code or dp(150)]
            foot = self.caption_box[3] + dp(24) if self.caption else 0.0
            if self.caption and not code:  # no code beside which it would have to stand
                foot = tall - dp(LYING_TITLE)
                self.caption_box = [x, y, room, foot - dp(24)]
            self.title_box = [x, y + foot, room, tall - foot]
        else:
            head = dp(HEAD) if code or self.caption else dp(190)
            top = y + tall - head - gap
            said = dp(CAPTION) if self.caption else 0.0
            self.code_box = [end, y + tall - code, code, code]
            self.caption_box = [start, y + tall - head, beside, said]
            self.title_box = [start, y + tall - head + said, beside, head - said]
        self.panel_box = [left, below, wide, top - below]

    def _parted(self) -> list[list[Block]]:
        _, _, wide, high = self.panel_box
        room = high - 2 * dp(PAD) + dp(BETWEEN)
        return pages(self.blocks, room, lambda block: _height(block, self.look, wide))

    def _fill(self, *_: Any) -> None:
        texts = self.ids.texts
        texts.clear_widgets()
        for block in self._split[int(self.current)]:
            words = Words(text=block.shown, text_language=block.language, wanted=self.look.text, leading=LEADING)
            words.bold = block.kind == "heading"
            words.color = self.look.ink
            texts.add_widget(words)
        leaf = []
        if len(self._split) > 1:
            leaf = [("more", f"{self.more} · {int(self.current) + 1}/{len(self._split)}", False)]
        for row, buttons in ((self.ids.upper, [*leaf, *self.upper]), (self.ids.lower, self.lower)):
            row.clear_widgets()
            row.columns = max(1, len(buttons))
            for key, title, strong in buttons:
                button = TouchButton(key=key, title=title, strong=strong, look=self.look, language=self.language)
                button.rtl = self.rtl
                button.bind(on_release=self.choose)
                row.add_widget(button)


def _height(block: Block, look: Look, wide: float) -> float:
    lines = measure(
        block.shown,
        language=block.language,
        size_px=round(dp(look.text)),
        width_px=int(wide - 2 * dp(PAD)),
        bold=block.kind == "heading",
        line_height=LINE_HEIGHT * LEADING,
    )
    return float(lines[1] + dp(BETWEEN))


class ChecklistScreen(PageScreen):
    """Is everything here that the ticket's service needs?"""


class AnswerScreen(PageScreen):
    """An answer that needs no counter."""


class OnlineScreen(PageScreen):
    """Where to apply online."""


class AuthorityScreen(PageScreen):
    """Another authority that helps."""


class DocumentsScreen(PageScreen):
    """Papers that are missing, and how to get them."""


load_kv(__file__)
