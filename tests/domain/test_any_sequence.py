"""Whatever anybody does in whatever order, under whatever rule, the office stays sane and fair."""

from collections import Counter as Count
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from play import MORNING, PLAN

from server.domain import commands as c
from server.domain import events as e
from server.domain.decide import decide
from server.domain.dispatch import order_at
from server.domain.index import PRESETS
from server.domain.lines import rank
from server.domain.plan import Rule
from server.domain.queue import Queue
from server.domain.refusal import Refusal
from server.domain.ticket import AT_COUNTER, HELD, Kind, State

counters = st.sampled_from([*PLAN.skills, "9"])
services = st.sampled_from([*PLAN.prefixes, *PLAN.prefixes, "nonsense"])
tickets = st.integers(0, 30).map(lambda n: f"t{n}")
appointments = st.integers(-90, 240).map(lambda minutes: MORNING + timedelta(minutes=minutes))
needs = st.frozensets(st.sampled_from(["step_free", "quiet", "interpreter:ar"]), max_size=1)

plans = st.builds(
    lambda preset: replace(
        PLAN,
        rule=Rule.of(preset),
        service_s={"collect": 240.0, "address": 900.0, "residence": 1500.0},
        offers={"1": frozenset({"step_free"}), "3": frozenset({"step_free", "quiet", "interpreter:ar"})},
        languages={"3": ("ar",)},
    ),
    st.sampled_from(sorted(PRESETS)),
)


@st.composite
def issues(draw):
    id = draw(tickets)
    kind = draw(st.sampled_from([Kind.WALK_IN, *Kind]))
    at = draw(appointments) if kind is Kind.APPOINTMENT else None
    return c.IssueTicket(
        id,
        f"secret-{id}",
        draw(services),
        draw(st.sampled_from(["de", "ar"])),
        kind,
        at,
        people=draw(st.sampled_from([1, 1, 1, 4])),
        needs=draw(st.just(frozenset()) | needs),
        route=tuple(draw(st.just([]) | st.lists(services, max_size=2))),
        asks_priority=draw(st.booleans()),
    )


