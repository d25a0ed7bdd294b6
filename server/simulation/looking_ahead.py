"""Looking ahead before a call: the best candidates are called in the same futures, and the rule plays on."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from server.simulation.clockwork import play, seat
from server.simulation.compiling import in_place
from server.simulation.drawing import Coming, copy_state, draw, waiting
from server.simulation.shapes import KINDS, NEVER, Floats, Ints, Rule, Shape, State, Tickets


class Advice(NamedTuple):
    """How hard to look ahead: `futures` of `horizon` minutes for the best `most` candidates; another than the
    rule's is taken only when better by `margin` standard errors. Looks at `quick` futures end hopeless cases early."""

    futures: int
    horizon: float
    most: int
    margin: float
    quick: int


ADVICE = Advice(futures=48, horizon=60.0, most=4, margin=1.0, quick=16)
"""As hard as an office looks ahead at each call."""


@in_place
def _cost(now: float, rule: Rule, tickets: Tickets, state: State, start: Floats, until: float) -> float:
    """How bad a future was: the sum of (wait / target)² of all who were called, and of those who still wait at
    `until` as far as can be seen then."""
    cost = 0.0
    for i in range(len(start)):
        if start[i] < NEVER:
            cost += (max(0.0, start[i] - tickets.since[i]) / rule.target[tickets.kind[i]]) ** 2
    for line in range(len(state.head)):
        i = state.head[line]
        before = 0.0
        pool = line // KINDS
        while i >= 0:
            before += tickets.expected[i]
            ahead = state.drains[pool] * before / max(state.work[pool], 1.0)
            wait = max(0.0, until - tickets.since[i] + 0.5 * ahead)
            cost += (wait / rule.target[tickets.kind[i]]) ** 2
            i = state.next[i]
    return cost


@njit(cache=True, error_model="numpy")
def advise(
    now: float,
    counter: int,
    found: Ints,
    scores: Floats,
    count: int,
    shape: Shape,
    rule: Rule,
    tickets: Tickets,
    state: State,
    coming: Coming,
    advice: Advice,
) -> int:
    """The best of `count` candidates for `counter`, place 0 being the rule's own choice: one-step rollout.

    Each candidate is called first in the same futures, the rule plays on. Bertsekas, Dynamic Programming and Optimal
    Control, rollout.
    """
    most = min(count, advice.most)
    for a in range(1, most):
        for b in range(a + 1, count):
            if scores[b] > scores[a]:
                scores[a], scores[b] = scores[b], scores[a]
                found[a], found[b] = found[b], found[a]
    here = waiting(state)
    until = now + advice.horizon
    place = np.empty(most, np.int64)
    for a in range(most):
        place[a] = np.searchsorted(here, found[a])
    gain, square = np.zeros(most), np.zeros(most)
    alive = np.ones(most, np.bool_)
    best = 0
    for f in range(advice.futures):
        drawn, state_then = draw(now, until, shape, rule, tickets, here, state, coming)
        size = len(drawn.arrive)
        own = 0.0
        for a in range(most):
            if not alive[a]:
                continue
            new = copy_state(state_then, size)
            start = np.full(size, NEVER)
            counter_of = np.full(size, -1)
            k = place[a]
            seat(k, counter, now, shape, rule, drawn, new)
            start[k] = now
            play(shape, rule, drawn, new, now, len(here), until, size, start, counter_of)
            cost = _cost(now, rule, drawn, new, start, until)
            if a == 0:
                own = cost
            else:
                gain[a] += own - cost
                square[a] += (own - cost) ** 2
        if f + 1 == advice.quick or f + 1 == 2 * advice.quick:
            left = 0
            for a in range(1, most):
                mean = gain[a] / (f + 1)
                error = math.sqrt(max(square[a] / (f + 1) - mean * mean, 0.0) / (f + 1))
                alive[a] = alive[a] and mean + error > 0.0
                left += alive[a]
            if left == 0:
                return int(found[0])
    most_gain = 0.0
    for a in range(1, most):
        if alive[a]:
            mean = gain[a] / advice.futures
            error = math.sqrt(max(square[a] / advice.futures - mean * mean, 0.0) / advice.futures)
            if mean > advice.margin * error and mean > most_gain:
                best, most_gain = a, mean
    return int(found[best])
