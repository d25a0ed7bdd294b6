"""How long the work that waits would last: the drain time of each pool, the measure of what is scarce now.

A pool is what waits for the same counters: a service, a service with needs, or what was sent to one counter. Every
counter at work is thought to split its time over its pools, evenly at first; then, a few rounds long, each share is
multiplied by (drain time) ** balance, which brings the drain times of pools that share counters together, as far as the
skills allow. It is a fluid picture of
the next minutes: no lots, no history, the same for who dispatches and who forecasts.
"""

from collections.abc import Sequence

ROUNDS = 3
LEAST_WORK = 0.5  # minutes: a pool nobody waits for still gets a share
LEAST_CAPACITY = 0.02  # counters


def drains(work: Sequence[float], serves: Sequence[tuple[Sequence[int], int]], balance: float) -> list[float]:
    """Minutes until each pool is empty. `work`: minutes that wait in each pool; `serves`: the pools (places in `work`)
    of counters at work, and how many counters serve just these."""
    shares = [(pools, [1.0] * len(pools), counters) for pools, counters in serves if pools]
    drain: list[float] = []
    for turn in range(ROUNDS + 1):
        capacity = [0.0] * len(work)
        weight = [minutes**balance for minutes in drain]
        for pools, share, counters in shares:
            if turn:
                share[:] = [part * weight[pool] for pool, part in zip(pools, share, strict=True)]
            total = sum(share)
            share[:] = [part / total for part in share]
            for pool, part in zip(pools, share, strict=True):
                capacity[pool] += counters * part
        drain = [
            (minutes + LEAST_WORK) / (able if able > LEAST_CAPACITY else LEAST_CAPACITY)
            for minutes, able in zip(work, capacity, strict=True)
        ]
    return drain
