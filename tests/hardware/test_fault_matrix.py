"""Everything that goes wrong with a printer, in every phase of a slip, over a network and over a serial line."""

import asyncio
from itertools import groupby

import pytest

from kiosk.trial.matrix import FAULTS, cases, outcome

CASES = {fault: list(together) for fault, together in groupby(cases(), lambda case: case[0])}


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_kiosk_tells_the_truth_prints_no_slip_twice_and_goes_on(fault):
    outcomes = await asyncio.gather(*(outcome(*case) for case in CASES[fault]))

    known = FAULTS[fault].limit
    lies = {(seen.phase, seen.transport): seen.lies for seen in outcomes if seen.lies not in ((), (known,))}
    assert lies == {}
    assert all(seen.lies == (known,) for seen in outcomes) or not known, "a limit that is none any more"
