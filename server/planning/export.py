"""Every simulated ticket as a row of CSV, for whoever wants to reckon anew."""

import csv
import io
from collections.abc import Sequence

from server.planning.measures import Outcome
from server.planning.traffic import Traffic
from server.simulation.rules import KIND_ORDER

COLUMNS = (
    "preset", "day", "service", "kind", "check_in", "wait_from", "called", "finished", "counter", "wait_min",
    "target_min", "overtaken",
)  # fmt: skip


def as_csv(traffic: Traffic, results: Sequence[Outcome]) -> str:
    """One row a ticket; moments in minutes after midnight."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for result in results:
        columns = zip(
            [result.name] * len(result.wait),
            (result.day + 1).tolist(),
            [traffic.services[p] for p in result.pool],
            [KIND_ORDER[k].value for k in result.kind],
            *([f"{v:.2f}" for v in values] for values in (result.arrive, result.since, result.start, result.end)),
            [traffic.counters[c] for c in result.counter],
            [f"{v:.2f}" for v in result.wait],
            [f"{v:g}" for v in result.target],
            result.overtaken.tolist(),
            strict=True,
        )
        writer.writerows(columns)
    return text.getvalue()
