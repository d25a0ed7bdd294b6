"""One day played with one rule."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from server.domain.index import PRESETS
from server.domain.plan import Rule as DomainRule
from server.planning.days import Day
from server.planning.shortest_queue import by_shortest_queue
from server.planning.traffic import Traffic
from server.running import plan_of
from server.simulation.clockwork import play
from server.simulation.rules import BASELINES, baseline, compiled
from server.simulation.shapes import NEVER, Floats, Ints, Rule, Shape, State, empty_state, make_shape
from server.site import Site

SHORTEST_QUEUE = "shortest-queue"
BASELINE_PREFIX = "baseline:"
Roster = Sequence[frozenset[int]]
"""For each hour of the day (0 to 23) the counters that are not there."""


@dataclass(frozen=True)
class Played:
    """When each ticket of a day was called, where, and when it was done. Minutes after midnight."""

    start: Floats
    counter: Ints
    end: Floats


def rule_names() -> list[str]:
    """Every name that `rule_named` knows."""
    return [*PRESETS, *(f"{BASELINE_PREFIX}{name}" for name in (*BASELINES, SHORTEST_QUEUE))]


def rule_named(name: str, site: Site) -> Rule | None:
    """A preset or a baseline for this site, "site" for the site's own; None: join the shortest queue. KeyError."""
    plan = plan_of(site)
    if name == "site":
        return compiled(plan.rule, plan)
    if name.startswith(BASELINE_PREFIX):
        wanted = name.removeprefix(BASELINE_PREFIX)
        return None if wanted == SHORTEST_QUEUE else baseline(wanted, plan)
    return compiled(DomainRule.of(name), plan)


def shape_of(traffic: Traffic) -> Shape:
    """The office's counters and skills for the clockwork."""
    return make_shape(traffic.eligible, traffic.mean, traffic.sigma)


def play_day(day: Day, traffic: Traffic, shape: Shape, rule: Rule | None, roster: Roster | None = None) -> Played:
    """The whole day, until everybody who can be served is; None plays "join the shortest queue", without roster."""
    if rule is None:
        start, counter = by_shortest_queue(day, traffic)
    else:
        start, counter = _by_rule(day, traffic, shape, rule, roster)
    return Played(start, counter, start + day.tickets.actual * shape.speed[counter])


def begin(day: Day, traffic: Traffic) -> State:
    """The office when it opens."""
    return empty_state(len(traffic.counters), len(traffic.services), len(day.tickets.arrive))


def _by_rule(day: Day, traffic: Traffic, shape: Shape, rule: Rule, roster: Roster | None) -> tuple[Floats, Ints]:
    tickets, state = day.tickets, begin(day, traffic)
    total = len(tickets.arrive)
    start, counter = np.full(total, NEVER), np.full(total, -1)
    stops = changes(day, traffic, roster)
    for now, until in zip(stops, [*stops[1:], NEVER], strict=True):
        change(state, now, day, traffic, roster)
        arrived = int(np.searchsorted(tickets.arrive, now, "right")) if now > stops[0] else 0
        play(shape, rule, tickets, state, now, arrived, until, total, start, counter)
    return start, counter


def changes(day: Day, traffic: Traffic, roster: Roster | None = None) -> list[float]:
    """The moments at which a break is due or the roster changes, the opening first."""
    moments = {start for _, start, _ in traffic.breaks if day.opens < start < day.closes}
    if roster is not None:
        moments |= {60.0 * hour for hour in range(24) if day.opens < 60.0 * hour < day.closes} | {day.closes}
    return [day.opens, *sorted(moments)]


def change(state: State, now: float, day: Day, traffic: Traffic, roster: Roster | None = None) -> None:
    """Let what is due at `now`, one of `changes`, happen: breaks, and who is there by the roster."""
    for counter, start, minutes in traffic.breaks:
        if start == now or (start <= now == day.opens and start + minutes > now):
            state.rest_from[counter], state.rest[counter] = now, start + minutes - now
    if roster is None or (now % 60.0 and now not in (day.opens, day.closes)):
        return
    absent = roster[int(now // 60) % 24] if now < day.closes else frozenset[int]()
    until = min(60.0 * (now // 60 + 1.0), day.closes)
    for counter in range(len(traffic.counters)):
        serving = state.busy[counter] and not state.off[counter]
        if counter in absent:
            if serving:
                state.rest_from[counter], state.rest[counter] = now, until - now
            else:
                state.rest_from[counter] = NEVER
                state.busy[counter] = state.off[counter] = True
                state.free[counter] = until
        elif state.off[counter] and state.current[counter] < 0 and counter in roster[int(now // 60 - 1) % 24]:
            state.free[counter] = now
        elif serving and counter in roster[int(now // 60 - 1) % 24]:
            state.rest_from[counter] = NEVER
