"""How true the forecast is: estimates at ticket issue against what happened, and against what others tell people."""

from dataclasses import dataclass

import numpy as np

from server.bench.rules import NO_ADVICE, rule_called
from server.bench.worlds import Day, World, coming
from server.simulation.foreseen_day import play_day
from server.simulation.shapes import NEVER, Floats, Ints

FUTURES = 200
EVERY = 3  # a forecast for each third ticket that has to wait
LAST_WAITS = 30
NAIVE_MIN = 12.0
TOO_LOW_MIN = 10.0
SHARE = 0.9


@dataclass(frozen=True)
class Estimates:
    """One row a ticket: `low`, `median`, `high` as forecast, `waited` as it came. Minutes from issue to call."""

    low: Floats
    median: Floats
    high: Floats
    waited: Floats
    naive: Floats
    last_waits: Floats
    kind: Ints
    service: Ints
    hour: Ints


def estimate_day(
    world: World, day: Day, rule_name: str, seed: int, book: bool = False, every: int = EVERY
) -> Estimates:
    """Plays the day under the rule and forecasts at issue with what the office knows: not the counters' speeds, and
    without `book` not who has an appointment, only how many usually come."""
    tickets = day.tickets
    count = len(tickets.arrive)
    state = world.opening(count)
    start, counter = np.full(count, NEVER), np.full(count, -1)
    spans = np.full((count, FUTURES), NEVER)
    shape = world.shape()
    known = shape._replace(speed=np.ones(len(world.speed)))
    rule = rule_called(rule_name)
    play_day(
        shape,
        known,
        rule,
        tickets,
        state,
        start,
        counter,
        coming(world, day if book else None),
        NO_ADVICE,
        every,
        spans,
        seed,
    )
    asked = np.flatnonzero(spans[:, 0] < NEVER)
    drawn = spans[asked]
    low, high = drawn[:, int(0.05 * (FUTURES + 1)) - 1], drawn[:, int(np.ceil(0.95 * (FUTURES + 1))) - 1]
    median = drawn[:, FUTURES // 2 - 1 : FUTURES // 2 + 1].mean(axis=1)
    return Estimates(
        low,
        median,
        high,
        (start - tickets.arrive)[asked],
        _people_ahead(world, day, start)[asked],
        _last_waits(day, start)[asked],
        tickets.kind[asked],
        tickets.pool[asked],
        (tickets.arrive[asked] // 60).astype(np.int64),
    )


def _people_ahead(world: World, day: Day, start: Floats) -> Floats:
    """People ahead times 12 minutes, by all counters: what a ticket machine tells."""
    tickets = day.tickets
    estimate = np.zeros(len(start))
    for i in range(len(start)):
        estimate[i] = (start[:i] > tickets.arrive[i]).sum() * NAIVE_MIN / len(world.speed)
    return estimate


def _last_waits(day: Day, start: Floats) -> Floats:
    """The mean wait of the last tickets that were called."""
    tickets = day.tickets
    order = np.argsort(start)
    called = start[order]
    waits = (start - tickets.arrive)[order]
    estimate = np.zeros(len(start))
    for i in range(len(start)):
        known = int(np.searchsorted(called, tickets.arrive[i]))
        if known:
            estimate[i] = waits[max(0, known - LAST_WAITS) : known].mean()
    return estimate


def together(parts: list[Estimates]) -> Estimates:
    """All rows of several days."""
    return Estimates(*(np.concatenate([getattr(part, name) for part in parts]) for name in Estimates.__annotations__))


def conformal(past: Estimates) -> tuple[Floats, Floats]:
    """By kind: the factors by which `low` and `high` move away from the median so that SHARE of `past` is covered, half
    of the misses on each side (Romano, Patterson, Candes 2019, in a multiplicative form)."""
    downs, ups = np.ones(3), np.ones(3)
    for kind in range(3):
        own = past.kind == kind
        if not own.any():
            continue
        below = np.maximum(past.median - past.low, 0.5)[own]
        above = np.maximum(past.high - past.median, 0.5)[own]
        off = (past.waited - past.median)[own]
        level = 1.0 - (1.0 - SHARE) / 2.0
        downs[kind] = np.quantile(-off / below, level)
        ups[kind] = np.quantile(off / above, level)
    return np.clip(downs, 0.2, 3.0), np.clip(ups, 0.2, 3.0)


def calibrated(estimates: Estimates, factors: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """The interval (low, high) after calibration."""
    downs, ups = factors[0][estimates.kind], factors[1][estimates.kind]
    low = estimates.median - downs * np.maximum(estimates.median - estimates.low, 0.5)
    high = estimates.median + ups * np.maximum(estimates.high - estimates.median, 0.5)
    return np.maximum(low, 0.0), high


def accuracy(estimates: Estimates, past: Estimates, services: tuple[str, ...]) -> dict[str, object]:
    """The figures of the forecast, calibrated on `past` days that are none of these."""
    low, high = calibrated(estimates, conformal(past))
    hit = (estimates.waited >= low) & (estimates.waited <= high)
    error = np.abs(estimates.median - estimates.waited)
    naive = np.abs(estimates.naive - estimates.waited).mean()

    def parts(by: Ints, names: dict[int, str]) -> dict[str, float]:
        return {name: round(float(hit[by == n].mean()), 3) for n, name in names.items() if (by == n).sum() >= 30}

    return {
        "tickets": len(error),
        "mae": round(float(error.mean()), 3),
        "mae_naive": round(float(naive), 3),
        "mae_last_waits": round(float(np.abs(estimates.last_waits - estimates.waited).mean()), 3),
        "mae_over_naive": round(float(error.mean() / naive), 3),
        "coverage": round(float(hit.mean()), 3),
        "coverage_by_kind": parts(estimates.kind, dict(enumerate(("walk-in", "appointment", "priority")))),
        "coverage_by_service": parts(estimates.service, dict(enumerate(services))),
        "coverage_by_hour": parts(estimates.hour, {h: f"{8 + h:02d}" for h in range(11)}),
        "mean_width": round(float((high - low).mean()), 2),
        "too_low_by_10": round(float((estimates.waited - estimates.median > TOO_LOW_MIN).mean()), 4),
    }
