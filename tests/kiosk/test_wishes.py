"""What a visitor asks for beside the ticket, without a window."""

import pytest
from test_session import Visit

from kiosk.steps import Step
from kiosk.wishes import Order, Wishes, offered

MEETS = [frozenset({"step_free", "quiet"}), frozenset({"step_free", "interpreter:ar"})]
CONFIRM = ("language:ar", "group:ausgabe", "service:abholung")


@pytest.fixture
def visit():
    visit = Visit()
    visit.session.meets = {"abholung": MEETS}
    return visit


def test_all_that_is_wished_is_ordered_with_the_ticket_and_nothing_says_why(visit):
    wished = ("wish:more", "wish:more", "wish:other", "wish:step_free", "wish:interpreter", "wish:priority")

    order = visit.play(*CONFIRM, "wishes", *wished, "wish:done", "confirm")

    needs = ("step_free", "interpreter:ar")
    assert order == Order("visit-1", "abholung", "ar", 3, needs, priority=True, for_other=True)


def test_the_way_to_the_wishes_is_no_must(visit):
    assert visit.play(*CONFIRM, "confirm") == Order("visit-1", "abholung", "ar")


def test_back_and_done_lead_to_the_confirmation_and_nothing_is_lost(visit):
    visit.play(*CONFIRM, "wishes", "wish:priority", "back")
    assert visit.shown is Step.CONFIRM

    visit.play("wishes", "wish:done")

    assert visit.shown is Step.CONFIRM
    assert visit.session.wishes == Wishes(priority=True)


@pytest.mark.parametrize("end", ["start-again", "time"])
def test_the_next_visitor_finds_no_wishes(visit, end):
    visit.play(*CONFIRM, "wishes", "wish:priority", "wish:quiet", "wish:more")

    visit.play(end) if end != "time" else visit.wait(100)

    assert visit.shown is Step.START
    assert visit.session.wishes == Wishes()


def test_a_double_strike_ticks_once_but_counts_people_twice(visit):
    visit.play(*CONFIRM, "wishes", "wish:priority")
    visit.wait(0.2)
    visit.session.touch("wish:priority", visit.now)
    for _ in range(2):
        visit.wait(0.2)
        visit.session.touch("wish:more", visit.now)

    assert visit.session.wishes == Wishes(people=3, priority=True)


def test_wishes_are_made_on_their_own_screen_only(visit):
    visit.play(*CONFIRM, "wish:priority", "wishes", "wish:nonsense")

    assert visit.session.wishes == Wishes()


def test_people_stop_at_one_and_eight():
    assert Wishes().after("fewer") == Wishes()
    assert Wishes(people=8).after("more") == Wishes(people=8)


def test_only_what_a_counter_can_meet_is_offered_and_together_only_what_one_can():
    assert offered("ar", MEETS) == ("step_free", "quiet", "interpreter")
    assert offered("uk", MEETS) == ("step_free", "quiet")
    assert offered("ar", []) == ()
    quiet = Wishes(needs=frozenset({"quiet"}))
    assert quiet.possible("step_free", "ar", MEETS)
    assert not quiet.possible("interpreter", "ar", MEETS)


def test_what_the_new_language_or_service_cannot_meet_is_not_ordered():
    wishes = Wishes(needs=frozenset({"step_free", "interpreter"}))

    assert wishes.order("k", "s", "ar", MEETS).needs == ("step_free", "interpreter:ar")
    assert wishes.order("k", "s", "uk", MEETS).needs == ("step_free",)
    assert wishes.order("k", "s", "ar", []).needs == ()
