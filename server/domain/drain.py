"""How long the work that waits would last: the drain time of each pool, the measure of what is scarce now.

A pool is what waits for the same counters: a service, a service with needs, or what was sent to one counter. Every
counter at work is thought to split its time over its pools, evenly at first; then, a few rounds long, each share is
multiplied by (drain time) ** balance, which brings the drain times of pools that share counters together, as far as the
skills allow. It is a fluid picture of
the next minutes: no lots, no history, the same for who dispatches and who forecasts.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

P = TypeVar("P", bound=Hashable)

ROUNDS = 3
LEAST_WORK = 0.5  # minutes: a pool nobody waits for still gets a share
LEAST_CAPACITY = 0.02  # counters


def drains(work: Mapping[P, float], serves: Sequence[tuple[Sequence[P], int]], balance: float) -> dict[P, float]:
    """Minutes until each pool is empty. `work`: minutes that wait in each pool; `serves`: the pools, all of them keys
    of `work`, of counters at work, and how many counters serve just these."""
    shares = [(dict.fromkeys(pools, 1.0), counters) for pools, counters in serves if pools]
    drain: dict[P, float] = {}
    for turn in range(ROUNDS + 1):
        capacity = dict.fromkeys(work, 0.0)
        weight = {pool: minutes**balance for pool, minutes in drain.items()}
        for share, counters in shares:
            if turn:
                for pool in share:
                    share[pool] *= weight[pool]
            total = sum(share.values())
            for pool in share:
                share[pool] /= total
                capacity[pool] += counters * share[pool]
        drain = {pool: (work[pool] + LEAST_WORK) / max(capacity[pool], LEAST_CAPACITY) for pool in work}
    return drain
