"""One visitor at the kiosk after the other: which step is shown, what a touch does, what time does.

Pure: the clock is an argument (seconds of any steady clock), and nothing here knows of windows or wires. What a step
does not list among its touches cannot happen there.
"""

import enum
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from kiosk.checkin import SAME_SCAN_S, STEP_OF, CheckInOrder, complete, typed_on


class Step(enum.Enum):
    """What the kiosk shows."""

    START = "start"
    LANGUAGE = "language"
    GROUP = "group"
    SERVICE = "service"
    ASK = "ask"
    TOPIC = "topic"
    CONFIRM = "confirm"
    TOO_LATE = "too_late"
    PRINTING = "printing"
    TAKE_SLIP = "take_slip"
    REMEMBER = "remember"
    CLOSED = "closed"
    ASK_DESK = "ask_desk"
    CHECK_IN = "check_in"
    EARLY = "early"
    WRONG_DAY = "wrong_day"
    ALREADY = "already"
    UNKNOWN_CODE = "unknown_code"
    CANCELLED = "cancelled"


NOT_CHECKED_IN: Final = frozenset(Step(name) for name in STEP_OF.values())
CHOOSING: Final = frozenset(
    {
        *(Step.LANGUAGE, Step.GROUP, Step.SERVICE, Step.ASK, Step.TOPIC, Step.CONFIRM, Step.TOO_LATE, Step.CHECK_IN),
        *NOT_CHECKED_IN,
    }
)
"""Steps that wait for the visitor, warn and go back to the start."""


@dataclass(frozen=True)
class Timing:
    """Seconds. `idle`: without a touch until the start; `warning`: the last part of it; `slip`, `remember` and `desk`:
    how long a result stays; `answer`: how long the office may take; `strike`: how long after a change of the screen
    touches are taken for the second half of a double strike; `away`: how long the link may be down unnoticed, `boot`:
    the same after the kiosk's own start.
    """

    idle: float = 90
    warning: float = 20
    slip: float = 15
    remember: float = 45
    desk: float = 20
    answer: float = 8
    strike: float = 0.45
    away: float = 1
    boot: float = 5


@dataclass(frozen=True)
class Order:
    """The one ticket of a visit, as it is asked of the office; `key` makes a repeat harmless."""

    key: str
    service: str
    language: str


def _new_key() -> str:
    return f"visit-{secrets.token_urlsafe(18)}"


