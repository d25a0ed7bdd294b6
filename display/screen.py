"""The waiting room's screen: what a `Picture` says, as widgets. Import after `open_glass`."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.lang import Builder
from kivy.metrics import Metrics, dp
from kivy.uix.floatlayout import FloatLayout

from display import look, pieces, sign  # noqa: F401 - the kv file names their classes
from display.board import ROWS, Scene
from display.turns import in_turn
from display.wording import Wording

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

FRAME_S = 1 / 25
SAID, FOOT = 5, 4
"""So many languages at once, in the large place and below."""
Box = tuple[float, float, float, float]
"""x, y, width, height, from the lower left corner."""


@dataclass(frozen=True)
class Picture:
    """All that the screen shows. `told`: whether a board ever came; `stale`: since when the link is away, as HH:MM,
    or ""; `myself` tells an administrator which display this is; `turn`: which of the languages are shown now."""

    scene: Scene = field(default_factory=Scene)
    told: bool = False
    stale: str = ""
    clock: str = ""
    office: str = ""
    accent: str = ""
    languages: tuple[str, ...] = ()
    myself: str = ""
    turn: int = 0


class Screen(FloatLayout):
    """Shows one picture after the other; only a call that is new moves, for a few seconds."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._shown: Picture | None = None
        self._pulse: Any = None
        self._pulse_began = 0.0
        self._list_wide = 1.0
        self._beside_rows: Box = (0, 0, 1, 1)
        self._beside_welcome: Box = (0, 0, 1, 1)
        self.bind(size=self._build)
        self._build()

    def show(self, picture: Picture) -> None:
        """Show this from now on."""
        before, self._shown = self._shown, picture
        if picture == before:
            return
        self.header.office, self.header.clock = picture.office, picture.clock
        still = before is not None and _without_clock(before) == _without_clock(picture)
        if not still:
            self._draw(picture)
        elif before is not None and before.turn != picture.turn:
            self._say(picture, Wording(picture.languages))

    def pulse(self) -> None:
        """A call got the large place just now: draw the eye to it."""
        if self._pulse is not None:
            self._pulse.cancel()
        self._pulse_began = Clock.get_boottime()
        self._pulse = Clock.schedule_interval(self._breathe, FRAME_S)

    def _breathe(self, _: float) -> bool:
        since = Clock.get_boottime() - self._pulse_began
        self.band.fill = look.dimmed(since)
        return bool(since < look.PULSE_FOR_S)

    def _build(self, *_: Any) -> None:
        """Make everything for this size; landscape and portrait are two designs."""
        tall = self.height > self.width
        design = look.PORTRAIT if tall else look.LANDSCAPE
        # Before any piece is made: what it takes from the kv file in dp stays as it is then.
        Metrics.density = max(0.05, min(self.width / design[0], self.height / design[1]))
        self.clear_widgets()
        free = {"size_hint": (None, None)}
        self.header, self.footer = pieces.Header(**free), pieces.Footer(cols=2 if tall else 4, **free)
        self.panel, self.welcome = pieces.WaitingPanel(cols=2 if tall else 1, **free), pieces.Welcome(**free)
        self.rows = [pieces.CallRow(**free) for _ in range(ROWS)]
        self.band = pieces_of("TallCallBand" if tall else "WideCallBand")(**free)
        for piece in (self.header, self.footer, self.panel, self.welcome, *self.rows, self.band):
            self.add_widget(piece)
        self._place(tall)
        shown, self._shown = self._shown, None
        if shown is not None:
            self.show(shown)

    def _place(self, tall: bool) -> None:
        margin, wide = dp(90 if tall else 120), self.width - dp(180 if tall else 240)
        line, row, gap, last = dp(240), dp(340), dp(40), dp(330 if tall else 240)
        band = dp(1400 if tall else 660)
        self._list_wide = list_wide = wide if tall else dp(2200)
        band_top = self.height - line
        list_top = band_top - band
        list_end = list_top - row * ROWS
        _place(self.header, 0, band_top, self.width, line)
        _place(self.footer, 0, dp(40) if tall else 0, self.width, last - dp(40) if tall else last)
        self.header.padding = self.footer.padding = margin, 0
        _place(self.band, margin, list_top, wide, band)
        for n, one in enumerate(self.rows):
            _place(one, margin, list_top - row * (n + 1), list_wide, row)
        _place(self.welcome, margin, list_end, list_wide, band_top - list_end)
        if tall:
            self.panel.spacing = dp(80), 0
            self._beside_rows = self._beside_welcome = (margin, last, wide, list_end - last - gap)
        else:
            left = margin + list_wide + dp(90)
            beside = self.width - margin - left
            self._beside_rows = (left, list_end + gap / 2, beside, list_top - list_end - gap * 1.5)
            self._beside_welcome = (left, list_end + gap / 2, beside, band_top - list_end - gap * 0.5)

    def _draw(self, picture: Picture) -> None:
        scene, words = picture.scene, Wording(picture.languages)
        called = scene.newest is not None
        self.band.opacity = float(called)
        if scene.newest is not None:
            call = scene.newest
            self.band.number, self.band.counter, self.band.direction = call.number, call.counter, call.direction
            self.band.language = call.language
            self.band.german, self.band.foreign = words.caption("de", call), words.foreign_caption(call)
        for n, row in enumerate(self.rows):
            row.opacity = float(called and n < len(scene.rows))
            if n < len(scene.rows):
                call = scene.rows[n]
                row.number, row.counter, row.direction = call.number, call.counter, call.direction
                row.ink = look.CALL if call.call in scene.behind else look.INK
        self.panel.opacity = float(bool(scene.waiting))
        x, y, width, high = self._beside_rows if called else self._beside_welcome
        self.panel.width = width
        self.panel.show(scene.waiting, look.rgba(look.accented(picture.accent).primary), high)
        # what is said in words has the whole width where nobody waits
        self.welcome.width = width + x - self.welcome.x if not scene.waiting else self._list_wide
        self.panel.pos = round(x), round(y + high - self.panel.height)
        self.welcome.opacity = float(not called)
        self._say(picture, words)

    def _say(self, picture: Picture, words: Wording) -> None:
        """What is said in words, in the languages whose turn it is."""
        scene = picture.scene
        if not picture.told:
            self.welcome.show(in_turn(words.no_server(), SAID, picture.turn), dp(140), picture.myself)
        elif scene.newest is None:
            self.welcome.show(in_turn(words.please_wait(), SAID, picture.turn), dp(140))
        if picture.stale:
            self.footer.show(in_turn(words.stale(picture.stale), FOOT, picture.turn), look.WARNING)
        else:
            waiting = words.waiting(scene.waiting_total) if picture.told else []
            self.footer.show(in_turn(waiting, FOOT, picture.turn), look.MUTED)


def pieces_of(name: str) -> Any:
    """The class that the kv file made."""
    from kivy.factory import Factory

    return getattr(Factory, name)


def _place(piece: Any, x: float, y: float, width: float, height: float) -> None:
    piece.size, piece.pos = (round(width), round(height)), (round(x), round(y))


def _without_clock(picture: Picture) -> tuple[object, ...]:
    return (
        picture.scene,
        picture.told,
        picture.stale,
        picture.accent,
        picture.languages,
        picture.myself,
    )
