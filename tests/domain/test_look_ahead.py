"""An advice from looking ahead is heard only where no hard rule decides."""

from collections import Counter as Count
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import event as note
from hypothesis import given, settings
from hypothesis import strategies as st
from play import MORNING, PLAN, Play
from test_any_sequence import check_call, crowded, crowds, eligible, plans, sane

from server.domain import commands as c
from server.domain import events as e
from server.domain.decide import decide
from server.domain.dispatch import choose
from server.domain.plan import Rule
from server.domain.refusal import Refusal
from server.domain.ticket import Kind

OFFICE = replace(PLAN, service_s={"collect": 300.0, "address": 600.0, "residence": 1800.0, "family": 1800.0})


def office(preset: str = "balanced", **changed) -> Play:
    return Play(c.OpenCounter("3", "ada"), plan=replace(OFFICE, rule=Rule.of(preset), **changed))


def advised_call(play: Play, ticket: str, counter: str = "3", minutes: float = 1) -> e.TicketCalled:
    (call,) = play.say(c.CallNext(counter, advised=ticket), minutes=minutes)
    return call


def test_an_advised_ticket_is_called_instead_of_the_one_that_the_index_prefers():
    play = office()
    short, long = play.draw("collect"), play.draw("residence")
    play.draw("residence")
    assert choose(play.queue, "3", play.now).ticket is short

    call = advised_call(play, long.id)

    assert (call.ticket, call.why, call.rule) == (long.id, "next", "look_ahead")
    assert call.sentence == {
        "de": "Wartet 2 von 30 Minuten; vorausgerechnet warten so alle zusammen weniger.",
        "en": "2 of 30 minutes waited; looking ahead, all together wait less this way.",
    }


def test_an_advice_for_the_index_s_own_choice_changes_nothing():
    play = office()
    short = play.draw("collect")
    play.draw("residence")

    call = advised_call(play, short.id)

    assert (call.ticket, call.rule) == (short.id, "index")
    assert call.sentence["en"].endswith("only counter 3 does “collect” now.")


@pytest.mark.parametrize("advice", ["gone", "second in line", "not this counter's", "not due", "nobody"])
def test_an_advice_that_cannot_be_lawful_by_now_is_not_heard(advice):
    play = office()
    play.say(c.OpenCounter("2", "bob"))
    gone, elsewhere = play.draw("residence"), play.draw("family")
    play.say(c.CallTicket("2", elsewhere.id), c.TransferTicket("2", to_counter="1"), c.CancelTicket(gone.id))
    short = play.draw("collect")
    play.draw("residence")
    second = play.draw("residence")
    later = play.draw("address", Kind.APPOINTMENT, at=MORNING + timedelta(hours=3))
    ids = {
        "gone": gone.id,
        "second in line": second.id,
        "not this counter's": elsewhere.id,
        "not due": later.id,
        "nobody": "t999",
    }

    call = advised_call(play, ids[advice])

    assert (call.ticket, call.rule) == (short.id, "index")


def test_a_ticket_beyond_its_bound_goes_first_whatever_is_advised():
    play = office()
    overdue = play.draw("residence")
    play.now += timedelta(hours=4)
    other = play.draw("collect")

    call = advised_call(play, other.id)

    assert (call.ticket, call.rule) == (overdue.id, "longest_overdue")


def test_nobody_is_overtaken_once_too_often_by_advice():
    play = office(max_overtakes=1)
    long, middle = play.draw("residence"), play.draw("address")
    short = [play.draw("collect") for _ in range(3)]
    assert advised_call(play, short[0].id).ticket == short[0].id
    play.say(c.FinishService("3"))
    assert (long.overtaken, middle.overtaken) == (1, 1)

    calls = []
    for _ in range(2):
        calls.append(advised_call(play, short[1].id))
        play.say(c.FinishService("3"))

    assert [(call.ticket, call.rule) for call in calls] == [(long.id, "overtake_cap"), (middle.id, "overtake_cap")]


def test_an_advice_never_passes_who_must_not_be_overtaken_even_where_another_kind_is_next():
    play = office(max_overtakes=1)
    long, short, shorter = play.draw("residence"), play.draw("address"), play.draw("collect")
    advised_call(play, short.id)
    assert long.overtaken == 1
    priority = play.draw("collect", Kind.PRIORITY)
    play.say(c.FinishService("3"), minutes=20)

    call = advised_call(play, shorter.id)

    assert (call.ticket, call.rule) == (priority.id, "index")


def test_first_come_first_served_takes_no_advice():
    play = office("fifo")
    first, second = play.draw("residence"), play.draw("collect")

    call = advised_call(play, second.id)

    assert (call.ticket, call.rule) == (first.id, "fifo")


advice = st.tuples(st.sampled_from(["1", "2", "3", "3"]), st.integers(0, 900), st.integers(0, 25))


@settings(max_examples=200, deadline=None)
@given(plans, crowds, st.lists(advice, min_size=8, max_size=40))
def test_any_advice_whatever_keeps_all_hard_rules(plan, crowd, turns):
    queue, now = crowded(plan, crowd)
    overtaken = Count()
    for who, seconds, number in turns:
        now += timedelta(seconds=seconds)
        commands = [c.FinishService(who)] if queue.counter(who).current else []
        for command in [*commands, c.CallNext(who, advised=f"t{number}")]:
            try:
                events = decide(queue, command, now)
            except Refusal:
                assert not list(eligible(queue, who)), "idle while somebody waits"
                continue
            for event in events:
                if isinstance(event, e.TicketCalled):
                    check_call(queue, event, overtaken)
                    note(event.rule)
                    if event.rule == "look_ahead":
                        ticket = queue.tickets[event.ticket]
                        assert plan.rule.preset != "fifo"
                        assert event.ticket == f"t{number}"
                        assert (ticket.since - now).total_seconds() <= plan.early_s, "not due"
                queue.evolve(event)
            sane(queue, overtaken)
