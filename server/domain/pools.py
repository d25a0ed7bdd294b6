"""The pools of the queue: what waits for the same counters, how much work it is, and how long that lasts."""

import math
from collections.abc import Mapping

from server.domain.drain import drains
from server.domain.lines import Group, Lines
from server.domain.plan import Plan
from server.domain.reach import Reach

Pool = tuple[str, Group]
"""What is waited for (as `lines.target` names it), and the service and needs of those who wait."""
_Loads = dict[Pool, tuple[int, int]]

_NO_NEEDS: frozenset[str] = frozenset()


class Pools:
    """Every service has a pool, and every need or counter that somebody waits for.

    The drain times are those of the queue as it stood after the first event of the last `Plan.hold_drain_s` seconds:
    so a storm of calls does not work them out at each call. They depend on nothing but the events and the clock.
    """

    def __init__(self, plan: Plan, lines: Lines, reach: Reach) -> None:
        self._plan, self._lines, self._reach = plan, lines, reach
        self._plain: list[Pool] = [(f"service:{s}", (s, _NO_NEEDS)) for s in plan.prefixes]
        self._place = {pool: n for n, pool in enumerate(self._plain)}
        self._held_until = -math.inf
        self._held: _Loads = {}
        self._covered: tuple[float, int] | None = None
        self._drained: tuple[object, dict[Pool, float]] = (None, {})
        self._served: tuple[object, list[tuple[list[int], int]]] = (None, [])

    def happened(self, at: float) -> None:
        """The queue has changed at `at` (POSIX seconds)."""
        if at >= self._held_until and self._plan.hold_drain_s > 0.0:
            self._held_until = at + self._plan.hold_drain_s
            self._held = self._loads()

    def drain_minutes(self, now: float) -> Mapping[Pool, float]:
        """The drain time of each pool at `now` (POSIX seconds)."""
        loads, mark = self._held, self._held_until
        if now >= mark or not self._covers(loads):
            loads, mark = self._loads(), self._lines.revision
        known = (mark, self._reach.revision)
        if self._drained[0] != known:
            self._drained = (known, self._drains(loads))
        return self._drained[1]

    def forget(self) -> None:
        """Work the drain times out anew when they are asked for."""
        self._drained, self._held_until = (None, {}), -math.inf

    def _covers(self, loads: _Loads) -> bool:
        """Whether everybody who waits stands at a pool of `loads`, which are those held."""
        known = (self._held_until, self._lines.shape)
        if self._covered != known and all(pool in loads or pool in self._place for pool in self._lines.loads()):
            self._covered = known
        return self._covered == known

    def _loads(self) -> _Loads:
        return {pool: (tickets, companions) for pool, (tickets, companions) in self._lines.loads().items()}

    def _drains(self, loads: _Loads) -> dict[Pool, float]:
        plan, special = self._plan, []
        work = [0.0] * len(self._plain)
        for pool, (tickets, companions) in loads.items():
            minutes = plan.work_s(pool[1][0]) / 60.0 * (tickets + plan.per_person * companions)
            place = self._place.get(pool)
            if place is None:
                special.append(pool)
                work.append(minutes)
            else:
                work[place] = minutes
        times = drains(work, self._serves(tuple(special)), plan.rule.weights.balance)
        return dict(zip([*self._plain, *special], times, strict=True))

    def _serves(self, special: tuple[Pool, ...]) -> list[tuple[list[int], int]]:
        """Which pools (places: the plain services, then `special`) open counters serve, how many of them just these."""
        known = (self._reach.revision, special)
        if self._served[0] != known:
            alike: dict[tuple[frozenset[str], tuple[int, ...]], int] = {}
            for id in self._reach.at_work():
                more = [n for n, pool in enumerate(special, len(self._plain)) if self._reach.serves(id, *pool)]
                key = (self._plan.skills[id], tuple(more))
                alike[key] = alike.get(key, 0) + 1
            self._served = (
                known,
                [
                    ([n for n, service in enumerate(self._plan.prefixes) if service in skills] + list(more), counters)
                    for (skills, more), counters in alike.items()
                ],
            )
        return self._served[1]
