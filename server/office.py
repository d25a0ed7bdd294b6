"""The only place where decide → record → evolve → announce meet.

One task takes all commands that wait, decides each on the state that the ones before it made, writes them in
one transaction, and only then answers and announces. Nobody else sees the state in between: readers ask
through `read`. When the disk refuses, the state is folded again from what is on disk.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from server.clock import OfficeClock
from server.domain import commands as c
from server.domain.decide import decide
from server.domain.events import DayOpened, Event, TicketEvent
from server.domain.plan import Plan
from server.domain.queue import Queue
from server.domain.refusal import Refusal
from server.store.database import StoreFault
from server.store.log import Batch, EventLog
from server.wire.messages import Acknowledged, Result

log = logging.getLogger(__name__)

T = TypeVar("T")
MAX_BATCH = 256
TURNS_TO_SEND = 2  # of the event loop, after which replies are on their way
CHECKPOINT_S = 2.0
CHECKPOINT_EVENTS = 40_000  # a storm that does not end is interrupted after so many

Answer = Callable[[Queue, list[Event]], Result]
"""Makes a command's reply from the state right after its events."""

_results: msgspec.json.Decoder[Result] = msgspec.json.Decoder(Result)
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class _Waiting:
    key: str
    command: c.Command
    answer: Answer
    reply: asyncio.Future[Result]


