"""How long a visitor may do nothing, as plays; no window."""

import pytest
from test_session import ORDERED, Visit

from kiosk.steps import Step


@pytest.fixture
def visit() -> Visit:
    return Visit()


def test_an_idle_visitor_is_warned_twenty_seconds_long_and_then_forgotten(visit):
    visit.play("language:de", "group:titel")

    visit.wait(69)
    assert visit.session.warning(visit.now) == 0
    visit.wait(1.5)
    assert visit.session.warning(visit.now) == 20
    visit.wait(20)
    assert visit.shown is Step.START


def test_a_touch_during_the_warning_only_extends(visit):
    visit.play("language:de", "group:titel")
    visit.wait(75)

    visit.session.touch("service:x", visit.now)

    assert visit.shown is Step.SERVICE
    assert visit.session.warning(visit.now) == 0
    visit.wait(60)
    assert visit.shown is Step.SERVICE


def test_an_idle_visitor_may_say_as_often_as_need_be_that_somebody_is_still_there(visit):
    visit.play("language:de", "group:titel")

    for _ in range(25):  # ten times the usual time must be possible
        visit.wait(85)
        assert visit.session.warning(visit.now) == 5
        visit.session.touch("still-here", visit.now)
        assert visit.session.warning(visit.now) == 0

    assert visit.shown is Step.SERVICE
    assert visit.session.touch("service:x", visit.now) is None
    assert visit.shown is Step.CONFIRM, "and the visit goes on where it was"
    visit.wait(90)
    assert visit.shown is Step.START, "but not without an answer"


@pytest.mark.parametrize("way", [(), ("group:titel",), ("ask",), ("check-in",), ("group:titel", "service:x", "wishes")])
def test_whatever_is_done_on_whatever_screen_begins_the_time_anew(visit, way):
    visit.play("language:de", *way)
    step = visit.shown

    for _ in range(20):  # a letter typed, a key of the keypad, words that are still being read aloud
        visit.wait(60)
        visit.session.stay(visit.now)

    assert visit.shown is step
    visit.wait(89)
    assert visit.shown is step
    visit.wait(1.5)
    assert visit.shown is Step.START


def test_a_touch_on_a_result_keeps_it(visit):
    order = visit.play(*ORDERED)
    visit.session.issued(order.key, "A001", visit.now)
    visit.session.on_paper(order.key, True, visit.now)

    visit.wait(10)
    visit.session.stay(visit.now)
    visit.wait(10)

    assert visit.shown is Step.TAKE_SLIP
