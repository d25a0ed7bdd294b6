"""What played days mean for people: waits, missed targets, overtakes, the counters' work, and how sure it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from server.planning.days import Day
from server.planning.playing import Played
from server.planning.traffic import Span as Hours
from server.planning.traffic import Traffic, open_minutes
from server.simulation.shapes import Floats, Ints

RESAMPLES = 1000
CURVE_STEP = 10.0  # minutes


@dataclass(frozen=True)
class Outcome:
    """Every ticket of all days under one rule, one row each, and per day what adds up. Minutes.

    `day`: the number of the ticket's day; `wait`: from when it counts until the call, `hour`: of the check-in;
    `overtaken`: by so many later ones of its kind, at a counter that could have served it. `busy[d, c]`: minutes that
    counter c worked while tickets were issued; `there[d, c]`: minutes that it could have; `overtime[d]`: from closing
    until the last visitor left.
    """

    name: str
    day: Ints
    kind: Ints
    pool: Ints
    arrive: Floats
    since: Floats
    start: Floats
    end: Floats
    counter: Ints
    wait: Floats
    target: Floats
    overtaken: Ints
    busy: Floats
    there: Floats
    overtime: Floats

    @property
    def days(self) -> int:
        """How many days were played."""
        return len(self.overtime)

    @property
    def badness(self) -> Floats:
        """(wait / target)² of each ticket."""
        return np.asarray((self.wait / self.target) ** 2)

    @property
    def inside(self) -> Floats:
        """1 for a ticket called inside its target, else 0."""
        return (self.wait <= self.target).astype(np.float64)


@dataclass(frozen=True)
class Span:
    """An estimate and the interval that holds it with 95 %."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0.0 or self.high < 0.0


def outcome(name: str, traffic: Traffic, days: Sequence[Day], played: Sequence[Played]) -> Outcome:
    """Measure the days."""
    kind = np.concatenate([day.tickets.kind for day in days])
    since = np.concatenate([day.tickets.since for day in days])
    start = np.concatenate([one.start for one in played])
    pairs = list(zip(days, played, strict=True))
    return Outcome(
        name=name,
        day=np.repeat(np.arange(len(days)), [len(day.tickets.arrive) for day in days]),
        kind=kind,
        pool=np.concatenate([day.tickets.pool for day in days]),
        arrive=np.concatenate([day.tickets.arrive for day in days]),
        since=since,
        start=start,
        end=np.concatenate([one.end for one in played]),
        counter=np.concatenate([one.counter for one in played]),
        wait=np.maximum(start - since, 0.0),
        target=traffic.targets[kind],
        overtaken=np.concatenate([_overtaken(traffic, day, one) for day, one in pairs]),
        busy=np.array([_busy(traffic, day, one) for day, one in pairs]),
        there=np.array([_there(traffic, day) for day in days]),
        overtime=np.array([max(0.0, float(one.end.max(initial=day.closes)) - day.closes) for day, one in pairs]),
    )


def _overtaken(traffic: Traffic, day: Day, played: Played) -> Ints:
    tickets = day.tickets
    counts = np.zeros(len(tickets.arrive), np.int64)
    for kind in np.unique(tickets.kind):
        own = np.flatnonzero(tickets.kind == kind)
        since, start = tickets.since[own], played.start[own]
        able = traffic.eligible[:, tickets.pool[own]]  # [counter, ticket]
        # [passing, passed]: called while the other stood there, though the other's wait began before
        passing = (since[:, None] > since[None, :]) & (start[:, None] < start[None, :])
        passing &= start[:, None] >= tickets.arrive[own][None, :]
        counts[own] = (passing & able[played.counter[own]]).sum(axis=0)
    return counts


def _busy(traffic: Traffic, day: Day, played: Played) -> Floats:
    worked = np.zeros(len(traffic.counters))
    for start, end in day.spans:
        minutes = np.maximum(0.0, np.minimum(played.end, end) - np.maximum(played.start, start))
        np.add.at(worked, played.counter, minutes)
    return worked


def _there(traffic: Traffic, day: Day) -> Floats:
    there = np.full(len(traffic.counters), open_minutes(day.spans))
    for counter, start, minutes in traffic.breaks:
        for opens, closes in day.spans:
            there[counter] -= max(0.0, min(start + minutes, closes) - max(start, opens))
    return np.asarray(np.maximum(there, 1.0))


def curve(result: Outcome, days: Sequence[Day]) -> tuple[Floats, Floats, tuple[Hours, ...]]:
    """How many people wait over the day, on the days with the most frequent hours.

    (moments, counts[day, moment], opening hours).
    """
    usual = max({day.spans for day in days}, key=lambda spans: sum(day.spans == spans for day in days))
    chosen = [n for n, day in enumerate(days) if day.spans == usual]
    moments = np.arange(usual[0][0], usual[-1][1] + 61.0, CURVE_STEP)
    counts = np.array(
        [
            [np.sum((result.arrive[own] <= moment) & (result.start[own] > moment)) for moment in moments]
            for own in (result.day == n for n in chosen)
        ],
        dtype=np.float64,
    )
    return moments, counts, usual


def difference(
    ours: Outcome,
    theirs: Outcome,
    figure: Callable[[Outcome], Floats],
    chosen: Callable[[Outcome], np.ndarray] | None = None,
) -> Span:
    """Mean of `figure` over the tickets, ours minus theirs, on the same visitors; bootstrap over the days."""
    one, count = _by_day(ours, figure, chosen)
    other, count_other = _by_day(theirs, figure, chosen)
    return resampled(
        lambda own: one[own].sum() / max(count[own].sum(), 1.0) - other[own].sum() / max(count_other[own].sum(), 1.0),
        ours.days,
    )


def level(
    result: Outcome, figure: Callable[[Outcome], Floats], chosen: Callable[[Outcome], np.ndarray] | None = None
) -> Span:
    """Mean of `figure` over the tickets; bootstrap over the days."""
    sums, count = _by_day(result, figure, chosen)
    return resampled(lambda own: sums[own].sum() / max(count[own].sum(), 1.0), result.days)


def resampled(statistic: Callable[[Ints], float], days: int) -> Span:
    """The statistic of all days, and its 95 % bootstrap interval; always the same for the same days."""
    chance = np.random.default_rng(days)
    values = np.array([statistic(chance.integers(0, days, days)) for _ in range(RESAMPLES)])
    low, high = np.quantile(values, (0.025, 0.975))
    return Span(float(statistic(np.arange(days))), float(low), float(high))


def _by_day(
    result: Outcome, figure: Callable[[Outcome], Floats], chosen: Callable[[Outcome], np.ndarray] | None
) -> tuple[Floats, Floats]:
    weights = np.ones(len(result.wait)) if chosen is None else chosen(result).astype(np.float64)
    return (
        np.bincount(result.day, figure(result) * weights, result.days).astype(np.float64),
        np.bincount(result.day, weights, result.days).astype(np.float64),
    )
