"""What a visitor needs, several services in one visit, and counters that stand by."""

from dataclasses import replace

import pytest
from play import PLAN, Play
from test_tickets import refused

from server.domain import commands as c
from server.domain import events as e
from server.domain.ticket import State

OFFICE = replace(
    PLAN,
    service_s={"collect": 300.0, "address": 600.0, "residence": 1800.0, "family": 1800.0},
    offers={"1": frozenset({"step_free"}), "3": frozenset({"quiet", "interpreter:ar"})},
)


def issue(**more) -> c.IssueTicket:
    return c.IssueTicket("x", "y", "collect", "de", **more)


def test_who_needs_something_waits_for_a_counter_that_offers_it():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("3", "bob"), plan=OFFICE)
    quiet = play.draw("collect", needs="quiet interpreter:ar")
    anybody = play.draw("collect")

    assert play.call("1") is anybody
    assert refused(play, c.CallNext("1")) == "counter_busy"
    assert play.call("3") is quiet


def test_within_a_service_needs_do_not_change_who_came_first():
    play = Play(c.OpenCounter("1", "ada"), plan=OFFICE)
    first = play.draw("collect")
    second = play.draw("collect", needs="step_free")
    third = play.draw("collect")

    assert [play.call("1") for _ in range(3)] == [first, second, third]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (issue(needs=frozenset({"coffee"})), "unknown_need"),
        (issue(needs=frozenset({"interpreter:"})), "unknown_need"),
        (issue(needs=frozenset({"interpreter:fr"})), "need_unmet"),
        (issue(needs=frozenset({"step_free", "quiet"})), "need_unmet"),
        (issue(needs=frozenset({"step_free"}), route=("family",)), "need_unmet"),
        (issue(people=0), "people"),
        (issue(people=10), "people"),
        (issue(route=("nonsense",)), "unknown_service"),
        (issue(route=("collect",)), "route_twice"),
    ],
)
def test_what_nobody_can_do_is_refused_at_once(command, code):
    assert refused(Play(plan=OFFICE), command) == code


def test_a_visit_of_two_services_goes_on_at_the_counter_that_can_do_both():
    play = Play(c.OpenCounter("1", "ada"), plan=OFFICE)
    ticket = play.draw("collect", route=("address",))
    play.say(c.CallNext("1"), c.StartService("1"))

    play.say(c.FinishService("1"))
    assert isinstance(play.events[-1], e.VisitContinued)
    assert (ticket.state, ticket.service, ticket.route, ticket.counter) == (State.SERVING, "address", (), "1")
    play.say(c.FinishService("1"))

    assert ticket.state is State.FINISHED


def test_a_visit_moves_on_to_the_shortest_wait_and_stands_there_by_its_first_arrival():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("2", "bob"), plan=OFFICE)
    ticket = play.draw("collect", route=("family", "residence"))
    play.draw("family")
    play.call("1")

    play.say(c.FinishService("1"))

    assert isinstance(play.events[-1], e.VisitMovedOn)
    assert (ticket.state, ticket.service, ticket.route) == (State.WAITING, "residence", ("family",))
    assert (ticket.order, ticket.since) == (ticket.arrival, ticket.issued_at)
    assert play.call("2") is ticket


def test_moving_on_can_be_taken_back():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("2", "bob"), plan=OFFICE)
    ticket = play.draw("collect", route=("family",))
    play.call("1")
    play.say(c.FinishService("1"))

    play.say(c.UndoLast("1"))

    assert (ticket.state, ticket.service, ticket.route) == (State.CALLED, "collect", ("family",))
    assert play.queue.lines.total == 0


def test_a_visit_begins_where_the_wait_is_shortest():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("2", "bob"), plan=OFFICE)
    play.draw("collect")

    ticket = play.draw("collect", route=("residence",))

    assert (ticket.service, ticket.route, ticket.number) == ("residence", ("collect",), "T001")


def test_a_group_counts_as_more_work():
    assert OFFICE.work_s("collect") == 300
    assert OFFICE.work_s("collect", people=4) == pytest.approx(300 * 2.8)


def test_the_next_visitor_is_called_to_a_counter_that_stands_by():
    play = Play(c.OpenCounter("1", "ada"), plan=OFFICE)
    assert refused(play, c.CallNext("1")) == "nobody_waiting"
    play.say(c.CallNext("1", stand_by=True))
    assert play.queue.counter("1").standing_by == play.now
    assert refused(play, c.CallNext("1", stand_by=True)) == "standing_by"

    ticket = play.draw("collect")

    assert (ticket.state, ticket.counter) == (State.CALLED, "1")
    assert play.events[-1].why == "stand_by"
    assert play.queue.counter("1").standing_by is None


def test_the_least_flexible_counter_that_stands_by_goes_first_then_the_one_that_waits_longest():
    play = Play(*(c.OpenCounter(id, "ada") for id in PLAN.skills), plan=OFFICE)
    play.say(*(c.CallNext(id, stand_by=True) for id in ("3", "2", "1")))

    assert play.draw("collect").counter == "1"
    assert play.draw("collect").counter == "3"
    assert play.draw("collect").state is State.WAITING

    equals = Play(plan=replace(OFFICE, skills={id: PLAN.skills["1"] for id in ("1", "2")}))
    equals.say(c.OpenCounter("1", "ada"), c.OpenCounter("2", "bob"))
    equals.say(c.CallNext("2", stand_by=True), c.CallNext("1", stand_by=True))
    assert equals.draw("collect").counter == "2"


def test_a_counter_stands_by_only_for_those_it_can_serve():
    play = Play(c.OpenCounter("1", "ada"), c.CallNext("1", stand_by=True), plan=OFFICE)

    assert play.draw("residence").state is State.WAITING
    assert play.draw("collect", needs="quiet").state is State.WAITING
    assert play.draw("collect", needs="step_free").counter == "1"


@pytest.mark.parametrize("command", [c.PauseCounter("1"), c.CloseCounter("1")])
def test_whatever_else_a_counter_does_ends_its_standing_by(command):
    play = Play(c.OpenCounter("1", "ada"), c.CallNext("1", stand_by=True), command, plan=OFFICE)

    assert play.queue.counter("1").standing_by is None
    assert play.draw("collect").state is State.WAITING


def test_a_transfer_and_a_visit_that_moves_on_reach_a_counter_that_stands_by():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("2", "bob"), plan=OFFICE)
    moving = play.draw("collect", route=("family",))
    sent = play.draw("address")
    play.call("1")
    play.say(c.CallNext("2", stand_by=True), c.FinishService("1"))
    assert (moving.state, moving.counter) == (State.CALLED, "2")

    play.say(c.FinishService("2"), c.CallNext("2", stand_by=True), c.CallNext("1"))
    play.say(c.TransferTicket("1", to_counter="2"))

    assert (sent.state, sent.counter) == (State.CALLED, "2")
