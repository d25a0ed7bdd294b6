"""The hard rules, read off the start times of any small office on any day."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.bench.comparison import by_clockwork
from server.bench.workday import Desk, Visitor
from server.domain.index import PRESETS
from server.domain.plan import LEVELS, Rule
from server.domain.ticket import Kind
from server.simulation.shapes import NEVER

ROUNDING = 1e-9
SHIPPED = {preset: Rule.of(preset) for preset in PRESETS}
BOUND = {kind: level.bound_s / 60.0 for kind, level in LEVELS.items()}
MOST_OVERTAKES = 3

minutes = st.integers(0, 400).map(float)  # whole minutes, so that much happens at the same moment
desks = st.builds(
    Desk,
    serves=st.frozensets(st.integers(0, 3), min_size=1),
    speed=st.sampled_from([0.9, 1.0, 1.1]),
    break_from=st.none() | minutes,
    break_minutes=st.integers(1, 60).map(float),
)


@st.composite
def visitors(draw):
    """Up to 60 tickets by arrival, at times a rush, at times of one kind; appointments up to an hour early."""
    rush = draw(st.sampled_from([0, 60, 400]))
    kinds = draw(st.sampled_from([[kind] for kind in Kind] + [list(Kind)]))
    lots = draw(st.randoms(use_true_random=False))
    found = []
    for number, arrives in enumerate(sorted(float(lots.randint(0, rush)) for _ in range(lots.randint(0, 60)))):
        kind = lots.choice(kinds)
        early = lots.randint(0, 60) if kind is Kind.APPOINTMENT else 0
        work, actual = lots.choice([5.0, 20.0, 45.0]), float(lots.randint(1, 60))
        found.append(Visitor(number, arrives, arrives + early, lots.randint(0, 3), kind, work, actual))
    return found


offices = st.lists(desks, min_size=1, max_size=4)


@dataclass
class Called:
    """A visitor, and when and where the clockwork called them."""

    visitor: Visitor
    start: float
    counter: int

    def waits_at(self, time):
        """Whether they wait just before and just after `time`."""
        return self.visitor.arrives < time < self.start

    def place(self):
        return self.visitor.since, self.visitor.number

    def share_of_bound(self, time):
        return (time - self.visitor.since) / BOUND[self.visitor.kind]


def played(desks, visitors, preset):
    starts, counters = by_clockwork(desks, visitors, SHIPPED[preset])
    return [Called(*called) for called in zip(visitors, starts.tolist(), counters.tolist(), strict=True)]


def at_work_or_on_break(desks, day):
    """Per counter its spans of work and its break, in order."""
    spans = [[] for _ in desks]
    for called in day:
        if called.counter >= 0:
            until = called.start + called.visitor.actual * desks[called.counter].speed
            spans[called.counter].append((called.start, until))
    for desk, busy in zip(desks, spans, strict=True):
        if desk.break_from is not None:
            begins = max([desk.break_from, *(until for start, until in busy if start <= desk.break_from < until)])
            busy.append((begins, begins + desk.break_minutes))
        busy.sort()
    return spans


def is_filled(spans, begin, end):
    """Whether the spans leave no gap between `begin` and `end`."""
    for start, until in spans:
        if start <= begin + ROUNDING < until:
            begin = until
    return begin >= end - ROUNDING


every_preset = pytest.mark.parametrize("preset", PRESETS)
any_day = given(desks=offices, visitors=visitors())
often = settings(max_examples=60, deadline=None)


@every_preset
@often
@any_day
def test_nobody_is_lost_and_no_counter_serves_two_at_once(preset, desks, visitors):
    day = played(desks, visitors, preset)

    for called in day:
        able = [c for c, desk in enumerate(desks) if called.visitor.service in desk.serves]
        if able:
            assert called.counter in able
            assert called.visitor.arrives <= called.start < NEVER
        else:
            assert (called.start, called.counter) == (NEVER, -1)
    for busy in at_work_or_on_break(desks, day):
        assert all(before[1] <= after[0] + ROUNDING for before, after in pairwise(busy))


@every_preset
@often
@any_day
def test_no_counter_is_idle_while_somebody_waits_whom_it_serves(preset, desks, visitors):
    day = played(desks, visitors, preset)

    busy = at_work_or_on_break(desks, day)
    for called in day:
        for c, desk in enumerate(desks):
            if called.visitor.service in desk.serves:
                assert is_filled(busy[c], called.visitor.arrives, called.start)


@every_preset
@often
@any_day
def test_first_come_is_first_served_inside_a_service_and_kind(preset, desks, visitors):
    day = played(desks, visitors, preset)

    for later in day:
        for earlier in day:
            same = (earlier.visitor.service, earlier.visitor.kind) == (later.visitor.service, later.visitor.kind)
            if same and earlier.place() < later.place():
                assert not earlier.waits_at(later.start)


@every_preset
@often
@any_day
def test_nobody_is_overtaken_more_than_three_times_inside_the_kind(preset, desks, visitors):
    day = played(desks, visitors, preset)

    for passed in day:
        overtakers = [
            other
            for other in day
            if other.visitor.kind is passed.visitor.kind
            and other.place() > passed.place()
            and passed.waits_at(other.start)
            and passed.visitor.service in desks[other.counter].serves
        ]
        assert len(overtakers) <= MOST_OVERTAKES


@every_preset
@often
@any_day
def test_whoever_waits_beyond_the_bound_goes_first(preset, desks, visitors):
    day = played(desks, visitors, preset)

    for called in day:
        for other in day:
            if other.waits_at(called.start) and other.visitor.service in desks[called.counter].serves:
                beyond = other.share_of_bound(called.start)
                assert beyond <= 1.0 or called.share_of_bound(called.start) >= beyond
