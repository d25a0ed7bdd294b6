"""The waiting room's screen: what a `Picture` says, as widgets. Import after `open_glass`."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.lang import Builder
from kivy.metrics import Metrics, dp
from kivy.uix.floatlayout import FloatLayout

from display import look, pieces, sign  # noqa: F401 - the kv file names their classes
from display.board import ROWS, Scene
from display.wording import Wording

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

FRAME_S = 1 / 25


@dataclass(frozen=True)
class Picture:
    """All that the screen shows. `told`: whether a board ever came; `stale`: since when the link is away, as HH:MM,
    or ""; `myself` tells an administrator which display this is."""

    scene: Scene = field(default_factory=Scene)
    told: bool = False
    stale: str = ""
    clock: str = ""
    office: str = ""
    accent: str = ""
    languages: tuple[str, ...] = ()
    myself: str = ""


class Screen(FloatLayout):
    """Shows one picture after the other; only a call that is new moves, for a few seconds."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._shown: Picture | None = None
        self._pulse: Any = None
        self._pulse_began = 0.0
        self.header, self.footer = pieces.Header(size_hint=(None, None)), pieces.Footer(size_hint=(None, None))
        self.panel = pieces.WaitingPanel(cols=1, size_hint=(None, None))
        self.welcome = pieces.Welcome(size_hint=(None, None))
        self.rows = [pieces.CallRow(size_hint=(None, None), ruled=n < ROWS - 1) for n in range(ROWS)]
        self.band: Any = None
        for piece in (self.header, self.footer, self.panel, self.welcome, *self.rows):
            self.add_widget(piece)
        self.bind(size=self._lay_out)

    def show(self, picture: Picture) -> None:
        """Show this from now on."""
        before, self._shown = self._shown, picture
        if self.band is None or picture == before:
            return
        self.header.office, self.header.clock = picture.office, picture.clock
        still = before is not None and _without_clock(before) == _without_clock(picture)
        if not still:
            self._draw(picture)

    def pulse(self) -> None:
        """A call got the large place just now: draw the eye to it."""
        if self._pulse is not None:
            self._pulse.cancel()
        self._pulse_began = Clock.get_boottime()
        self._pulse = Clock.schedule_interval(self._breathe, FRAME_S)

    def _breathe(self, _: float) -> bool:
        since = Clock.get_boottime() - self._pulse_began
        if self.band is not None:
            self.band.fill = look.dimmed(since)
        return since < look.PULSE_FOR_S

    def _lay_out(self, *_: Any) -> None:
        """Place everything for this size; landscape and portrait are two designs."""
        tall = self.height > self.width
        design = look.PORTRAIT if tall else look.LANDSCAPE
        Metrics.density = max(0.05, min(Window.width / design[0], Window.height / design[1]))
        if self.band is not None:
            self.remove_widget(self.band)
        self.band = (pieces_of("TallCallBand") if tall else pieces_of("WideCallBand"))(size_hint=(None, None))
        self.add_widget(self.band)
        margin, gap = dp(90 if tall else 120), dp(40)
        wide = self.width - 2 * margin
        top = self.height
        _place(self.header, 0, top - dp(240), self.width, dp(240))
        band_px = dp(1400 if tall else 660)
        band_top = top - dp(240)
        _place(self.band, margin, band_top - band_px, wide, band_px)
        list_wide = wide if tall else dp(2400)
        list_top = band_top - band_px
        for n, row in enumerate(self.rows):
            _place(row, margin, list_top - dp(340) * (n + 1), list_wide, dp(340))
        below = list_top - dp(340) * ROWS
        if tall:
            self.panel.cols, self.panel.spacing = 2, (dp(80), 0)
            _place(self.panel, margin, dp(240), wide, below - dp(240) - gap)
        else:
            self.panel.cols, self.panel.spacing = 1, (0, 0)
            left = margin + list_wide + dp(90)
            _place(self.panel, left, below + gap / 2, self.width - margin - left, list_top - below - gap * 1.5)
        self.panel.most_px = dp(170)
        _place(self.welcome, margin, below, list_wide if not tall else wide, band_top - below)
        _place(self.footer, 0, 0, self.width, dp(240))
        if self._shown is not None:
            shown, self._shown = self._shown, None
            self.show(shown)

    def _draw(self, picture: Picture) -> None:
        scene, words = picture.scene, Wording(picture.languages)
        called, quiet = scene.newest is not None, picture.told and scene.newest is None
        self.band.opacity = float(called)
        if scene.newest is not None:
            call = scene.newest
            self.band.number, self.band.counter, self.band.direction = call.number, call.counter, call.direction
            self.band.language = call.language
            self.band.german, self.band.foreign = words.caption("de", call), words.foreign_caption(call)
        for n, row in enumerate(self.rows):
            row.opacity = float(called and n < len(scene.rows))
            if n < len(scene.rows):
                row.number, row.counter, row.direction = (
                    scene.rows[n].number,
                    scene.rows[n].counter,
                    scene.rows[n].direction,
                )
                row.ruled = n + 1 < min(ROWS, len(scene.rows))
                row.ink = look.CALL if scene.rows[n].call in scene.behind else look.INK
        self.panel.opacity = float(bool(scene.waiting))
        self.panel.show(scene.waiting, look.rgba(look.accented(picture.accent).primary))
        self.welcome.opacity = float(not called)
        if quiet:
            self.welcome.show(words.please_wait(), dp(140))
        elif not picture.told:
            self.welcome.show(words.no_server(), dp(140), picture.myself)
        if picture.stale:
            self.footer.show(words.stale(picture.stale), look.WARNING, dp(80))
        else:
            self.footer.show(words.waiting(scene.waiting_total) if picture.told else [], look.MUTED, dp(80))


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
