"""Plays an office from event to event: arrivals, ends of service, breaks, and who is next. Compiled by numba.

The order of events and of choices is that of the worlds' engine: at each arrival, end of service and start or end of a
break the free counters choose in turn. Under INDEX the least flexible one chooses first, else the one longest idle.
"""

import numpy as np
from numba import njit

from server.simulation.compiling import in_place
from server.simulation.shapes import (
    APPOINTMENT,
    APPOINTMENTS_FIRST,
    FIFO,
    INDEX,
    KINDS,
    NEVER,
    PRIORITY,
    WALK_IN,
    Floats,
    Ints,
    Rule,
    Shape,
    State,
    Tickets,
)

BALANCING_ROUNDS = 3
LEAST_WORK = 0.5  # minutes: a pool nobody waits for still has a share
LEAST_CAPACITY = 0.02


@in_place
def _earlier(i: int, j: int, tickets: Tickets) -> bool:
    return tickets.since[i] < tickets.since[j] or (tickets.since[i] == tickets.since[j] and i < j)


@in_place
def _first(i: int, j: int, tickets: Tickets) -> int:
    return j if i < 0 or _earlier(j, i, tickets) else i


@in_place
def _limit(line: int, i: int, tickets: Tickets, state: State) -> None:
    state.limit[line] = _first(state.limit[line], i, tickets)


@in_place
def enter(i: int, rule: Rule, tickets: Tickets, state: State) -> None:
    """Ticket `i` begins to wait: it takes its place by `since` (under FIFO by arrival)."""
    line = tickets.pool[i] * KINDS + tickets.kind[i]
    by_arrival = rule.id == FIFO or (rule.id != INDEX and tickets.kind[i] == PRIORITY)
    by = tickets.arrive if by_arrival else tickets.since
    before = -1
    here = state.head[line]
    while here >= 0 and by[here] <= by[i]:
        before, here = here, state.next[here]
    state.next[i] = here
    if before < 0:
        state.head[line] = i
    else:
        state.next[before] = i
    if not tickets.ghost[i]:
        state.work[tickets.pool[i]] += tickets.expected[i]
    if state.passed[i] >= rule.overtakes:
        _limit(line, i, tickets, state)


@in_place
def leave(i: int, counter: int, shape: Shape, rule: Rule, tickets: Tickets, state: State) -> None:
    """Ticket `i` is called to `counter`: those of its kind that it passes there are noted."""
    kind = tickets.kind[i]
    if rule.id == INDEX and not tickets.ghost[i]:
        for nth in range(shape.pool_count[counter]):
            line = shape.pools[counter, nth] * KINDS + kind
            here = state.head[line]
            while here >= 0 and _earlier(here, i, tickets):
                state.passed[here] += 1
                if state.passed[here] >= rule.overtakes:
                    _limit(line, here, tickets, state)
                here = state.next[here]
    line = tickets.pool[i] * KINDS + kind
    before = -1
    here = state.head[line]
    while here != i:
        before, here = here, state.next[here]
    if before < 0:
        state.head[line] = state.next[i]
    else:
        state.next[before] = state.next[i]
    if not tickets.ghost[i]:
        state.work[tickets.pool[i]] -= tickets.expected[i]
    if state.limit[line] == i:
        here = state.head[line]
        while here >= 0 and state.passed[here] < rule.overtakes:
            here = state.next[here]
        state.limit[line] = here


@njit(cache=True, error_model="numpy")
def drain(shape: Shape, rule: Rule, state: State) -> None:
    """Works out `state.drains`: how long each pool's waiting work lasts when the counters share it out evenly.

    The same as `server.domain.drain`, on arrays.
    """
    counters, pools = shape.pools.shape[0], len(state.work)
    _share_out(
        shape, rule, state, np.ones(shape.pools.shape), np.zeros(counters, np.int64), np.empty(pools), np.ones(pools)
    )


@in_place
def _share_out(
    shape: Shape, rule: Rule, state: State, share: Floats, shared: Ints, capacity: Floats, weight: Floats
) -> None:
    """Counters that serve the same share alike: it is worked out once, by the first of them that is there."""
    for turn in range(1, BALANCING_ROUNDS + 2):
        capacity[:] = 0.0
        for c in range(len(shape.pool_count)):
            if state.off[c]:
                continue
            like = shape.alike[c]
            if shared[like] < turn:
                shared[like] = turn
                total = 0.0
                for nth in range(shape.pool_count[c]):
                    share[like, nth] *= weight[shape.pools[c, nth]]
                    total += share[like, nth]
                for nth in range(shape.pool_count[c]):
                    share[like, nth] /= total
            for nth in range(shape.pool_count[c]):
                capacity[shape.pools[c, nth]] += share[like, nth]
        for p in range(len(state.work)):
            state.drains[p] = (max(state.work[p], 0.0) + LEAST_WORK) / max(capacity[p], LEAST_CAPACITY)
            if turn <= BALANCING_ROUNDS:
                weight[p] = state.drains[p] ** rule.balance


