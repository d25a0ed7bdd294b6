"""What a screen is put together from: figures that fit, the large call, a row, what is waiting. After `open_glass`."""

from math import floor
from typing import Any

from kivy.metrics import dp
from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from display import look
from hardware.text import measure
from server.wire.messages import BoardGroup


class Figures(Label):
    """One line of text as large as `wanted` (pixels), smaller only where it would not fit its box."""

    wanted = NumericProperty(100)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.bind(text=self._fit, width=self._fit, wanted=self._fit, bold=self._fit, text_language=self._fit)
        self._fit()

    def _fit(self, *_: Any) -> None:
        room, wanted = self.width - 2, max(1, round(self.wanted))
        if room < 1:
            return
        if self.text:
            wide, _high = measure(self.text, language=self.text_language or "de", size_px=wanted, bold=self.bold)
            if wide > room:
                wanted = max(1, floor(wanted * room / wide) - 1)
        self.font_size = wanted
        self.text_size = self.width, None


class Wrapped(Label):
    """A text of several lines that fills the width of its box and is as high as it needs."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.bind(width=self._wrap)
        self._wrap()

    def _wrap(self, *_: Any) -> None:
        self.text_size = max(1, self.width), None


class Header(BoxLayout):
    """Whose display this is, and what time it is there."""

    office = StringProperty("")
    clock = StringProperty("")


class Prefix(Figures):
    """The letter that begins a group's numbers, on a field of the office's colour."""

    accent = ColorProperty(look.rgba(look.NIGHT.primary))


class CallBand(Widget):
    """The newest call: number, way and counter, which need no language, and a caption in two."""

    number = StringProperty("")
    direction = StringProperty("")
    counter = StringProperty("")
    german = StringProperty("")
    foreign = StringProperty("")
    language = StringProperty("de")
    fill = ColorProperty(look.CALL)


class CallRow(BoxLayout):
    """One earlier call."""

    number = StringProperty("")
    direction = StringProperty("")
    counter = StringProperty("")
    ink = ColorProperty(look.INK)


class WaitingGroup(BoxLayout):
    """How many wait in one group, and how long or, when nobody can tell that, who is next.

    `unit`: pixels that the line is high.
    """

    prefix = StringProperty("")
    count = StringProperty("")
    numbers = StringProperty("")
    wait = StringProperty("")
    unit = NumericProperty(100)
    accent = ColorProperty(look.rgba(look.NIGHT.primary))


class WaitingPanel(GridLayout):
    """All groups in which somebody waits; lines shrink when there are many."""

    shown_numbers = NumericProperty(3)

    def show(self, groups: tuple[BoardGroup, ...], accent: look.Rgba, high: float) -> None:
        """Replace what is shown; afterwards the panel is as high as it needs, at most `high`."""
        self.clear_widgets()
        left, top, right, bottom = self.padding
        lines = max(1, -(-len(groups) // self.cols))
        unit = min(dp(180), (high - top - bottom) / lines)
        self.height = round(lines * unit + top + bottom)
        column = (self.width - left - right - self.spacing[0] * (self.cols - 1)) / self.cols
        for group in groups:
            room = column - unit * 3
            fitting = max(1, min(int(self.shown_numbers), int(room / (unit * 1.5))))
            self.add_widget(
                WaitingGroup(
                    prefix=group.prefix,
                    count=str(group.waiting),
                    numbers="" if group.wait else "   ".join(group.numbers[:fitting]),
                    wait=f"{group.wait.low}–{group.wait.high} min" if group.wait else "",
                    unit=unit,
                    accent=accent,
                    size_hint_y=None,
                    height=unit,
                )
            )


class Welcome(BoxLayout):
    """Sentences in several languages, one below the other, each on its own reading side."""

    def show(self, sentences: list[tuple[str, str]], size_px: float, extra: str = "") -> None:
        """`sentences`: (language, text). `extra`: a last line for the administrator."""
        self.clear_widgets()
        self.add_widget(Widget())
        for place, (language, sentence) in enumerate(sentences):
            self.add_widget(
                Wrapped(
                    text=sentence,
                    text_language=language,
                    font_size=size_px,
                    bold=place == 0,
                    color=look.INK if place == 0 else look.MUTED,
                    size_hint_y=None,
                )
            )
        if extra:
            self.add_widget(Wrapped(text=extra, font_size=size_px * 0.5, color=look.MUTED, size_hint_y=None))
        for label in self.children:
            if isinstance(label, Wrapped):
                label.bind(texture_size=lambda one, size: setattr(one, "height", size[1]))
        self.add_widget(Widget())


class Footer(GridLayout):
    """The same fact in every language of the office, side by side."""

    def show(self, sentences: list[tuple[str, str]], colour: look.Rgba) -> None:
        """`sentences`: (language, text)."""
        self.clear_widgets()
        size_px = dp(80 if self.cols > 2 else 58)
        for language, sentence in sentences:
            self.add_widget(
                Wrapped(text=sentence, text_language=language, font_size=size_px, color=colour, line_height=0.9)
            )
