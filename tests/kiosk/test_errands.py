"""Errands: waited for, also those begun while waiting; a mistake stops the kiosk."""

import asyncio

import pytest

from kiosk.errands import Errands


async def test_errands_that_begin_while_others_are_waited_for_are_waited_for_too():
    errands, done = Errands(lambda: None), []

    async def second():
        await asyncio.sleep(0.02)
        done.append("second")

    async def first():
        await asyncio.sleep(0.02)
        done.append("first")
        errands.do(second())

    errands.do(first())
    await errands.done()

    assert done == ["first", "second"]


async def test_a_mistake_stops_the_kiosk_and_is_kept():
    stopped = asyncio.Event()
    errands = Errands(stopped.set)

    async def wrong():
        raise ValueError("a mistake")

    errands.do(wrong())
    await errands.done()

    async with asyncio.timeout(1):
        await stopped.wait()
    assert isinstance(errands.fault, ValueError)


async def test_what_goes_on_ends_when_it_begins_anew_and_when_it_is_broken_off():
    errands, ended = Errands(pytest.fail), []

    async def going_on(number):
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(number)

    errands.go_on(going_on(1), "learning")
    await asyncio.sleep(0)
    errands.go_on(going_on(2), "learning")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert ended == [1]

    await errands.break_off()
    assert ended == [1, 2]
    assert errands.fault is None
