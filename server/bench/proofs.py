"""That the engine is right: the start times of another engine on its recorded days, and of an independent model."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from server.bench import recorded
from server.bench.comparison import RULES, arrays, compare
from server.bench.rules import rule_called
from server.simulation import clockwork
from server.simulation.shapes import NEVER

TARGETS = np.array([30.0, 10.0, 10.0])
COMPARED = ("baseline:fifo", "baseline:products", "balanced", "appointments-first", "fair")
BATCH = 5


@dataclass(frozen=True)
class Proof:
    """Some recorded days of one world. `cost`: by rule the sum of (wait / target)²; differences in minutes."""

    days: int
    tickets: int
    cost: dict[str, float]
    from_recorded: float
    from_model: float
    where: str


def batches(name: str, days: int) -> list[tuple[str, int, int]]:
    """Pieces of work for `prove`: the first `days` recorded days of the world."""
    count = min(days, sum(1 for _ in recorded.days(recorded.worlds()[name])))
    return [(name, first, min(first + BATCH, count)) for first in range(0, count, BATCH)]


def prove(task: tuple[str, int, int]) -> Proof:
    """Plays recorded days by the clockwork, and by the independent model under every shipped rule."""
    name, first, last = task
    days = list(islice(recorded.days(recorded.worlds()[name]), first, last))
    cost = dict.fromkeys(COMPARED, 0.0)
    worst = 0.0
    for day in days:
        for rule in COMPARED:
            shape, tickets, state = arrays(day.world.desks, day.visitors)
            start, counter = np.full(len(day.visitors), NEVER), np.full(len(day.visitors), -1)
            clockwork.play(shape, rule_called(rule), tickets, state, 0.0, 0, NEVER, len(day.visitors), start, counter)
            wait = np.maximum(start - tickets.since, 0.0)
            cost[rule] += float(((wait / TARGETS[tickets.kind]) ** 2).sum())
            known = day.starts.get(rule.removeprefix("baseline:"))
            if known is not None:
                worst = max(worst, float(np.abs(start - np.array(known)).max()))
    difference = compare([(day.world.desks, day.visitors) for day in days], RULES)
    tickets_played = sum(len(day.visitors) for day in days)
    return Proof(len(days), tickets_played, cost, worst, difference.minutes, difference.first)


def figures(proofs: list[Proof]) -> dict[str, Any]:
    """What all of it shows for one world."""
    cost = {rule: sum(proof.cost[rule] for proof in proofs) for rule in COMPARED}
    shipped = [rule for rule in COMPARED if not rule.startswith("baseline:")]
    return {
        "recorded_days": sum(proof.days for proof in proofs),
        "recorded_max_error_min": max(proof.from_recorded for proof in proofs),
        "recorded_j_over_fifo": {rule: round(cost[rule] / cost["baseline:fifo"], 4) for rule in shipped},
        "recorded_j_over_products": {rule: round(cost[rule] / cost["baseline:products"], 4) for rule in shipped},
        "model_max_error_min": max(proof.from_model for proof in proofs),
        "model_parts_at": next((proof.where for proof in proofs if proof.where), ""),
    }
