"""The marks of good dispatch and true times: what was aimed at, what was reached, in one line each."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Mark(NamedTuple):
    """One mark. `met`: whether the figure reaches it."""

    number: int
    what: str
    aim: str
    figure: float
    met: bool


def marks(worlds: Mapping[str, Mapping[str, Any]]) -> Iterator[Mark]:
    """Every mark that these worlds' figures can answer."""
    for name, found in worlds.items():
        limit = 0.36 if name == "reference" else 0.55 if name == "load_0.7" else 0.42
        yield _most(1, f"{name}: J of the default / FIFO", found["j_over_fifo"], limit)
    if "reference" in worlds:
        yield from _presets(worlds["reference"]["rules"])
    for name, found in worlds.items():
        shipped = {rule: row for rule, row in found["rules"].items() if not rule.startswith("baseline:")}
        inside = sum(row["overtaken_inside"] for row in shipped.values())
        yield _most(4, f"{name}: overtaken inside service and kind", inside, 0)
        most = max(row["most_overtaken"] for row in shipped.values())
        yield _most(4, f"{name}: most often overtaken inside the kind", most, 3)
    for name, found in worlds.items():
        yield _most(5, f"{name}: forecast MAE / naive", found["mae_over_naive"], 0.40)
        yield _between(5, f"{name}: 90 % interval covers", found["coverage"], 0.88, 0.92)
        yield _most(5, f"{name}: too low by more than 10 min", found["too_low_by_10"], 0.07)
    for name, found in worlds.items():
        yield _most(7, f"{name}: minutes apart from the recorded worlds", found["recorded_max_error_min"], 1e-6)
        yield _most(7, f"{name}: minutes apart from the independent model", found["model_max_error_min"], 1e-9)


def _presets(rules: Mapping[str, Mapping[str, Any]]) -> Iterator[Mark]:
    first, products, fair = rules["appointments-first"], rules["baseline:products"], rules["fair"]
    for kind in ("appointment", "priority"):
        yield _least(2, f"appointments-first: {kind} in 10 min", first["in_target"][kind], products["in_target"][kind])
    yield _most(2, "appointments-first: walk-in p95 / products", first["p95_over_products"]["walk-in"], 0.80)
    yield _most(2, "appointments-first: mean / products", first["mean_over_products"], 0.85)
    yield _most(3, "fair: mean / FIFO", fair["mean_over_fifo"], 0.88)
    for kind, ratio in fair["p95_over_fifo"].items():
        yield _most(3, f"fair: {kind} p95 / FIFO", ratio, 1.05)


def _most(number: int, what: str, figure: float, limit: float) -> Mark:
    return Mark(number, what, f"<= {limit:g}", figure, figure <= limit)


def _least(number: int, what: str, figure: float, limit: float) -> Mark:
    return Mark(number, what, f">= {limit:g}", figure, figure >= limit)


def _between(number: int, what: str, figure: float, low: float, high: float) -> Mark:
    return Mark(number, what, f"{low:g} to {high:g}", figure, low <= figure <= high)
