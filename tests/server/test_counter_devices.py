"""The call button and the sign of a counter, on ptys, against a real server."""

import asyncio
import contextlib
import os
import time

from counter.bridge import Bridge, CounterMembership
from server.bench.office import key
from server.wire import messages as m
from server.wire.joining import join


async def until(condition, deadline_s=10.0):
    ends = time.monotonic() + deadline_s
    while not (found := condition()):
        assert time.monotonic() < ends, "it did not come true in time"
        await asyncio.sleep(0.01)
    return found


async def joined_at(house, counter):
    token = house.members.new_join_token()
    joined, url = await join(m.Join(token, "counter", "PC", counter=counter), house.url)
    return CounterMembership(joined.machine, joined.secret, joined.server, url, counter)


async def test_a_press_calls_the_next_visitor_and_the_sign_shows_the_number(house):
    kiosk, desk = await house.kiosk(), await house.desk("101")
    await desk.do(m.OpenCounter("101"))
    (press, button), (lamp, sign) = os.openpty(), os.openpty()
    os.set_blocking(lamp, False)
    bridge = Bridge(await joined_at(house, "101"), os.ttyname(button), os.ttyname(sign))
    shown = bytearray()

    def on_sign(ending):
        with contextlib.suppress(BlockingIOError):
            shown.extend(os.read(lamp, 100))
        return shown.endswith(ending)

    bridge.start()
    try:
        await until(lambda: on_sign(b"\r"))
        await kiosk.do(m.IssueTicket("abholung", "de"))
        os.write(press, b"\x01\x07PRESS")

        await until(lambda: on_sign(b"A001\r"))
        os.write(press, b"\r\r\r")  # it bounces
        await desk.do(m.FinishService("101"))
        await until(lambda: not on_sign(b"A001\r"))
    finally:
        await bridge.close()
        for end in (press, button, lamp, sign):
            os.close(end)


async def test_a_counters_pc_speaks_for_its_own_counter_only(house):
    desk = await house.desk("102")
    await desk.do(m.OpenCounter("102"))
    own = await joined_at(house, "101")
    headers = {"Authorization": f"Bearer {own.machine}.{own.secret}"}

    async def code(command):
        body = m.encode(m.Do(key(), command))
        async with house.session.post(f"{house.url}/api/commands", data=body, headers=headers) as reply:
            return (await reply.json())["code"]

    assert await code(m.CallNext("102")) == "forbidden"
    assert await code(m.CallNext("101")) == "counter_not_open"
    assert await code(m.OpenCounter("101")) == "forbidden"
    assert await code(m.IssueTicket("abholung", "de")) == "forbidden"
