"""Visits as plays: touches and time, no window."""

import pytest

from kiosk.checkin import CheckInOrder
from kiosk.session import Session, Timing
from kiosk.steps import Step
from kiosk.wishes import Order

TIMING = Timing(idle=90, warning=20, slip=15, remember=45, desk=20, answer=8, strike=0.45, away=1)


class Visit:
    """A session with a clock of its own; each touch comes a second after the last."""

    def __init__(self) -> None:
        self.now = 100.0
        self.keys = iter(f"visit-{n}" for n in range(1, 100))
        self.session = Session(TIMING, self.now, lambda: next(self.keys))
        self.session.link(True, self.now)
        self.session.office(True)

    def play(self, *touches: str) -> Order | None:
        order = None
        for touch in touches:
            self.wait(1)
            order = self.session.touch(touch, self.now)
        return order

    def wait(self, seconds: float) -> None:
        ends = self.now + seconds
        while self.now < ends:
            self.now = min(ends, self.now + 0.1)
            self.session.tick(self.now)

    @property
    def shown(self) -> Step:
        return self.session.shown(self.now)


@pytest.fixture
def visit() -> Visit:
    return Visit()


ORDERED = ("language:ar", "group:ausgabe", "service:abholung", "confirm")


def test_four_touches_lead_from_the_start_to_one_order(visit):
    order = visit.play(*ORDERED)

    assert order == Order("visit-1", "abholung", "ar")
    assert visit.shown is Step.PRINTING


def test_what_a_touch_would_lead_to_is_told_without_touching(visit):
    for touch in ("language:ar", "group:ausgabe", "back", "language", "language:de", "group:ausgabe", "ask", "back"):
        before = vars(visit.session).copy()
        imagined = visit.session.imagined(touch, visit.now)
        assert vars(visit.session) == before
        visit.play(touch)
        assert imagined is not None
        assert (imagined.step, imagined.language, imagined.group) == (
            visit.session.step,
            visit.session.language,
            visit.session.group,
        )

    assert visit.session.imagined("no such key", visit.now) is None
    over = visit.session.imagined("start-again", visit.now)
    assert over is not None
    assert over.step is Step.START
    assert visit.session.key == "visit-1"


def test_a_confirmed_visit_orders_once_whatever_is_touched_how_often(visit):
    orders = [visit.play(touch) for touch in (*ORDERED, "confirm", "confirm", "back", "start-again", "service:x")]

    assert sum(order is not None for order in orders) == 1
    assert visit.shown is Step.PRINTING


def test_the_second_half_of_a_double_strike_touches_nothing_on_the_next_screen(visit):
    visit.play("language:de")

    for gap in (0.08, 0.2, 0.44):
        assert visit.session.touch("group:titel", visit.now + gap) is None
        assert visit.shown is Step.GROUP
    visit.play("group:titel")
    assert visit.shown is Step.SERVICE


def test_the_slips_fate_decides_between_taking_and_remembering(visit):
    for printed, step in ((True, Step.TAKE_SLIP), (False, Step.REMEMBER)):
        order = visit.play(*ORDERED)
        assert visit.session.issued(order.key, "A001", visit.now)
        visit.session.on_paper(order.key, printed, visit.now)

        assert visit.shown is step
        assert visit.session.number == "A001"
        visit.play("done")
        assert visit.shown is Step.START


def test_the_next_visitor_finds_nothing_of_the_last(visit):
    order = visit.play(*ORDERED)
    visit.session.issued(order.key, "A001", visit.now)
    visit.session.on_paper(order.key, True, visit.now)

    visit.wait(TIMING.slip + 0.2)

    session = visit.session
    assert visit.shown is Step.START
    assert (session.language, session.group, session.service, session.number, session.reason) == ("",) * 5
    assert session.key != order.key


def test_no_answer_within_eight_seconds_sends_the_visitor_to_the_desk(visit):
    visit.play(*ORDERED)

    visit.wait(7.5)
    assert visit.shown is Step.PRINTING
    visit.wait(1)
    assert (visit.shown, visit.session.reason) == (Step.ASK_DESK, "no_answer")


def test_an_answer_that_comes_late_still_reaches_a_visitor_who_is_there(visit):
    order = visit.play(*ORDERED)
    visit.wait(9)

    assert visit.session.issued(order.key, "A007", visit.now)
    assert (visit.shown, visit.session.number) == (Step.PRINTING, "A007")


def test_an_answer_for_a_visitor_who_has_gone_prints_nothing(visit):
    order = visit.play(*ORDERED)
    visit.wait(9)
    visit.play("done", "language:de")

    assert not visit.session.issued(order.key, "A007", visit.now)
    assert (visit.shown, visit.session.number) == (Step.GROUP, "")


