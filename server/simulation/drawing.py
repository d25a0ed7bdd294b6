"""What may come, drawn from what is known now. Compiled by numba.

A future keeps what is certain (who waits, who is served since when) and draws the rest: how long each service
takes, who still comes and when, who stays away.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from server.simulation.clockwork import enter
from server.simulation.compiling import in_place
from server.simulation.shapes import APPOINTMENT, PRIORITY, WALK_IN, Floats, Ints, Rule, Shape, State, Tickets


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


@in_place
def minutes(shape: Shape, pool: int, expected: float) -> float:
    """Draws how long a service takes that is expected to take so long."""
    sigma = shape.sigma[pool]
    return float((expected - shape.call) * math.exp(sigma * np.random.normal() - sigma * sigma / 2.0) + shape.call)


@in_place
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


@in_place
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


@in_place
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
    n = _arrivals(now, until, coming, arrive, since, pool, kind)
    order = np.argsort(arrive[:n])
    pool, expected, actual = pool[order], np.empty(n), np.empty(n)
    _work(shape, coming, pool, expected, actual)
    return Tickets(arrive[order], since[order], pool, kind[order], expected, actual, np.zeros(n, np.bool_))


@in_place
def _arrivals(now: float, until: float, coming: Coming, arrive: Floats, since: Floats, pool: Ints, kind: Ints) -> int:
    """Fills the arrays, in no order, as far as they reach; returns how many come."""
    room = len(arrive)
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
    return n


@in_place
def _work(shape: Shape, coming: Coming, pool: Ints, expected: Floats, actual: Floats) -> None:
    for k in range(len(pool)):
        work = 1.0
        if coming.groups > 0.0 and np.random.random() < coming.groups:
            work = coming.group_work[np.random.randint(0, len(coming.group_work))]
        expected[k] = (shape.mean[pool[k]] - shape.call) * work + shape.call
        actual[k] = minutes(shape, pool[k], expected[k])


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
