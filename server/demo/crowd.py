"""The other visitors and the clerks: they fill the queue and work it off while the kiosk is being touched."""

import asyncio
import random
from collections import Counter

from server.bench.clients import Client
from server.demo.cast import CLERKS, SCRIPT_COUNTER, Cast
from server.wire import messages as m

EARLY_BIRDS = 30
LANGUAGES = ["de"] * 5 + ["en"] * 2 + ["ar"] * 3 + ["uk"] * 2


class Crowd:
    """Runs until `go_home`. `happened` counts what happened."""

    def __init__(self, cast: Cast, services: list[str], seed: int = 11) -> None:
        self.happened: Counter[str] = Counter()
        self.tickets: list[m.TicketOnPaper] = []
        self._cast, self._services, self._chance = cast, services, random.Random(seed)
        self._tasks: list[asyncio.Task[None]] = []

    async def open_the_office(self) -> None:
        """The first visitors draw their tickets and the counters open; nobody is called yet."""
        async with await self._cast.second_kiosk() as kiosk:
            for _ in range(EARLY_BIRDS):
                await self._draw(kiosk)
        for counter in (*CLERKS, SCRIPT_COUNTER):
            async with self._cast.desk(counter) as desk:
                await desk.do(m.OpenCounter(counter))

    def arrive(self) -> None:
        """More visitors come, clerks begin to call."""
        self._tasks = [asyncio.create_task(self._visitors())]
        self._tasks += [asyncio.create_task(self._clerk(counter)) for counter in CLERKS]

    async def go_home(self) -> None:
        """Everybody stops; a clerk finishes nobody."""
        for task in self._tasks:
            task.cancel()
        for outcome in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    async def _visitors(self) -> None:
        async with await self._cast.second_kiosk() as kiosk:
            while True:
                await asyncio.sleep(self._chance.uniform(1.5, 3.5))
                await self._draw(kiosk)

    async def _draw(self, kiosk: Client) -> None:
        kind: m.Kind = "priority" if self._chance.random() < 0.06 else "walk_in"
        order = m.IssueTicket(self._chance.choice(self._services), self._chance.choice(LANGUAGES), kind)
        reply = await kiosk.do(order)
        if isinstance(reply, m.Done) and isinstance(reply.result, m.TicketOnPaper):
            self.tickets.append(reply.result)
            self.happened["tickets at the other kiosk"] += 1

    async def _clerk(self, counter: str) -> None:
        async with self._cast.desk(counter) as desk:
            while True:
                await asyncio.sleep(self._chance.uniform(0.5, 3.0))
                if isinstance(await desk.do(m.CallNext(counter)), m.Refused):
                    continue
                self.happened["calls"] += 1
                await asyncio.sleep(self._chance.uniform(1.5, 3.0))
                await self._serve(desk, counter)

    async def _serve(self, desk: Client, counter: str) -> None:
        luck = self._chance.random()
        if luck < 0.12:
            await desk.do(m.Recall(counter))
            self.happened["recalls"] += 1
            await asyncio.sleep(1.5)
            await desk.do(m.ReportNoShow(counter))
            self.happened["no-shows"] += 1
            return
        await desk.do(m.StartService(counter))
        await asyncio.sleep(self._chance.uniform(12.0, 28.0))
        if luck < 0.2:
            await desk.do(m.ParkTicket(counter))
            self.happened["parked"] += 1
        elif luck < 0.3:
            to = next(c for c in CLERKS if c != counter)
            await desk.do(m.TransferTicket(counter, to_counter=to))
            self.happened["transfers"] += 1
        else:
            await desk.do(m.FinishService(counter))
            self.happened["served"] += 1