class Office:
    """The running office. Make it with `start`, end it with `close`."""

    def __init__(self, plan: Plan, events: EventLog, clock: OfficeClock) -> None:
        self.clock = clock
        self._plan = plan
        self._log = events
        self._queue = Queue(plan)
        self._answers: dict[str, tuple[str, bytes]] = {}
        self._waiting: deque[_Waiting] = deque()
        self._work = asyncio.Event()
        self._readers: list[Callable[[], None]] = []
        self._in_flight = False
        self._listeners: list[Callable[[Queue, list[Event]], None]] = []
        self._disk = ThreadPoolExecutor(1, "disk")
        self._tidying = ThreadPoolExecutor(1, "tidy")
        self._tasks: list[asyncio.Task[None]] = []
        self._recorded = 0
        self._quiet = False
        self.fault: StoreFault | None = None

    async def start(self) -> None:
        """Fold today from disk, begin the day if it is a new one, and take commands."""
        self._refold()
        self._tasks = [asyncio.create_task(self._run(), name="office"), asyncio.create_task(self._tidy(), name="tidy")]
        await self.change_day()

    async def close(self) -> None:
        """Finish what is being written, then stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._disk.shutdown()
        self._tidying.shutdown()  # a checkpoint under way must not outlive the database

    def listen(self, listener: Callable[[Queue, list[Event]], None]) -> Callable[[], None]:
        """Call `listener`, which must be quick, after each batch is on disk; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def do(self, key: str, command: c.Command, answer: Answer) -> Result:
        """Carry out `command` once; a repeat of `key` gets the first answer. Raises `Refusal` or `StoreFault`."""
        reply: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(key, command, answer, reply))
        self._work.set()
        return await reply

    def quiet(self) -> bool:
        """Whether nothing was recorded for a few seconds, and nothing is about to be."""
        return self._quiet and not self._in_flight and not self._waiting

    def answered(self, key: str) -> bool:
        """Whether today's command with this key has had its answer: a repeat will get the same."""
        return key in self._answers

    def answer_to(self, key: str) -> Result | None:
        """The answer that today's command with this key had."""
        return _results.decode(self._answers[key][1]) if key in self._answers else None

    async def read(self, look: Callable[[Queue], T]) -> T:
        """What `look` makes of the state, which is never one that is not on disk."""
        if not self._in_flight:
            return look(self._queue)
        found: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def answer() -> None:
            if found.done():
                return
            try:
                found.set_result(look(self._queue))
            except Exception as bug:  # it belongs to who asked, and not to the office
                found.set_exception(bug)

        self._readers.append(answer)
        return await found

    async def beside(self, write: Callable[[], T]) -> T:
        """Let `write`, which must be quick, use the disk between two batches, so that neither waits for a lock."""
        return await asyncio.get_running_loop().run_in_executor(self._disk, write)

    async def make_room(self) -> None:
        """Let commits find their place on the disk; the first commands may wait a tenth of a second for it."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._tidying, self._log.make_room)
        except StoreFault as fault:
            log.warning("no room was made: %s", fault)

    async def change_day(self) -> None:
        """Begin the day that the clock shows, if it has not begun; the earlier one is closed first."""
        day = self.clock.day(self.clock.now())
        if day <= await self.read(lambda queue: queue.day):
            return
        await self.do(f"day:{day}:open", c.OpenDay(day), lambda queue, events: Acknowledged())
        await asyncio.get_running_loop().run_in_executor(self._disk, self._log.forget_answers_before, day)
        log.info("day %s began", day)

    def _refold(self) -> None:
        day = self._log.last_day()
        self._queue = Queue(self._plan).fold(self._log.events_of(day))
        self._answers = self._log.answers_of(day)
        self.clock.reached(self._queue.at)

    async def _run(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            while self._waiting:
                await self._batch()

    async def _tidy(self) -> None:
        tidied = before = 0
        while True:
            await asyncio.sleep(CHECKPOINT_S)
            self._quiet, before = self._recorded == before, self._recorded
            if self._recorded != tidied and (self._quiet or self._recorded - tidied > CHECKPOINT_EVENTS):
                tidied = self._recorded
                try:
                    await asyncio.get_running_loop().run_in_executor(self._tidying, self._log.checkpoint)
                except StoreFault as fault:
                    log.warning("checkpoint: %s", fault)

    async def _batch(self) -> None:
        batch = Batch()
        replies: list[tuple[_Waiting, Result | Exception]] = []
        happened: list[Event] = []
        self._in_flight = True
        now = self.clock.now()
        taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), MAX_BATCH))]
        try:
            for waiting in taken:
                try:
                    replies.append((waiting, self._carry_out(waiting, batch, now)))
                except Refusal as refusal:
                    replies.append((waiting, refusal))
            if batch.events:
                await asyncio.get_running_loop().run_in_executor(self._disk, self._log.record, batch.rows())
            self._recorded += len(batch.events)
            self.fault = None
            happened = [event for _, event in batch.events]
        except StoreFault as fault:
            log.error("%s; %s", fault, fault.remedy)
            self._take_back(taken, replies, fault)
            self.fault = fault
        except Exception as bug:  # nothing of the batch is on disk; its senders are told, the office goes on
            log.exception("bug in a batch of %d commands", len(taken))
            self._take_back(taken, replies, bug)
        self._in_flight = False
        self._settle(replies, happened)
        if self._readers:
            for _ in range(TURNS_TO_SEND):  # nobody shall wait for his reply while others look
                await asyncio.sleep(0)
            readers, self._readers = self._readers, []
            for reader in readers:
                reader()

    def _take_back(
        self, taken: list[_Waiting], replies: list[tuple[_Waiting, Result | Exception]], reason: Exception
    ) -> None:
        self._refold()
        replies[:] = [(waiting, reason) for waiting in taken]

    def _carry_out(self, waiting: _Waiting, batch: Batch, now: datetime) -> Result:
        name = type(waiting.command).__name__
        earlier = self._answers.get(waiting.key)
        if earlier is not None:
            if earlier[0] != name:
                raise Refusal("key_reused", "this idempotency key belongs to another command")
            return _results.decode(earlier[1])
        events = decide(self._queue, waiting.command, now)
        for event in events:
            if isinstance(event, DayOpened):
                self._answers = {}
            day = self._queue.day or getattr(event, "day", "")
            self._queue.evolve(event)
            batch.events.append((day, event))
            if isinstance(event, TicketEvent):
                batch.tickets[event.ticket] = (day, self._queue.tickets[event.ticket])
        day = self._queue.day
        result = waiting.answer(self._queue, events)
        answer = _encode(result)
        self._answers[waiting.key] = (name, answer)
        batch.answers.append((waiting.key, day, name, answer))
        return result

    def _settle(self, replies: list[tuple[_Waiting, Result | Exception]], events: list[Event]) -> None:
        for waiting, outcome in replies:
            if waiting.reply.done():
                continue  # its sender has gone
            if isinstance(outcome, Exception):
                waiting.reply.set_exception(outcome)
            else:
                waiting.reply.set_result(outcome)
        if events:
            for listener in list(self._listeners):
                listener(self._queue, events)
