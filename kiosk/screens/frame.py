"""What stands round every screen: the office's name, the clock, the bar, the staff's hint, the button for comfort."""

from typing import Any, ClassVar

from kivy.clock import Clock
from kivy.graphics import ClearBuffers, ClearColor, Color, Rectangle
from kivy.metrics import dp
from kivy.uix.widget import Widget

from hardware.text import measure
from kiosk.screens.icon import Icon
from kiosk.screens.tiles import Tiles
from kiosk.screens.touchables import TouchButton
from kiosk.screens.words import Column, Words

CLOCK, HINT_ICON, HINT, HINT_WIDE, BUTTON, GAP = 220, 56, 76, 640, 118, 16


class Frame:
    """Puts it all on `sheet` (a `Sheet`, before its own widgets) and keeps it as the sheet's properties say."""

    told: ClassVar = (
        *("office", "clock", "hint", "hint_icon", "comfort", "ask"),
        *("comfort_wide", "places", "look", "language", "rtl", "pos", "size"),
    )

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        with sheet.canvas.before:
            self._ground, _ = ClearColor(1, 1, 1, 1), ClearBuffers()  # takes no time where a processor paints
            self._band, self._upper = Color(), Rectangle()
        self._office, self._clock, self._hint = Words(bold=True, leading=0.9), Words(leading=0.9), Words(leading=0.84)
        self._columns = [
            Column(size_hint=(None, None), name=name, align="center") for name in ("office", "clock", "hint")
        ]
        for column, words in zip(self._columns, (self._office, self._clock, self._hint), strict=True):
            column.add_widget(words)
        self._bar = Tiles(size_hint=(None, None), gap=dp(GAP))
        self._drawing = Icon(size_hint=(None, None))
        for widget in (*self._columns[:2], self._bar, self._drawing, self._columns[2]):
            sheet.add_widget(widget)
        self._buttons: dict[str, TouchButton] = {}
        self._arrange()
        self._fill_bar()
        soon = Clock.create_trigger(self._arrange, -1)
        for name in self.told:
            sheet.fbind(name, soon)
        for name in ("bar", "look", "language", "rtl"):
            sheet.fbind(name, self._fill_bar)

    def _arrange(self, *_: Any) -> None:
        sheet = self._sheet
        look, places, rtl = sheet.look, sheet.places, sheet.rtl
        self._ground.rgba, self._band.rgba = look.ground, look.band
        self._upper.pos, self._upper.size = places.band[:2], places.band[2:]
        self._bar.pos, self._bar.size, self._bar.rtl = places.bar[:2], places.bar[2:], rtl
        x, y, wide, high = places.foot
        taken = sheet.comfort_wide + dp(GAP) if sheet.comfort else 0
        if look.landscape:
            self._place_hint((*self._head(), sheet.places.band[3]), sheet.places.band[1], look.on_band)
        else:
            self._head()
            self._place_hint((x + taken if rtl else x, wide - taken, high), y, look.warning)
        low = y + (high - dp(BUTTON)) / 2
        button = sheet.comfort_wide
        self._button("comfort", sheet.comfort, "comfort", x if rtl else x + wide - button, low, button)
        rest = wide - button - dp(GAP)
        self._button("ask", sheet.ask, "" if look.landscape else "answer", x + wide - rest if rtl else x, low, rest)

    @property
    def _hints(self) -> bool:
        """Whether there is room for the hint: upright, a question has another button there, and tells it itself."""
        return bool(self._sheet.look.landscape or not self._sheet.ask)

    def _place_hint(self, room: tuple[float, float, float], low: float, color: Any) -> None:
        """The hint in `room` (left, width, height); upright it stands beside the lowest button, lying in the band."""
        sheet, (left, wide, high) = self._sheet, room
        hint, icon = (sheet.hint, sheet.hint_icon) if self._hints else ("", "")
        self._drawing.color, self._drawing.name = color, icon
        side = dp(HINT_ICON)
        self._drawing.pos = left + wide - side if sheet.rtl else left, low + (high - side) / 2
        self._drawing.size = side, side
        column, width = self._columns[2], max(0, wide - dp(HINT))
        column.pos, column.size = (left if sheet.rtl else left + dp(HINT), low), (width, high)
        self._write(self._hint, hint, sheet.look.text, color)

    def _head(self) -> tuple[float, float]:
        """Office and clock; left and width of what is free between them where a hint is to stand there."""
        sheet, look = self._sheet, self._sheet.look
        x, y, wide, high = sheet.places.head
        clock, office = dp(CLOCK), wide - dp(CLOCK + 10)
        if look.landscape and sheet.hint:
            named = measure(sheet.office, language=sheet.language, size_px=round(dp(look.text)), bold=True)[0]
            office = min(named + 2 * dp(GAP), office - dp(HINT_WIDE))
            y, high = sheet.places.band[1], sheet.places.band[3]  # a long name takes two lines then
        columns = self._columns
        columns[0].pos, columns[0].size = (x + wide - office if sheet.rtl else x, y), (office, high)
        columns[1].pos, columns[1].size = (x if sheet.rtl else x + wide - clock, y), (clock, high)
        self._write(self._office, sheet.office, look.text, look.on_band)
        self._write(self._clock, sheet.clock, look.title, look.on_band, "en")
        self._clock.halign = "left" if sheet.rtl else "right"
        free = wide - clock - office - 2 * dp(GAP)
        return (x + clock if sheet.rtl else x + office) + dp(GAP), free

    def _write(self, words: Words, text: str, wanted: float, color: Any, language: str = "") -> None:
        words.text, words.text_language = text, language or self._sheet.language
        words.wanted, words.color = wanted, color

    def _button(self, key: str, title: str, icon: str, x: float, y: float, width: float) -> None:
        sheet = self._sheet
        button = self._buttons.get(key)
        if button is None:
            if not title:
                return
            button = self._buttons[key] = TouchButton(on_release=sheet.choose)
            sheet.add_widget(button, index=len(sheet.children))
        button.key, button.opacity, button.disabled = key if title else "", 1 if title else 0, not title
        button.look, button.language, button.rtl = sheet.look, sheet.language, sheet.rtl
        button.title, button.icon = title, icon
        button.pos, button.size = (x, y), (width, dp(BUTTON))

    def _fill_bar(self, *_: Any) -> None:
        sheet, bar = self._sheet, self._bar
        bar.clear_widgets()
        bar.columns = min(3, len(sheet.bar)) or 1
        for key, icon, title, turns in sheet.bar:
            if not key:
                bar.add_widget(Widget())
                continue
            dressed = {"look": sheet.look, "language": sheet.language, "rtl": sheet.rtl, "on_release": sheet.choose}
            bar.add_widget(TouchButton(key=key, icon=icon, title=title, turns=turns, **dressed))
