"""The rules by name, as the clockwork plays them: what the domain ships, and baselines to compare it with."""

from collections.abc import Mapping

import numpy as np

from server.domain.plan import FIFO as FIFO_PRESET
from server.domain.plan import Level, Plan
from server.domain.plan import Rule as DomainRule
from server.domain.ticket import Kind
from server.simulation.shapes import APPOINTMENTS_FIRST, FIFO, INDEX, NEVER, PRODUCTS, Rule

KIND_ORDER = (Kind.WALK_IN, Kind.APPOINTMENT, Kind.PRIORITY)
"""The domain's kinds by the clockwork's numbers."""

NO_LIMIT = 1_000_000

BASELINES = ("fifo", "products", "appointments", "ageing")
"""Rules of other products, for comparison only: first come first served; priority persons, then due appointments, then
walk-ins; due appointments, then the others; and waited time in shares of the target."""


def compiled(rule: DomainRule, plan: Plan) -> Rule:
    """The domain's `rule`, with the levels and limits of `plan`, for the clockwork. Minutes."""
    weights = rule.weights
    weighs = rule.preset != FIFO_PRESET
    return _index(
        plan.levels,
        wait_power=weights.p if weighs else 1.0,
        work_power=weights.q if weighs else 0.0,
        drain=weights.drain if weighs else 0.0,
        balance=weights.balance,
        factor=np.array([1.0, weights.appointment, weights.priority]) if weighs else np.ones(3),
        target=None if weighs else np.ones(3),
        overtakes=plan.max_overtakes,
        early=plan.early_s / 60.0,
    )


def baseline(name: str, plan: Plan) -> Rule:
    """One of BASELINES, without any of our limits. KeyError for another name."""
    id = {"fifo": FIFO, "products": PRODUCTS, "appointments": APPOINTMENTS_FIRST, "ageing": INDEX}[name]
    boundless = {kind: Level(level.target_s, NEVER) for kind, level in plan.levels.items()}
    rule = _index(boundless, wait_power=1.0, work_power=0.0, drain=0.0, overtakes=NO_LIMIT, early=plan.early_s / 60.0)
    return rule._replace(id=id)


def _index(
    levels: Mapping[Kind, Level],
    *,
    wait_power: float,
    work_power: float,
    drain: float,
    overtakes: int,
    balance: float = 0.0,
    early: float,
    factor: np.ndarray[tuple[int], np.dtype[np.float64]] | None = None,
    target: np.ndarray[tuple[int], np.dtype[np.float64]] | None = None,
) -> Rule:
    targets = np.array([levels[kind].target_s / 60.0 for kind in KIND_ORDER])
    return Rule(
        id=INDEX,
        wait_power=float(wait_power),
        work_power=float(work_power),
        drain=float(drain),
        balance=balance,
        factor=np.ones(len(KIND_ORDER)) if factor is None else factor,
        target=targets if target is None else target,
        bound=np.array([levels[kind].bound_s / 60.0 for kind in KIND_ORDER]),
        overtakes=overtakes,
        early=early,
        refresh=0.0,
    )
