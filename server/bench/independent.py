"""An office's day as a SimPy model, written from the documented rules only: the clockwork's second opinion.

It shares no code with the clockwork or the domain, only the figures of `Rule` and `Level`. Counters and visitors are
processes, the waiting room is a plain list that is sorted anew at each choice: slow, and hard to get wrong.
`server.bench.comparison` plays days in both. Times and spans in minutes from the opening.

Two things the documents leave open; here they are as in the clockwork: of those beyond their bound the one goes first
whose wait is the greatest share of it, and under "ageing" the counters choose in the order of the shipped rules.
"""

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from typing import Any

import simpy

from server.bench.workday import Desk, Visitor
from server.domain.plan import LEVELS, Plan, Rule
from server.domain.ticket import Kind

EARLY = Plan({}, {}).early_s / 60.0
MOST_OVERTAKES = Plan({}, {}).max_overtakes

Chooser = Callable[["_Hall", Desk], Visitor]


def play(desks: Sequence[Desk], visitors: Sequence[Visitor], rule: Rule | str) -> tuple[list[float], list[int]]:
    """When each visitor of the day is called, and to which counter, by the order of `visitors`.

    `rule`: one of the domain's with all hard rules, or the name of one of BASELINES without them. A visitor whom no
    counter can serve is called at infinity, to -1. KeyError for an unknown baseline.
    """
    hall = _Hall(desks, rule)
    for visitor in visitors:
        hall.clock.process(hall.visit(visitor))
    for c in range(len(desks)):
        hall.clock.process(hall.work(c))
    hall.clock.run()
    called = [hall.called.get(visitor.number, (float("inf"), -1)) for visitor in visitors]
    return [start for start, _ in called], [counter for _, counter in called]


class _Hall:
    """The waiting room and its counters."""

    def __init__(self, desks: Sequence[Desk], rule: Rule | str) -> None:
        self.clock = simpy.Environment()
        self.desks = desks
        self.waiting: list[Visitor] = []
        self.called: dict[int, tuple[float, int]] = {}
        self.overtaken: Counter[int] = Counter()
        self.idle_since: dict[int, float] = dict.fromkeys(range(len(desks)), 0.0)
        self.resting: set[int] = set()
        self.hand = [self.clock.event() for _ in desks]
        self.rule = rule
        self.choose: Chooser = _by_rule if isinstance(rule, Rule) else BASELINES[rule]
        self.least_flexible_first = isinstance(rule, Rule) or rule == "ageing"

    def visit(self, visitor: Visitor) -> Generator[simpy.Event, Any, None]:
        yield self.clock.timeout(visitor.arrives)
        self.waiting.append(visitor)
        self.bell()

    def work(self, c: int) -> Generator[simpy.Event, Any, None]:
        desk = self.desks[c]
        noon = self.clock.event() if desk.break_from is None else self.clock.timeout(max(desk.break_from, 0.0))
        hungry = desk.break_from is not None
        while True:
            if not hungry:
                yield self.hand[c]
            elif not noon.processed:
                yield self.hand[c] | noon
            if self.hand[c].triggered:
                visitor = self.hand[c].value
                assert isinstance(visitor, Visitor)
                self.hand[c] = self.clock.event()
                yield self.clock.timeout(visitor.actual * desk.speed)
                if hungry and noon.processed:
                    continue
            else:
                self.idle_since.pop(c, None)
                self.resting.add(c)
                yield self.clock.timeout(desk.break_minutes)
                self.resting.remove(c)
                hungry = False
            self.idle_since[c] = self.clock.now
            self.bell()

    def bell(self) -> None:
        """Something happened: the idle counters choose in turn."""
        for c in sorted(self.idle_since, key=self.turn):
            if any(v.service in self.desks[c].serves for v in self.waiting):
                visitor = self.choose(self, self.desks[c])
                self.waiting.remove(visitor)
                del self.idle_since[c]
                self.called[visitor.number] = self.clock.now, c
                self.hand[c].succeed(visitor)

    def turn(self, c: int) -> tuple[float, ...]:
        flexibility = len(self.desks[c].serves) if self.least_flexible_first else 0
        return flexibility, self.idle_since[c], c

    def here(self, desk: Desk) -> list[Visitor]:
        """Those whom the counter could serve, first come first."""
        return sorted((v for v in self.waiting if v.service in desk.serves), key=_place)

    def drains(self, balance: float) -> dict[int, float]:
        """How long the work of each service lasts."""
        at_work = [desk.serves for c, desk in enumerate(self.desks) if desk.serves and c not in self.resting]
        load = dict.fromkeys(sorted({v.service for v in self.waiting}.union(*at_work)), 0.0)
        for visitor in self.waiting:
            load[visitor.service] += visitor.expected
        split = [{service: 1.0 / len(serves) for service in serves} for serves in at_work]
        lasts = _lasting(load, split)
        for _ in range(3):
            for part in split:
                whole = sum(part[service] * lasts[service] ** balance for service in part)
                for service in part:
                    part[service] *= lasts[service] ** balance / whole
            lasts = _lasting(load, split)
        return lasts


