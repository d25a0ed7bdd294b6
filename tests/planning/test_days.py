"""Days are seeded, realistic, and played by the office's own rules."""

import numpy as np
import pytest

from assets import path
from server.planning.days import make_day, make_days
from server.planning.measures import outcome
from server.planning.playing import play_day, rule_named, rule_names, shape_of
from server.planning.traffic import open_minutes, traffic_of
from server.simulation.shapes import APPOINTMENT, NEVER, WALK_IN
from server.site import load_site


@pytest.fixture(scope="module")
def site():
    return load_site(path("site"))


@pytest.fixture(scope="module")
def traffic(site):
    return traffic_of(site)


def test_the_same_seed_brings_the_same_visitors_and_another_seed_others(traffic):
    one, again, other = make_day(traffic, 3, 1), make_day(traffic, 3, 1), make_day(traffic, 3, 2)

    assert all(np.array_equal(a, b) for a, b in zip(one.tickets, again.tickets, strict=True))
    assert len(one.tickets.arrive) != len(other.tickets.arrive) or not np.array_equal(
        one.tickets.arrive, other.tickets.arrive
    )


def test_visitors_keep_the_counters_busy_to_85_percent_unless_their_number_is_given(site, traffic):
    days = make_days(traffic, 80, 1)
    offered = sum(float(day.tickets.expected.sum()) for day in days) / 0.95  # some did not come
    there = sum(len(traffic.counters) * open_minutes(day.spans) for day in days)
    fewer = make_days(traffic_of(site, 100), 80, 1)

    assert 0.78 < offered / there < 0.9
    assert 90 < np.mean([len(day.tickets.arrive) for day in fewer]) < 102


def test_visitors_come_while_the_office_is_open_and_appointments_count_from_their_time(traffic):
    for day in make_days(traffic, 8, 5):
        tickets, booked = day.tickets, day.tickets.kind == APPOINTMENT

        assert (np.diff(tickets.arrive) >= 0).all()
        assert (tickets.arrive >= day.opens).all()
        assert (tickets.since[tickets.kind == WALK_IN] == tickets.arrive[tickets.kind == WALK_IN]).all()
        assert (tickets.since[booked] >= tickets.arrive[booked]).all()
        assert (tickets.since[booked] > tickets.arrive[booked]).any()
        assert 0.0 < np.mean(day.book.here >= NEVER) < 0.35


@pytest.mark.parametrize("name", [*rule_names(), "site"])
def test_every_rule_serves_everybody_once_at_a_counter_with_the_skill(site, traffic, name):
    shape, rule = shape_of(traffic), rule_named(name, site)
    for day in make_days(traffic, 4, 2):
        played = play_day(day, traffic, shape, rule)

        assert (played.start < NEVER).all()
        assert (played.start >= day.tickets.arrive - 1e-9).all()
        assert traffic.eligible[played.counter, day.tickets.pool].all()
        for counter in range(len(traffic.counters)):
            own = np.flatnonzero(played.counter == counter)
            own = own[np.argsort(played.start[own])]
            assert (played.start[own][1:] >= played.end[own][:-1] - 1e-9).all()


def test_nobody_is_called_during_a_planned_break(site, traffic):
    shape, rule = shape_of(traffic), rule_named("site", site)
    breaks = [(c, start, minutes) for c, start, minutes in traffic.breaks]
    assert breaks
    for day in make_days(traffic, 6, 2):
        played = play_day(day, traffic, shape, rule)
        for counter, start, minutes in breaks:
            called = played.start[played.counter == counter]
            done = played.end[played.counter == counter]
            begun = max([start, *(end for s, end in zip(called, done, strict=True) if s < start < end)])
            assert not ((called > begun) & (called < begun + minutes - 1e-6)).any()


def test_a_preset_overtakes_at_most_three_times_and_first_come_first_served_never(site, traffic):
    shape, days = shape_of(traffic), make_days(traffic, 12, 1)

    def most(name):
        rule = rule_named(name, site)
        return outcome(name, traffic, days, [play_day(day, traffic, shape, rule) for day in days]).overtaken.max()

    assert 0 < most("balanced") <= 3
    assert most("fifo") == 0


def test_a_counter_that_the_roster_sends_away_calls_nobody_in_that_hour(site, traffic):
    shape, rule = shape_of(traffic), rule_named("site", site)
    away = frozenset({0, 3})
    roster = [away if hour == 10 else frozenset() for hour in range(24)]
    for day in make_days(traffic, 6, 4):
        played = play_day(day, traffic, shape, rule, roster)

        assert (played.start < NEVER).all()
        called = played.start[np.isin(played.counter, list(away))]
        assert not ((called > 600.0) & (called < 660.0)).any()
        assert ((called >= 660.0) & (called < 720.0)).any()