def test_a_second_answer_prints_nothing(visit):
    order = visit.play(*ORDERED)

    assert visit.session.issued(order.key, "A001", visit.now)
    assert not visit.session.issued(order.key, "A001", visit.now)


def test_a_refusal_sends_the_visitor_to_the_desk_and_says_why(visit):
    order = visit.play(*ORDERED)

    visit.session.refused(order.key, "service_closed", visit.now)

    assert (visit.shown, visit.session.reason) == (Step.ASK_DESK, "service_closed")


def test_a_short_absence_of_the_server_is_not_seen_and_in_a_long_one_the_visit_goes_on(visit):
    visit.play("language:uk", "group:titel")

    visit.session.link(False, visit.now)
    visit.wait(0.9)
    assert not visit.session.away(visit.now)
    visit.wait(0.5)
    assert visit.session.away(visit.now)
    assert visit.shown is Step.SERVICE
    assert visit.play("service:abholung", "confirm") == Order("visit-1", "abholung", "uk")


def test_without_the_server_an_appointment_is_sent_to_the_desk_before_anything_is_typed(visit):
    visit.play("language:uk")
    visit.session.link(False, visit.now)
    visit.wait(1)

    visit.play("check-in")

    assert (visit.shown, visit.session.reason) == (Step.ASK_DESK, "away_appointment")
    visit.play("done")
    assert visit.shown is Step.START


def test_a_closed_office_shows_its_hours_in_the_language_that_is_chosen(visit):
    visit.session.office(False)
    assert visit.shown is Step.CLOSED

    visit.play("language")
    assert visit.shown is Step.LANGUAGE
    visit.play("language:ar")
    assert (visit.shown, visit.session.language) == (Step.CLOSED, "ar")
    visit.wait(91)
    assert (visit.shown, visit.session.language) == (Step.CLOSED, "")


def test_closing_time_does_not_end_a_visit(visit):
    visit.play("language:de", "group:titel")

    visit.session.office(False)

    assert visit.shown is Step.SERVICE


def test_back_goes_one_step_and_language_returns_to_the_same_step(visit):
    visit.play("language:de", "group:titel", "service:x", "language", "language:uk")
    assert (visit.shown, visit.session.language) == (Step.CONFIRM, "uk")

    seen = []
    for _ in range(3):
        visit.play("back")
        seen.append(visit.shown)
    assert seen == [Step.SERVICE, Step.GROUP, Step.START]


def test_a_kiosk_that_has_just_started_gives_the_server_five_seconds():
    session = Session(TIMING, 0)

    assert session.shown(4.9) is Step.START
    assert session.shown(5.1) is Step.ASK_DESK
    session.link(True, 6)
    assert session.shown(6) is Step.START


def test_nothing_can_be_ordered_before_the_office_has_told_what_it_offers():
    session = Session(TIMING, 0)
    session.link(True, 0)

    assert session.touch("language:de", 5) is None
    assert session.step is Step.START


def test_a_service_that_is_too_late_says_so_before_anything_is_ordered_and_lets_the_visitor_choose_again(visit):
    visit.session.office(True, ["einbuergerung"])

    assert visit.play("language:de", "group:unbefristet", "service:einbuergerung") is None
    assert visit.shown is Step.TOO_LATE
    assert visit.play("confirm") is None
    visit.play("language", "language:ar")
    assert (visit.shown, visit.session.language) == (Step.TOO_LATE, "ar")
    visit.play("back")
    assert visit.shown is Step.SERVICE
    assert visit.play("service:niederlassung", "confirm") == Order("visit-1", "niederlassung", "ar")


def test_what_becomes_too_late_while_it_is_looked_at_is_not_ordered(visit):
    visit.play("language:de", "group:unbefristet", "service:einbuergerung")
    visit.session.office(True, ["einbuergerung"])

    assert visit.play("confirm") is None
    assert visit.shown is Step.TOO_LATE


def test_a_refusal_because_it_is_too_late_leaves_the_visitor_free_to_order_something_else(visit):
    first = visit.play(*ORDERED)
    visit.session.refused(first.key, "too_late", visit.now)
    assert visit.shown is Step.TOO_LATE

    second = visit.play("back", "service:verlust", "confirm")

    assert second == Order("visit-2", "verlust", "ar")
    assert not visit.session.issued(first.key, "A001", visit.now)
    assert visit.session.issued(second.key, "A002", visit.now)


