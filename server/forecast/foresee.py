"""From a snapshot to what is foreseen: the arrays of the compiled clockwork filled, and its futures summed up."""

import math

import numpy as np

from server.forecast.frames import AtWork, Expected, Foreseen, Pools, Snapshot, Ticketed, Weighing
from server.simulation.clockwork import drain, enter
from server.simulation.futures import Coming, forecast
from server.simulation.shapes import (
    INDEX,
    KINDS,
    NEVER,
    WALK_IN,
    Floats,
    Rule,
    Shape,
    State,
    Tickets,
    empty_state,
    make_shape,
)

LOW, HIGH = 0.05, 0.95
FURTHEST_MIN = 1440.0
DRAIN_REFRESH_MIN = 3.0
"""So old may the drain times be by which the played counters choose; working them out at each choice costs much."""


def foresee(snapshot: Snapshot) -> Foreseen:
    """Play the snapshot's futures."""
    known = snapshot.tickets.waiting + snapshot.tickets.ghosts
    if not known or not snapshot.counters.current:
        return Foreseen([None] * known, [0.0] * snapshot.tickets.ghosts)
    shape, rule = _shape(snapshot.pools, snapshot.counters), _rule(snapshot.rule)
    tickets, coming = _tickets(snapshot.tickets), _coming(snapshot.coming, len(snapshot.pools.service))
    state = _state(snapshot, shape, rule, tickets)
    least, most = _ranks(snapshot.futures)
    drain(shape, rule, state)
    _, calls, ends = forecast(0.0, FURTHEST_MIN, snapshot.futures, shape, rule, tickets, state, coming, snapshot.seed)
    ordered = np.sort(calls, axis=0)
    middle = np.median(calls, axis=0)
    told = [
        (float(low), float(median), float(high)) if high < NEVER else None
        for low, median, high in zip(ordered[least], middle, ordered[most], strict=True)
    ]
    deadline = math.inf if snapshot.deadline is None else snapshot.deadline
    in_time = (ends[:, snapshot.tickets.waiting :] <= deadline).mean(axis=0)
    return Foreseen(told, [float(share) for share in in_time])


def warm_up() -> None:
    """Compile, or load what was compiled before."""
    snapshot = Snapshot(
        AtWork([1], [2], [-1.0], [0.0], [5.0], [5.0]),
        Pools([[0]], [0], [5.0], [0.5]),
        Ticketed([-1.0, 0.0, -3.0], [0, 0, 0], [0, 0, 0], [5.0, 5.0, 5.0], [0, 0, 0], 1, 1),
        Weighing(2.0, 1.0, 1.0, 0.5, [1.0] * KINDS, [30.0] * KINDS, [120.0] * KINDS, 3, 5.0),
        Expected([0.0], [15.0], [[0.1]], [[0.1]], 0.1, 6.0, 6.0, 0.1, [1.6]),
        60.0,
        2,
        1,
    )
    foresee(snapshot)


def _ranks(futures: int) -> tuple[int, int]:
    """The places of the 5 % and 95 % order statistics, by the (R + 1) rule."""
    least = max(0, math.floor(LOW * (futures + 1)) - 1)
    return least, min(futures - 1, math.ceil(HIGH * (futures + 1)) - 1)


def _shape(pools: Pools, counters: AtWork) -> Shape:
    eligible = np.zeros((len(counters.current), len(pools.service)), np.bool_)
    for pool, served in enumerate(pools.served):
        eligible[served, pool] = True
    service = np.array(pools.service, np.int64)
    shape = make_shape(eligible, _floats(pools.mean), _floats(pools.sigma), service=service)
    return shape._replace(skills=_floats(counters.flexible))


def _rule(rule: Weighing) -> Rule:
    return Rule(
        id=INDEX,
        wait_power=rule.wait_power,
        work_power=rule.work_power,
        drain=rule.drain,
        balance=rule.balance,
        factor=_floats(rule.factor),
        target=_floats(rule.target),
        bound=_floats(rule.bound),
        overtakes=rule.overtakes,
        early=rule.early,
        refresh=DRAIN_REFRESH_MIN,
    )


def _tickets(tickets: Ticketed) -> Tickets:
    since = _floats(tickets.since)
    ghost = np.zeros(len(since), np.bool_)
    ghost[tickets.waiting : tickets.waiting + tickets.ghosts] = True
    expected = _floats(tickets.expected)
    return Tickets(
        arrive=np.minimum(since, 0.0),
        since=since,
        pool=np.array(tickets.pool, np.int64),
        kind=np.array(tickets.kind, np.int64),
        expected=expected,
        actual=expected.copy(),
        ghost=ghost,
    )


def _state(snapshot: Snapshot, shape: Shape, rule: Rule, tickets: Tickets) -> State:
    counters = snapshot.counters
    state = empty_state(len(counters.current), len(shape.mean), len(tickets.since))
    state.passed[:] = snapshot.tickets.passed
    for i in range(snapshot.tickets.waiting + snapshot.tickets.ghosts):
        enter(i, rule, tickets, state)
    for c, current in enumerate(counters.current):
        state.current[c], state.began[c] = current, counters.began[c]
        state.off[c] = current < 0 and counters.back[c] > 0.0
        state.busy[c] = current >= 0 or state.off[c]
        state.free[c] = counters.back[c] if state.off[c] else 0.0
        if counters.rest_from[c] >= 0.0:
            state.rest_from[c], state.rest[c] = counters.rest_from[c], counters.rest[c]
    return state


def _coming(coming: Expected, pools: int) -> Coming:
    spans = len(coming.begins)
    none = np.empty(0)
    return Coming(
        begins=_floats(coming.begins),
        ends=_floats(coming.ends),
        walk_ins=_table(coming.walk_ins, spans, pools),
        appointments=_table(coming.appointments, spans, pools),
        priority=coming.priority,
        book_time=none,
        book_pool=np.empty(0, np.int64),
        book_kind=np.full(0, WALK_IN, np.int64),
        book_here=none,
        lead=coming.lead,
        lead_sd=coming.lead_sd,
        late=0.0,
        lateness=1.0,
        absent=0.0,
        groups=coming.groups,
        group_work=_floats(coming.group_work),
    )


def _table(rows: list[list[float]], spans: int, pools: int) -> Floats:
    """The rates of the first pools, and none for the others."""
    table = np.zeros((spans, pools))
    if spans and rows[0]:
        table[:, : len(rows[0])] = rows
    return table


def _floats(values: list[float] | list[int]) -> Floats:
    return np.array(values, np.float64)
