"""Futures: what may come, drawn from what is known now and played on with the rule in force. Compiled by numba.

A future keeps what is certain (who waits, who is served since when) and draws the rest: how long each service
takes, who still comes and when, who stays away.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from server.simulation.clockwork import candidates, choose, enter, next_event, next_free, play, seat, turn_over
from server.simulation.shapes import (
    APPOINTMENT,
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

DAY = 1440.0
LEAST_SPAN = 10.0


class Coming(NamedTuple):
    """Who is expected. Z spans of time from `begins[z]` to `ends[z]`; `walk_ins[z, p]` and `appointments[z, p]`:
    tickets a minute; `priority`: their share of priority persons. `book`: A appointments known by name of their
    time, with pool, kind and the moment from which they are known to be here (NEVER: stays away); such a visitor comes
    `lead` minutes early (normal with `lead_sd`), a `late` share comes exponentially late by `lateness`, an `absent`
    share never. `groups`: share of group tickets, whose work is one of `group_work` times one person's.
    """

    begins: Floats
    ends: Floats
    walk_ins: Floats
    appointments: Floats
    priority: float
    book_time: Floats
    book_pool: Ints
    book_kind: Ints
    book_here: Floats
    lead: float
    lead_sd: float
    late: float
    lateness: float
    absent: float
    groups: float
    group_work: Floats


class Advice(NamedTuple):
    """How hard to look ahead: `futures` of `horizon` minutes for the best `most` candidates; another than the
    rule's is taken only when better by `margin` standard errors. Looks at `quick` futures end hopeless cases early."""

    futures: int
    horizon: float
    most: int
    margin: float
    quick: int


@njit(cache=True, error_model="numpy")
def minutes(shape: Shape, pool: int, expected: float) -> float:
    """Draws how long a service takes that is expected to take so long."""
    sigma = shape.sigma[pool]
    return float((expected - shape.call) * math.exp(sigma * np.random.normal() - sigma * sigma / 2.0) + shape.call)


@njit(cache=True, error_model="numpy")
def normal_above(least: float) -> float:
    """Draws a standard normal that is at least so large (Robert 1995, Simulation of truncated normal variables)."""
    if least < 0.5:
        while True:
            drawn = np.random.normal()
            if drawn >= least:
                return float(drawn)
    rate = 0.5 * (least + math.sqrt(least * least + 4.0))
    while True:
        drawn = least + np.random.exponential(1.0 / rate)
        if np.random.random() <= math.exp(-0.5 * (drawn - rate) ** 2):
            return float(drawn)


@njit(cache=True, error_model="numpy")
def remaining_service(shape: Shape, counter: int, pool: int, expected: float, lasted: float) -> float:
    """Draws how long a service still takes that has lasted so long."""
    speed, sigma = shape.speed[counter], shape.sigma[pool]
    lasted_there = lasted / speed - shape.call
    if lasted_there <= 0.0 or sigma <= 0.0:
        return float(max(0.0, minutes(shape, pool, expected) * speed - lasted))
    middle = math.log(max(expected - shape.call, 0.01)) - sigma * sigma / 2.0
    whole = math.exp(middle + sigma * normal_above((math.log(lasted_there) - middle) / sigma))
    return float((whole + shape.call) * speed - lasted)


@njit(cache=True, error_model="numpy")
def copy_state(state: State, size: int) -> State:
    """The state with room for `size` tickets."""
    kept = min(size, len(state.next))
    following = np.full(size, -1)
    following[:kept] = state.next[:kept]
    passed = np.zeros(size, np.int64)
    passed[:kept] = state.passed[:kept]
    sizes = np.zeros(size)
    sizes[:kept] = state.size[:kept]
    return State(
        state.head.copy(),
        following,
        state.work.copy(),
        passed,
        sizes,
        state.limit.copy(),
        state.busy.copy(),
        state.off.copy(),
        state.free.copy(),
        state.idle.copy(),
        state.rest_from.copy(),
        state.rest.copy(),
        state.current.copy(),
        state.began.copy(),
        state.drains.copy(),
        state.drained_at.copy(),
    )


