"""The pools of the queue: what waits for the same counters, how much work it is, and how long that lasts."""

from server.domain.drain import drains
from server.domain.lines import Group
from server.domain.queue import Queue

Pool = tuple[str, Group]
"""What is waited for (as `lines.target` names it), and the service and needs of those who wait."""


def work_waiting(queue: Queue) -> dict[Pool, float]:
    """Expected minutes of work in each pool: each service has one, and each need or counter that somebody waits for."""
    plan = queue.plan
    work: dict[Pool, float] = {(f"service:{s}", (s, frozenset())): 0.0 for s in plan.prefixes}
    for pool, (tickets, companions) in queue.lines.loads().items():
        work[pool] = plan.work_s(pool[1][0]) / 60.0 * (tickets + plan.per_person * companions)
    return work


def served_by(queue: Queue, pools: list[Pool]) -> dict[str, list[Pool]]:
    """The pools that each open counter serves, in the order given."""
    return {id: [pool for pool in pools if queue.reach.serves(id, *pool)] for id in queue.reach.at_work()}


def drain_minutes(queue: Queue) -> dict[Pool, float]:
    """The drain time of each pool as things stand; worked out once per revision."""
    if queue.drained[0] != queue.revision:
        work = work_waiting(queue)
        balance = queue.plan.rule.weights.balance
        queue.drained = (queue.revision, drains(work, list(served_by(queue, list(work)).values()), balance))
    return queue.drained[1]
