"""The clockwork and the domain find the same drain times, however many counters serve the same and whoever is away."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.drain import drains
from server.domain.plan import Plan, Rule
from server.simulation.clockwork import drain
from server.simulation.rules import compiled
from server.simulation.shapes import empty_state, make_shape

POOLS = 4

counters = st.tuples(st.frozensets(st.integers(0, POOLS - 1), min_size=1), st.booleans())
some_work = st.lists(st.floats(0.0, 300.0), min_size=POOLS, max_size=POOLS)


@settings(max_examples=200, deadline=None)
@given(office=st.lists(counters, min_size=1, max_size=12), work=some_work)
def test_the_clockwork_drains_as_the_domain_does(office, work):
    rule = compiled(Rule.of("balanced"), Plan({}, {}))
    shape = make_shape(np.array([[p in serves for p in range(POOLS)] for serves, _ in office]), [1.0] * POOLS, [0.0])
    state = empty_state(len(office), POOLS, 0)
    state.work[:] = work
    state.off[:] = [away for _, away in office]
    at_work = Counter(serves for serves, away in office if not away)

    drain(shape, rule, state)

    expected = drains(work, [(sorted(serves), count) for serves, count in at_work.items()], rule.balance)
    assert state.drains.tolist() == pytest.approx(expected, rel=1e-9)
