"""What forecasts cost who works: the same rush at a server that makes them and at one that does not."""

import asyncio
import statistics
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from server.bench.clients import Client, desk, kiosk, percentile
from server.bench.office import BenchOffice, service_slugs
from server.wire import messages as m

COUNTERS = 32
WAITING = 300
PAUSE_S = 0.3
TOLD_WITHIN_S = 120.0
SERVICES = service_slugs()

Say = Callable[[str], None]


async def beside(say: Say, blocks: int = 10, rounds: int = 20) -> dict[str, float]:
    """Latency of calls from 32 counters at once, each with a new ticket drawn, with and without forecasts.

    Two servers stand side by side and take turns, block by block, so that a machine that changes its speed does not
    count. About 300 wait all the time: a forecast is made every half second while the rush goes on.
    """
    async with AsyncExitStack() as stack:
        sides: dict[str, tuple[list[Client], list[Client]]] = {}
        for name in ("with", "without"):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lotse-bench-"))
            office = BenchOffice(Path(folder), forecast=name == "with")
            await office.start()
            stack.callback(office.stop)
            machines, cookie = office.add_machines("kiosk", COUNTERS), office.add_session("lead")
            kiosks = [await stack.enter_async_context(kiosk(office.url, machine)) for machine in machines]
            desks = [await stack.enter_async_context(desk(office.url, cookie, str(n + 1))) for n in range(COUNTERS)]
            for n, client in enumerate(desks):
                await client.do(m.OpenCounter(str(n + 1)))
            for n in range(WAITING):
                await kiosks[n % COUNTERS].do(m.IssueTicket(SERVICES[n % len(SERVICES)], "de"))
            sides[name] = kiosks, desks
        say("waiting for the first forecast")
        await _until_told(sides["with"][0][0])
        say(f"calling {blocks * rounds * COUNTERS} times at each")
        times: dict[str, list[float]] = {name: [] for name in sides}
        for block in range(blocks + 1):
            for name, (kiosks, desks) in sides.items():
                took = await _rush(kiosks, desks, rounds)
                if block:  # the first warms up
                    times[name] += took
                await asyncio.sleep(PAUSE_S)
    return {
        f"call_{figure}_{name}_forecasts_ms": of(took)
        for name, took in times.items()
        for figure, of in (("p50", statistics.median), ("p99", lambda took: percentile(took, 0.99)))
    }


async def _until_told(client: Client) -> None:
    async with asyncio.timeout(TOLD_WITHIN_S):
        while True:
            reply = await client.do(m.IssueTicket(SERVICES[0], "de"))
            if isinstance(reply, m.Done) and isinstance(reply.result, m.TicketOnPaper) and reply.result.wait:
                return
            await asyncio.sleep(1.0)


async def _rush(kiosks: list[Client], desks: list[Client], rounds: int) -> list[float]:
    times: list[float] = []

    async def serve(n: int) -> None:
        for turn in range(rounds):
            took, reply = await desks[n].timed(m.CallNext(str(n + 1)))
            if not isinstance(reply, m.Done):
                raise RuntimeError(f"no call: {reply}")
            times.append(took)
            await desks[n].do(m.FinishService(str(n + 1)))
            await kiosks[n].do(m.IssueTicket(SERVICES[(n + turn) % len(SERVICES)], "de"))

    await asyncio.gather(*(serve(n) for n in range(COUNTERS)))
    return times
