"""Who is next: each rule as a play."""

from dataclasses import replace
from datetime import timedelta

import pytest
from play import MORNING, PLAN, Play
from test_tickets import refused

from server.domain import commands as c
from server.domain.decide import decide
from server.domain.dispatch import choose, order_at
from server.domain.index import PRESETS, Index, Weights
from server.domain.plan import Level, Plan, Rule
from server.domain.queue import Queue
from server.domain.refusal import Refusal
from server.domain.ticket import Kind

MINUTES = {"collect": 5, "address": 10, "residence": 30, "family": 30}


def office(preset: str = "balanced", **changed) -> Plan:
    return replace(PLAN, rule=Rule.of(preset), service_s={s: m * 60.0 for s, m in MINUTES.items()}, **changed)


def test_fifo_calls_by_the_moment_from_which_the_wait_counts():
    play = Play(c.OpenCounter("3", "ada"), plan=office("fifo"))
    appointment = play.draw("residence", Kind.APPOINTMENT, play.now + timedelta(minutes=5))
    first = play.draw("family")
    priority = play.draw("collect", Kind.PRIORITY)
    play.say(minutes=0)
    play.now += timedelta(minutes=5)
    last = play.draw("collect")

    assert [play.call("3") for _ in range(4)] == [first, priority, appointment, last]


def test_the_index_prefers_the_short_concern_and_the_long_wait():
    play = Play(c.OpenCounter("3", "ada"), plan=office())
    long = play.draw("residence")
    short = play.draw("collect")

    assert play.call("3") is short
    assert play.call("3") is long


def test_a_counter_takes_whom_few_others_could_take():
    weights = {"drain": 1.0, "q": 0.0}
    plan = replace(office(), rule=Rule.of("balanced", **weights), service_s={s: 600.0 for s in MINUTES})
    play = Play(c.OpenCounter("3", "ada"), c.OpenCounter("1", "bob"), plan=plan)
    play.draw("collect")
    scarce = play.draw("residence")

    assert play.call("3", minutes=0) is scarce


def test_with_appointments_first_a_due_appointment_goes_before_a_walk_in_who_waited_longer():
    order = {}
    for preset in ("appointments-first", "fifo"):
        play = Play(c.OpenCounter("1", "ada"), plan=office(preset))
        play.draw("collect")
        play.now += timedelta(minutes=25)
        play.draw("collect", Kind.APPOINTMENT, play.now)
        order[preset] = [play.call("1").kind for _ in range(2)]

    assert order["appointments-first"] == [Kind.APPOINTMENT, Kind.WALK_IN]
    assert order["fifo"] == [Kind.WALK_IN, Kind.APPOINTMENT]


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_an_appointment_that_is_not_due_comes_last_but_is_called_rather_than_nobody(preset):
    play = Play(c.OpenCounter("1", "ada"), plan=office(preset))
    late = play.draw("collect", Kind.APPOINTMENT, play.now + timedelta(hours=3))
    early = play.draw("collect", Kind.APPOINTMENT, play.now + timedelta(hours=2))
    walk_in = play.draw("collect")

    assert [play.call("1") for _ in range(3)] == [walk_in, early, late]


def test_a_latecomer_does_not_jump_the_punctual_and_a_very_late_one_is_a_walk_in():
    play = Play(c.OpenCounter("1", "ada"), plan=office())
    punctual = play.draw("collect", Kind.APPOINTMENT, play.now + timedelta(minutes=2))
    play.now += timedelta(minutes=10)
    latecomer = play.draw("collect", Kind.APPOINTMENT, play.now - timedelta(minutes=12))
    very_late = play.draw("collect", Kind.APPOINTMENT, play.now - timedelta(minutes=40))

    assert (latecomer.kind, latecomer.since) == (Kind.APPOINTMENT, latecomer.issued_at)
    assert (very_late.kind, very_late.since) == (Kind.WALK_IN, very_late.issued_at)
    assert play.call("1") is punctual


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_whoever_is_furthest_beyond_the_bound_goes_first(preset):
    plan = office(preset, levels={kind: Level(600.0, 1800.0) for kind in Kind} | {Kind.WALK_IN: Level(600.0, 1200.0)})
    play = Play(c.OpenCounter("3", "ada"), plan=plan)
    priority = play.draw("collect", Kind.PRIORITY)  # 31 of 30 minutes when the call comes
    walk_in = play.draw("residence")  # 30 of 20 minutes
    play.now += timedelta(minutes=28)
    play.draw("collect")

    assert play.call("3") is walk_in
    assert play.events[-1].rule == "longest_overdue"
    assert play.call("3", minutes=0) is priority


@pytest.mark.parametrize("most", [0, 1, 3])
def test_nobody_is_overtaken_more_often_than_the_plan_allows(most):
    play = Play(c.OpenCounter("3", "ada"), plan=office(max_overtakes=most))
    long = play.draw("residence")
    for _ in range(6):
        play.draw("collect")

    called = [play.call("3", minutes=0) for _ in range(most + 1)]

    assert called.index(long) == most
    assert long.overtaken == most
    assert play.events[-1].rule == "overtake_cap"


