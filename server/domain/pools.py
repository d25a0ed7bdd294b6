"""The pools of the queue: what waits for the same counters, how much work it is, and how long that lasts."""

from collections.abc import Iterable

from server.domain.drain import drains
from server.domain.lines import Group
from server.domain.queue import Queue

Pool = tuple[str, Group]
"""What is waited for (as `lines.target` names it), and the service and needs of those who wait."""

_NO_NEEDS: frozenset[str] = frozenset()


def work_waiting(queue: Queue) -> dict[Pool, float]:
    """Expected minutes of work in each pool: each service has one, and each need or counter that somebody waits for."""
    plan = queue.plan
    work: dict[Pool, float] = {(f"service:{s}", (s, _NO_NEEDS)): 0.0 for s in plan.prefixes}
    for pool, (tickets, companions) in queue.lines.loads().items():
        work[pool] = plan.work_s(pool[1][0]) / 60.0 * (tickets + plan.per_person * companions)
    return work


def served(queue: Queue, pools: Iterable[Pool]) -> list[tuple[list[Pool], int]]:
    """Which pools the open counters serve, and how many counters serve just these."""
    plan, reach = queue.plan, queue.reach
    special = [pool for pool in pools if pool[1][1] or not pool[0].startswith("service:")]
    alike: dict[tuple[frozenset[str], tuple[Pool, ...]], int] = {}
    for id in reach.at_work():
        own = tuple(pool for pool in special if reach.serves(id, *pool))
        key = (plan.skills[id], own)
        alike[key] = alike.get(key, 0) + 1
    return [
        ([(f"service:{s}", (s, _NO_NEEDS)) for s in plan.prefixes if s in skills] + list(own), counters)
        for (skills, own), counters in alike.items()
    ]


def drain_minutes(queue: Queue) -> dict[Pool, float]:
    """The drain time of each pool as things stand; worked out once per revision."""
    if queue.drained[0] != queue.revision:
        work = work_waiting(queue)
        balance = queue.plan.rule.weights.balance
        queue.drained = (queue.revision, drains(work, served(queue, work), balance))
    return queue.drained[1]
