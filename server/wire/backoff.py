"""When to try again: capped, jittered, never giving up."""

import random
from collections.abc import Iterator

FIRST_S = 0.1
FACTOR = 1.7
CAP_S = 2.0  # a LAN: an office that is back is noticed within about two seconds even without mDNS


def pauses(chance: random.Random | None = None) -> Iterator[float]:
    """Seconds to wait before each next attempt, for ever; jitter keeps many machines from dialling in step."""
    chance = chance or random.Random()
    pause = FIRST_S
    while True:
        yield pause * chance.uniform(0.7, 1.3)
        pause = min(pause * FACTOR, CAP_S)
