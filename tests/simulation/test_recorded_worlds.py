"""Two rules on all days that another engine recorded: this engine gives the same start times."""

import json

import numpy as np
import pytest

from assets import path
from server.bench.comparison import by_clockwork
from server.bench.recorded import days, worlds

SAME_MIN = 1e-6


@pytest.mark.parametrize("world", worlds())
def test_the_clockwork_reproduces_every_recorded_start(world):
    office, tickets = worlds()[world], 0

    for day in days(office):
        for rule, recorded in day.starts.items():
            start, counter = by_clockwork(office.desks, day.visitors, rule)
            assert np.abs(start - np.array(recorded)).max() <= SAME_MIN
            assert counter.tolist() == list(day.counters[rule])
            tickets += len(recorded)

    assert tickets > 9000  # of both rules


def test_the_recorded_results_follow_from_the_recorded_starts():
    office = worlds()["reference"]

    waits = [
        max(start - visitor.since, 0.0)
        for day in days(office)
        for visitor, start in zip(day.visitors, day.starts["fifo"], strict=True)
    ]

    results = json.loads(path("worlds/office.json").read_text(encoding="utf-8"))["results"]["reference"]
    assert len(waits) == results["tickets"]
    assert np.mean(waits) == pytest.approx(results["fifo"]["mean"], abs=5e-4)
