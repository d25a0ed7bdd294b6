"""What is simulated is what dispatches: the domain and the clockwork make the same choices on whole days."""

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_at_work import OfficeAtWork, plan_of
from small_offices import small_office

from server.bench.comparison import by_clockwork
from server.bench.recorded import days, worlds
from server.domain.index import PRESETS
from server.domain.plan import Rule
from server.domain.ticket import Kind
from server.simulation.shapes import NEVER

SAME_MIN = 1e-9
LATE_MIN = 15.0


def whole_day(world, number):
    """A recorded day as the domain can know it: groups of 1 to 4, only appointments have a time."""
    office = worlds()[world]
    day = next(islice(days(office), number, None))
    minutes = [mean + office.call for mean in office.mean]
    visitors, people = [], []
    for visitor, time in zip(day.visitors, day.appointments, strict=True):
        factor = (visitor.expected - office.call) / office.mean[visitor.service]
        people.append(round(1 + (factor - 1) / 0.6))
        visitors.append(replace(visitor, expected=minutes[visitor.service] * (1 + 0.6 * (people[-1] - 1))))
        if visitor.kind is Kind.PRIORITY:
            visitors[-1] = replace(visitors[-1], since=visitor.arrives)
        elif visitor.kind is Kind.APPOINTMENT and visitor.arrives - time > LATE_MIN:
            visitors[-1] = replace(visitors[-1], kind=Kind.WALK_IN)
    return office.desks, day.visitors, visitors, people, day.appointments, minutes


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(("world", "number"), [("reference", 0), ("load_1.05", 1), ("generalists_12", 2)])
def test_the_domain_calls_everybody_when_and_where_the_clockwork_does(preset, world, number):
    desks, as_they_come, visitors, people, appointments, minutes = whole_day(world, number)
    rule = Rule.of(preset)
    office = OfficeAtWork(desks, as_they_come, people, appointments, plan_of(desks, minutes, rule))

    tickets = office.play()
    starts, counters = by_clockwork(desks, visitors, rule)

    assert [t.kind for t in tickets] == [v.kind for v in visitors]
    assert office.counters == counters.tolist()
    assert office.starts == pytest.approx(starts.tolist(), abs=SAME_MIN)


def test_the_days_hold_groups_late_ones_and_breaks():
    """Else the sameness above would say less than it seems to."""
    desks, as_they_come, visitors, people, _, _ = whole_day("reference", 0)

    assert max(people) == 4
    assert any(a.kind is not b.kind for a, b in zip(as_they_come, visitors, strict=True))
    assert all(desk.break_minutes == 45.0 for desk in desks)


@pytest.mark.parametrize("preset", PRESETS)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_it_does_so_in_any_small_office(preset, seed):
    office, rule = small_office(seed), Rule.of(preset)
    served = [any(v.service in desk.serves for desk in office.desks) for v in office.visitors]
    times = [v.since for v in office.visitors]
    plan = plan_of(office.desks, office.minutes, rule)
    at_work = OfficeAtWork(office.desks, office.visitors, office.people, times, plan)

    at_work.play()
    starts, counters = by_clockwork(office.desks, office.visitors, rule)

    assert [counter is not None for counter in at_work.counters] == served
    assert [-1 if counter is None else counter for counter in at_work.counters] == counters.tolist()
    assert [NEVER if start is None else start for start in at_work.starts] == pytest.approx(starts.tolist())
