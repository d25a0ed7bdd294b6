"""The one way in which a forecast's span is said: it contains the forecast, and is never a single figure."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.waits import GRACE_S, NONE, TOO_FAR_S, TOO_OLD_S, Span, around, of_service, wait_of
from server.wire import messages as m

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
seconds = st.floats(0, TOO_FAR_S / 2, allow_nan=False)


def minutes(low: float, high: float) -> m.Wait | None:
    return wait_of(Span(low * 60, (low + high) / 2 * 60, high * 60), MORNING, MORNING)


@given(seconds, seconds, st.floats(0, TOO_OLD_S))
def test_what_is_said_contains_what_is_left_of_the_forecast_and_is_never_one_figure(one, other, passed):
    low, high = sorted((one, other))

    wait = wait_of(Span(low, (low + high) / 2, high), MORNING, MORNING + timedelta(seconds=passed))

    if wait is None:
        assert high - passed < -GRACE_S
        return
    assert wait.low * 60 <= max(0.0, low - passed) + 1e-3
    assert wait.high * 60 >= high - passed - 1e-3
    assert wait.high > wait.low >= 0
    for minute in (wait.low, wait.high):
        assert minute % (5 if minute <= 60 else 10 if minute <= 120 else 30) == 0


@given(st.lists(st.tuples(seconds, seconds), min_size=1, max_size=5))
def test_a_longer_wait_never_sounds_shorter(spans):
    told = [minutes(low / 60, low / 60 + more / 60) for low, more in spans]

    for (low, more), wait in zip(spans, told, strict=True):
        for (later, longer), other in zip(spans, told, strict=True):
            if low <= later and low + more <= later + longer:
                assert wait.low <= other.low
                assert wait.high <= other.high


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0, 0, (0, 5)),
        (2, 4.5, (0, 5)),
        (3, 9, (0, 10)),
        (6, 6, (5, 10)),
        (21, 33, (20, 35)),
        (20, 20, (20, 25)),
        (58, 61, (55, 70)),
        (60, 60, (60, 70)),
        (64, 119, (60, 120)),
        (95, 121, (90, 150)),
        (120, 120, (120, 150)),
        (200, 230, (180, 240)),
    ],
)
def test_the_longer_the_wait_the_coarser_the_words(low, high, said):
    assert minutes(low, high) == m.Wait(*said)


def test_a_span_that_ends_hours_away_is_no_help_and_so_is_not_told():
    assert minutes(30, 240) == m.Wait(30, 240)
    assert minutes(30, 241) is None


def test_a_span_passes_with_the_time_and_then_nobody_can_tell():
    span = Span(600, 900, 1200)

    told = [wait_of(span, MORNING, MORNING + timedelta(minutes=passed)) for passed in (0, 7, 14.9)]

    assert told == [m.Wait(10, 20), m.Wait(0, 15), m.Wait(0, 10)]
    assert wait_of(Span(0, 0, 0), MORNING, MORNING + timedelta(seconds=GRACE_S)) == m.Wait(0, 5)
    assert wait_of(Span(0, 0, 0), MORNING, MORNING + timedelta(seconds=GRACE_S + 1)) is None
    assert wait_of(Span(7200, 7300, 7400), MORNING, MORNING + timedelta(seconds=TOO_OLD_S + 1)) is None


def test_a_clock_that_went_back_makes_no_wait_longer():
    assert wait_of(Span(600, 900, 1200), MORNING, MORNING - timedelta(hours=1)) == m.Wait(10, 20)


def test_without_a_forecast_nothing_is_told():
    assert of_service(NONE, "abholung", MORNING) is None


def test_a_group_s_wait_goes_around_those_of_its_services_and_is_untold_when_one_of_them_is():
    assert around([m.Wait(5, 20), m.Wait(10, 40)]) == m.Wait(5, 40)
    assert around([m.Wait(5, 20), None]) is None
    assert around([]) is None
