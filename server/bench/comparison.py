"""The clockwork against the independent model: the same days, every shipped rule and baseline, the same start times."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from server.bench import independent
from server.bench.workday import Desk, Visitor
from server.domain.index import PRESETS
from server.domain.plan import Plan
from server.domain.plan import Rule as DomainRule
from server.simulation import clockwork
from server.simulation.rules import BASELINES, KIND_ORDER, baseline, compiled
from server.simulation.shapes import NEVER, Floats, Ints, Shape, State, Tickets, empty_state, make_shape

RULES: dict[str, DomainRule | str] = {
    **{preset: DomainRule.of(preset) for preset in PRESETS},
    **{f"baseline {name}": name for name in BASELINES},
}
"""Everything that can be compared: the shipped rules by preset, and the baselines."""

SAME_MIN = 1e-9
"""Start times that differ by no more are the same."""

_PLAN = Plan({}, {})

Day = tuple[Sequence[Desk], Sequence[Visitor]]
Player = Callable[[Sequence[Desk], Sequence[Visitor], DomainRule | str], tuple[Sequence[float], Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the two make of the same days. `tickets`: how many were compared, under each rule anew; `minutes`: the
    greatest difference of two start times; `counters`: how many were called to another counter; `first`: where they
    part, in words, empty when nowhere."""

    days: int
    tickets: int
    minutes: float
    counters: int
    first: str


def compare(
    days: Iterable[Day],
    rules: Mapping[str, DomainRule | str] = RULES,
    progress: Callable[[int], None] = lambda played: None,
    against: Player = independent.play,
) -> Difference:
    """Plays each day under each rule in both; `progress` is told how many days are done.

    `against`: who plays beside the clockwork, see `independent.play`.
    """
    count = tickets = elsewhere = 0
    worst, first = 0.0, ""
    for desks, visitors in days:
        for name, rule in rules.items():
            start, counter = by_clockwork(desks, visitors, rule)
            other_start, other_counter = against(desks, visitors, rule)
            apart = np.abs(start - np.minimum(np.array(other_start, np.float64), NEVER))
            moved = counter != np.array(other_counter, np.int64)
            tickets += len(visitors)
            elsewhere += int(np.count_nonzero(moved))
            worst = max(worst, float(apart.max(initial=0.0)))
            parted = np.flatnonzero((apart > SAME_MIN) | moved).tolist()
            if parted and not first:
                t = min(parted, key=lambda t: min(start[t], other_start[t]))
                here, there = f"{start[t]:.6f} to counter {counter[t]}", f"{other_start[t]:.6f} to {other_counter[t]}"
                first = f"day {count}, {name}: ticket {t} at {here}, not {there}"
        count += 1
        progress(count)
    return Difference(count, tickets, worst, elsewhere, first)


def by_clockwork(desks: Sequence[Desk], visitors: Sequence[Visitor], rule: DomainRule | str) -> tuple[Floats, Ints]:
    """When each visitor is called in the clockwork, and to which counter; NEVER and -1 for whom nobody can serve."""
    known = baseline(rule, _PLAN) if isinstance(rule, str) else compiled(rule, _PLAN)
    start, counter = np.full(len(visitors), NEVER), np.full(len(visitors), -1)
    shape, tickets, state = arrays(desks, visitors)
    clockwork.play(shape, known, tickets, state, 0.0, 0, NEVER, len(visitors), start, counter)
    return start, counter


def arrays(desks: Sequence[Desk], visitors: Sequence[Visitor]) -> tuple[Shape, Tickets, State]:
    """The day as the clockwork takes it, at its opening."""
    pools = 1 + max([*(s for desk in desks for s in desk.serves), *(v.service for v in visitors)], default=0)
    eligible = np.zeros((len(desks), pools), np.bool_)
    for c, desk in enumerate(desks):
        eligible[c, sorted(desk.serves)] = True
    shape = make_shape(eligible, np.ones(pools), np.ones(pools), speed=np.array([desk.speed for desk in desks]))
    state = empty_state(len(desks), pools, len(visitors))
    for c, desk in enumerate(desks):
        if desk.break_from is not None:
            state.rest_from[c], state.rest[c] = desk.break_from, desk.break_minutes
    tickets = Tickets(
        arrive=np.array([v.arrives for v in visitors], np.float64),
        since=np.array([v.since for v in visitors], np.float64),
        pool=np.array([v.service for v in visitors], np.int64),
        kind=np.array([KIND_ORDER.index(v.kind) for v in visitors], np.int64),
        expected=np.array([v.expected for v in visitors], np.float64),
        actual=np.array([v.actual for v in visitors], np.float64),
        ghost=np.zeros(len(visitors), np.bool_),
    )
    return shape, tickets, state


def visitors_of(tickets: Tickets) -> list[Visitor]:
    """The visitors whose arrays these are."""
    columns = zip(*(column.tolist() for column in tickets[:6]), strict=True)
    return [
        Visitor(number, arrive, since, pool, KIND_ORDER[kind], expected, actual)
        for number, (arrive, since, pool, kind, expected, actual) in enumerate(columns)
    ]


def desks_of(shape: Shape, state: State) -> list[Desk]:
    """The counters whose arrays these are, with the breaks of `state`. Pools have to be services here."""
    return [
        Desk(
            serves=frozenset(shape.pools[c, : shape.pool_count[c]].tolist()),
            speed=float(speed),
            break_from=None if state.rest_from[c] >= NEVER else float(state.rest_from[c]),
            break_minutes=float(state.rest[c]),
        )
        for c, speed in enumerate(shape.speed)
    ]