def test_an_idle_visitor_who_is_too_late_is_asked_and_forgotten_like_any_other(visit):
    visit.session.office(True, ["einbuergerung"])
    visit.play("language:de", "group:unbefristet", "service:einbuergerung")

    visit.wait(75)
    assert visit.session.warning(visit.now) > 0
    visit.wait(20)
    assert visit.shown is Step.START


def test_who_asks_in_own_words_comes_to_a_topic_or_a_ticket_and_back_to_the_question(visit):
    visit.play("language:de", "group:titel", "ask", "topic:adresse")
    assert (visit.shown, visit.session.topic) == (Step.TOPIC, "adresse")

    visit.play("back")
    assert visit.shown is Step.ASK
    visit.play("service:adresse")
    assert (visit.shown, visit.session.service) == (Step.CONFIRM, "adresse")
    visit.play("back", "language", "back")
    assert visit.shown is Step.ASK
    visit.play("back")
    assert visit.shown is Step.SERVICE
    visit.play("service:neuer-pass", "back")
    assert visit.shown is Step.SERVICE, "the way back does not remember what was left"
    visit.play("ask")
    visit.wait(91)
    assert (visit.shown, visit.session.topic) == (Step.START, "")


def test_a_scan_at_the_untouched_kiosk_orders_a_check_in_at_once(visit):
    assert visit.session.scan("K7M4PX", visit.now) == CheckInOrder("visit-1", "K7M4PX", "")
    assert visit.shown is Step.PRINTING
    assert visit.session.scan("OTHER1", visit.now) is None, "one visitor at a time"


def test_a_scan_is_heard_on_days_without_walk_ins_and_leads_to_no_ticket_without_an_appointment(visit):
    visit.session.office(False)
    assert visit.shown is Step.CLOSED

    order = visit.session.scan("K7M4PX", visit.now)
    visit.session.refused(order.key, "cancelled", visit.now)
    visit.play("walk-in")

    assert visit.shown is Step.CANCELLED
    visit.play("back")
    assert visit.shown is Step.CLOSED
    visit.play("check-in")
    assert visit.shown is Step.CHECK_IN


@pytest.mark.parametrize(
    ("reason", "step"),
    [
        ("early", Step.EARLY),
        ("wrong_day", Step.WRONG_DAY),
        ("already", Step.ALREADY),
        ("unknown", Step.UNKNOWN_CODE),
        ("cancelled", Step.CANCELLED),
        ("slow_down", Step.ASK_DESK),
    ],
)
def test_each_no_of_the_office_has_its_step_and_the_next_try_a_key_of_its_own(visit, reason, step):
    visit.play("language:de", "check-in", *(f"key:{character}" for character in "K7M4"))
    order = visit.play("check-in")
    assert order == CheckInOrder("visit-1", "K7M4", "de")

    visit.session.refused(order.key, reason, visit.now)

    assert visit.shown is step
    if step is not Step.ASK_DESK:
        visit.play("check-in", *(f"key:{character}" for character in "ABCD"))
        assert visit.play("check-in").key == "visit-2"


def test_a_short_code_cannot_be_confirmed_and_a_typed_one_is_forgotten_with_its_visitor(visit):
    visit.play("language:de", "check-in", "key:A", "key:B", "key:C")
    assert visit.play("check-in") is None
    assert visit.shown is Step.CHECK_IN
    visit.play("key:delete")
    assert visit.session.code == "AB"

    visit.play("start-again")

    assert visit.session.code == ""


def test_a_code_held_under_the_scanner_does_not_wipe_the_number_but_the_next_visitors_does(visit):
    order = visit.session.scan("K7M4PX", visit.now)
    visit.session.issued(order.key, "A001", visit.now)
    visit.session.on_paper(order.key, True, visit.now)

    assert visit.session.scan("K7M4PX", visit.now + 1) is None
    assert visit.shown is Step.TAKE_SLIP
    assert visit.session.scan("C2CCCC", visit.now + 2).code == "C2CCCC"


def test_a_kiosk_that_knows_nothing_of_the_office_takes_no_scan():
    session = Session(TIMING, 0)

    assert session.scan("K7M4PX", 10) is None
    assert session.shown(10) is Step.ASK_DESK


def test_who_scanned_first_chooses_a_language_before_a_ticket_without_an_appointment(visit):
    order = visit.session.scan("K7M4PX", visit.now)
    visit.session.refused(order.key, "unknown", visit.now)

    visit.play("walk-in")
    assert visit.shown is Step.LANGUAGE
    visit.play("language:uk")

    assert visit.shown is Step.GROUP