def test_a_pick_by_hand_is_no_overtake_and_neither_is_another_kind_nor_who_could_not_be_served():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("3", "bob"), plan=office())
    overtaken = play.draw("residence")
    by_hand, priority = play.draw("collect"), play.draw("collect", Kind.PRIORITY)
    elsewhere = play.draw("collect")

    play.say(c.CallTicket("3", by_hand.id), c.FinishService("3"))
    assert play.call("3", minutes=0) is priority
    assert play.call("1", minutes=0) is elsewhere

    assert overtaken.overtaken == 0


def test_the_cap_outlives_a_transfer():
    play = Play(c.OpenCounter("3", "ada"), plan=office())
    long = play.draw("residence")
    for _ in range(3):
        play.draw("collect")
        play.call("3", minutes=0)
    play.say(c.FinishService("3"), c.CallTicket("3", long.id), c.TransferTicket("3", to_service="family"))
    play.draw("collect")

    assert long.overtaken == 3
    assert play.call("3") is long


def test_who_was_sent_to_a_counter_stands_in_line_with_the_others_of_the_service():
    play = Play(c.OpenCounter("1", "ada"), c.OpenCounter("3", "bob"), plan=office())
    sent = play.draw("collect")
    play.say(c.CallNext("1"), c.TransferTicket("1", to_counter="3"))
    other = play.draw("collect")

    assert [play.call("3"), play.call("3")] == [sent, other]


def test_who_is_sent_to_the_end_waits_anew_and_a_taken_back_transfer_restores_the_wait():
    play = Play(c.OpenCounter("3", "ada"), plan=office())
    ticket = play.draw("collect")
    drawn = ticket.since
    play.call("3")
    play.say(c.TransferTicket("3", to_service="family", at_end=True))
    assert ticket.since == play.now

    play.say(c.UndoLast("3"))
    assert ticket.since == drawn

    play.say(c.TransferTicket("3", to_service="family", at_end=True))
    sent = play.now
    play.say(c.CallNext("3"), c.FinishService("3"), c.UndoLast("3"))
    assert ticket.since == sent


def test_a_clerk_who_speaks_the_visitors_language_is_preferred_among_equals_only():
    plan = office(languages={"3": ("ar",)})
    play = Play(c.OpenCounter("3", "ada"), plan=plan)
    play.draw("residence")
    arabic = play.draw("family", language="ar")
    assert play.queue.counter("3").languages == ("ar",)
    play.now += timedelta(hours=1)
    assert choose(play.queue, "3", play.now).ticket is arabic

    play.say(c.PauseCounter("3"), c.OpenCounter("3", "bob", ()))
    assert choose(play.queue, "3", play.now).ticket is not arabic

    same_service = Play(c.OpenCounter("3", "ada"), plan=plan)
    first = same_service.draw("family")
    same_service.draw("family", language="ar")
    assert same_service.call("3") is first


def test_the_office_works_on_when_the_clock_goes_back_an_hour():
    play = Play(c.OpenCounter("3", "ada"), plan=office())
    first = play.draw("collect")
    play.now -= timedelta(hours=1)
    second = play.draw("collect")

    assert {play.call("3").id, play.call("3").id} == {first.id, second.id}


def test_with_no_counter_open_tickets_are_drawn_and_nobody_is_called():
    play = Play(plan=office())
    ticket = play.draw("collect", route=("residence",))

    assert ticket.service == "collect"
    assert refused(play, c.CallNext("1")) == "counter_not_open"
    assert choose(play.queue, "1", play.now).ticket is ticket


def test_the_score_grows_with_the_wait_and_with_what_is_scarce():
    index = Index(Weights())

    def of(wait_s=600, drain_s=600, work_s=600, speaks=False):
        return index.score(index.scale(Kind.WALK_IN, work_s), wait_s, drain_s, 600, speaks)

    assert of(wait_s=700) > of() > of(wait_s=500)
    assert of(drain_s=900) > of() > of(drain_s=60)
    assert of(work_s=300) > of() > of(work_s=900)
    assert of(wait_s=-9000) == 0
    assert of(speaks=True) > of()


def test_a_crowd_of_five_hundred_before_sixty_counters_stands_in_one_order():
    services = [f"s{n}" for n in range(30)]
    plan = Plan(
        {s: "A" for s in services},
        {str(n): frozenset(services[n % 3 :: 3] if n % 4 else services) for n in range(60)},
        service_s={s: 300.0 + 40 * n for n, s in enumerate(services)},
        offers={str(n): frozenset({"step_free"}) for n in range(40)},
    )
    queue, now = Queue(plan), MORNING
    commands = [c.OpenDay("2026-11-23"), *(c.OpenCounter(str(n), "ada") for n in range(60))]
    for n in range(500):
        kind = [Kind.WALK_IN, Kind.APPOINTMENT, Kind.PRIORITY][n % 3]
        at = now + timedelta(minutes=n % 90) if kind is Kind.APPOINTMENT else None
        needs = frozenset({"step_free"} if n % 5 == 0 else ())
        commands.append(c.IssueTicket(f"t{n}", f"x{n}", services[n * 7 % 30], "de", kind, at, needs=needs))
    for command in commands:
        now += timedelta(seconds=5)
        queue.fold(decide(queue, command, now))

    order = order_at(queue, "0", now, 60)

    assert len(order) == 60
    assert choose(queue, "0", now).ticket is order[0]


def test_a_rule_that_is_unknown_is_an_error_and_not_another_rule():
    with pytest.raises(KeyError):
        Rule.of("first-come-last-served")
    with pytest.raises(Refusal):
        Play(plan=office()).call("1")
