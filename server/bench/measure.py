"""The measurements: each starts the server it needs, returns its figures and leaves nothing running."""

import asyncio
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from server.bench.clients import Client, desk, kiosk, percentile
from server.bench.office import BenchOffice, service_slugs
from server.bench.receivers import Receivers
from server.wire import messages as m

CLIENTS = 32
DISPLAYS = 50
SETTLE_S = 6.0
SERVICES = service_slugs()

Say = Callable[[str], None]
Figures = dict[str, float]


async def _kiosks(stack: AsyncExitStack, office: BenchOffice, count: int) -> list[Client]:
    machines = office.add_machines("kiosk", count)
    return [await stack.enter_async_context(kiosk(office.url, machine)) for machine in machines]


async def _desks(stack: AsyncExitStack, office: BenchOffice, count: int) -> list[Client]:
    cookie = office.add_session("lead")
    desks = [await stack.enter_async_context(desk(office.url, cookie, str(n + 1))) for n in range(count)]
    for n, client in enumerate(desks):
        await client.do(m.OpenCounter(str(n + 1)))
    return desks


async def _issue(clients: list[Client], total: int) -> tuple[list[float], list[m.TicketOnPaper]]:
    times: list[float] = []
    tickets: list[m.TicketOnPaper] = []
    left = iter(range(total))

    async def draw(client: Client) -> None:
        for n in left:
            took, reply = await client.timed(m.IssueTicket(SERVICES[n % len(SERVICES)], "de"))
            if not isinstance(reply, m.Done) or not isinstance(reply.result, m.TicketOnPaper):
                raise RuntimeError(f"no ticket: {reply}")
            times.append(took)
            tickets.append(reply.result)

    await asyncio.gather(*(draw(client) for client in clients))
    return times, tickets


async def _call(clients: list[Client], rounds: int) -> list[float]:
    times: list[float] = []

    async def serve(client: Client, counter: str) -> None:
        for _ in range(rounds):
            took, reply = await client.timed(m.CallNext(counter))
            if not isinstance(reply, m.Done):
                raise RuntimeError(f"no call: {reply}")
            times.append(took)
            await client.do(m.FinishService(counter))

    await asyncio.gather(*(serve(client, str(n + 1)) for n, client in enumerate(clients)))
    return times


async def issue_and_call(say: Say, tickets: int = 12_000, rounds: int = 60) -> Figures:
    """Tickets and calls at 32 concurrent clients, with the memory that the server then has."""
    with tempfile.TemporaryDirectory(prefix="lotse-bench-") as folder:
        office = BenchOffice(Path(folder))
        await office.start()
        try:
            async with AsyncExitStack() as stack:
                clients = await _kiosks(stack, office, CLIENTS)
                await _issue(clients, 500)
                say(f"issuing {tickets} tickets from {CLIENTS} kiosks")
                began = time.perf_counter()
                issue_ms, drawn = await _issue(clients, tickets)
                rate = tickets / (time.perf_counter() - began)
                say(f"calling {rounds * CLIENTS} times from {CLIENTS} counters")
                desks = await _desks(stack, office, CLIENTS)
                await _call(desks, 3)
                call_ms = await _call(desks, rounds)
                rss = office.rss_mb()
            numbers = Counter(t.number for t in drawn)
            stored = {str(row[0]) for row in office.rows("SELECT id FROM tickets")}
        finally:
            office.stop()
    return {
        "issue_p50_ms": statistics.median(issue_ms),
        "issue_p99_ms": percentile(issue_ms, 0.99),
        "issue_per_s": rate,
        "call_p50_ms": statistics.median(call_ms),
        "call_p99_ms": percentile(call_ms, 0.99),
        "duplicates": sum(count - 1 for count in numbers.values()),
        "lost": sum(1 for t in drawn if t.ticket not in stored),
        "rss_mb": rss,
    }


