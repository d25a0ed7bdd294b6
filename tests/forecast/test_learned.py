"""What the history says, and what is taken for true while it says little."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.forecast.learned import PRIOR_LOAD, PRIOR_NO_SHOWS, PRIOR_SIGMA, learn
from server.store.history import History

BERLIN = ZoneInfo("Europe/Berlin")


def quarter(day, hour, minute=0):
    return int(datetime.fromisoformat(f"{day}T{hour:02d}:{minute:02d}").replace(tzinfo=BERLIN).timestamp()) // 900


def test_an_empty_history_leaves_the_site_s_own_minutes(site):
    learned = learn(History(), site, 0.6)

    assert learned.minutes == {"abholung": 15, "adresse": 10, "einbuergerung-beratung": 60}
    assert set(learned.sigma.values()) == {PRIOR_SIGMA}
    assert learned.no_shows == PRIOR_NO_SHOWS
    assert learned.groups == learned.priority == 0


def test_without_a_history_people_come_evenly_as_the_counters_can_serve_them(site):
    learned = learn(History(), site, 0.6)

    work = {slug: learned.minutes[slug] * sum(learned.walk_ins[3, slug]) * 15 for slug in learned.minutes}
    assert sum(work.values()) == pytest.approx(PRIOR_LOAD * 2 * 4 * 60), "two counters, four hours"
    rates = learned.walk_ins[3, "abholung"]
    assert len(set(rates[32:48])) == 1
    assert sum(rates[:32]) == sum(rates[48:]) == 0


def test_a_ticket_left_open_and_slips_of_the_finger_do_not_move_the_minutes(site):
    usual = [(8.0 + n % 5, 1) for n in range(200)]
    wild = [(230.0, 1), (0.4, 1), (200.0, 1)]

    plain = learn(History({"abholung": usual}), site, 0.6)
    disturbed = learn(History({"abholung": usual + wild}), site, 0.6)

    assert plain.minutes["abholung"] == pytest.approx(10, abs=0.6)
    assert disturbed.minutes["abholung"] == pytest.approx(plain.minutes["abholung"], rel=0.01)
    assert disturbed.sigma["abholung"] == pytest.approx(plain.sigma["abholung"], rel=0.05)


def test_a_few_services_move_the_minutes_a_little(site):
    learned = learn(History({"abholung": [(25.0, 1), (25.0, 1), (25.0, 1), (25.0, 1), (25.0, 1)]}), site, 0.6)

    assert learned.minutes["abholung"] == pytest.approx((20 * 15 + 5 * 25) / 25)


def test_a_group_s_time_is_shared_by_its_people(site):
    learned = learn(History({"adresse": [(16.0, 2)] * 100}), site, 0.6)

    assert learned.minutes["adresse"] == pytest.approx(10)
    assert (learned.groups, set(learned.group_sizes)) == (1, {2})


def test_arrivals_stand_in_their_local_quarter_hour_on_both_sides_of_a_clock_change(site):
    sundays = [date(2026, 10, 18) + timedelta(weeks=n) for n in range(2)]  # the clocks change on the second
    arrivals = [(day.isoformat(), "adresse", "walk_in", quarter(day, 9, 30), 6) for day in sundays]

    rates = learn(History(arrivals=arrivals), site, 0.6).walk_ins[6, "adresse"]

    assert [n for n, rate in enumerate(rates) if rate == max(rates)] == [38]
    assert max(rates) * 15 == pytest.approx((2 * 15 * PRIOR_LOAD / 2 / 10 + 12) / 4)


def test_kinds_and_pauses_are_learned(site):
    history = History(
        arrivals=[
            ("2026-11-23", "adresse", kind, quarter("2026-11-23", 9), n)
            for kind, n in [("walk_in", 6), ("appointment", 3), ("priority", 1)]
        ],
        called=900,
        no_shows=90,
        pauses_min=[30.0] * 20 + [400.0],
        early_min=[5.0] * 50,
    )

    learned = learn(history, site, 0.6)

    assert learned.priority == pytest.approx(0.1)
    assert sum(learned.appointments[0, "adresse"]) * 15 == pytest.approx(1.0), "three in one of three weeks"
    assert learned.no_shows == pytest.approx(95 / 1000)
    assert learned.pause_min == pytest.approx((5 * 15 + 20 * 30) / 25)
    assert learned.early == (5.0, 0.0)
