"""A ticket's way through the day, told as plays."""

from datetime import timedelta

import pytest
from play import Play

from server.domain import commands as c
from server.domain.refusal import Refusal
from server.domain.ticket import Kind, State


def refused(play: Play, command: c.Command) -> str:
    """The code of the refusal; nothing may have changed."""
    before = play.queue.revision
    with pytest.raises(Refusal) as refusal:
        play.say(command)
    assert play.queue.revision == before
    return refusal.value.code


def test_numbers_count_up_within_a_prefix_whatever_the_service():
    play = Play()

    numbers = [play.draw(s).number for s in ("collect", "address", "residence", "collect")]

    assert numbers == ["A001", "A002", "T001", "A003"]


def test_a_visitor_is_called_seated_and_finished():
    play = Play(c.OpenCounter("1", "ada"))
    ticket = play.draw("collect")

    play.say(c.CallNext("1"), c.StartService("1"), c.FinishService("1"))

    assert ticket.state is State.FINISHED
    assert ticket.counter == "1"
    assert ticket.issued_at < ticket.called_at < ticket.started_at < ticket.ended_at
    assert play.queue.counter("1").current is None


def test_first_come_is_first_served_among_what_the_counter_can_do():
    play = Play(c.OpenCounter("2", "ada"))
    play.draw("collect")
    family = play.draw("family")
    play.draw("residence")

    play.say(c.CallNext("2"))

    assert play.queue.counter("2").current == family.id


def test_priority_persons_go_first_then_due_appointments_then_walk_ins_then_early_appointments():
    play = Play(c.OpenCounter("1", "ada"))
    early = play.draw("collect", Kind.APPOINTMENT, play.now + timedelta(hours=2))
    walk_in = play.draw("collect")
    due = play.draw("collect", Kind.APPOINTMENT, play.now + timedelta(minutes=6))
    priority = play.draw("collect", Kind.PRIORITY)

    called = []
    for _ in range(4):
        play.say(c.CallNext("1"))
        called.append(play.queue.counter("1").current)
        play.say(c.FinishService("1"))

    assert called == [priority.id, due.id, walk_in.id, early.id]


def test_two_counters_never_get_the_same_visitor():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("3", "bob"))
    play.draw("collect")

    play.say(c.CallNext("1"))

    assert refused(play, c.CallNext("3")) == "nobody_waiting"


def test_a_counter_serves_one_visitor_at_a_time():
    play = Play(c.OpenCounter("1", "ada"))
    play.draw("collect")
    second = play.draw("collect")
    play.say(c.CallNext("1"))

    assert refused(play, c.CallNext("1")) == "counter_busy"
    assert refused(play, c.CallTicket("1", second.id)) == "counter_busy"
    assert refused(play, c.CloseCounter("1")) == "counter_busy"


def test_a_no_show_who_turns_up_is_called_by_hand():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("3", "bob"))
    ticket = play.draw("collect")
    play.say(c.CallNext("1"), c.ReportNoShow("1"))
    assert ticket.state is State.NO_SHOW

    play.say(c.CallTicket("3", ticket.id))

    assert (ticket.state, ticket.counter) == (State.CALLED, "3")
    assert refused(play, c.UndoLast("1")) == "undo_too_late"


def test_a_parked_visitor_comes_back_to_any_counter():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("3", "bob"))
    ticket = play.draw("collect")
    play.say(c.CallNext("1"), c.StartService("1"), c.ParkTicket("1"))
    assert play.queue.counter("1").current is None

    play.say(c.ResumeTicket("3", ticket.id))

    assert (ticket.state, ticket.counter, ticket.calls) == (State.CALLED, "3", 2)


def test_a_transfer_keeps_the_place_by_arrival_unless_sent_to_the_end():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("2", "bob"))
    first, second = play.draw("collect"), play.draw("collect")
    waiting = play.draw("residence")
    play.say(c.CallNext("1"), c.TransferTicket("1", to_service="residence"))
    play.say(c.CallNext("1"), c.TransferTicket("1", to_service="residence", at_end=True))

    called = []
    for _ in range(3):
        play.say(c.CallNext("2"))
        called.append(play.queue.counter("2").current)
        play.say(c.FinishService("2"))

    assert called == [first.id, waiting.id, second.id]


