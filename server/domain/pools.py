"""The pools of the queue: what waits for the same counters, how much work it is, and how long that lasts."""

from server.domain.drain import drains
from server.domain.lines import Group
from server.domain.queue import Queue

Pool = tuple[str, Group]
"""What is waited for (as `lines.target` names it), and the service and needs of those who wait."""

_NO_NEEDS: frozenset[str] = frozenset()


def drain_minutes(queue: Queue) -> dict[Pool, float]:
    """The drain time of each pool as things stand; worked out once per revision.

    Every service has a pool, and every need or counter that somebody waits for.
    """
    if queue.drained[0] != queue.revision:
        plan = queue.plan
        work: dict[Pool, float] = {(f"service:{s}", (s, _NO_NEEDS)): 0.0 for s in plan.prefixes}
        for pool, (tickets, companions) in queue.lines.loads().items():
            work[pool] = plan.work_s(pool[1][0]) / 60.0 * (tickets + plan.per_person * companions)
        minutes = drains(list(work.values()), _served(queue, list(work)), plan.rule.weights.balance)
        queue.drained = (queue.revision, dict(zip(work, minutes, strict=True)))
    return queue.drained[1]


def _served(queue: Queue, pools: list[Pool]) -> list[tuple[list[int], int]]:
    """Which pools (places in `pools`, the plain services first) open counters serve, and how many serve just these."""
    plan, reach = queue.plan, queue.reach
    services = len(plan.prefixes)
    alike: dict[tuple[frozenset[str], tuple[int, ...]], int] = {}
    for id in reach.at_work():
        special = tuple(n for n, pool in enumerate(pools[services:], services) if reach.serves(id, *pool))
        key = (plan.skills[id], special)
        alike[key] = alike.get(key, 0) + 1
    return [
        ([n for n, service in enumerate(plan.prefixes) if service in skills] + list(special), counters)
        for (skills, special), counters in alike.items()
    ]
