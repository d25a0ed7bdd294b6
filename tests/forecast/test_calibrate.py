"""Nine of ten calls fall inside the told spans, whatever the forecast itself gets wrong."""

import random

import pytest

from server.domain.ticket import Kind
from server.forecast.calibrate import LEAST, MOST, calibrate
from server.store.forecasts import Pair
from server.waits import Span


def pairs(count, true_spread, kind="walk_in", seed=1):
    """Estimates whose raw spans stand for a spread of 1."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        median = chance.uniform(600, 3600)
        call = median + true_spread * 0.3 * median * chance.gauss(0, 1)
        found.append(Pair(kind, median * (1 - 0.3 * 1.645), median, median * (1 + 0.3 * 1.645), call))
    return found


def inside(factors, seen):
    told = [(factors.apply(Kind(p.kind), Span(p.low_s, p.median_s, p.high_s)), p.called_after_s) for p in seen]
    return sum(span.low_s <= call <= span.high_s for span, call in told) / len(told)


@pytest.mark.parametrize("true_spread", [0.6, 1.0, 1.8])
def test_too_wide_and_too_narrow_spans_are_set_right(true_spread):
    factors = calibrate(pairs(1500, true_spread))

    assert inside(factors, pairs(1500, true_spread, seed=2)) == pytest.approx(0.9, abs=0.025)


def test_without_pairs_nothing_is_changed():
    assert calibrate([]).by_kind == dict.fromkeys(Kind, (1.0, 1.0))
    assert calibrate([]).apply(Kind.WALK_IN, Span(300, 600, 1200)) == Span(300, 600, 1200)


def test_a_kind_with_few_pairs_follows_all_the_others():
    walk_ins, few = pairs(1000, 1.5), pairs(5, 0.6, "priority")

    factors = calibrate(walk_ins + few).by_kind

    assert factors[Kind.APPOINTMENT] == pytest.approx(factors[Kind.WALK_IN], rel=0.05)
    assert factors[Kind.PRIORITY] == pytest.approx(factors[Kind.WALK_IN], rel=0.15)


def test_a_day_that_went_wrong_does_not_blow_the_spans_up_beyond_measure():
    low, high = calibrate(pairs(500, 50)).by_kind[Kind.WALK_IN]

    assert (low, high) == (MOST, MOST)
    assert min(calibrate(pairs(500, 0)).by_kind[Kind.WALK_IN]) == LEAST


def test_no_span_is_narrower_than_people_walk():
    assert calibrate([]).apply(Kind.WALK_IN, Span(0, 0, 0)) == Span(0, 0, 30)