def _lasting(load: dict[int, float], split: list[dict[int, float]]) -> dict[int, float]:
    return {s: (load[s] + 0.5) / max(sum(part.get(s, 0.0) for part in split), 0.02) for s in load}


def _place(visitor: Visitor) -> tuple[float, int]:
    return visitor.since, visitor.number


def _due(hall: _Hall, visitor: Visitor) -> bool:
    return visitor.since <= hall.clock.now + EARLY


def _by_rule(hall: _Hall, desk: Desk) -> Visitor:
    assert isinstance(hall.rule, Rule)
    now, here = hall.clock.now, hall.here(desk)
    due = [v for v in here if _due(hall, v)]
    overdue = [v for v in due if now - v.since > _bound(v)]
    if overdue:
        called = min(overdue, key=lambda v: (-(now - v.since) / _bound(v), *_place(v)))
    elif not due:
        called = here[0]
    elif hall.rule.preset == "fifo":
        called = next(v for v in due if not _passed(hall, v, due, MOST_OVERTAKES))
    else:
        drains = hall.drains(hall.rule.weights.balance)
        firsts = {(v.service, v.kind): v for v in reversed(due)}.values()
        lawful = [v for v in firsts if not _passed(hall, v, due, MOST_OVERTAKES)]
        called = min(lawful, key=lambda v: (-_index(hall, v, drains[v.service]), *_place(v)))
    hall.overtaken.update(v.number for v in _passed(hall, called, here, 0))
    return called


def _passed(hall: _Hall, visitor: Visitor, here: list[Visitor], overtaken: int) -> list[Visitor]:
    """Who of the same kind would be overtaken, and has been so often already."""
    earlier = [v for v in here if v.kind is visitor.kind and _place(v) < _place(visitor)]
    return [v for v in earlier if hall.overtaken[v.number] >= overtaken]


def _index(hall: _Hall, visitor: Visitor, drain: float) -> float:
    assert isinstance(hall.rule, Rule)
    weights = hall.rule.weights
    factor = {Kind.APPOINTMENT: weights.appointment, Kind.PRIORITY: weights.priority}.get(visitor.kind, 1.0)
    waited = max(0.0, hall.clock.now - visitor.since + weights.drain * drain)
    return float(factor * (waited / _target(visitor)) ** weights.p / visitor.expected**weights.q)


def _target(visitor: Visitor) -> float:
    return LEVELS[visitor.kind].target_s / 60.0


def _bound(visitor: Visitor) -> float:
    return LEVELS[visitor.kind].bound_s / 60.0


def _by_arrival(hall: _Hall, desk: Desk) -> Visitor:
    return min(hall.here(desk), key=lambda v: v.number)


def _as_products_do(hall: _Hall, desk: Desk) -> Visitor:
    def band(v: Visitor) -> tuple[float, ...]:
        if v.kind is Kind.PRIORITY:
            return 0, v.arrives, v.number
        if v.kind is Kind.APPOINTMENT:
            return (1 if _due(hall, v) else 3), v.since, v.number
        return 2, v.arrives, v.number

    return min(hall.here(desk), key=band)


def _appointments_first(hall: _Hall, desk: Desk) -> Visitor:
    def band(v: Visitor) -> tuple[float, ...]:
        if v.kind is Kind.APPOINTMENT:
            return (0 if _due(hall, v) else 2), v.since, v.number
        return 1, v.arrives, v.number

    return min(hall.here(desk), key=band)


def _by_age(hall: _Hall, desk: Desk) -> Visitor:
    here = hall.here(desk)
    due = [v for v in here if _due(hall, v)] or here[:1]
    return min(due, key=lambda v: (-max(0.0, hall.clock.now - v.since) / _target(v), *_place(v)))


BASELINES: dict[str, Chooser] = {
    "fifo": _by_arrival,
    "products": _as_products_do,
    "appointments": _appointments_first,
    "ageing": _by_age,
}