async def growth(say: Say, blocks: int = 12, calls: int = 40) -> Figures:
    """Median latency of a call with 10,000 people waiting against 10 people waiting, one counter at work.

    Two servers stand side by side and take turns, block by block, so that a machine that changes its speed does not
    count. After the queues are filled they get a few seconds for their checkpoints.
    """
    async with AsyncExitStack() as stack:
        sides: dict[int, tuple[Client, Client]] = {}
        for waiting in (10, 10_000):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lotse-bench-"))
            office = BenchOffice(Path(folder))
            await office.start()
            stack.callback(office.stop)
            clients = await _kiosks(stack, office, 8)
            say(f"{waiting} people come and wait")
            await _issue(clients, waiting)
            (counter,) = await _desks(stack, office, 1)
            sides[waiting] = (clients[0], counter)
        await asyncio.sleep(SETTLE_S)
        say(f"calling {blocks * calls} times at each")
        times: dict[int, list[float]] = {10: [], 10_000: []}
        for block in range(blocks + 1):
            for waiting, (kiosk_side, counter) in sides.items():
                took = await _block(kiosk_side, counter, calls)
                if block:  # the first warms up
                    times[waiting] += took
    small, large = statistics.median(times[10]), statistics.median(times[10_000])
    return {"call_10_ms": small, "call_10000_ms": large, "growth": large / small}


async def _block(kiosk_side: Client, counter: Client, calls: int) -> list[float]:
    times = []
    for n in range(calls):
        took, reply = await counter.timed(m.CallNext("1"))
        if not isinstance(reply, m.Done):
            raise RuntimeError(f"no call: {reply}")
        await counter.do(m.FinishService("1"))
        await kiosk_side.do(m.IssueTicket(SERVICES[n % len(SERVICES)], "de"))
        times.append(took)
    return times


async def displays(say: Say, presses: int = 100) -> Figures:
    """From the clerk's press until 50 displays have the board with the call."""
    with tempfile.TemporaryDirectory(prefix="lotse-bench-") as folder:
        office = BenchOffice(Path(folder))
        await office.start()
        office.stop()
        receivers = Receivers(office.add_machines("display", DISPLAYS))
        async with receivers.listening():
            _remember(office, receivers)
            await office.start()
            try:
                async with AsyncExitStack() as stack:
                    say(f"waiting for {DISPLAYS} displays")
                    while receivers.connected < DISPLAYS:  # the server dials them by itself
                        await asyncio.sleep(0.02)
                    clients = await _kiosks(stack, office, 4)
                    await _issue(clients, presses)
                    (counter,) = await _desks(stack, office, 1)
                    say(f"pressing call {presses} times")
                    delays = [await _press(counter, receivers) for _ in range(presses)]
            finally:
                office.stop()
    return {"display_p50_ms": statistics.median(delays), "display_p99_ms": percentile(delays, 0.99)}


def _remember(office: BenchOffice, receivers: Receivers) -> None:
    from server.store.database import Opened
    from server.store.members import Members

    opened = Opened(office.data, alone=False)
    members = Members(opened)
    for display in members.displays():
        members.seen_at(display.id, display.name, receivers.address_of(display.id))
    opened.close()


async def _press(counter: Client, receivers: Receivers) -> float:
    began = time.perf_counter()
    reply = await counter.do(m.CallNext("1"))
    if not isinstance(reply, m.Done) or not isinstance(reply.result, m.Acknowledged):
        raise RuntimeError(f"no call: {reply}")
    number = str(reply.result.number)
    deadline = began + 5
    while len(receivers.seen.get(number, ())) < DISPLAYS and time.perf_counter() < deadline:
        await asyncio.sleep(0.001)
    seen = receivers.seen.get(number, [])
    await counter.do(m.FinishService("1"))
    return (max(seen) - began) * 1000 if len(seen) == DISPLAYS else 5000.0


async def start(say: Say, history: int = 100_000, starts: int = 5) -> Figures:
    """Seconds from starting the process until `/health` answers, with a long history in the database."""
    from server.bench.history import fill

    with tempfile.TemporaryDirectory(prefix="lotse-bench-") as folder:
        office = BenchOffice(Path(folder))
        say(f"writing {history} tickets of history")
        fill(office, history)
        times = []
        for n in range(starts + 1):
            say(f"start {n} of {starts}")
            times.append(await office.start())
            office.stop()
    return {"start_s": statistics.median(times[1:])}


def as_json(figures: Figures) -> str:
    """The figures on one line, rounded to what means something."""
    return json.dumps({name: round(value, 3) for name, value in figures.items()})
