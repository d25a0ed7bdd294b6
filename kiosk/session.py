"""One visitor at the kiosk after the other: which step is shown, what a touch does, what time does.

Pure: the clock is an argument (seconds of any steady clock), and nothing here knows of windows or wires. What a step
does not list among its touches cannot happen there.
"""

import math
import secrets
from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass

from kiosk.checkin import SAME_SCAN_S, STEP_OF, CheckInOrder, complete, typed_on
from kiosk.steps import CHECKING_IN, CHOOSING, NOT_CHECKED_IN, READ, TRIAGE, Step
from kiosk.triage import Handout, Tally, Walk, found
from kiosk.wishes import Meets, Order, Wishes
from server.wire.messages import Triage


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


def _new_key() -> str:
    return f"visit-{secrets.token_urlsafe(18)}"


class Session:
    """The visit that is going on. `visit` counts visits; `reason` says why the desk is to be asked."""

    def __init__(self, timing: Timing, now: float, new_key: Callable[[], str] = _new_key) -> None:
        self.timing = timing
        self.visit = 0
        self._new_key = new_key
        self.language = self.number = ""
        self._asked = False
        self.walk: Walk | None = None
        self.meets: Mapping[str, Meets] = {}
        """By service: what its counters can meet."""
        self.tallies: list[Tally] = []
        """Counts of visits that ended; whoever sends them takes them out."""
        self.handed: str = ""
        """What became of the paper that this screen was printed on: "printing", "printed", "failed", or ""."""
        self._tree: Triage | None = None
        self._ready = self._up = False
        self._open = True
        self._too_late: frozenset[str] = frozenset()
        self._scan = ("", -SAME_SCAN_S)
        self._down_since = now + timing.boot - timing.away
        self.start_over(now)

    def start_over(self, now: float) -> None:
        """Forget this visitor; the next one finds the start."""
        elsewhere = self._asked or (bool(self.number) and self.walk is not None and self.walk.outcome is None)
        if self.walk is not None and not elsewhere:
            self.tallies.append(self.walk.ended(self.language, bool(self.number)))
        self.walk = None
        self.visit += 1
        self.key = self._new_key()
        self.language = self.group = self.service = self.topic = self.number = self.reason = self.code = ""
        self._back_to = self._ask_from = Step.START
        self._asked = False
        self.wishes, self._wished = Wishes(), ("", now)
        self._enter(Step.START, now)

    def _enter(self, step: Step, now: float) -> None:
        if step is Step.CHECK_IN and self.away(now):
            step, self.reason = Step.ASK_DESK, "away_appointment"
        self.step = step
        self.handed = ""
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

    def tree(self, tree: Triage | None, now: float) -> None:
        """The office told its decision tree, None for choosing by groups. A visit inside another one begins anew."""
        if tree != self._tree and self.step in CHOOSING:
            self.start_over(now)
        self._tree = tree

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

    def handed_out(self, visit: int, printed: bool) -> None:
        """The fate of a handout is known."""
        if visit == self.visit and self.handed == "printing":
            self.handed = "printed" if printed else "failed"

    def on_paper(self, key: str, printed: bool, now: float) -> None:
        """The slip's fate is known."""
        if key == self.key and self.step is Step.PRINTING and self.number:
            self._enter(Step.TAKE_SLIP if printed else Step.REMEMBER, now)

    # --- what is shown ---

    def away(self, now: float) -> bool:
        """Whether the server has been out of reach for longer than a moment."""
        return not self._up and now - self._down_since > self.timing.away

    def waited(self, now: float) -> float:
        """Seconds since this step began."""
        return now - self._entered

    def shown(self, now: float) -> Step:
        """The step on the glass: closing time comes before the visitor's own step, and so does a server that is away,
        to a kiosk that knows nothing of the office."""
        if self.step is Step.START or self.step in CHOOSING:
            if self.away(now) and not self._ready:
                return Step.ASK_DESK
            if self.step is Step.START and self._ready and not self._open:
                return Step.CLOSED
        return self.step

    @property
    def place(self) -> str:
        """Where in the tree: the slug of the question or the outcome, ""."""
        return self.walk.place if self.walk is not None else ""

    def settled(self, now: float) -> bool:
        """False just after a change of the screen, when a touch is the second half of a double strike."""
        return now - self._entered >= self.timing.strike

    def warning(self, now: float) -> int:
        """The seconds left to an idle visitor who has to be asked; 0 when there is nothing to ask."""
        if self.step not in CHOOSING:
            return 0
        left = self._touched + self.timing.idle - now
        return max(1, int(left + 0.999)) if left <= self.timing.warning else 0

    def untouched(self, now: float) -> float:
        """Seconds since anything was touched or the screen changed."""
        return now - self._touched

    def greeting(self, now: float) -> float:
        """Seconds that the kiosk has greeted, untouched; 0 during a visit."""
        return self.untouched(now) if self.step is Step.START else 0.0

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
            self._choose_concern(now)
        return None

    @property
    def walk_ins(self) -> bool:
        """Whether the office is open to people without an appointment."""
        return self._open

    def touch(self, what: str, now: float) -> Order | CheckInOrder | Handout | None:
        """A touchable thing was touched ("language:ar", "confirm" ...). The order, once a visit, when it confirms; a
        handout when it asks for one."""
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
        elif verb == "ask" and step in (Step.GROUP, Step.SERVICE, Step.QUESTION):
            self._ask_from, self._asked = step, True
            self._enter(Step.ASK, now)
        elif verb == "topic" and step is Step.ASK:
            self.topic = choice
            self._enter(Step.TOPIC, now)
        elif verb == "service" and step in (Step.SERVICE, Step.ASK):
            self.service = choice
            self._enter(Step.TOO_LATE if choice in self._too_late else Step.CONFIRM, now)
        elif step in TRIAGE | {Step.TOPIC} and verb in ("answer", "have", "person") and self.walk is not None:
            if self.walk.take(verb, choice):
                self._asked = False  # from here on the tree leads, and back goes where it was left
                self._walk_on(now)
        elif verb == "print" and step in READ and not self.handed:
            return self._hand_out()
        elif verb == "confirm" and step is Step.CONFIRM:
            if self.service in self._too_late:
                self._enter(Step.TOO_LATE, now)
                return None
            self._enter(Step.PRINTING, now)
            return self.wishes.order(self.key, self.service, self.language, self.meets.get(self.service, ()))
        elif verb == "wishes" and step is Step.CONFIRM:
            self._enter(Step.WISHES, now)
        elif verb == "wish" and step is Step.WISHES:
            self._wish(choice, now)
        elif verb in ("check-in", "key", "walk-in") and (step in CHOOSING or step is Step.START):
            return self._touch_check_in(verb, choice, now)
        elif verb == "back" and step in CHOOSING:
            self._go_back(now)
        elif (verb == "start-again" and step in CHOOSING) or (
            verb == "done" and step in READ | {Step.TAKE_SLIP, Step.REMEMBER, Step.ASK_DESK}
        ):
            self.start_over(now)
        return None

    def imagined(self, what: str, now: float) -> "Session | None":
        """How it would stand if `what` were touched now; None where nothing would change. This one is as it was."""
        other = copy(self)
        other.tallies, other._new_key = [], str
        other.walk = self.walk.again() if self.walk is not None else None
        other._entered, other._touched = -math.inf, now
        other.touch(what, now)
        return other if other._entered == now else None

    def _wish(self, choice: str, now: float) -> None:
        if choice == "done":
            self._enter(Step.CONFIRM, now)
            return
        (last, at), self._wished = self._wished, (choice, now)
        if choice in ("more", "fewer") or choice != last or now - at >= self.timing.strike:  # else a double strike
            self.wishes = self.wishes.after(choice)

    def _hand_out(self) -> Handout | None:
        outcome = found(self.topic) if self.step is Step.TOPIC else self.walk.outcome if self.walk else None
        if outcome is None:
            return None
        self.handed = "printing"
        service = "" if self.step is Step.TOPIC or self.walk is None else self.walk.service
        return Handout(self.visit, outcome, service)

    def _speak(self, language: str, now: float) -> None:
        self.language = language
        if self.step is Step.LANGUAGE and self._back_to is not Step.GROUP:
            self._enter(self._back_to, now)
        elif self._open:
            self._choose_concern(now)
        else:
            self._enter(Step.START, now)

    def _choose_concern(self, now: float) -> None:
        """Ask what it is about, from the place that was reached, in a language that was chosen."""
        if not self.language:
            self._back_to = Step.GROUP
            self._enter(Step.LANGUAGE, now)
        elif self._tree is None:
            self._enter(Step.GROUP, now)
        else:
            self.walk = self.walk or Walk(self._tree)
            if self.walk.step == Step.CHECK_IN.value:
                self.walk.back()
            self._walk_on(now)

    def _walk_on(self, now: float) -> None:
        """Show where the walk has come to."""
        assert self.walk is not None
        step = Step(self.walk.step)
        if step is Step.CONFIRM:
            self.service = self.walk.service
            step = Step.TOO_LATE if self.service in self._too_late else step
        self._enter(step, now)

    def _go_back(self, now: float) -> None:
        if self.step is Step.LANGUAGE and (self.language or self._back_to is not Step.GROUP):
            self._enter(self._back_to, now)
        elif self.step in NOT_CHECKED_IN and self._open and self.language:
            self.code = "" if self.step is not Step.UNKNOWN_CODE else self.code
            self._enter(Step.CHECK_IN, now)
        elif self.step is Step.WISHES:
            self._enter(Step.CONFIRM, now)
        elif self.step is Step.TOPIC or (self._asked and self.step in (Step.CONFIRM, Step.TOO_LATE)):
            self._enter(Step.ASK, now)
        elif self.step is Step.ASK:
            self._asked = False
            self._enter(self._ask_from, now)
        elif self.step is Step.CHECK_IN and self._open and self.language:
            self._choose_concern(now)
        elif self.walk is not None and self.step not in CHECKING_IN:
            if self.walk.back():
                self._walk_on(now)
            else:
                self.start_over(now)
        elif self.step in (Step.SERVICE, Step.CONFIRM, Step.TOO_LATE):
            self._enter(Step.GROUP if self.step is Step.SERVICE else Step.SERVICE, now)
        else:
            self.start_over(now)
