"""Keeps the office's waits up to date: asks the worker again when something changed, and every now and then.

All that takes time happens elsewhere: futures in the worker's process, the disk in threads. Without a worker the waits
are unknown and the office goes on.
"""

import asyncio
import contextlib
import logging
import sqlite3
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from server.domain.events import CounterClosed, CounterOpened, CounterPaused, Event
from server.domain.plan import Plan
from server.domain.queue import Queue
from server.domain.ticket import Kind
from server.forecast import snapshot
from server.forecast.calibrate import Factors, calibrate
from server.forecast.estimates import Estimates
from server.forecast.frames import AboutToCall, Foreseen
from server.forecast.learned import WEEKS, Learned, learn
from server.forecast.process import Worker, WorkerGone
from server.store.database import StoreFault
from server.store.forecasts import Estimate, ForecastLog, Outcome
from server.store.history import History, read_history
from server.waits import Span, Waits
from server.web.context import Context
from server.wire.backoff import pauses

log = logging.getLogger(__name__)

START_AFTER_S = 1.0
"""The worker's start takes a processor for some seconds; the office opens first."""
GAP_S = 0.5
"""The least time between two forecasts."""
EVERY_S = 20.0
"""So often without any change: the clock alone changes them too."""
WRITE_EVERY_S = 5.0
WRITTEN_AT_ONCE = 50
RETRY_MISSING_S = 600.0
ADVICE_S = 0.08
"""So long may a call wait for advice: nobody at a counter notices it."""
CALIBRATION_DAYS = 20
LEAST_CHOICE = 2
STAYS_TOO_LATE = 0.03
"""A service that is too late is offered again only when its chance is better by this: no to and fro at the kiosk."""


