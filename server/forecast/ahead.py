"""From a snapshot and the counter that calls to the ticket that looking ahead prefers. Compiled by numba."""

import numpy as np
from numba import njit

from server.forecast.arrays import coming_of, rule_of, shape_of, state_of, tickets_of
from server.forecast.frames import AboutToCall
from server.simulation.clockwork import candidates
from server.simulation.drawing import Coming
from server.simulation.looking_ahead import ADVICE, Advice, advise
from server.simulation.shapes import Rule, Shape, State, Tickets

DRAIN_REFRESH_MIN = 1.0


def look_ahead(about: AboutToCall) -> int | None:
    """The place of the waiting ticket to call instead of the rule's choice; None: the rule's choice is as good."""
    snapshot = about.snapshot
    shape = shape_of(snapshot.pools, snapshot.counters)
    rule = rule_of(snapshot.rule, DRAIN_REFRESH_MIN)
    tickets, coming = tickets_of(snapshot.tickets), coming_of(snapshot.coming, len(snapshot.pools.service))
    state = state_of(snapshot, snapshot.tickets.waiting, shape, rule, tickets)
    found = _preferred(about.counter, shape, rule, tickets, state, coming, ADVICE, snapshot.seed)
    return found if found >= 0 else None


@njit(cache=True, error_model="numpy")
def _preferred(
    counter: int, shape: Shape, rule: Rule, tickets: Tickets, state: State, coming: Coming, advice: Advice, seed: int
) -> int:
    """-1: there is no choice, or none better than the rule's."""
    np.random.seed(seed)
    lines = len(state.head)
    found, scores = np.empty(lines, np.int64), np.empty(lines)
    count = candidates(0.0, counter, shape, rule, tickets, state, found, scores)
    if count < 2:
        return -1
    own = found[0]
    best = advise(0.0, counter, found, scores, count, shape, rule, tickets, state, coming, advice)
    return best if best != own else -1