@in_place
def candidates(
    now: float, counter: int, shape: Shape, rule: Rule, tickets: Tickets, state: State, found: Ints, scores: Floats
) -> int:
    """Fills `found` and `scores` with the tickets that `counter` may call, best first in place 0; returns how many.

    A ticket beyond its bound is alone in it. 0: nobody waits for this counter.
    """
    heads = 0
    limit_walk_in = limit_appointment = limit_priority = -1
    overdue, furthest = -1, 1.0
    for nth in range(shape.pool_count[counter]):
        for kind in range(KINDS):
            line = shape.pools[counter, nth] * KINDS + kind
            here = state.head[line]
            if here < 0:
                continue
            found[heads] = here
            heads += 1
            limit = state.limit[line]
            if limit >= 0:
                if kind == WALK_IN:
                    limit_walk_in = _first(limit_walk_in, limit, tickets)
                elif kind == APPOINTMENT:
                    limit_appointment = _first(limit_appointment, limit, tickets)
                else:
                    limit_priority = _first(limit_priority, limit, tickets)
            beyond = (now - tickets.since[here]) / rule.bound[kind]
            if beyond > furthest or (overdue >= 0 and beyond == furthest and here < overdue):
                overdue, furthest = here, beyond
    if overdue >= 0:
        found[0] = overdue
        return 1
    if heads <= 1:
        return heads
    if rule.refresh <= 0.0 or now - state.drained_at[0] > rule.refresh:
        drain(shape, rule, state)
        state.drained_at[0] = now
    count, best = 0, 0
    for nth in range(heads):
        i = found[nth]
        kind, pool = tickets.kind[i], tickets.pool[i]
        limit = limit_walk_in if kind == WALK_IN else (limit_appointment if kind == APPOINTMENT else limit_priority)
        if limit >= 0 and _earlier(limit, i, tickets):
            continue
        if shape.siblings and not _first_of_its_service(i, counter, shape, tickets, state):
            continue
        wait = now - tickets.since[i]
        if wait < -rule.early:
            score = -1.0
        else:
            felt = max(0.0, wait + rule.drain * state.drains[pool]) / rule.target[kind]
            if state.size[i] == 0.0:
                state.size[i] = tickets.expected[i] ** rule.work_power
            score = rule.factor[kind] * felt**rule.wait_power / state.size[i]
        found[count], scores[count] = i, score
        if count and (score > scores[best] or (score == scores[best] and _earlier(i, found[best], tickets))):
            best = count
        count += 1
    found[0], found[best] = found[best], found[0]
    scores[0], scores[best] = scores[best], scores[0]
    return count


@in_place
def _first_of_its_service(i: int, counter: int, shape: Shape, tickets: Tickets, state: State) -> bool:
    service, kind = shape.service[tickets.pool[i]], tickets.kind[i]
    for nth in range(shape.pool_count[counter]):
        pool = shape.pools[counter, nth]
        if shape.service[pool] == service:
            other = state.head[pool * KINDS + kind]
            if other >= 0 and other != i and _earlier(other, i, tickets):
                return False
    return True


@in_place
def _by_bands(now: float, counter: int, shape: Shape, rule: Rule, tickets: Tickets, state: State) -> int:
    """The baselines' choice: bands of kinds, and within a band by time; -1 when nobody waits."""
    best, best_band, best_key = -1, 9, 0.0
    for nth in range(shape.pool_count[counter]):
        for kind in range(KINDS):
            i = state.head[shape.pools[counter, nth] * KINDS + kind]
            if i < 0:
                continue
            band, key = 0, tickets.arrive[i]
            if rule.id != FIFO:
                if kind == APPOINTMENT:
                    band, key = (1 if tickets.since[i] - rule.early <= now else 3), tickets.since[i]
                elif kind == WALK_IN or rule.id == APPOINTMENTS_FIRST:
                    band = 2
            if band < best_band or (band == best_band and (key < best_key or (key == best_key and i < best))):
                best, best_band, best_key = i, band, key
    return best


@in_place
def choose(
    now: float, counter: int, shape: Shape, rule: Rule, tickets: Tickets, state: State, found: Ints, scores: Floats
) -> int:
    """The ticket that `counter` calls at `now`; -1 when nobody waits for it."""
    if rule.id != INDEX:
        return _by_bands(now, counter, shape, rule, tickets, state)
    return found[0] if candidates(now, counter, shape, rule, tickets, state, found, scores) else -1