class Forecaster:
    """Listens to the office and tells `context` its waits."""

    def __init__(self, context: Context, plan: Plan, estimates: ForecastLog, folder: Path) -> None:
        self._context, self._office, self._site = context, context.office, context.site
        self._plan, self._estimate_log, self._folder = plan, estimates, folder
        self._changed = asyncio.Event()
        self._day = ""
        self._learned: Learned | None = None
        self._factors = Factors()
        self._estimates = Estimates()
        self._paused: dict[str, datetime] = {}
        self._too_late: frozenset[str] = frozenset()
        self._tasks: list[asyncio.Task[None]] = []
        self._unlisten = self._office.listen(self._happened)
        self.worker: Worker | None = None
        self.snapshot_s = 0.0
        """How long the last snapshot took on the loop."""

    def start(self) -> None:
        """Begin."""
        self._tasks = [
            asyncio.create_task(self._run(), name="forecast"),
            asyncio.create_task(self._keep_writing(), name="forecast estimates"),
        ]

    async def close(self) -> None:
        """End the worker, and write what is known."""
        self._unlisten()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.worker is not None:
            await self.worker.close()
        await self._write()
        self._estimate_log.close()

    async def advice(self, counter: str) -> str:
        """The id of the ticket that `counter` had better call than the rule's choice; "" when there is none in time."""
        try:
            async with asyncio.timeout(ADVICE_S):
                return await self._advice(counter)
        except (TimeoutError, WorkerGone) as reason:
            log.debug("no advice for counter %s: %s", counter, reason or "not in time")
        except Exception:
            log.exception("bug in the look-ahead")
        return ""

    async def _advice(self, counter: str) -> str:
        if self.worker is None or self._learned is None:
            return ""
        asked = await self._office.read(self._snapshot)
        if self.worker is None or counter not in asked.counters or len(asked.tickets) < LEAST_CHOICE:
            return ""
        place = asked.counters.index(counter)
        if asked.snapshot.counters.current[place] >= 0 or asked.snapshot.counters.back[place] > 0.0:
            return ""  # it has somebody, or a break: the call will be refused
        found = (await self.worker.advise(AboutToCall(asked.snapshot, place))).ticket
        return "" if found is None else asked.tickets[found][0]

    def _happened(self, queue: Queue, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, CounterPaused):
                self._paused[event.counter] = event.at
            elif isinstance(event, CounterOpened | CounterClosed):
                self._paused.pop(event.counter, None)
        self._estimates.happened(events)
        self._changed.set()

    async def _run(self) -> None:
        retries = pauses()
        await asyncio.sleep(START_AFTER_S)
        while True:
            try:
                self.worker = await Worker.started()
                self._context.warnings.pop("forecast", None)
                retries = pauses()
                while True:
                    await self._forecast(self.worker)
                    await asyncio.sleep(GAP_S)
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(EVERY_S):
                            await self._changed.wait()
            except WorkerGone as gone:
                pause = RETRY_MISSING_S if gone.missing else next(retries)
                self._unknown(gone)
            except Exception:
                log.exception("bug in the forecast")
                pause = next(retries)
                self._unknown(WorkerGone("a mistake in the program, see the server's log"))
            if self.worker is not None:
                worker, self.worker = self.worker, None
                await worker.close()
            await asyncio.sleep(pause)

    def _unknown(self, why: WorkerGone) -> None:
        remedy = "Install it: pip install lotse[server]" if why.missing else "It is being started again"
        if "forecast" not in self._context.warnings:
            log.warning("waits cannot be told: %s", why)
        self._context.warnings["forecast"] = f"Waiting times cannot be told: {why}. {remedy}; the office goes on."
        self._too_late = frozenset()
        self._context.tell(Waits(self._office.clock.now()))

    async def _forecast(self, worker: Worker) -> None:
        self._changed.clear()
        day = await self._office.read(lambda queue: queue.day)
        if self._learned is None or day != self._day:
            await self._begin(day)
        asked = await self._office.read(self._snapshot)
        foreseen = await worker.ask(asked.snapshot)
        waits, told = self._waits(asked, foreseen)
        await self._office.read(lambda queue: self._estimates.told(queue, asked.at, told))
        self._context.tell(waits)

    def _snapshot(self, queue: Queue) -> snapshot.Asked:
        assert self._learned is not None
        began = time.perf_counter()
        book = self._context.book
        booked = {} if book is None else book.expected(queue)
        asked = snapshot.take(queue, self._site, self._learned, self._office.clock.now(), self._paused, booked)
        self.snapshot_s = time.perf_counter() - began
        return asked

    def _waits(self, asked: snapshot.Asked, foreseen: Foreseen) -> tuple[Waits, list[tuple[str, Span, Span]]]:
        raw = [None if calls is None else Span(*(60.0 * minutes for minutes in calls)) for calls in foreseen.calls]
        told = [
            (id, self._factors.apply(kind, span), span)
            for (id, kind), span in zip(asked.tickets, raw, strict=False)
            if span is not None
        ]
        ghosts = zip(asked.services, raw[len(asked.tickets) :], foreseen.in_time, strict=True)
        services, late = {}, set()
        for service, span, in_time in ghosts:
            if span is None:
                continue
            services[service] = self._factors.apply(Kind.WALK_IN, span)
            wanted = self._site.closing_probability + (STAYS_TOO_LATE if service in self._too_late else 0.0)
            if asked.deadline is not None and in_time < min(wanted, 1.0):
                late.add(service)
        self._too_late = frozenset(late)
        return Waits(asked.at, {id: span for id, span, _ in told}, services, self._too_late), told

    async def _begin(self, day: str) -> None:
        """Learn from the days before this one."""
        await self._write()
        today = date.fromisoformat(day or self._office.clock.day(self._office.clock.now()))
        since = (today - timedelta(weeks=WEEKS)).isoformat()

        def learned() -> tuple[Learned, Factors, dict[str, bool]]:
            try:
                history = read_history(self._folder, since, today.isoformat())
                pairs = self._estimate_log.pairs(CALIBRATION_DAYS, today.isoformat())
                known = self._estimate_log.estimated(day)
            except sqlite3.Error as error:
                log.warning("the history cannot be read (%s); the site's own minutes are taken", error)
                history, pairs, known = History(), [], {}
            return learn(history, self._site, self._plan.per_person), calibrate(pairs), known

        expected, self._factors, known = await asyncio.to_thread(learned)
        self._learned = expected
        self._day = day
        self._estimates.begin(day, known)
        # the rule that dispatches and the forecast expect the same minutes
        self._plan.service_s.update({slug: minutes * 60.0 for slug, minutes in expected.minutes.items()})

    async def _keep_writing(self) -> None:
        while True:
            await asyncio.sleep(WRITE_EVERY_S)
            await self._write()

    async def _write(self) -> None:
        estimates, outcomes = self._estimates.taken()
        try:  # in parts, so that no command waits long for the disk
            for n in range(0, len(estimates), WRITTEN_AT_ONCE):
                await self._record(estimates[n : n + WRITTEN_AT_ONCE], [])
            for n in range(0, len(outcomes), WRITTEN_AT_ONCE):
                await self._record([], outcomes[n : n + WRITTEN_AT_ONCE])
        except StoreFault as fault:
            log.warning("estimates are lost: %s", fault)

    async def _record(self, estimates: list[Estimate], outcomes: list[Outcome]) -> None:
        await self._office.beside(lambda: self._estimate_log.record(estimates, outcomes))
