"""Whatever anybody does in whatever order, the office stays sane."""

from collections import Counter as Count
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from play import MORNING, PLAN

from server.domain import commands as c
from server.domain import events as e
from server.domain.decide import decide
from server.domain.queue import Queue
from server.domain.refusal import Refusal
from server.domain.ticket import AT_COUNTER, HELD, Kind, State

counters = st.sampled_from([*PLAN.skills, "9"])
services = st.sampled_from([*PLAN.prefixes, "nonsense"])
tickets = st.integers(0, 12).map(lambda n: f"t{n}")
appointments = st.integers(-90, 90).map(lambda minutes: MORNING + timedelta(minutes=minutes))


@st.composite
def issues(draw):
    id = draw(tickets)
    kind = draw(st.sampled_from(Kind))
    at = draw(appointments) if kind is Kind.APPOINTMENT else None
    return c.IssueTicket(id, f"secret-{id}", draw(services), draw(st.sampled_from(["de", "ar"])), kind, at)


at_counter = st.one_of(
    [
        st.builds(kind, counters)
        for kind in (
            c.CallNext,
            c.CallNext,
            c.Recall,
            c.StartService,
            c.FinishService,
            c.ReportNoShow,
            c.ParkTicket,
            c.UndoLast,
            c.CloseCounter,
        )
    ]
)
commands = st.one_of(
    issues(),
    at_counter,
    st.builds(c.OpenCounter, counters, st.sampled_from(["ada", "bob"])),
    st.builds(c.PauseCounter, counters, st.just("lunch")),
    st.builds(c.CallTicket, counters, tickets),
    st.builds(c.ResumeTicket, counters, tickets),
    st.builds(c.TransferTicket, counters, st.none() | services, st.none() | counters, st.booleans()),
    st.builds(c.CancelTicket, tickets),
    st.builds(c.OpenService, services),
    st.builds(c.CloseService, services),
    st.builds(c.OpenDay, st.sampled_from(["2026-11-23", "2026-11-24"])),
    st.just(c.CloseDay()),
)


def sane(queue: Queue) -> None:
    """The invariants of every state."""
    held = [t.number for t in queue.tickets.values() if t.state in HELD]
    assert len(held) == len(set(held)), "a number is held twice"
    at = Count(t.counter for t in queue.tickets.values() if t.state in AT_COUNTER)
    assert all(count == 1 for count in at.values()), "two tickets at one counter"
    for counter in queue.counters.values():
        if counter.current is not None:
            assert queue.tickets[counter.current].counter == counter.id
            assert queue.tickets[counter.current].state in AT_COUNTER
    for ticket in queue.tickets.values():
        if ticket.state in AT_COUNTER:
            assert queue.counter(ticket.counter).current == ticket.id
    waiting = {t.id for t in queue.tickets.values() if t.state is State.WAITING}
    standing = [id for kinds in queue.lines._lines.values() for line in kinds.values() for _, _, id in line]
    assert sorted(standing) == sorted(waiting), "a waiting ticket stands in no line, or in two"
    assert queue.lines.total == len(waiting)
    assert set(queue.parked) == {t.id for t in queue.tickets.values() if t.state is State.PARKED}


@settings(max_examples=300, deadline=None)
@given(st.lists(commands, max_size=60))
def test_any_sequence_of_commands_keeps_the_invariants_and_refolds_to_the_same_state(script):
    queue, now, happened = Queue(PLAN), MORNING, []
    opening = [c.OpenDay("2026-11-23"), *(c.OpenCounter(id, "ada") for id in PLAN.skills)]
    for command in [*opening, *script]:
        now += timedelta(seconds=20)
        revision = queue.revision
        try:
            events = decide(queue, command, now)
        except Refusal:
            assert queue.revision == revision
            continue
        queue.fold(events)
        happened += events
        sane(queue)

    stored = [(type(event), msgspec.json.encode(event)) for event in happened]
    again = Queue(PLAN).fold(msgspec.json.decode(raw, type=kind) for kind, raw in stored)

    assert again.tickets == queue.tickets
    assert again.counters == queue.counters
    assert again.lines._lines == queue.lines._lines
    assert (again.parked, again.missed, again.held_numbers) == (queue.parked, queue.missed, queue.held_numbers)


def test_every_event_type_survives_the_way_to_disk_and_back():
    moment = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    fillings = {"str": "x", "int": 3, "datetime": moment, "str | None": None, "datetime | None": moment, "bool": True}
    for kind in e.EVENT_TYPES.values():
        names = {f: str(t.__name__ if isinstance(t, type) else t) for f, t in kind.__init__.__annotations__.items()}
        event = kind(**{f: fillings[t.replace("datetime.", "")] for f, t in names.items() if f != "return"})

        assert msgspec.json.decode(msgspec.json.encode(event), type=kind) == event