def test_a_visitor_sent_to_a_counter_waits_for_that_counter_only():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("2", "bob"), c.OpenCounter("3", "cem"))
    ticket = play.draw("collect")
    play.say(c.CallNext("1"), c.TransferTicket("1", to_counter="2"))

    assert refused(play, c.CallNext("3")) == "nobody_waiting"
    play.say(c.CallNext("2"))
    assert play.queue.counter("2").current == ticket.id


@pytest.mark.parametrize(
    "ending", [c.FinishService("1"), c.ReportNoShow("1"), c.TransferTicket("1", to_service="family")]
)
def test_the_last_ending_at_a_counter_can_be_taken_back(ending):
    play = Play(c.OpenCounter("1", "ada"))
    ticket = play.draw("collect")
    play.say(c.CallNext("1"), ending)

    play.say(c.UndoLast("1"))

    assert (ticket.state, ticket.service, ticket.counter) == (State.CALLED, "collect", "1")
    assert play.queue.counter("1").current == ticket.id
    assert play.queue.lines.total == 0
    assert refused(play, c.UndoLast("1")) == "nothing_to_undo"


def test_a_transfer_that_was_called_elsewhere_cannot_be_taken_back():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("2", "bob"))
    play.draw("collect")
    play.say(c.CallNext("1"), c.TransferTicket("1", to_service="family"), c.CallNext("2"), c.FinishService("2"))

    assert refused(play, c.UndoLast("1")) == "undo_too_late"


def test_a_paused_counter_calls_nobody_and_goes_on_when_opened():
    play = Play(c.OpenCounter("1", "ada"))
    play.draw("collect")
    play.say(c.PauseCounter("1", "lunch"))

    assert refused(play, c.CallNext("1")) == "counter_not_open"
    play.say(c.OpenCounter("1", "ada"), c.CallNext("1"))
    assert play.queue.counter("1").current == "t1"


def test_a_closed_service_gives_no_tickets_but_serves_those_who_wait():
    play = Play(c.OpenCounter("1", "ada"))
    ticket = play.draw("collect")
    play.say(c.CloseService("collect"))

    assert refused(play, c.IssueTicket("x", "y", "collect", "de")) == "service_closed"
    play.say(c.CallNext("1"))
    assert ticket.state is State.CALLED


def test_a_number_is_not_given_again_while_somebody_holds_it():
    play = Play(c.OpenCounter("1", "ada"))
    holder = play.draw("collect")
    play.queue.last_number["A"] = 999

    following = play.draw("collect")

    assert (holder.number, following.number) == ("A001", "A002")


def test_when_all_numbers_are_held_the_next_visitor_is_refused_not_doubled():
    play = Play()
    for _ in range(999):
        play.draw("collect")

    assert refused(play, c.IssueTicket("x", "y", "address", "de")) == "numbers_exhausted"


def test_the_day_change_closes_what_is_open_and_numbers_begin_again():
    play = Play(c.OpenCounter("1", "ada"))
    waiting, called = play.draw("residence"), play.draw("collect")
    play.say(c.CallNext("1"))

    play.say(c.OpenDay("2026-11-24"))

    assert {waiting.state, called.state} == {State.EXPIRED}
    assert play.queue.counter("1").state == "closed"
    assert play.queue.lines.total == 0
    assert play.draw("collect").number == "A001"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.CallNext("9"), "unknown_counter"),
        (c.CallNext("2"), "counter_not_open"),
        (c.CallTicket("1", "nobody"), "unknown_ticket"),
        (c.Recall("1"), "nobody_at_counter"),
        (c.FinishService("1"), "nobody_at_counter"),
        (c.IssueTicket("a", "b", "nonsense", "de"), "unknown_service"),
        (c.IssueTicket("a", "b", "collect", "de", Kind.APPOINTMENT), "appointment_time"),
        (c.UndoLast("1"), "nothing_to_undo"),
        (c.OpenCounter("1", "bob"), "counter_taken"),
        (c.OpenCounter("1", "ada"), "already_open"),
        (c.CloseCounter("2"), "already_closed"),
        (c.CancelTicket("nobody"), "unknown_ticket"),
        (c.OpenDay("2026-11-23"), "already_open"),
        (c.OpenService("collect"), "already_open"),
    ],
)
def test_what_cannot_take_effect_is_refused_with_a_code_and_leaves_no_trace(command, code):
    assert refused(Play(c.OpenCounter("1", "ada")), command) == code


def test_nothing_happens_before_the_day_begins():
    play = Play()
    play.say(c.CloseDay())

    assert refused(play, c.CallNext("1")) == "day_closed"
