"""The balance bench: its worlds, its figures and what it says of them."""

import argparse
import json

import numpy as np
import pytest

from server.bench import balance, recorded
from server.bench.command import add_arguments, run
from server.bench.estimates import Estimates, accuracy, calibrated, conformal
from server.bench.marks import marks
from server.bench.rules import overtakes_inside, play_day, rule_called
from server.bench.worlds import WORLDS, draw_day, world
from server.simulation import drawing, futures
from server.simulation.clockwork import enter
from server.simulation.shapes import KINDS, Tickets, empty_state, make_shape


def test_a_day_is_drawn_alike_from_one_seed_and_otherwise_from_another():
    reference = world("reference")

    day, again, other = draw_day(reference, 5), draw_day(reference, 5), draw_day(reference, 6)

    assert np.array_equal(day.tickets.actual, again.tickets.actual)
    assert not np.array_equal(day.tickets.arrive[:50], other.tickets.arrive[:50])


def test_drawn_days_are_like_the_recorded_ones():
    drawn = [draw_day(world("reference"), seed).tickets for seed in range(60)]
    known = list(recorded.days(recorded.worlds()["reference"]))

    tickets = sum(len(day.arrive) for day in drawn) / sum(len(day.visitors) for day in known)
    work = sum(day.expected.sum() for day in drawn) / sum(v.expected for day in known for v in day.visitors)

    assert tickets == pytest.approx(1.0, abs=0.03)
    assert work == pytest.approx(1.0, abs=0.03)


def test_the_default_is_better_than_what_products_do_and_keeps_the_hard_rules():
    reference, cost = world("reference"), dict.fromkeys(("balanced", "baseline:products", "baseline:fifo"), 0.0)
    for seed in range(20):
        day = draw_day(reference, seed)
        for rule in cost:
            played = play_day(reference, day, rule)
            cost[rule] += balance.outcome(day, played).cost
            if rule == "balanced":
                assert played.most_overtaken <= 3
                assert overtakes_inside(day, played.start) == 0

    assert cost["balanced"] < 0.9 * cost["baseline:products"] < 0.9 * cost["baseline:fifo"]


def test_looking_ahead_gives_lawful_days_too():
    reference = world("reference")
    day = draw_day(reference, 1)

    played = play_day(reference, day, "look-ahead")

    assert played.deviated > 0
    assert played.most_overtaken <= 3
    assert overtakes_inside(day, played.start) == 0


def test_a_forecast_without_chance_is_exact():
    """One counter, three waiting, every service as long as expected: they are called one after the other."""
    shape = make_shape(np.ones((1, 1), np.bool_), np.array([10.0]), np.zeros(1))
    rule = rule_called("fifo")
    expected = np.array([10.0, 20.0, 30.0, 12.0])
    since = np.array([-3.0, -2.0, -1.0, -20.0])
    tickets = Tickets(
        since, since, np.zeros(4, np.int64), np.zeros(4, np.int64), expected, expected, np.zeros(4, np.bool_)
    )
    state = empty_state(1, 1, 4)
    for i in range(3):
        enter(i, rule, tickets, state)
    state.busy[0], state.current[0], state.began[0] = True, 3, -5.0
    nobody = drawing.Coming(
        *(np.zeros(0), np.zeros(0), np.zeros((0, 1)), np.zeros((0, 1)), 0.0),
        *(np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)),
        *(0.0, 0.0, 0.0, 1.0, 0.0, 0.0, np.ones(1)),
    )

    _, calls, ends = futures.forecast(0.0, 1440.0, 5, shape, rule, tickets, state, nobody, 1)

    assert calls == pytest.approx(np.tile([7.0, 17.0, 37.0], (5, 1)))
    assert ends == pytest.approx(np.tile([17.0, 37.0, 67.0], (5, 1)))


def test_a_long_service_is_drawn_to_last_longer_still():
    drawn = np.array([drawing.normal_above(2.0) for _ in range(4000)])

    assert drawn.min() >= 2.0
    assert drawn.mean() == pytest.approx(2.373, abs=0.03)  # the density at 2 over the tail beyond it


def test_calibration_covers_nine_of_ten_of_what_it_has_seen():
    chance = np.random.default_rng(3)
    waited = chance.lognormal(3.0, 0.5, 3000)
    kind = chance.integers(0, KINDS, 3000)
    median = np.full(3000, 20.0)
    too_narrow = Estimates(
        median - 9.0, median, median + 9.0, waited, median, median, kind, np.zeros(3000, np.int64), kind
    )

    low, high = calibrated(too_narrow, conformal(too_narrow))

    assert ((waited >= low) & (waited <= high)).mean() == pytest.approx(0.9, abs=0.02)
    assert accuracy(too_narrow, too_narrow, ("a",))["coverage"] == pytest.approx(0.9, abs=0.02)


def test_the_command_gives_one_json_object_with_every_mark(capsys):
    assert run(_arguments("balance", "--worlds", "reference", "--days", "2", "--no-look-ahead", "--json")) == 0

    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    reference = found["worlds"]["reference"]
    assert 0.0 < reference["j_over_fifo"] < 1.0
    assert reference["recorded_max_error_min"] < 1e-6
    assert reference["model_max_error_min"] < 1e-9
    assert {mark["number"] for mark in found["marks"]} == {1, 2, 3, 4, 5, 7}
    assert [mark for mark in marks(found["worlds"]) if mark.number == 4 and not mark.met] == []


def test_an_unknown_world_is_named_with_those_that_there_are(capsys):
    assert run(_arguments("balance", "--worlds", "referense")) == 2

    said = capsys.readouterr().err
    assert "referense" in said
    assert all(name in said for name in WORLDS)


def _arguments(*words):
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(words)