class Session:
    """The visit that is going on. `visit` counts visits; `reason` says why the desk is to be asked."""

    def __init__(self, timing: Timing, now: float, new_key: Callable[[], str] = _new_key) -> None:
        self.timing = timing
        self.visit = 0
        self._new_key = new_key
        self._ready = self._up = False
        self._open = True
        self._too_late: frozenset[str] = frozenset()
        self._scan = ("", -SAME_SCAN_S)
        self._down_since = now + timing.boot - timing.away
        self.start_over(now)

    def start_over(self, now: float) -> None:
        """Forget this visitor; the next one finds the start."""
        self.visit += 1
        self.key = self._new_key()
        self.language = self.group = self.service = self.topic = self.number = self.reason = self.code = ""
        self._back_to = self._ask_from = Step.START
        self._asked = False
        self._enter(Step.START, now)

    def _enter(self, step: Step, now: float) -> None:
        self.step = step
        self._entered = self._touched = now

    # --- what the kiosk learns of the office ---

    def link(self, up: bool, now: float) -> None:
        """The link to the server came up or went down."""
        if self._up and not up:
            self._down_since = now
        self._up = up

    def office(self, open_now: bool, too_late: Collection[str] = ()) -> None:
        """The office told what it offers; `too_late`: services that would not be finished before closing."""
        self._ready, self._open, self._too_late = True, open_now, frozenset(too_late)

    def issued(self, key: str, number: str, now: float) -> bool:
        """The office gave a ticket: True when it belongs to this visitor and is to be printed now."""
        waiting = self.step is Step.PRINTING or (self.step is Step.ASK_DESK and self.reason == "no_answer")
        if key != self.key or self.number or not waiting:
            return False
        self.number, self.reason = number, ""
        self._enter(Step.PRINTING, now)
        return True

    def refused(self, key: str, reason: str, now: float) -> None:
        """The office gave no ticket."""
        if key == self.key and self.step is Step.PRINTING and not self.number:
            if reason == "too_late":  # the visitor may choose something else: another order, so another key
                self.key = self._new_key()
                self._enter(Step.TOO_LATE, now)
                return
            if self.code and reason in STEP_OF:
                self.key = self._new_key()
                self._enter(Step(STEP_OF[reason]), now)
                return
            self.reason = reason
            self._enter(Step.ASK_DESK, now)

    def on_paper(self, key: str, printed: bool, now: float) -> None:
        """The slip's fate is known."""
        if key == self.key and self.step is Step.PRINTING and self.number:
            self._enter(Step.TAKE_SLIP if printed else Step.REMEMBER, now)

    # --- what is shown ---

    def shown(self, now: float) -> Step:
        """The step on the glass: the server's absence and closing time come before the visitor's own step."""
        if self.step is Step.START or self.step in CHOOSING:
            if not self._up and now - self._down_since > self.timing.away:
                return Step.ASK_DESK
            if self.step is Step.START and self._ready and not self._open:
                return Step.CLOSED
        return self.step

    def settled(self, now: float) -> bool:
        """False just after a change of the screen, when a touch is the second half of a double strike."""
        return now - self._entered >= self.timing.strike

    def warning(self, now: float) -> int:
        """The seconds left to an idle visitor who has to be asked; 0 when there is nothing to ask."""
        if self.step not in CHOOSING:
            return 0
        left = self._touched + self.timing.idle - now
        return max(1, int(left + 0.999)) if left <= self.timing.warning else 0

    # --- what happens ---

    def tick(self, now: float) -> None:
        """Let time pass."""
        idle = now - self._touched
        timing = self.timing
        if self.step is Step.PRINTING:
            if not self.number and now - self._entered >= timing.answer:
                self.reason = "no_answer"
                self._enter(Step.ASK_DESK, now)
            return
        if self.step is Step.START:
            over = bool(self.language) and idle >= timing.idle
        else:
            stays = {Step.TAKE_SLIP: timing.slip, Step.REMEMBER: timing.remember, Step.ASK_DESK: timing.desk}
            over = idle >= stays.get(self.step, timing.idle)
        if over:
            self.start_over(now)

    def stay(self, now: float) -> None:
        """The visitor touched something, wherever: the time starts anew."""
        self._touched = now

    def scan(self, code: str, now: float) -> CheckInOrder | None:
        """A code was scanned ("" for what is none): the order to check it in, where nobody else is being served."""
        again = self._scan[0] == code and now - self._scan[1] < SAME_SCAN_S
        self._scan = (code, now)
        results = (Step.TAKE_SLIP, Step.REMEMBER, Step.ALREADY, Step.ASK_DESK)
        if not self._ready or self.step is Step.PRINTING or (again and self.step in results):
            return None
        if self.shown(now) is Step.ASK_DESK and self.step is not Step.ASK_DESK:
            return None
        if self.step in (Step.TAKE_SLIP, Step.REMEMBER, Step.ASK_DESK):
            self.start_over(now)
        self.code = code
        return self._check_in(now)

    def _check_in(self, now: float) -> CheckInOrder | None:
        if not self.code:
            self._enter(Step.UNKNOWN_CODE, now)
            return None
        self._enter(Step.PRINTING, now)
        return CheckInOrder(self.key, self.code, self.language)

    def _touch_check_in(self, verb: str, choice: str, now: float) -> CheckInOrder | None:
        if verb == "check-in" and self.step is not Step.CHECK_IN:
            self.code = ""
            self._enter(Step.CHECK_IN, now)
        elif verb == "key" and self.step is Step.CHECK_IN:
            self.code = typed_on(self.code, choice)
        elif verb == "check-in" and complete(self.code):
            return self._check_in(now)
        elif verb == "walk-in" and self.step in NOT_CHECKED_IN and self._open:
            self.code = ""
            self._back_to = Step.GROUP
            self._enter(Step.GROUP if self.language else Step.LANGUAGE, now)
        return None

    @property
    def walk_ins(self) -> bool:
        """Whether the office is open to people without an appointment."""
        return self._open

    def touch(self, what: str, now: float) -> Order | CheckInOrder | None:
        """A touchable thing was touched ("language:ar", "confirm" ...). The order, once a visit, when it confirms."""
        warned = self.warning(now) > 0
        self.stay(now)
        if warned or what == "still-here" or not self._ready or not self.settled(now):
            return None
        if self.shown(now) is not self.step and self.shown(now) is not Step.CLOSED:
            return None
        verb, _, choice = what.partition(":")
        step = self.step
        if verb == "language" and choice and step in (Step.START, Step.LANGUAGE):
            self._speak(choice, now)
        elif verb == "language" and (step in CHOOSING - {Step.LANGUAGE} or self.shown(now) is Step.CLOSED):
            self._back_to = step
            self._enter(Step.LANGUAGE, now)
        elif verb == "group" and step is Step.GROUP:
            self.group = choice
            self._enter(Step.SERVICE, now)
        elif verb == "ask" and step in (Step.GROUP, Step.SERVICE):
            self._ask_from, self._asked = step, True
            self._enter(Step.ASK, now)
        elif verb == "topic" and step is Step.ASK:
            self.topic = choice
            self._enter(Step.TOPIC, now)
        elif verb == "service" and step in (Step.SERVICE, Step.ASK):
            self.service = choice
            self._enter(Step.TOO_LATE if choice in self._too_late else Step.CONFIRM, now)
        elif verb == "confirm" and step is Step.CONFIRM:
            if self.service in self._too_late:
                self._enter(Step.TOO_LATE, now)
                return None
            self._enter(Step.PRINTING, now)
            return Order(self.key, self.service, self.language)
        elif verb in ("check-in", "key", "walk-in") and (step in CHOOSING or step is Step.START):
            return self._touch_check_in(verb, choice, now)
        elif verb == "back" and step in CHOOSING:
            self._go_back(now)
        elif (verb == "start-again" and step in CHOOSING) or (
            verb == "done" and step in (Step.TAKE_SLIP, Step.REMEMBER, Step.ASK_DESK)
        ):
            self.start_over(now)
        return None

    def _speak(self, language: str, now: float) -> None:
        self.language = language
        if self.step is Step.LANGUAGE:
            self._enter(self._back_to, now)
        else:
            self._enter(Step.GROUP if self._open else Step.START, now)

    def _go_back(self, now: float) -> None:
        if (
            self.step is Step.GROUP
            or (self.step in (Step.CHECK_IN, *NOT_CHECKED_IN) and not (self._open and self.language))
            or (self.step is Step.LANGUAGE and self._back_to is Step.GROUP and not self.language)
        ):
            self.start_over(now)
            return
        if self.step in NOT_CHECKED_IN and self.step is not Step.UNKNOWN_CODE:
            self.code = ""
        before = {
            Step.SERVICE: Step.GROUP,
            Step.LANGUAGE: self._back_to,
            Step.ASK: self._ask_from,
            Step.CHECK_IN: Step.GROUP,
            **dict.fromkeys(NOT_CHECKED_IN, Step.CHECK_IN),
        }
        to = before.get(self.step, Step.ASK if self._asked else Step.SERVICE)
        self._asked = self._asked and self.step is not Step.ASK
        self._enter(to, now)
