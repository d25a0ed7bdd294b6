"""The clockwork and the independent SimPy model play the same days: every start time and counter is the same."""

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_offices import small_office

from server.bench import independent
from server.bench.comparison import RULES, arrays, compare, desks_of, visitors_of
from server.bench.recorded import days, worlds

SAME_MIN = 1e-9


def first_days(world, count):
    office = worlds()[world]
    return [(office.desks, day.visitors) for day in islice(days(office), count)]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("world", ["reference", "load_1.05", "generalists_6"])
def test_the_clockwork_plays_a_day_as_the_independent_model_does(world, rule):
    difference = compare(first_days(world, 2), {rule: RULES[rule]})

    assert difference.first == ""
    assert difference.minutes <= SAME_MIN
    assert difference.counters == 0
    assert difference.tickets > 500


@pytest.mark.parametrize("rule", ["balanced", "baseline ageing"])
def test_it_does_so_with_48_counters(rule):
    difference = compare(first_days("counters_48", 1), {rule: RULES[rule]})

    assert (difference.first, difference.counters) == ("", 0)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_any_small_office_is_played_the_same(rule, seed):
    office = small_office(seed)

    difference = compare([(office.desks, office.visitors)], {rule: RULES[rule]})

    assert (difference.first, difference.counters) == ("", 0)


def test_priority_persons_with_a_later_time_stand_by_arrival_when_only_appointments_go_first():
    difference = compare(first_days("load_1.0", 1), {"appointments": "appointments"})

    assert difference.first == ""


def test_the_comparison_says_where_the_two_part():
    def slow_at_the_first_counter(desks, visitors, rule):
        return independent.play([replace(desks[0], speed=2.0), *desks[1:]], visitors, rule)

    difference = compare(first_days("reference", 1), {"fifo": "fifo"}, against=slow_at_the_first_counter)

    assert difference.minutes > 1.0
    assert difference.counters > 1
    assert difference.first.startswith("day 0, fifo: ticket ")


def test_days_told_in_arrays_are_the_same_days():
    (desks, visitors), *_ = first_days("reference", 1)

    shape, tickets, state = arrays(desks, visitors)

    assert desks_of(shape, state) == list(desks)
    assert visitors_of(tickets) == list(visitors)


def test_progress_is_told_after_each_day():
    done = []

    compare(first_days("load_0.7", 3), {"fifo": "fifo"}, done.append)

    assert done == [1, 2, 3]