@in_place
def next_free(shape: Shape, rule: Rule, state: State, asked: Ints, turn: int) -> int:
    """The free counter that chooses first among those not yet `asked` in this `turn`; -1 if none is left."""
    first = -1
    for c in range(len(state.busy)):
        if state.busy[c] or asked[c] == turn:
            continue
        if first < 0:
            first = c
        elif rule.id == INDEX and shape.skills[c] != shape.skills[first]:
            if shape.skills[c] < shape.skills[first]:
                first = c
        elif state.idle[c] < state.idle[first]:
            first = c
    return first


@in_place
def seat(i: int, counter: int, now: float, shape: Shape, rule: Rule, tickets: Tickets, state: State) -> None:
    """Ticket `i` sits down at `counter`."""
    leave(i, counter, shape, rule, tickets, state)
    if tickets.ghost[i]:
        return
    state.busy[counter] = True
    state.began[counter] = now
    state.current[counter] = i
    state.free[counter] = now + tickets.actual[i] * shape.speed[counter]


@in_place
def next_event(state: State, arrival: float) -> tuple[float, int]:
    """When something happens next, and to which counter; -1: a ticket arrives, which goes first on a tie."""
    when, who = arrival, -1
    for c in range(len(state.busy)):
        at = state.free[c] if state.busy[c] else max(state.rest_from[c], state.idle[c])
        if at < when:
            when, who = at, c
    return when, who


@in_place
def turn_over(counter: int, now: float, state: State) -> None:
    """What is due at `counter`: it gets free, or begins its break, for which a free counter waits not a moment."""
    if state.busy[counter]:
        state.busy[counter] = False
        state.off[counter] = False
        state.idle[counter] = now
        state.current[counter] = -1
    if now >= state.rest_from[counter]:
        state.rest_from[counter] = NEVER
        state.busy[counter] = True
        state.off[counter] = True
        state.free[counter] = now + state.rest[counter]


@njit(cache=True, error_model="numpy")
def play(
    shape: Shape,
    rule: Rule,
    tickets: Tickets,
    state: State,
    begin: float,
    arrived: int,
    until: float,
    wanted: int,
    start: Floats,
    counter_of: Ints,
) -> float:
    """Play on from `state` at `begin`, when the first `arrived` tickets had arrived, and return the time reached.

    Ends at `until`, or when the first `wanted` tickets, whose `start` is NEVER, have all been called; fills `start`
    and `counter_of`. The free counters choose at once.
    """
    lines = len(state.head)
    found, scores = np.empty(lines, np.int64), np.empty(lines)
    asked = np.zeros(len(state.busy), np.int64)
    return _play(shape, rule, tickets, state, begin, arrived, until, wanted, start, counter_of, found, scores, asked)


@in_place
def _play(
    shape: Shape,
    rule: Rule,
    tickets: Tickets,
    state: State,
    begin: float,
    arrived: int,
    until: float,
    wanted: int,
    start: Floats,
    counter_of: Ints,
    found: Ints,
    scores: Floats,
    asked: Ints,
) -> float:
    turn, left, idle = 0, 0, 0
    for i in range(wanted):
        if start[i] == NEVER:
            left += 1
    for busy in state.busy:
        idle += not busy
    now = begin
    everybody = True
    while left:
        counter = -1
        if everybody:
            turn += 1
            counter = next_free(shape, rule, state, asked, turn)
        else:
            arrival = tickets.arrive[arrived] if arrived < len(tickets.arrive) else NEVER
            at, who = next_event(state, arrival)
            if at > until or at >= NEVER:
                return now
            now = at
            if who < 0:
                enter(arrived, rule, tickets, state)
                arrived += 1
                everybody = idle > 0
                continue
            # the other free counters found nobody before, and nobody came: only this one has a choice
            idle -= not state.busy[who]
            turn_over(who, now, state)
            if not state.busy[who]:
                idle += 1
                counter = who
        while counter >= 0:
            i = choose(now, counter, shape, rule, tickets, state, found, scores)
            if i >= 0:
                seat(i, counter, now, shape, rule, tickets, state)
                if i < wanted and start[i] == NEVER:
                    left -= 1
                start[i], counter_of[i] = now, counter
            if i >= 0 and not state.busy[counter]:
                continue  # a ghost leaves the counter free
            idle -= state.busy[counter]
            asked[counter] = turn
            counter = next_free(shape, rule, state, asked, turn) if everybody else -1
        everybody = False
    return now
