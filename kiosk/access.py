"""Everyone can use the kiosk: larger type, contrast, reach, speech and keypad over whatever screen is shown.

Import after `open_glass`. Nothing here knows which screens there are: it reads their outlines.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from assets import path
from assets.languages import OFFICE_LANGUAGE, Texts
from hardware import sound
from hardware.jack import Jack
from hardware.speech import EspeakVoice, Speaker, Utterance, headset
from kiosk import panel, speaking
from kiosk.comfort import Comfort
from kiosk.ears import Ears, slip_lines
from kiosk.keypad import Walker
from kiosk.outline import Outline
from kiosk.screens import outlining
from kiosk.screens.large import LargeSheet
from kiosk.screens.look import larger, look
from kiosk.screens.options import OptionsScreen
from kiosk.screens.ring import FocusRing
from kiosk.screens.sheet import Sheet
from kiosk.session import Session
from kiosk.showing import Showing
from kiosk.steps import Step

log = logging.getLogger(__name__)

SPEECH_IDLE_S, SPEECH_SLIP_S = 90, 45
"""The least time without a touch, and with the slip, for those who listen."""
_FRAME = ("look", "language", "rtl", "office", "clock", "hint", "hint_icon")


@dataclass
class OnGlass:
    """What lies on the glass: the screen as it is made, as it is shown, and a question over it."""

    sheet: Sheet | None = None
    view: Sheet | None = None
    question: Any = None
    announced: tuple[Any, ...] = field(default=())


class Access:
    """Hooks into the kiosk: `before` it works out what to show, `screen` and `view` on the way, `after` it is shown.

    `choose` is called with the key of what the keypad selects, `refresh` when the glass has to be drawn anew.
    """

    def __init__(
        self,
        session: Session,
        showing: Showing,
        ears: Ears,
        choose: Callable[[Any, str], None],
        refresh: Callable[[], None],
    ) -> None:
        self._session, self._showing, self._ears = session, showing, ears
        self._choose, self._refresh = choose, refresh
        self._landscape = showing.look.landscape
        self.accent = ""
        self.comfort, self.open, self.tones = Comfort(), "", 0
        self._usual = session.timing
        self._visit, self._stirred = session.visit, 0.0
        self._walker, self._walked, self._first = Walker(), False, False
        self._shown, self._outline = OnGlass(), Outline(OFFICE_LANGUAGE)
        self._heard_in = ""
        self._ring = FocusRing()
        self._speaker = Speaker(EspeakVoice(), headset(ears.headset), ears.log)
        self._jack: Jack | None = None

    # --- from start to end ---

    def start(self) -> None:
        """Listen to headphones; inside the event loop."""
        self._speaker.look()
        if self._ears.jack is not None:
            try:
                self._jack = Jack(self._ears.jack, self.plugged)
            except OSError as why:
                log.warning("headphones are not noticed, %s: %s", self._ears.jack, why.strerror)

    async def close(self) -> None:
        """Be silent."""
        if self._jack is not None:
            self._jack.close()
        await self._speaker.close()

    def state(self) -> dict[str, Any]:
        """What a rehearsal may ask."""
        return {
            "scale": self.comfort.scale,
            "contrast": self.comfort.contrast,
            "low": self.comfort.low,
            "speech": self.comfort.speech,
            "rate": self.comfort.rate,
            "volume": self.comfort.volume,
            "open": self.open,
            "focus": self._walker.key,
            "speaking": self._speaker.speaking,
            "tones": self.tones,
            "clipped": outlining.clipped(self._shown.view) if self._shown.view else [],
        }

    # --- hooks ---

    def told(self, accent: str) -> None:
        """The site told its colour, and its times to the session."""
        self.accent, self._usual = accent, self._session.timing

    def before(self, now: float) -> None:
        """Bring look and times in line with what this visitor needs; forget the last one."""
        if self._session.visit != self._visit:
            self._new_visitor()
        changed = self.comfort != Comfort() or self.open
        if changed and self._session.step is Step.START and not self._session.language:
            if self._speaker.speaking or not self._stirred:
                self._stirred = now
            if now - self._stirred >= self._session.timing.idle:
                self._session.start_over(now)
                self._new_visitor()
        usual = self._usual
        if self.comfort.speech:
            longer = {"idle": max(usual.idle, SPEECH_IDLE_S), "slip": max(usual.slip, SPEECH_SLIP_S)}
            usual = replace(usual, **longer)
            if not self._speaker.voice.voice(self._showing.language) and self.open != "no-voice":
                self.open = "no-voice"
        self._session.timing = usual
        self._showing.mute = bool(self._speaker.trouble)
        wanted = look(self.accent, landscape=self._landscape, contrast=self.comfort.contrast, low=self.comfort.low)
        if wanted != self._showing.look:
            self._showing.look = wanted

    def marker(self) -> tuple[object, ...]:
        """What a screen has to be made anew for."""
        return self.open, self.comfort.scale, self.comfort.contrast, self.comfort.low

    def opens(self, key: str) -> str | None:
        """What would be `open` after a touch of `key`; None when it is not about seeing and hearing."""
        if key == "comfort":
            return "" if self.open else "comfort"
        return "" if self.open == "comfort" and key == "back" else None

    def screen(
        self, kind: type[Sheet], properties: dict[str, Any], opened: str | None = None
    ) -> tuple[type[Sheet], dict[str, Any]]:
        """The screen to show and its properties: the step's own, or one about seeing and hearing; `opened`: as if that
        were `open`.
        """
        texts = Texts(properties["language"])
        opened = self.open if opened is None else opened
        if not opened:
            return kind, {
                **properties,
                "comfort": texts.text("Display & sound"),
                "spoken": slip_lines(self._showing.ticket, self._showing.site) if "number" in properties else [],
            }
        frame = {name: properties[name] for name in _FRAME}
        nothing = ("", "", "", False)
        bar = [("back", "back", texts.text("Back"), True), nothing, nothing]
        if opened == "no-voice":
            languages = self._showing.site.languages if self._showing.site else [OFFICE_LANGUAGE]
            own = panel.no_voice([one for one in languages if self._speaker.voice.voice(one)], texts)
        else:
            own = panel.display_and_sound(
                self.comfort, texts, landscape=self._landscape, voiced=not self._speaker.trouble
            )
        return OptionsScreen, {**frame, "bar": bar, **own}

    def uncover(self) -> None:
        """Something else has to be seen than the choices about seeing and hearing."""
        if self.open == "comfort":
            self.open = ""

    @property
    def plain(self) -> bool:
        """Whether screens are shown as they are made."""
        return self.comfort.scale == 1

    def view(self, sheet: Sheet) -> Sheet:
        """What to put on the glass for a screen: itself, or its outline in larger type."""
        if self.comfort.scale == 1 or sheet.keeps_layout:
            return sheet
        return LargeSheet(size=sheet.size, **self._large(sheet))

    def question(self, properties: dict[str, Any]) -> dict[str, Any]:
        """The properties of a question in this visitor's type."""
        return {**properties, "look": larger(properties["look"], self.comfort.scale)}

    def warned(self) -> None:
        """An idle visitor is asked: also to the ear."""
        self.tones += 1
        if not self.comfort.speech:
            sound.play(path("sounds/ask.wav"))

    def after(self, glass: Any, sheet: Sheet, view: Sheet, question: Any, now: float) -> None:
        """The glass shows what is the case: read it, say what is new, and draw the focus."""
        asked = question is not None
        self._outline = speaking.in_words(outlining.outline(question if asked else sheet))
        if isinstance(view, LargeSheet):
            view.outline = self._outline if not asked else speaking.in_words(outlining.outline(sheet))
            for name, value in self._large(sheet).items():
                if name != "outline" and getattr(view, name) != value:
                    setattr(view, name, value)
        self._shown.sheet, self._shown.view, self._shown.question = sheet, view, question
        self._walker.stand(self._outline.keys)
        self._announce()
        if self._speaker.speaking and not asked and self._session.step is not Step.START:
            self._session.stay(now)
        self._draw_ring(glass, question if asked else view)

    def takes(self, key: str) -> bool:
        """Whether a touch was meant for seeing and hearing; then it has been done."""
        self._stirred = time.monotonic()
        if key == "comfort":
            self.open = self.opens(key) or ""
        elif key.startswith("set:"):
            self._set(key.partition(":")[2])
        elif key.startswith("read:"):
            self.open = ""
            self._read_in(key.partition(":")[2])
        elif self.open and key == "back":
            if self.open == "no-voice":
                self._set("speech")
            self.open = ""
        else:
            self._walker.key = "" if key != "page" else self._walker.key
            return False
        return True

    # --- headphones and keys ---

    def plugged(self, plugged: bool) -> None:
        """Headphones came: begin to read aloud. They went: be silent and forget the visit."""
        log.info("headphones %s", "plugged in" if plugged else "unplugged")
        if plugged:
            self._begin()
        elif self.comfort.speech:
            self._speaker.stop()
            self.comfort = replace(self.comfort, speech=False)
            self._session.start_over(time.monotonic())
        self._refresh()

    def key(self, meaning: str) -> None:
        """One of the keypad's keys was struck."""
        now = self._stirred = time.monotonic()
        if self._shown.question is not None:
            self._choose(None, "still-here")
            self._shown.announced = ()
            return
        self._session.stay(now)
        if not self._walked:
            self._begin()
        elif meaning in ("up", "down"):
            self._move(1 if meaning == "down" else -1)
        elif meaning == "select":
            self._select()
        elif meaning == "back":
            self._back()
        elif meaning == "repeat":
            self._say(speaking.screen(self._outline, whole=True))
        elif meaning == "pause":
            self._pause()
        else:
            self._set(meaning)
        self._refresh()

    # --- what keys do ---

    def _begin(self) -> None:
        self._walked = self._first = True
        self._stirred = time.monotonic()
        self.comfort = replace(self.comfort, speech=True)
        self._shown.announced = ()

    def _move(self, step: int) -> None:
        wrapped = self._walker.move(self._outline.keys, step)
        view = self._shown.view
        if isinstance(view, LargeSheet):
            view.bring(self._walker.key)
        if number := self._walker.place(self._outline.keys):
            self._say(speaking.choice(self._outline, number, wrapped=wrapped))

    def _select(self) -> None:
        number = self._walker.place(self._outline.keys)
        if not number:
            self._move(1)
        elif self._outline.choices[number - 1].enabled:
            sheet = self._shown.sheet
            assert sheet is not None  # there is an outline
            if not self._walker.key.startswith(("set:", "wish:")):
                self._shown.announced = ()
            sheet.dispatch("on_chosen", self._walker.key)
            self._tell_wish()
        else:
            self._say(speaking.choice(self._outline, number))

    def _tell_wish(self) -> None:
        """Say how many people it are now, or whether it is chosen."""
        number = self._walker.place(self._outline.keys)
        if number and self._walker.key.startswith("wish:"):
            self._say(speaking.choice(self._outline, number))

    def _back(self) -> None:
        if "back" in self._outline.keys and self._shown.sheet is not None:
            self._shown.sheet.dispatch("on_chosen", "back")
        else:
            self._tell(Texts(self._showing.language).text("There is no way back from here"))

    def _pause(self) -> None:
        if self._speaker.speaking:
            self._speaker.pause()
        elif self._speaker.paused:
            self._speaker.go_on()
        else:
            self._set("rate")

    def _set(self, what: str) -> None:
        self.comfort = self.comfort.after(what)
        if what == "speech":
            if self.comfort.speech:
                self._first = self._walked = True
                self._shown.announced = ()
            else:
                self._speaker.stop()
                self.open = "" if self.open == "no-voice" else self.open
            return
        texts = Texts(self._showing.language)
        if what in ("louder", "quieter", "volume"):
            self._tell(f"{texts.text('Volume')}: {panel.volume(self.comfort, texts)}")
        elif what == "rate":
            self._tell(f"{texts.text('Speed')}: {self.comfort.rate:g}")

    def _read_in(self, language: str) -> None:
        if self._session.step is Step.START:
            self._session.touch(f"language:{language}", time.monotonic())
        self._session.language = language

    # --- what is said ---

    def _announce(self) -> None:
        if not self.comfort.speech:
            self._shown.announced = ()
            return
        telling = tuple(said for said in self._outline.said if said.role != "text")
        now = (self._shown.question or self._shown.sheet, self._outline.language, telling)
        if now != self._shown.announced:
            self._shown.announced = now
            new = self._first or self._outline.language != self._heard_in
            self._say(speaking.screen(self._outline, first=self._first, whole=new))
            self._first, self._heard_in = False, self._outline.language

    def _tell(self, text: str) -> None:
        self._say([Utterance(text, self._showing.language)])

    def _say(self, utterances: list[Utterance]) -> None:
        if self.comfort.speech:
            self._speaker.say(utterances, rate=self.comfort.rate, volume=self.comfort.volume)

    # --- the rest ---

    def _new_visitor(self) -> None:
        self._visit = self._session.visit
        spoke = self.comfort.speech
        self._speaker.stop()
        language = self._outline.language
        self.comfort, self.open, self._stirred = Comfort(), "", 0.0
        self._walker, self._walked, self._first = Walker(), False, False
        self._shown, self._outline = OnGlass(), Outline(OFFICE_LANGUAGE)
        if spoke:
            farewell = Texts(language).text("This visit has ended. Any key begins a new one.")
            self._speaker.say([Utterance(farewell, language)])

    def _large(self, sheet: Sheet) -> dict[str, Any]:
        texts = Texts(sheet.language)
        return {
            "look": larger(sheet.look, self.comfort.scale),
            "language": sheet.language,
            "rtl": sheet.rtl,
            "office": sheet.office,
            "clock": sheet.clock,
            "comfort": sheet.comfort,
            "more": texts.text("Next"),
        }

    def _draw_ring(self, glass: Any, shown: Any) -> None:
        target = outlining.touchables(shown).get(self._walker.key) if self._walker.key else None
        if target is None and self._ring.target is None:
            return
        if not glass.children or glass.children[0] is not self._ring:
            if self._ring.parent is not None:
                self._ring.parent.remove_widget(self._ring)
            glass.add_widget(self._ring)
        self._ring.look, self._ring.target = self._showing.look, target
        self._ring.follow()
