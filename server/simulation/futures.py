"""Futures: what may come, played on with the rule in force until those who wait now are called. Compiled by numba."""

import numpy as np
from numba import njit

from server.simulation.clockwork import play
from server.simulation.drawing import Coming, copy_state, draw, waiting, who_comes
from server.simulation.shapes import NEVER, Floats, Ints, Rule, Shape, State, Tickets

DAY = 1440.0
LEAST_SPAN = 10.0


@njit(cache=True, error_model="numpy")
def _and_later(tickets: Tickets, later: Tickets) -> Tickets:
    return Tickets(
        np.concatenate((tickets.arrive, later.arrive)),
        np.concatenate((tickets.since, later.since)),
        np.concatenate((tickets.pool, later.pool)),
        np.concatenate((tickets.kind, later.kind)),
        np.concatenate((tickets.expected, later.expected)),
        np.concatenate((tickets.actual, later.actual)),
        np.concatenate((tickets.ghost, later.ghost)),
    )


@njit(cache=True, error_model="numpy")
def _until_called(
    now: float,
    until: float,
    here: Ints,
    only: int,
    shape: Shape,
    rule: Rule,
    tickets: Tickets,
    state: State,
    coming: Coming,
) -> tuple[Tickets, Floats, Ints]:
    """One future until all who wait, or `only` one of them, are called. Most are over soon, and who comes later is
    drawn only for those that are not."""
    span = LEAST_SPAN + state.drains.max()
    horizon = min(until, now + span)
    drawn, new = draw(now, horizon, shape, rule, tickets, here, state, coming)
    start = np.full(len(drawn.arrive), NEVER)
    counter = np.full(len(start), -1)
    if only >= 0:
        start[: len(here)] = 0.0
        start[only] = NEVER
    play(shape, rule, drawn, new, now, len(here), horizon, len(here), start, counter)
    while horizon < until and start[: len(here)].max() == NEVER:
        arrived, reached = len(drawn.arrive), horizon
        span *= 2.0
        horizon = min(until, now + span)
        drawn = _and_later(drawn, who_comes(reached, horizon, shape, coming))
        new = copy_state(new, len(drawn.arrive))
        start = np.concatenate((start, np.full(len(drawn.arrive) - arrived, NEVER)))
        counter = np.concatenate((counter, np.full(len(drawn.arrive) - arrived, -1)))
        play(shape, rule, drawn, new, reached, arrived, horizon, len(here), start, counter)
    return drawn, start, counter


@njit(cache=True, nogil=True, error_model="numpy")
def forecast(
    now: float,
    until: float,
    count: int,
    shape: Shape,
    rule: Rule,
    tickets: Tickets,
    state: State,
    coming: Coming,
    seed: int,
) -> tuple[Ints, Floats, Floats]:
    """When those who wait are called: (who, calls[future, who], ends[future, who]) in minutes after `now`.

    NEVER where it does not happen before `until`; `ends` is when the service is over. Ghosts among `tickets` get their
    `calls` without taking part. Changes none of its arguments, and runs beside other threads.
    """
    np.random.seed(seed)
    here = waiting(state)
    calls = np.full((count, len(here)), NEVER)
    ends = np.full((count, len(here)), NEVER)
    for f in range(count):
        drawn, start, counter = _until_called(now, until, here, -1, shape, rule, tickets, state, coming)
        for k in range(len(here)):
            if start[k] < NEVER:
                calls[f, k] = start[k] - now
                ends[f, k] = start[k] - now + drawn.actual[k] * shape.speed[counter[k]]
    return here, calls, ends


@njit(cache=True, error_model="numpy")
def call_of(
    i: int, now: float, count: int, shape: Shape, rule: Rule, tickets: Tickets, state: State, coming: Coming
) -> Floats:
    """In how many minutes waiting ticket `i` is called: `count` futures, sorted. Each ends when it is called."""
    here = waiting(state)
    place = int(np.searchsorted(here, i))
    calls = np.empty(count)
    for f in range(count):
        _, start, _ = _until_called(now, now + DAY, here, place, shape, rule, tickets, state, coming)
        calls[f] = start[place] - now
    calls.sort()
    return calls
