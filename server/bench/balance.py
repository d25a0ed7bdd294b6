"""`lotse bench balance`: how good the order is and how true the times are, in worlds that anybody can play again."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from server.bench import proofs
from server.bench.estimates import Estimates, accuracy, estimate_day, together
from server.bench.rules import ALL_RULES, LOOK_AHEAD, Played, overtakes_inside, play_day
from server.bench.worlds import KIND_NAMES, Day, draw_day, world
from server.simulation.shapes import Floats, Ints

TARGETS = np.array([30.0, 10.0, 10.0])
RESAMPLES = 1000
PAST_SHARE = 0.5  # of the days with forecasts, the first half calibrates the second
FORECAST_DAYS = 50  # of an office of the reference's size; fewer of a larger one, where a day holds more tickets
SEED = 700_000

Say = Callable[[str], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Outcome:
    """One rule on one day. `cost`: sum of (wait / target)²."""

    cost: float
    wait: Floats
    kind: Ints
    most_overtaken: int
    overtaken_inside: int
    overtime: float


def run(names: Sequence[str], days: int, *, look_ahead: bool, say: Say) -> dict[str, Any]:
    """The figures of the worlds called `names` on `days` days each, the same visitors for every rule."""
    rules = [name for name in ALL_RULES if look_ahead or name != LOOK_AHEAD]
    found: dict[str, Any] = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for name in names:
            began = time.monotonic()
            seeds = range(SEED, SEED + days)
            played = list(_progress(pool.map(_outcomes, [(name, seed, rules) for seed in seeds]), days, name, say))
            figures = summary({rule: [day[rule] for day in played] for rule in rules})
            asked = range(SEED + 10_000, SEED + 10_000 + max(2, min(days, int(FORECAST_DAYS / world(name).scale))))
            parts = list(_progress(pool.map(_estimates, [(name, s) for s in asked]), len(asked), f"{name} times", say))
            figures |= times(parts, world(name).services)
            work = proofs.batches(name, days)
            figures |= proofs.figures(list(_progress(pool.map(proofs.prove, work), len(work), f"{name} proofs", say)))
            figures["seconds"] = round(time.monotonic() - began, 1)
            found[name] = figures
            say(f"{name}: J / FIFO {figures['j_over_fifo']}, forecast MAE / naive {figures['mae_over_naive']}")
    return found


def _progress(results: Iterable[T], count: int, what: str, say: Say) -> Iterator[T]:
    for number, result in enumerate(results, 1):
        if number % 10 == 0 or number == count:
            say(f"{what}: {number} of {count}")
        yield result


def _outcomes(task: tuple[str, int, list[str]]) -> dict[str, Outcome]:
    name, seed, rules = task
    day = draw_day(world(name), seed)
    return {rule: outcome(day, play_day(world(name), day, rule, seed)) for rule in rules}


def outcome(day: Day, played: Played) -> Outcome:
    """What counts of a day that was played."""
    kind = day.tickets.kind
    cost = float(((played.wait / TARGETS[kind]) ** 2).sum())
    inside = overtakes_inside(day, played.start)
    return Outcome(cost, played.wait, kind, played.most_overtaken, inside, played.overtime)


def _estimates(task: tuple[str, int]) -> Estimates:
    name, seed = task
    return estimate_day(world(name), draw_day(world(name), seed), "balanced", seed)


def summary(by_rule: dict[str, list[Outcome]]) -> dict[str, Any]:
    """The figures of every rule, and of the default relative to FIFO and to the products' rule."""
    rules = {}
    for name, days in by_rule.items():
        wait = np.concatenate([day.wait for day in days])
        kind = np.concatenate([day.kind for day in days])
        own = [wait[kind == k] for k in range(3)]
        rules[name] = {
            "J": round(sum(day.cost for day in days) / len(wait), 4),
            "mean": round(float(wait.mean()), 2),
            "p95": {n: round(float(np.quantile(w, 0.95)), 1) for n, w in zip(KIND_NAMES, own, strict=True)},
            "in_target": {
                n: round(float((w <= TARGETS[k]).mean()), 4)
                for k, (n, w) in enumerate(zip(KIND_NAMES, own, strict=True))
            },
            "longest": round(float(wait.max()), 1),
            "most_overtaken": max(day.most_overtaken for day in days),
            "overtaken_inside": sum(day.overtaken_inside for day in days),
            "overtime": round(float(np.mean([day.overtime for day in days])), 1),
        }
        for other in ("fifo", "products"):
            base = by_rule[f"baseline:{other}"]
            ratio, low, high = ratio_of_costs(days, base)
            rules[name][f"j_over_{other}"] = round(ratio, 4)
            rules[name][f"j_over_{other}_interval"] = [round(low, 4), round(high, 4)]
            others = np.concatenate([day.wait for day in base])
            rules[name][f"mean_over_{other}"] = round(float(wait.mean() / others.mean()), 4)
            rules[name][f"p95_over_{other}"] = {
                n: round(float(np.quantile(w, 0.95) / max(np.quantile(others[kind == k], 0.95), 1e-9)), 4)
                for k, (n, w) in enumerate(zip(KIND_NAMES, own, strict=True))
            }
    default = rules.get(LOOK_AHEAD) or rules["balanced"]
    return {
        "days": len(by_rule["balanced"]),
        "tickets": sum(len(day.wait) for day in by_rule["balanced"]),
        "j_over_fifo": default["j_over_fifo"],
        "j_over_products": default["j_over_products"],
        "rules": rules,
    }


def ratio_of_costs(days: list[Outcome], base: list[Outcome]) -> tuple[float, float, float]:
    """J of some days over J of the same visitors under another rule, with the 95 % interval by bootstrap over days."""
    own, other = np.array([day.cost for day in days]), np.array([day.cost for day in base])
    lots = np.random.default_rng(1)
    picks = lots.integers(0, len(own), (RESAMPLES, len(own)))
    resampled = own[picks].sum(axis=1) / other[picks].sum(axis=1)
    low, high = np.quantile(resampled, [0.025, 0.975])
    return float(own.sum() / other.sum()), float(low), float(high)


def times(parts: list[Estimates], services: tuple[str, ...]) -> dict[str, Any]:
    """The forecast's figures: the first days calibrate, the others count."""
    past = max(1, int(len(parts) * PAST_SHARE))
    return accuracy(together(parts[past:] or parts), together(parts[:past]), services)
