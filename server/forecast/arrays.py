"""A snapshot as the arrays of the compiled clockwork."""

import numpy as np

from server.forecast.frames import AtWork, Expected, Pools, Snapshot, Ticketed, Weighing
from server.simulation.clockwork import enter
from server.simulation.drawing import Coming
from server.simulation.shapes import APPOINTMENT, INDEX, Floats, Rule, Shape, State, Tickets, empty_state, make_shape


def shape_of(pools: Pools, counters: AtWork) -> Shape:
    """Who can do what."""
    eligible = np.zeros((len(counters.current), len(pools.service)), np.bool_)
    for pool, served in enumerate(pools.served):
        eligible[served, pool] = True
    service = np.array(pools.service, np.int64)
    shape = make_shape(eligible, _floats(pools.mean), _floats(pools.sigma), service=service)
    return shape._replace(skills=_floats(counters.flexible))


def rule_of(rule: Weighing, refresh: float) -> Rule:
    """The rule in force; `refresh`: so many minutes old may the drain times be by which a played counter chooses."""
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
        refresh=refresh,
    )


def tickets_of(tickets: Ticketed) -> Tickets:
    """All of them, at their places in the snapshot."""
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


def state_of(snapshot: Snapshot, entered: int, shape: Shape, rule: Rule, tickets: Tickets) -> State:
    """The moment, with the first `entered` of the tickets waiting: with the ghosts or without."""
    counters = snapshot.counters
    state = empty_state(len(counters.current), len(shape.mean), len(tickets.since))
    state.passed[:] = snapshot.tickets.passed
    for i in range(entered):
        enter(i, rule, tickets, state)
    for c, current in enumerate(counters.current):
        state.current[c], state.began[c] = current, counters.began[c]
        state.off[c] = current < 0 and counters.back[c] > 0.0
        state.busy[c] = current >= 0 or state.off[c]
        state.free[c] = counters.back[c] if state.off[c] else 0.0
        if counters.rest_from[c] >= 0.0:
            state.rest_from[c], state.rest[c] = counters.rest_from[c], counters.rest[c]
    return state


BOOKED_ABSENT = 0.08
"""This share of those who booked never comes (see docs/balance.md)."""


def coming_of(coming: Expected, pools: int) -> Coming:
    """Who may come, to the first of so many pools."""
    spans = len(coming.begins)
    booked = [n for n, pool in enumerate(coming.book_pool) if pool < pools]
    return Coming(
        begins=_floats(coming.begins),
        ends=_floats(coming.ends),
        walk_ins=_table(coming.walk_ins, spans, pools),
        appointments=_table(coming.appointments, spans, pools),
        priority=coming.priority,
        book_time=_floats([coming.book_at[n] for n in booked]),
        book_pool=np.array([coming.book_pool[n] for n in booked], np.int64),
        book_kind=np.full(len(booked), APPOINTMENT, np.int64),
        book_here=np.full(len(booked), np.inf),
        lead=coming.lead,
        lead_sd=coming.lead_sd,
        late=0.0,
        lateness=1.0,
        absent=BOOKED_ABSENT,
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