calls = st.builds(c.CallNext, st.sampled_from([*PLAN.skills]), st.booleans(), st.just("") | tickets)
finishes = st.builds(c.FinishService, st.sampled_from([*PLAN.skills]))
numbers = st.builds("{}{:03d}".format, st.sampled_from("ATF"), st.sampled_from([1, 2, 996, 997, 998, 999]))
blanks = st.integers(0, 9).map(lambda n: tuple((f"b{n}-{k}", f"sealed-b{n}-{k}") for k in range(7)))
leases = st.builds(c.LeaseNumbers, st.sampled_from(["k1", "k2"]), st.sampled_from([1, 2, 2, 3, 0]), blanks)
late = st.builds(
    c.IssueLeased,
    st.sampled_from(["k1", "k2"]),
    numbers,
    services,
    st.sampled_from(["de", "ar"]),
    st.integers(-90, 240).map(lambda minutes: MORNING + timedelta(minutes=minutes)),
    st.just("") | tickets,
    st.sampled_from([1, 1, 4]),
    st.lists(st.sampled_from(["step_free", "quiet", "interpreter:ar", "interpreter:fr"]), max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
)
at_counter = st.one_of(
    [
        st.builds(kind, counters)
        for kind in (c.Recall, c.StartService, c.ReportNoShow, c.ParkTicket, c.UndoLast, c.CloseCounter)
    ]
)
decisions = st.builds(c.ConfirmPriority, tickets) | st.builds(c.DeclinePriority, tickets)
everything = st.one_of(
    issues(),
    calls,
    finishes,
    at_counter,
    leases,
    late,
    late,
    st.builds(c.OpenCounter, counters, st.sampled_from(["ada", "bob"]), st.sampled_from([None, (), ("ar",)])),
    st.builds(c.PauseCounter, counters, st.just("lunch")),
    st.builds(c.CallTicket, counters, tickets),
    st.builds(c.ResumeTicket, counters, tickets),
    st.builds(c.TransferTicket, counters, st.none() | services, st.none() | counters, st.booleans()),
    st.builds(c.CancelTicket, tickets),
    decisions,
    st.builds(c.OpenService, services),
    st.builds(c.CloseService, services),
    st.builds(c.OpenDay, st.sampled_from(["2026-11-23", "2026-11-24"])),
    st.just(c.CloseDay()),
)
busy = st.one_of(issues(), issues(), calls, finishes, decisions, everything)
scripts = st.lists(st.tuples(everything, st.integers(0, 900)), max_size=60) | st.lists(
    st.tuples(busy, st.integers(0, 900)), min_size=30, max_size=90
)


def eligible(queue: Queue, counter: str):
    """Whom the counter could serve, found the slow way."""
    for ticket in queue.tickets.values():
        if ticket.state is State.WAITING:
            if ticket.to_counter:
                able = ticket.to_counter == counter
            else:
                able = ticket.service in queue.plan.skills[counter]
                able = able and ticket.needs <= queue.plan.offers.get(counter, frozenset())
            if able:
                yield ticket


def aimed(queue: Queue, command):
    """A decision about priority meets, for every other ticket that it is drawn for, somebody who asks."""
    if isinstance(command, c.ConfirmPriority | c.DeclinePriority) and queue.asking and command.ticket[-1] in "02468":
        return replace(command, ticket=list(queue.asking)[len(command.ticket) % len(queue.asking)])
    return command


def earlier(one, other) -> bool:
    return (one.since, one.order) < (other.since, other.order)


def check_call(queue: Queue, event: e.TicketCalled, overtaken: Count) -> None:
    """A call that the office chose, seen from the state before it."""
    ticket, now = queue.tickets[event.ticket], event.at
    others = [t for t in eligible(queue, event.counter) if t is not ticket]
    passed = [t for t in others if t.kind is ticket.kind and earlier(t, ticket)]

    assert not any(t.service == ticket.service for t in passed), "not first come first served"
    for t in passed:
        overtaken[t.id] += 1
        assert overtaken[t.id] <= 3, "overtaken once too often"

    def beyond(t):
        return (now - t.since).total_seconds() / queue.plan.levels[t.kind].bound_s

    if any(beyond(t) > 1 for t in others):
        assert beyond(ticket) >= max(map(beyond, others)), "somebody is longer beyond the bound"
    assert event.sentence["de"]
    assert event.sentence["en"]


def sane(queue: Queue, overtaken: Count) -> None:
    """The invariants of every state."""
    held = [t.number for t in queue.tickets.values() if t.state in HELD]
    assert len(held) == len(set(held)), "a number is held twice"
    assert not queue.leases.keys() & set(held), "a leased number was issued otherwise"
    assert not {lease.ticket for lease in queue.leases.values()} & queue.tickets.keys()
    assert all(t.issued_at <= queue.at for t in queue.tickets.values()), "drawn in the future"
    at = Count(t.counter for t in queue.tickets.values() if t.state in AT_COUNTER)
    assert all(count == 1 for count in at.values()), "two tickets at one counter"
    for counter in queue.counters.values():
        if counter.current is not None:
            assert queue.tickets[counter.current].counter == counter.id
            assert queue.tickets[counter.current].state in AT_COUNTER
        if counter.standing_by is not None:
            assert counter.state == "open"
            assert counter.current is None
            assert not list(eligible(queue, counter.id)), "a counter stands by while somebody waits for it"
    for ticket in queue.tickets.values():
        if ticket.state in AT_COUNTER:
            assert queue.counter(ticket.counter).current == ticket.id
        assert ticket.overtaken == overtaken[ticket.id]
    waiting = {t.id for t in queue.tickets.values() if t.state is State.WAITING}
    assert sorted(standing(queue.lines)) == sorted(waiting), "a waiting ticket stands in no line, or in two"
    assert queue.lines.total == len(waiting)
    assert sorted(standing(queue.capped)) == sorted(id for id in waiting if overtaken[id] == 3)
    assert set(queue.asking) == {id for id in waiting if queue.tickets[id].asks_priority}
    assert not any(queue.tickets[id].kind is Kind.PRIORITY for id in queue.asking)
    assert set(queue.parked) == {t.id for t in queue.tickets.values() if t.state is State.PARKED}


def standing(lines) -> list[str]:
    groups = [kinds for groups in lines._lines.values() for kinds in groups.values()]
    return [id for kinds in groups for line in kinds.values() for _, _, id in line]


def state(queue: Queue):
    fields = (
        "leases",
        "last_drawn",
        "last_number",
        "tickets",
        "counters",
        "parked",
        "missed",
        "asking",
        "held_numbers",
        "closed_services",
        "arrivals",
        "calls",
    )
    return [getattr(queue, f) for f in fields], queue.lines._lines, queue.capped._lines


@settings(max_examples=200, deadline=None)
@given(plans, scripts)
def test_any_sequence_of_commands_keeps_the_invariants_and_refolds_to_the_same_state(plan, script):
    queue, now, happened, overtaken = Queue(plan), MORNING, [], Count()
    opening = [c.OpenDay("2026-11-23"), *(c.OpenCounter(id, "ada") for id in PLAN.skills)]
    for command, seconds in [*((command, 20) for command in opening), *script]:
        now += timedelta(seconds=seconds)
        revision = queue.revision
        command = aimed(queue, command)
        try:
            events = decide(queue, command, now)
        except Refusal as refusal:
            assert queue.revision == revision
            if refusal.code == "nobody_waiting":
                assert not list(eligible(queue, command.counter)), "idle while somebody waits"
            continue
        for event in events:
            if isinstance(event, e.DayOpened):
                overtaken.clear()
            if isinstance(event, e.TicketCalled) and event.why in ("next", "stand_by"):
                check_call(queue, event, overtaken)
            queue.evolve(event)
        happened += events
        sane(queue, overtaken)

    stored = [(type(event), msgspec.json.encode(event)) for event in happened]
    again = Queue(plan).fold(msgspec.json.decode(raw, type=kind) for kind, raw in stored)
    assert state(again) == state(queue)


# A crowded day: many of few sorts wait, so that heads, bounds and caps meet.
drawn = st.tuples(
    st.sampled_from(["collect", "collect", "address", "residence"]),
    st.sampled_from([Kind.WALK_IN, Kind.WALK_IN, Kind.PRIORITY, Kind.APPOINTMENT]),
    st.sampled_from(["", "", "step_free", "quiet"]),
    st.integers(-20, 90),
)
crowds = st.lists(drawn, min_size=8, max_size=24)
turns = st.lists(
    st.tuples(st.sampled_from(["1", "3", "3", "draw", "decide"]), st.integers(0, 1200)), min_size=8, max_size=40
)


def drawing(number: int, one, now: datetime) -> c.IssueTicket:
    service, kind, need, minutes = one
    at = now + timedelta(minutes=minutes) if kind is Kind.APPOINTMENT else None
    wanted = frozenset([need] if need else []) if service in ("collect", "address") else frozenset()
    return c.IssueTicket(
        f"t{number}",
        f"secret-{number}",
        service,
        "ar" if number % 3 else "de",
        kind,
        at,
        needs=wanted,
        asks_priority=number % 2 == 0,
    )


def crowded(plan, crowd) -> tuple[Queue, datetime]:
    queue, now = Queue(plan), MORNING
    for command in (c.OpenDay("2026-11-23"), *(c.OpenCounter(id, "ada") for id in plan.skills)):
        queue.fold(decide(queue, command, now))
    for number, one in enumerate(crowd):
        now += timedelta(seconds=40)
        queue.fold(decide(queue, drawing(number, one, now), now))
    return queue, now


@settings(max_examples=150, deadline=None)
@given(plans, crowds, turns, crowds)
def test_in_a_crowd_every_call_keeps_the_hard_rules_whatever_the_preset(plan, crowd, turns, later):
    queue, now = crowded(plan, crowd)
    overtaken, number = Count(), len(crowd)
    for who, seconds in turns:
        now += timedelta(seconds=seconds)
        if who == "draw":
            commands = [drawing(number, later[number % len(later)], now)]
            number += 1
        elif who == "decide":
            decision = c.DeclinePriority if seconds % 4 == 0 else c.ConfirmPriority
            commands = [decision(list(queue.asking)[seconds % len(queue.asking)])] if queue.asking else []
        else:
            commands = [c.FinishService(who)] if queue.counter(who).current else []
            commands.append(c.CallNext(who))
        for command in commands:
            try:
                events = decide(queue, command, now)
            except Refusal:
                assert not list(eligible(queue, who)), "idle while somebody waits"
                continue
            for event in events:
                if isinstance(event, e.TicketCalled):
                    check_call(queue, event, overtaken)
                queue.evolve(event)
            sane(queue, overtaken)


@settings(max_examples=150, deadline=None)
@given(plans, crowds, turns, st.integers(0, 3600))
def test_the_order_shown_at_a_counter_begins_with_its_next_call_and_keeps_first_come_first_served(
    plan, crowd, turns, seconds
):
    queue, now = crowded(plan, crowd)
    for who, _ in turns[: len(crowd) // 2]:
        if who in plan.skills and list(eligible(queue, who)):
            for command in (c.CallNext(who), c.FinishService(who)):
                queue.fold(decide(queue, command, now))
    now += timedelta(seconds=seconds)
    shown = order_at(queue, "3", now, 60)
    waits = {t.id for t in eligible(queue, "3")}

    assert {t.id for t in shown} == waits
    for service, kind in {(t.service, t.kind) for t in shown}:
        same = [rank(t) for t in shown if (t.service, t.kind) == (service, kind)]
        assert same == sorted(same)
    if shown:
        queue.fold(decide(queue, c.CallNext("3"), now))
        assert queue.counter("3").current == shown[0].id


def test_every_event_type_survives_the_way_to_disk_and_back():
    moment = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    fillings = {
        "str": "x",
        "int": 3,
        "datetime": moment,
        "str | None": None,
        "datetime | None": moment,
        "tuple[str, ...]": ("x", "y"),
        "tuple[str, ...] | None": None,
        "dict[str, str]": {"de": "x"},
        "bool": True,
    }
    for kind in e.EVENT_TYPES.values():
        names = {
            f: str(t.__name__ if isinstance(t, type) and "[" not in str(t) else t)
            for f, t in kind.__init__.__annotations__.items()
        }
        event = kind(**{f: fillings[t.replace("datetime.", "")] for f, t in names.items() if f != "return"})

        assert msgspec.json.decode(msgspec.json.encode(event), type=kind) == event
