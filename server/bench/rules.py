"""The rules that `lotse bench balance` plays: what Lotse ships, and what others do."""

from dataclasses import dataclass

import numpy as np

from server.bench.worlds import Day, World, coming
from server.domain.index import PRESETS
from server.domain.plan import Plan
from server.domain.plan import Rule as DomainRule
from server.simulation import clockwork, foreseen_day
from server.simulation.looking_ahead import ADVICE, Advice
from server.simulation.rules import BASELINES, baseline, compiled
from server.simulation.shapes import INDEX, KINDS, NEVER, Floats, Ints, Rule

LOOK_AHEAD = "look-ahead"
"""The default preset, with every choice looked ahead from."""
SHIPPED = tuple(PRESETS)
NO_ADVICE = Advice(0, 0.0, 0, 0.0, 0)
_PLAN = Plan({}, {})


def rule_called(name: str) -> Rule:
    """A preset, `look-ahead`, or a baseline ("baseline:fifo")."""
    if name.startswith("baseline:"):
        return baseline(name.removeprefix("baseline:"), _PLAN)
    preset = "balanced" if name == LOOK_AHEAD else name
    rule = compiled(DomainRule.of(preset), _PLAN)
    return rule._replace(refresh=1.0) if name == LOOK_AHEAD else rule


ALL_RULES = (*(f"baseline:{name}" for name in BASELINES), *SHIPPED, LOOK_AHEAD)


@dataclass(frozen=True)
class Played:
    """What became of a day, ticket by ticket. Minutes."""

    start: Floats
    counter: Ints
    wait: Floats
    most_overtaken: int
    overtime: float
    deviated: int


def play_day(world: World, day: Day, name: str, seed: int = 1) -> Played:
    """The day under the rule called `name`."""
    rule, tickets = rule_called(name), day.tickets
    count = len(tickets.arrive)
    state = world.opening(count)
    start, counter = np.full(count, NEVER), np.full(count, -1)
    shape, deviated = world.shape(), 0
    if name == LOOK_AHEAD:
        known = shape._replace(speed=np.ones(len(world.speed)))
        spans = np.empty((0, 0))
        deviated = foreseen_day.play_day(
            shape, known, rule, tickets, state, start, counter, coming(world, day), ADVICE, 0, spans, seed
        )
    else:
        clockwork.play(shape, rule, tickets, state, 0.0, 0, NEVER, count, start, counter)
    overtaken = int(state.passed.max(initial=0)) if rule.id == INDEX else overtakes(day, start, counter, world)
    ends = start + tickets.actual * world.speed[counter]
    overtime = float(np.maximum(ends - 600.0, 0.0).max(initial=0.0))
    return Played(start, counter, np.maximum(start - tickets.since, 0.0), overtaken, overtime, deviated)


def overtakes(day: Day, start: Floats, counter: Ints, world: World) -> int:
    """How often the most overtaken ticket was passed inside its kind at a counter that could have served it."""
    tickets, most = day.tickets, 0
    for kind in range(KINDS):
        own = np.flatnonzero(tickets.kind == kind)
        for i in own:
            later = own[
                (tickets.since[own] > tickets.since[i]) & (start[own] < start[i]) & (start[own] > tickets.arrive[i])
            ]
            most = max(most, int(world.eligible[counter[later], tickets.pool[i]].sum()))
    return most


def overtakes_inside(day: Day, start: Floats) -> int:
    """How many tickets were called before an earlier one of the same service and kind that was there."""
    tickets, count = day.tickets, 0
    line = tickets.pool * KINDS + tickets.kind
    for one in np.unique(line):
        own = np.flatnonzero(line == one)
        order = own[np.lexsort((own, tickets.since[own]))]
        for place, i in enumerate(order[:-1]):
            behind = order[place + 1 :]
            count += int(((start[behind] < start[i]) & (start[behind] > tickets.arrive[i])).any())
    return count
