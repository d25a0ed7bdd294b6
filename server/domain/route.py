"""Several services in one visit, in the order that wastes least."""

from collections.abc import Sequence

from server.domain.queue import Queue


def expected_wait_s(queue: Queue, service: str, needs: frozenset[str]) -> float:
    """The work that waits for `service`, shared by the open counters that can do it; infinite when there is none."""
    able = queue.reach.able(service, needs)
    if not able:
        return float("inf")
    tickets = (
        queue.tickets[id]
        for kinds in queue.lines.at(f"service:{service}").values()
        for line in kinds.values()
        for _, _, id in line
    )
    return sum(queue.plan.work_s(ticket.service, ticket.people) for ticket in tickets) / len(able)


def first_of(queue: Queue, services: Sequence[str], needs: frozenset[str]) -> str:
    """Where to wait first: the least expected wait, the earlier in `services` where that is equal."""
    if len(services) == 1:
        return services[0]
    return min(services, key=lambda service: expected_wait_s(queue, service, needs))
