"""Python's collector of cyclic garbage, kept from stopping the office in a rush.

Looking through everything takes a tenth of a second with ten thousand tickets, and Python does it whenever a quarter
more has gathered: just when many people come at once. Here only what is young is looked through at any time. The
whole is looked through when the office is quiet, which it is between any two visitors, and rarely enough.
"""

import asyncio
import contextlib
import gc
import sys
from collections.abc import Callable, Iterator

YOUNG = 2_000  # objects made since; looking through them takes a millisecond
MIDDLE = 3  # so many times that, now and then, takes three
NEVER = sys.maxsize >> 33  # the largest that fits the C int of all platforms
EVERY_S = 600.0
LATEST_S = 7200.0
"""So late also when the office was never quiet."""
LOOK_S = 0.1


@contextlib.contextmanager
def sweeping(quiet: Callable[[], bool], every_s: float = EVERY_S) -> Iterator[None]:
    """Look through everything every `every_s`, when the office is `quiet`, until the block ends.

    What stands now is taken for good and never looked at again, the little rubbish of a start included: one more look
    would take longer than all else that is left to do.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, NEVER)
    task = asyncio.create_task(_sweep(quiet, every_s), name="sweep")
    try:
        yield
    finally:
        task.cancel()
        gc.set_threshold(*before)
        gc.unfreeze()


async def _sweep(quiet: Callable[[], bool], every_s: float) -> None:
    clock = asyncio.get_running_loop().time
    while True:
        swept = clock()
        await asyncio.sleep(every_s)
        while not quiet() and clock() - swept < LATEST_S:
            await asyncio.sleep(LOOK_S)
        gc.collect()
