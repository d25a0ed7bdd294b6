"""How many counters at which hour for a target, with the skills as they are mixed today."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from server.planning.asking import Source
from server.planning.days import Day
from server.planning.traffic import Span as Hours
from server.planning.traffic import Traffic
from server.planning.trials import Sums, Trial, Trials
from server.simulation.clockwork import drain
from server.simulation.shapes import Flags, Floats, Rule, empty_state, make_shape

MORE = 6  # counters more than there are
FEWEST = 15  # visitors of an hour, over all days, from which on its share says something
ROUNDS = 40
CAUTION = 1.5  # standard errors


@dataclass(frozen=True)
class Target:
    """`share` of the visitors of `kind` are called within `within` minutes, whenever they check in."""

    within: float
    share: float
    kind: int


@dataclass(frozen=True)
class Staffing:
    """For the weekdays with these opening hours: per hour of the day how many counters, and what comes of it.

    `counters[hour]`, and `present`: how many there are today. `share[hour]`: of the visitors checking in then that are
    called in time, on days that were not used in the search; `now[hour]`: with everybody there; `reached`: whether
    the target was met. `who[hour]`: the ids of the counters, "+ 104": one more with the skills of 104.
    """

    weekdays: tuple[int, ...]
    spans: tuple[Hours, ...]
    hours: tuple[int, ...]
    present: int
    counters: dict[int, int]
    share: dict[int, float]
    now: dict[int, float]
    who: dict[int, tuple[str, ...]]
    reached: bool


def staffing(
    source: Source, rule: Rule, target: Target, days: int, seed: int, step: Callable[[], None]
) -> list[Staffing]:
    """One per kind of opening day. Hours outside the opening hours are worked by whoever is needed."""
    patterns: dict[tuple[Hours, ...], list[int]] = {}
    for weekday, spans in source.traffic.spans:
        patterns.setdefault(spans, []).append(weekday)
    found = []
    for spans, weekdays in patterns.items():
        some = _days_of(source, set(weekdays), 2 * days, seed)
        if len(some) >= 2:
            search = _Search(source.traffic, rule, target, spans, some[::2], some[1::2] or some, step)
            found.append(search.run(tuple(weekdays)))
    return found


def _days_of(source: Source, weekdays: set[int], count: int, seed: int) -> list[Day]:
    found: list[Day] = []
    for first in range(0, 12 * count, count):
        found += [day for day in source.days(count, seed, first) if day.weekday in weekdays]
        if len(found) >= count:
            break
    return found[:count]


class _Search:
    def __init__(
        self,
        traffic: Traffic,
        rule: Rule,
        target: Target,
        spans: tuple[Hours, ...],
        days: list[Day],
        others: list[Day],
        step: Callable[[], None],
    ) -> None:
        self._traffic, self._rule, self._target, self._step = traffic, rule, target, step
        self._spans, self._others = spans, others
        self._eligible, self._sets, self._names = teams(traffic, rule)
        self._least, self._most = min(self._sets), max(self._sets)
        self._hours = tuple(
            hour for hour in range(24) if any(start < 60 * (hour + 1) and end > 60 * hour for start, end in spans)
        )
        self._days = days

    def run(self, weekdays: tuple[int, ...]) -> Staffing:
        present = len(self._traffic.counters)
        plan = dict.fromkeys(self._hours, present)
        with Trials(self._traffic, self._days, self._target.within) as trials:
            shares = self._shares(trials, plan, surely=True)
            for _ in range(ROUNDS):
                short = [hour for hour in self._hours if shares[hour] < self._target.share]
                more = [hour for hour in self._hours if short and hour <= short[0] and plan[hour] < self._most]
                if not more:
                    break
                plan[more[-1]] += 1
                shares = self._shares(trials, plan, surely=True)
            bar = {hour: min(self._target.share, shares[hour]) for hour in self._hours}
            for hour in reversed(self._hours):
                while plan[hour] > self._least:
                    fewer = {**plan, hour: plan[hour] - 1}
                    tried = self._shares(trials, fewer, surely=True)
                    if any(tried[h] < bar[h] for h in self._hours):
                        break
                    plan = fewer
        reached = all(bar[hour] >= self._target.share for hour in self._hours)
        with Trials(self._traffic, self._others, self._target.within) as trials:
            shares = self._shares(trials, plan)
            now = self._shares(trials, dict.fromkeys(self._hours, present))
        who = {hour: tuple(self._names[c] for c in sorted(self._sets[plan[hour]])) for hour in self._hours}
        return Staffing(weekdays, self._spans, self._hours, present, plan, shares, now, who, reached)

    def _shares(self, trials: Trials, plan: dict[int, int], *, surely: bool = False) -> dict[int, float]:
        everybody = frozenset(range(len(self._eligible)))
        own = frozenset(range(len(self._traffic.counters)))
        absent = [everybody - self._sets[plan[hour]] if hour in plan else everybody - own for hour in range(24)]
        (sums,) = trials.run([Trial(self._rule, self._eligible, absent)], self._step)
        return {hour: (self._surely if surely else self._share)(sums, hour) for hour in self._hours}

    def _share(self, sums: Sums, hour: int) -> float:
        count, inside = sums.hourly[self._target.kind, hour]
        return float(inside / count) if count >= FEWEST else 1.0

    def _surely(self, sums: Sums, hour: int) -> float:
        """The share less what chance may have added, so that other days reach it, too."""
        share, count = self._share(sums, hour), max(float(sums.hourly[self._target.kind, hour, 0]), 1.0)
        return share - CAUTION * math.sqrt(share * (1.0 - share) / count)


def teams(traffic: Traffic, rule: Rule) -> tuple[Flags, dict[int, frozenset[int]], list[str]]:
    """Skills of all counters and of MORE like them, which of them make up a team of n, and their names.

    From today's counters one after the other is sent away, or one more is added, where the work that comes is then
    best spread; no service is left without a counter.
    """
    work = traffic.visitors * traffic.mean
    team = list(range(len(traffic.counters)))
    eligible: Flags = traffic.eligible
    names = list(traffic.counters)
    sets = {len(team): frozenset(team)}
    for _ in range(MORE):
        like = min(range(len(traffic.counters)), key=lambda c: _strain(np.vstack([eligible, eligible[c]]), work, rule))
        eligible = np.vstack([eligible, eligible[like]])
        names.append(f"+ {traffic.counters[like]}")
        sets[len(eligible)] = frozenset(range(len(eligible)))
    while len(team) > 1:
        able = [c for c in team if (eligible[team].sum(axis=0)[eligible[c]] > 1).all()]
        if not able:
            break
        gone = min(able, key=lambda c: _strain(eligible[[o for o in team if o != c]], work, rule))
        team.remove(gone)
        sets[len(team)] = frozenset(team)
    return eligible, sets, names


def _strain(eligible: np.ndarray, work: Floats, rule: Rule) -> float:
    """How long work waits when the counters share it out evenly."""
    shape = make_shape(eligible, np.ones(len(work)), np.ones(len(work)))
    state = empty_state(len(eligible), len(work), 0)
    state.work[:] = work
    drain(shape, rule, state)
    return float((state.work * state.drains).sum())
