"""From a snapshot to what is foreseen: the compiled clockwork's futures, summed up."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from server.forecast.ahead import look_ahead
from server.forecast.arrays import coming_of, rule_of, shape_of, state_of, tickets_of
from server.forecast.frames import AboutToCall, AtWork, Expected, Foreseen, Pools, Snapshot, Ticketed, Weighing
from server.simulation.clockwork import drain
from server.simulation.futures import forecast
from server.simulation.shapes import KINDS, NEVER, Floats

LOW, HIGH = 0.05, 0.95
FURTHEST_MIN = 1440.0
DRAIN_REFRESH_MIN = 6.0
"""Working the drain times out at each choice costs much."""
PARTS = 4
"""The futures are played in so many parts, each with its own chance, side by side as far as there are processors."""
_players = ThreadPoolExecutor(PARTS, "futures")


def foresee(snapshot: Snapshot) -> Foreseen:
    """Play the snapshot's futures."""
    known = snapshot.tickets.waiting + snapshot.tickets.ghosts
    if not known or not snapshot.counters.current:
        return Foreseen([None] * known, [0.0] * snapshot.tickets.ghosts)
    shape, rule = shape_of(snapshot.pools, snapshot.counters), rule_of(snapshot.rule, DRAIN_REFRESH_MIN)
    tickets, coming = tickets_of(snapshot.tickets), coming_of(snapshot.coming, len(snapshot.pools.service))
    state = state_of(snapshot, known, shape, rule, tickets)
    least, most = _ranks(snapshot.futures)
    drain(shape, rule, state)

    def play(part: int) -> tuple[Floats, Floats]:
        count = (snapshot.futures - part + PARTS - 1) // PARTS
        seed = snapshot.seed * PARTS + part
        return forecast(0.0, FURTHEST_MIN, count, shape, rule, tickets, state, coming, seed)[1:]

    played = list(_players.map(play, range(min(PARTS, snapshot.futures))))
    calls, ends = (np.concatenate(column) for column in zip(*played, strict=True))
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
    look_ahead(AboutToCall(snapshot, 0))


def _ranks(futures: int) -> tuple[int, int]:
    """The places of the 5 % and 95 % order statistics, by the (R + 1) rule."""
    least = max(0, math.floor(LOW * (futures + 1)) - 1)
    return least, min(futures - 1, math.ceil(HIGH * (futures + 1)) - 1)
