"""What the compiled clockwork works on: plain arrays, named. Times and spans in minutes.

A *pool* is what waits for the same counters: a service, a service with a need, or one counter that somebody was
sent to. A *line* is a pool and a kind: line = pool * KINDS + kind. C counters, P pools, N tickets, L = P * KINDS.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

KINDS = 3
WALK_IN, APPOINTMENT, PRIORITY = range(KINDS)
NEVER = 1e18

# Rules that the clockwork knows. INDEX is what the office ships; the others are there to compare with.
FIFO, PRODUCTS, APPOINTMENTS_FIRST, INDEX = range(4)


class Shape(NamedTuple):
    """Who can do what.

    `pools[c, :pool_count[c]]`: what counter c serves; `alike[c]`: the first counter that serves the same;
    `service[p]`: pools with the same number are one service, in which first come is first served; `siblings`: whether
    any two pools are; `skills[c]`: how flexible c is; `speed[c]` multiplies the actual minutes; `mean[p]`, `sigma[p]`:
    expected minutes of one person and the lognormal's sigma; `call`: the fixed part of the minutes, for call and walk.
    """

    pools: Ints
    pool_count: Ints
    alike: Ints
    service: Ints
    siblings: bool
    skills: Floats
    speed: Floats
    mean: Floats
    sigma: Floats
    call: float


class Rule(NamedTuple):
    """How the next ticket is chosen; see `server.domain.index` for the formula. Per kind: arrays of KINDS."""

    id: int
    wait_power: float
    work_power: float
    drain: float
    balance: float
    factor: Floats
    target: Floats
    bound: Floats
    overtakes: int
    early: float
    refresh: float


class Tickets(NamedTuple):
    """N tickets in the order of their arrival. `since`: from when the wait counts; `expected` minutes are known
    at check-in, `actual` ones are the truth; a `ghost` only asks when it would be called and takes no time."""

    arrive: Floats
    since: Floats
    pool: Ints
    kind: Ints
    expected: Floats
    actual: Floats
    ghost: Flags


class State(NamedTuple):
    """A moment of the office. `head[l]`, `next[i]`: the lines as linked lists, -1 ends them. `passed[i]`: how
    often ticket i was overtaken; `size[i]`: its expected minutes ** work_power, 0 until asked for. `limit[l]`: the
    earliest ticket of the line that must not be overtaken any more, -1 if none. `off[c]`: on a break or not there,
    back at `free[c]`. `rest_from[c]`: the next break begins there, NEVER if none. `drains`: minutes until a pool's
    work is done by the capacity that is there; `drained_at[0]`: when they were worked out."""

    head: Ints
    next: Ints
    work: Floats
    passed: Ints
    size: Floats
    limit: Ints
    busy: Flags
    off: Flags
    free: Floats
    idle: Floats
    rest_from: Floats
    rest: Floats
    current: Ints
    began: Floats
    drains: Floats
    drained_at: Floats


def empty_state(counters: int, pools: int, tickets: int) -> State:
    """An office at its opening: everybody idle, nobody waits."""
    lines = pools * KINDS
    return State(
        head=np.full(lines, -1),
        next=np.full(tickets, -1),
        work=np.zeros(pools),
        passed=np.zeros(tickets, np.int64),
        size=np.zeros(tickets),
        limit=np.full(lines, -1),
        busy=np.zeros(counters, np.bool_),
        off=np.zeros(counters, np.bool_),
        free=np.zeros(counters),
        idle=np.zeros(counters),
        rest_from=np.full(counters, NEVER),
        rest=np.zeros(counters),
        current=np.full(counters, -1),
        began=np.zeros(counters),
        drains=np.zeros(pools),
        drained_at=np.full(1, -NEVER),
    )


def make_shape(
    eligible: Flags,
    mean: Floats,
    sigma: Floats,
    *,
    speed: Floats | None = None,
    service: Ints | None = None,
    call: float = 0.0,
) -> Shape:
    """A `Shape` from the table `eligible[c, p]`."""
    counters, pools = eligible.shape
    table = np.full((counters, max(pools, 1)), -1)
    for counter in range(counters):
        served = np.flatnonzero(eligible[counter])
        table[counter, : len(served)] = served
    count = eligible.sum(axis=1).astype(np.int64)
    first: dict[bytes, int] = {}
    alike = np.array([first.setdefault(served.tobytes(), c) for c, served in enumerate(eligible)], np.int64)
    services = np.arange(pools) if service is None else np.asarray(service, np.int64)
    return Shape(
        pools=table,
        pool_count=count,
        alike=alike,
        service=services,
        siblings=len(set(services.tolist())) < pools,
        skills=count.astype(np.float64),
        speed=np.ones(counters) if speed is None else np.asarray(speed, np.float64),
        mean=np.asarray(mean, np.float64),
        sigma=np.asarray(sigma, np.float64),
        call=float(call),
    )
