"""kill -9 at random moments under load, then look whether anything was lost, doubled or called twice."""

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from server.bench.clients import Client, desk, kiosk
from server.bench.office import BenchOffice, key, service_slugs
from server.wire import messages as m

KIOSKS = 6
COUNTERS = 5
RETRY_S = 0.05

Say = Callable[[str], None]


@dataclass
class Ledger:
    """What the server acknowledged, by idempotency key."""

    issued: dict[str, m.TicketOnPaper] = field(default_factory=dict)
    called: dict[str, m.Acknowledged] = field(default_factory=dict)
    changed_answers: int = 0
    repeats: int = 0


async def safety(say: Say, kills: int = 20, seed: int = 1) -> dict[str, float]:
    """`lost`: acknowledged tickets that are not in the database; `duplicates`: numbers given twice, keys that took
    effect twice, answers that changed; `double_calls`: tickets called to two counters. All must be 0."""
    chance = random.Random(seed)
    ledger = Ledger()
    with tempfile.TemporaryDirectory(prefix="lotse-bench-") as folder:
        office = BenchOffice(
            Path(folder), forecast=False
        )  # a worker for each of the many starts would take the processor
        await office.start()
        machines, cookie = office.add_machines("kiosk", KIOSKS), office.add_session("lead")
        ended = asyncio.Event()
        visitors = [asyncio.create_task(_visitors(office, machine, ledger, ended)) for machine in machines]
        clerks = [asyncio.create_task(_clerk(office, cookie, str(n + 1), ledger, ended)) for n in range(COUNTERS)]
        try:
            for n in range(kills):
                await asyncio.sleep(chance.uniform(0.05, 0.4))
                office.kill()
                say(f"killed {n + 1} of {kills}; {len(ledger.issued)} tickets, {len(ledger.called)} calls so far")
                await office.start()
            await asyncio.sleep(0.5)
            ended.set()
            await asyncio.gather(*visitors, *clerks)
        finally:
            for task in (*visitors, *clerks):
                task.cancel()
            office.stop()
        return _judge(office, ledger, kills)


async def _visitors(office: BenchOffice, machine: tuple[str, str], ledger: Ledger, ended: asyncio.Event) -> None:
    services = random.Random(machine[0])

    async def draw(client: Client, own_key: str) -> None:
        reply = await client.do(m.IssueTicket(services.choice(service_slugs()), "de"), own_key)
        if isinstance(reply, m.Done) and isinstance(reply.result, m.TicketOnPaper):
            if ledger.issued.setdefault(own_key, reply.result) != reply.result:
                ledger.changed_answers += 1
            if services.random() < 0.1:  # a reply that got lost on its way is asked for again
                again = await client.do(m.IssueTicket("s-a0", "de"), own_key)
                ledger.repeats += 1
                ledger.changed_answers += again != reply

    await _keep_doing(office, lambda: kiosk(office.url, machine), draw, ended)


async def _clerk(office: BenchOffice, cookie: str, counter: str, ledger: Ledger, ended: asyncio.Event) -> None:
    async def serve(client: Client, own_key: str) -> None:
        await client.do(m.OpenCounter(counter))
        reply = await client.do(m.CallNext(counter), own_key)
        if isinstance(reply, m.Done) and isinstance(reply.result, m.Acknowledged):
            ledger.called[own_key] = reply.result
        await client.do(m.FinishService(counter))

    await _keep_doing(office, lambda: desk(office.url, cookie, counter), serve, ended)


async def _keep_doing(
    office: BenchOffice, dial: Callable[[], Client], act: Callable[[Client, str], Awaitable[None]], ended: asyncio.Event
) -> None:
    own_key = key()
    while not ended.is_set():
        try:
            async with dial() as client:
                while not ended.is_set():
                    await act(client, own_key)
                    own_key = key()
        except OSError:  # killed: come back with the same key
            await asyncio.sleep(RETRY_S)


def _judge(office: BenchOffice, ledger: Ledger, kills: int) -> dict[str, float]:
    stored = {str(id): str(number) for id, number in office.rows("SELECT id, number FROM tickets")}
    numbers = Counter(str(n) for (n,) in office.rows("SELECT number FROM tickets WHERE state IN ('waiting', 'called')"))
    keys = Counter(str(k) for (k,) in office.rows("SELECT key FROM answers"))
    calls = Counter(str(t) for (t,) in office.rows("SELECT ticket FROM events WHERE type = 'TicketCalled'"))
    acknowledged = Counter(a.ticket for a in ledger.called.values())
    lost = sum(1 for t in ledger.issued.values() if stored.get(t.ticket) != t.number)
    lost += sum(1 for a in ledger.called.values() if a.ticket not in calls)
    doubled = sum(n - 1 for n in numbers.values()) + sum(n - 1 for n in keys.values()) + ledger.changed_answers
    return {
        "kills": kills,
        "tickets": len(ledger.issued),
        "calls": len(ledger.called),
        "repeats": ledger.repeats,
        "lost": lost,
        "duplicates": doubled,
        "double_calls": sum(n - 1 for n in calls.values()) + sum(n - 1 for n in acknowledged.values()),
    }