@njit(cache=True, error_model="numpy")
def waiting(state: State) -> Ints:
    """Those who wait, line by line."""
    count = 0
    for line in range(len(state.head)):
        i = state.head[line]
        while i >= 0:
            count += 1
            i = state.next[i]
    found = np.empty(count, np.int64)
    count = 0
    for line in range(len(state.head)):
        i = state.head[line]
        while i >= 0:
            found[count] = i
            count += 1
            i = state.next[i]
    found.sort()
    return found


@njit(cache=True, error_model="numpy")
def _pool_by(rates: Floats, total: float) -> int:
    left = np.random.random() * total
    for pool in range(len(rates)):
        left -= rates[pool]
        if left < 0.0:
            return pool
    return len(rates) - 1


@njit(cache=True, error_model="numpy")
def who_comes(now: float, until: float, shape: Shape, coming: Coming) -> Tickets:
    """Draws everybody who arrives after `now` and before `until`, in the order of arrival."""
    room = 64
    for z in range(len(coming.begins)):
        span = max(0.0, min(until, coming.ends[z]) - max(now, coming.begins[z]))
        room += int(3.0 * span * (coming.walk_ins[z].sum() + coming.appointments[z].sum()))
    room += len(coming.book_time)
    arrive, since = np.empty(room), np.empty(room)
    pool, kind = np.empty(room, np.int64), np.empty(room, np.int64)
    n = 0
    for z in range(len(coming.begins)):
        begins, ends = max(now, coming.begins[z]), min(until, coming.ends[z])
        if ends <= begins:
            continue
        for appointed in range(2):
            rates = coming.appointments[z] if appointed else coming.walk_ins[z]
            total = rates.sum()
            if total <= 0.0:
                continue
            for _ in range(np.random.poisson(total * (ends - begins))):
                if n >= room:
                    break
                arrive[n] = since[n] = begins + (ends - begins) * np.random.random()
                kind[n] = PRIORITY if np.random.random() < coming.priority else APPOINTMENT if appointed else WALK_IN
                if appointed:
                    since[n] += max(0.0, coming.lead + coming.lead_sd * np.random.normal())
                pool[n] = _pool_by(rates, total)
                n += 1
    for a in range(len(coming.book_time)):
        at = coming.book_time[a]
        if coming.book_here[a] <= now or at + 45.0 < now or at - 30.0 > until:
            continue
        absent = coming.absent
        here = at - coming.lead + coming.lead_sd * np.random.normal()
        if np.random.random() < coming.late:
            here = at + np.random.exponential(coming.lateness)
        if here <= now:  # should be here by now: late, or not coming
            absent = min(1.0, absent + 0.05 * max(0.0, now - at + coming.lead))
            here = now + np.random.exponential(4.0)
        if np.random.random() < absent or here >= until or n >= room:
            continue
        arrive[n], since[n] = here, max(here, at)
        pool[n], kind[n] = coming.book_pool[a], coming.book_kind[a]
        n += 1
    order = np.argsort(arrive[:n])
    expected, actual = np.empty(n), np.empty(n)
    for k in range(n):
        i = order[k]
        work = 1.0
        if coming.groups > 0.0 and np.random.random() < coming.groups:
            work = coming.group_work[np.random.randint(0, len(coming.group_work))]
        expected[k] = (shape.mean[pool[i]] - shape.call) * work + shape.call
        actual[k] = minutes(shape, pool[i], expected[k])
    return Tickets(arrive[order], since[order], pool[order], kind[order], expected, actual, np.zeros(n, np.bool_))


