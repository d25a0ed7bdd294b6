"""The last look before a ticket is given: what, how long, what to bring."""

from collections.abc import Iterator, Sequence
from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, StringProperty

from hardware.text import LINE_HEIGHT, measure
from kiosk.screens.loading import load_kv
from kiosk.screens.look import Look
from kiosk.screens.sheet import Sheet
from kiosk.screens.words import Words


class ConfirmScreen(Sheet):
    """`facts`: short lines; `documents`: what to bring, under `bring`, `bring_also` first; `more`: the word for the
    next of them; `wishes`: the way to them, or in words what was `wished`."""

    title = StringProperty("")
    facts = ListProperty([])
    bring = StringProperty("")
    documents = ListProperty([])
    bring_also = ListProperty([])
    wishes = StringProperty("")
    wished = BooleanProperty(False)
    more = StringProperty("")
    confirm = StringProperty("")
    confirm_high = NumericProperty(150)
    wishes_high = NumericProperty(124)
    under = NumericProperty(306)
    """What lies below the documents, gaps included, in px of the drawn size."""
    current = NumericProperty(0)
    pages = NumericProperty(1)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in (
            "documents",
            "bring_also",
            "bring",
            "current",
            "under",
            "look",
            "rtl",
            "language",
            "size",
            "places",
        ):
            self.fbind(name, self._fill_documents)
        for name in ("facts", "look", "language"):
            self.fbind(name, self._fill_facts)
        self._fill_documents()
        self._fill_facts()

    @classmethod
    def foresee(cls, properties: dict[str, Any], size: Sequence[float]) -> Iterator[None]:
        """See `Sheet`."""
        look = properties["look"]
        wide = cls.grid(size, look, properties["rtl"]).touch[2]
        documents = [f"•\u00a0{document}" for document in (*properties["bring_also"], *properties["documents"])]
        for text in (properties["bring"], *documents):
            _height(text, properties["language"], look, wide - dp(64))
            yield

    def on_chosen(self, key: str) -> None:
        if key == "more":
            self.current = (self.current + 1) % max(1, self.pages)

    def _fill_facts(self, *_: Any) -> None:
        if "facts" in self.ids:
            self.ids.facts.clear_widgets()
            for fact in self.facts:
                self.ids.facts.add_widget(self._words(fact, leading=0.84))

    def _fill_documents(self, *_: Any) -> None:
        if "documents" not in self.ids:
            return
        column = self.ids.documents
        column.clear_widgets()
        if not self._all():
            self.pages = 1
            return
        split = self._split()
        self.pages = len(split)
        column.add_widget(self._words(self.bring, bold=True))
        for document in split[int(self.current) % len(split)]:
            column.add_widget(self._words(f"•\u00a0{document}"))

    def _all(self) -> list[str]:
        return [*self.bring_also, *self.documents]

    def _words(self, text: str, *, bold: bool = False, leading: float = 0.9) -> Words:
        words = Words(text=text, text_language=self.language, wanted=self.look.text, leading=leading, bold=bold)
        words.color = self.look.ink
        return words

    def _split(self) -> list[list[str]]:
        """The documents in as many pages as they need."""
        whole = self.places.touch[3] - dp(self.under + 40)
        width = self.places.touch[2] - dp(64)
        heights = [_height(f"•\u00a0{document}", self.language, self.look, width) for document in self._all()]
        heading = _height(self.bring, self.language, self.look, width)
        if heading + sum(heights) <= whole:
            return [self._all()]
        room = whole - heading - dp(96 + 12)
        split: list[list[str]] = [[]]
        used = 0.0
        for document, height in zip(self._all(), heights, strict=True):
            if split[-1] and used + height > room:
                split.append([])
                used = 0.0
            split[-1].append(document)
            used += height
        return split


def _height(text: str, language: str, look: Look, width: float) -> float:
    size = round(dp(look.text))
    high = measure(text, language=language, size_px=size, width_px=int(width), line_height=LINE_HEIGHT * 0.9)[1]
    return high + float(dp(8))


load_kv(__file__)
