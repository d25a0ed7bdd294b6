"""A baseline of other products: each ticket is sent at its issue to the counter with the fewest tickets, for good."""

import numpy as np

from server.planning.days import Day
from server.planning.traffic import Traffic
from server.simulation.shapes import NEVER, Floats, Ints


def by_shortest_queue(day: Day, traffic: Traffic) -> tuple[Floats, Ints]:
    """When each ticket is called, and where: first come first served at the counter that it was sent to."""
    tickets = day.tickets
    counters = len(traffic.counters)
    able = [np.flatnonzero(traffic.eligible[:, p]).tolist() for p in range(len(traffic.services))]
    free = [0.0] * counters
    ends: list[list[float]] = [[] for _ in range(counters)]
    rests = [sorted((start, minutes) for c, start, minutes in traffic.breaks if c == n) for n in range(counters)]
    start, counter_of = np.full(len(tickets.arrive), NEVER), np.full(len(tickets.arrive), -1)
    for i, now in enumerate(tickets.arrive.tolist()):
        for queue in ends:
            while queue and queue[0] <= now:
                del queue[0]
        counter = min(able[tickets.pool[i]], key=lambda c: (len(ends[c]), free[c], c))
        at = max(now, free[counter])
        while rests[counter] and rests[counter][0][0] <= at:
            begins, minutes = rests[counter].pop(0)
            free[counter] = max(begins, free[counter]) + minutes
            at = max(at, free[counter])
        start[i], counter_of[i] = at, counter
        free[counter] = at + float(tickets.actual[i])
        ends[counter].append(free[counter])
    return start, counter_of