@njit(cache=True, error_model="numpy")
def draw(
    now: float, until: float, shape: Shape, rule: Rule, tickets: Tickets, here: Ints, state: State, coming: Coming
) -> tuple[Tickets, State]:
    """One future: tickets whose first `len(here)` are those who wait, the rest come later; and the state now."""
    later = who_comes(now, until, shape, coming)
    known = len(here)
    size = known + len(later.arrive)
    arrive, since, expected, actual = np.empty(size), np.empty(size), np.empty(size), np.empty(size)
    pool, kind, ghost = np.empty(size, np.int64), np.empty(size, np.int64), np.zeros(size, np.bool_)
    arrive[known:], since[known:], pool[known:], kind[known:] = later.arrive, later.since, later.pool, later.kind
    expected[known:], actual[known:] = later.expected, later.actual
    new = copy_state(state, size)
    new.next[:] = -1
    new.passed[:] = 0
    new.size[:] = 0.0
    new.head[:] = -1
    new.work[:] = 0.0
    new.limit[:] = -1
    drawn = Tickets(arrive, since, pool, kind, expected, actual, ghost)
    for k in range(known):
        i = here[k]
        arrive[k], since[k], pool[k], kind[k] = tickets.arrive[i], tickets.since[i], tickets.pool[i], tickets.kind[i]
        expected[k], ghost[k] = tickets.expected[i], tickets.ghost[i]
        actual[k] = minutes(shape, pool[k], expected[k])
        new.passed[k] = state.passed[i]
        enter(k, rule, drawn, new)
    for c in range(len(new.busy)):
        i = state.current[c]
        if new.busy[c] and not new.off[c] and i >= 0:
            lasted = now - state.began[c]
            new.free[c] = now + remaining_service(shape, c, tickets.pool[i], tickets.expected[i], lasted)
    return drawn, new


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


@njit(cache=True, error_model="numpy")
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
    `calls` without taking part.
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
def _cost(now: float, rule: Rule, tickets: Tickets, state: State, start: Floats, known: int, until: float) -> float:
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
            cost = _cost(now, rule, drawn, new, start, len(here), until)
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


@njit(cache=True, error_model="numpy")
def play_day(
    shape: Shape,
    known: Shape,
    rule: Rule,
    tickets: Tickets,
    state: State,
    start: Floats,
    counter_of: Ints,
    coming: Coming,
    advice: Advice,
    every: int,
    spans: Floats,
    seed: int,
) -> int:
    """Like `play` for a whole day, with choices that look ahead (`advice.futures` > 0) and with a forecast for every
    `every`-th ticket that has to wait at its issue (0: none), whose sorted futures fill its row of `spans`.

    `known` is the shape as the office knows it, `shape` the truth. Returns how often the look ahead changed a choice.
    """
    np.random.seed(seed)
    lines = len(state.head)
    found, scores = np.empty(lines, np.int64), np.empty(lines)
    asked = np.zeros(len(state.busy), np.int64)
    turn = arrived = done = deviated = 0
    while done < len(start):
        arrival = tickets.arrive[arrived] if arrived < len(tickets.arrive) else NEVER
        now, who = next_event(state, arrival)
        if who < 0:
            enter(arrived, rule, tickets, state)
            arrived += 1
        else:
            turn_over(who, now, state)
        turn += 1
        counter = next_free(shape, rule, state, asked, turn)
        while counter >= 0:
            asked[counter] = turn
            if rule.id == INDEX:
                count = candidates(now, counter, shape, rule, tickets, state, found, scores)
            else:
                found[0] = choose(now, counter, shape, rule, tickets, state, found, scores)
                count = 1 if found[0] >= 0 else 0
            if count:
                i = found[0]
                if count > 1 and advice.futures > 0:
                    i = advise(now, counter, found, scores, count, known, rule, tickets, state, coming, advice)
                    deviated += i != found[0]
                seat(i, counter, now, shape, rule, tickets, state)
                start[i], counter_of[i] = now, counter
                done += 1
            counter = next_free(shape, rule, state, asked, turn)
        i = arrived - 1
        if who < 0 and every > 0 and i % every == 0 and start[i] == NEVER:
            spans[i] = call_of(i, now, spans.shape[1], known, rule, tickets, state, coming)
    return deviated
