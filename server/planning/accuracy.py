"""How true the forecast is: at the issue of a sample of tickets, what would the office have said, and what came."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from server.planning.days import LATENESS, LEAD, LEAD_SD, Day, walk_in_moments
from server.planning.measures import Span, resampled
from server.planning.playing import Played, begin, change, changes
from server.planning.traffic import ABSENT, GROUP_WORK, GROUPS, LATE, PRIORITY_SHARE, Traffic, open_minutes
from server.simulation.clockwork import play
from server.simulation.drawing import Coming, copy_state
from server.simulation.futures import forecast
from server.simulation.shapes import NEVER, Floats, Ints, Rule, Shape, State

FUTURES = 200
PER_DAY = 5
HORIZON = 480.0  # minutes
SHARE = 0.9  # of the outcomes shall lie in the interval
FAR_TOO_LOW = 10.0  # minutes
ZONE = 20.0  # minutes
_DRAWN = 20_000


@dataclass(frozen=True)
class Accuracy:
    """Of a sample of tickets that had to wait, minutes until the call, one row each.

    `said`: the forecast's median, from `low` to `high` with 90 %; `came`: the truth; `ahead`: people ahead times the
    mean minutes over the counters; `lately`: the mean of the last 30 waits.
    """

    day: Ints
    said: Floats
    low: Floats
    high: Floats
    came: Floats
    ahead: Floats
    lately: Floats

    def error(self, said: Floats) -> Span:
        """Mean absolute error in minutes of one of the columns."""
        return self._mean(np.abs(said - self.came))

    @property
    def coverage(self) -> Span:
        """Share of the outcomes inside the interval."""
        return self._mean(((self.came >= self.low) & (self.came <= self.high)).astype(np.float64))

    @property
    def far_too_low(self) -> Span:
        """Share of those who waited 10 minutes longer than the median said."""
        return self._mean((self.came - self.said > FAR_TOO_LOW).astype(np.float64))

    def _mean(self, values: Floats) -> Span:
        days = int(self.day.max()) + 1
        sums, counts = np.bincount(self.day, values, days), np.bincount(self.day, minlength=days)
        return resampled(lambda own: float(sums[own].sum() / max(counts[own].sum(), 1)), days)


def accuracy(
    traffic: Traffic,
    shape: Shape,
    rule: Rule,
    days: Sequence[Day],
    played: Sequence[Played],
    seed: int,
    step: Callable[[], None],
) -> Accuracy | None:
    """Forecasts of a few tickets of each day, by playing on from that very moment; None when nobody had to wait."""
    rates = {weekday: _rates(traffic, number) for number, (weekday, _) in enumerate(traffic.spans)}
    rows: list[tuple[float, ...]] = []
    for n, (day, one) in enumerate(zip(days, played, strict=True)):
        chance = np.random.default_rng([seed, n, 3])
        waited = np.flatnonzero(one.start > day.tickets.arrive + 0.01)
        chosen = np.sort(chance.permutation(waited)[:PER_DAY])
        coming = _coming(traffic, day, rates.get(day.weekday))
        rows += [(n, *_row(i, day, one, traffic, shape, rule, coming, seed + n)) for i in chosen.tolist()]
        step()
    if not rows:
        return None
    table = np.array(rows)
    return Accuracy(table[:, 0].astype(np.int64), *(table[:, column] for column in range(1, 7)))


def _row(
    i: int, day: Day, one: Played, traffic: Traffic, shape: Shape, rule: Rule, coming: Coming, seed: int
) -> tuple[float, ...]:
    tickets = day.tickets
    now, state = float(tickets.arrive[i]), begin(day, traffic)
    total = len(tickets.arrive)
    start, counter = np.full(total, NEVER), np.full(total, -1)
    _play_until(now, state, day, traffic, shape, rule, start, counter)
    here, calls, _ = forecast(now, now + HORIZON, FUTURES, shape, rule, tickets, copy_state(state, total), coming, seed)
    mine = np.sort(np.minimum(calls[:, int(np.searchsorted(here, i))], HORIZON))
    # order statistics of R+1: a finite sample's own quantiles cover too little
    edge = int((1.0 - SHARE) / 2.0 * (FUTURES + 1))
    ahead = np.sum((tickets.arrive[:i] <= now) & (one.start[:i] > now))
    mean = float((traffic.mean * traffic.visitors).sum() / traffic.visitors.sum())
    before = np.flatnonzero(one.start <= now)
    last = before[np.argsort(one.start[before])][-30:]
    lately = float((one.start[last] - tickets.arrive[last]).mean()) if len(last) else 0.0
    return (
        float(np.median(mine)),
        float(mine[edge - 1]),
        float(mine[FUTURES - edge]),
        float(one.start[i]) - now,
        float(ahead) * mean / len(traffic.counters),
        lately,
    )


def _play_until(
    now: float, state: State, day: Day, traffic: Traffic, shape: Shape, rule: Rule, start: Floats, counter: Ints
) -> None:
    tickets = day.tickets
    stops = [moment for moment in changes(day, traffic) if moment <= now] or [day.opens]
    for at, until in zip(stops, [*stops[1:], now], strict=True):
        change(state, at, day, traffic)
        arrived = int(np.searchsorted(tickets.arrive, at, "right")) if at > stops[0] else 0
        play(shape, rule, tickets, state, at, arrived, until, len(start), start, counter)
    for c, begins, minutes in traffic.breaks:  # the future knows of the next break
        if begins > now and state.rest_from[c] >= NEVER and begins < day.closes:
            state.rest_from[c], state.rest[c] = begins, minutes


def _rates(traffic: Traffic, number: int) -> tuple[Floats, Floats, Floats]:
    """When walk-ins are expected on a kind of day: (begins, ends, walk_ins[z, p] a minute)."""
    _, spans = traffic.spans[number]
    moments = walk_in_moments(np.random.default_rng(number), spans, _DRAWN)
    edges = np.arange(spans[0][0], spans[-1][1] + ZONE, ZONE)
    density = np.histogram(moments, edges)[0] / (_DRAWN * ZONE)
    count = traffic.visitors * (1.0 - traffic.appointed) * open_minutes(spans) / traffic.reference
    return edges[:-1], edges[1:], density[:, None] * count[None, :]


def _coming(traffic: Traffic, day: Day, rates: tuple[Floats, Floats, Floats] | None) -> Coming:
    begins, ends, walk_ins = rates or (np.empty(0), np.empty(0), np.empty((0, len(traffic.services))))
    return Coming(
        begins=begins,
        ends=ends,
        walk_ins=walk_ins,
        appointments=np.zeros_like(walk_ins),
        priority=PRIORITY_SHARE,
        book_time=day.book.time.astype(np.float64),
        book_pool=day.book.pool.astype(np.int64),
        book_kind=day.book.kind.astype(np.int64),
        book_here=day.book.here.astype(np.float64),
        lead=LEAD,
        lead_sd=LEAD_SD,
        late=LATE,
        lateness=LATENESS,
        absent=ABSENT,
        groups=GROUPS,
        group_work=GROUP_WORK,
    )
