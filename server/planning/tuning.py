"""Finds weights for who is next by playing days: an evolution strategy in a few dimensions.

After Hansen and Ostermeier (2001), in its simplest form: the better half of each generation gives mean and spread of
the next one.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from server.domain.index import Weights
from server.domain.plan import FIFO, Plan
from server.domain.plan import Rule as DomainRule
from server.planning.trials import Trial, Trials
from server.simulation.rules import compiled
from server.simulation.shapes import Floats

# The weights that days can tell apart, with the span searched; the last word: by factors or evenly.
RANGES = {
    "p": (0.5, 5.0, False),
    "q": (0.0, 2.0, False),
    "drain": (0.0, 3.0, False),
    "balance": (0.0, 1.5, False),
    "appointment": (0.2, 50.0, True),
    "priority": (0.2, 50.0, True),
}
CHILDREN = 12
FIRST_SPREAD, LEAST_SPREAD = 0.2, 0.01


@dataclass(frozen=True)
class Found:
    """The best weights so far and their mean of (wait / target)² on the days of the search."""

    weights: Weights
    badness: float
    tried: int


def names() -> list[str]:
    """The weights that are searched."""
    return [field.name for field in fields(Weights) if field.name in RANGES]


def search(
    trials: Trials,
    plan: Plan,
    start: Sequence[Weights],
    until: float,
    seed: int,
    better: Callable[[Found], None],
    most: int = 60,
) -> None:
    """Search from the best of `start` until `until` (time.monotonic) or `most` generations; tells each better one."""
    chance = np.random.default_rng(seed)
    costs = _costs(trials, plan, start)
    best = int(np.argmin(costs))
    found = Found(start[best], costs[best], len(start))
    better(found)
    mean, spread = _place(start[best]), np.full(len(names()), FIRST_SPREAD)
    for _ in range(most):
        if time.monotonic() >= until or spread.max() < LEAST_SPREAD:
            return
        places = np.clip(mean + spread * chance.standard_normal((CHILDREN, len(mean))), 0.0, 1.0)
        children = [_weights(place, start[best]) for place in places]
        costs = _costs(trials, plan, children)
        order = np.argsort(costs, kind="stable")[: CHILDREN // 2]
        found = replace(found, tried=found.tried + CHILDREN)
        if costs[order[0]] < found.badness:
            found = Found(children[order[0]], costs[order[0]], found.tried)
        better(found)
        elite = places[order]
        mean = 0.5 * elite.mean(axis=0) + 0.5 * _place(found.weights)
        spread = 0.5 * spread + 0.5 * (elite.std(axis=0) + 0.3 * np.abs(elite - mean).mean(axis=0))


def tuned(weights: Weights) -> DomainRule:
    """These weights as a rule that weighs."""
    return DomainRule("balanced", weights)


def _costs(trials: Trials, plan: Plan, candidates: Sequence[Weights]) -> list[float]:
    sums = trials.run([Trial(compiled(tuned(weights), plan)) for weights in candidates])
    return [float(s.badness.sum() / s.count.sum()) for s in sums]


def _place(weights: Weights) -> Floats:
    """Where the weights lie in the unit cube."""
    place = []
    for name in names():
        low, high, by_factors = RANGES[name]
        value = min(max(float(getattr(weights, name)), low), high)
        place.append(float(np.log(value / low) / np.log(high / low)) if by_factors else (value - low) / (high - low))
    return np.array(place)


def _weights(place: Floats, base: Weights) -> Weights:
    """The weights at a place, rounded as they are written into a site."""
    values = {}
    for name, share in zip(names(), place.tolist(), strict=True):
        low, high, by_factors = RANGES[name]
        values[name] = float(f"{low * (high / low) ** share if by_factors else low + share * (high - low):.3g}")
    return replace(base, **values)


def lines(weights: Weights, preset: str) -> list[str]:
    """What to paste into site.toml."""
    preset = "balanced" if preset == FIFO else preset  # "fifo" does not weigh
    return [
        "[dispatch]",
        f'preset = "{preset}"',
        *(f"weights.{name} = {float(getattr(weights, name))!r}" for name in names()),
    ]
