"""How long a forecast takes: the snapshot on the server's loop, and 200 futures in the worker's process."""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assets import path
from server.domain import commands as c
from server.domain.decide import decide
from server.domain.dispatch import choose
from server.domain.queue import Queue
from server.domain.ticket import Kind
from server.forecast.learned import Learned, learn
from server.forecast.process import Worker
from server.forecast.snapshot import take
from server.running import plan_of
from server.site.content import Site
from server.site.load import load_site
from server.store.history import History

NOW = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)  # half past nine at the model office, a Thursday
ROUNDS = 20
MINUTES_OPEN = 480.0
LOAD = 0.85

Say = Callable[[str], None]


async def forecast(say: Say) -> dict[str, float]:
    """For 12 counters with 40 waiting, for 60 with 150 and 5,000 visitors a day, and the snapshot with 500 waiting."""
    model = load_site(path("site"))
    say("starting the worker (it compiles for a minute the first time)")
    worker = await Worker.started()
    figures: dict[str, float] = {}
    try:
        for name, copies, waiting, visitors in (("12", 1, 40, 310), ("60", 5, 150, 5000)):
            say(f"{name} counters, {waiting} waiting")
            site = _larger(model, copies)
            asked = take(_queue(site, waiting), site, _learned(site, visitors), NOW)
            times = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                await worker.ask(asked.snapshot)
                times.append((time.perf_counter() - began) * 1000)
            figures[f"forecast_{name}_ms"] = statistics.median(times)
    finally:
        await worker.close()
    site = _larger(model, 5)
    queue, learned, times = _queue(site, 500), _learned(site, 5000), []
    for _ in range(ROUNDS):
        await asyncio.sleep(0)
        began = time.perf_counter()
        take(queue, site, learned, NOW)
        times.append((time.perf_counter() - began) * 1000)
    return {**figures, "snapshot_500_ms": statistics.median(times), "decision_60_ms": _decision(queue)}


def _decision(queue: Queue) -> float:
    """A choice at 60 counters with 500 waiting, the drain times worked out anew each time."""
    times = []
    for counter in queue.plan.skills:
        queue.pools.forget()
        began = time.perf_counter()
        choose(queue, counter, NOW)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _larger(site: Site, copies: int) -> Site:
    """The model office with each counter so many times."""
    counters = [replace(c, id=f"{c.id}-{n}") for n in range(copies) for c in site.counters]
    return replace(site, counters=tuple(counters), breaks=())


def _learned(site: Site, visitors: int) -> Learned:
    """As after weeks with so many walk-ins a day, evenly by service, who keep the counters busy for `LOAD` of it."""
    learned = learn(History(), site, 0.6)
    rate = visitors / MINUTES_OPEN / len(site.services)
    scale = LOAD * len(site.counters) / (rate * sum(learned.minutes.values()))
    minutes = {slug: scale * mean for slug, mean in learned.minutes.items()}
    return replace(
        learned, minutes=minutes, walk_ins={(NOW.weekday(), s.slug): (rate,) * 96 for s in site.services}, so_far={}
    )


def _queue(site: Site, waiting: int) -> Queue:
    """Everybody is at work and serves somebody; the others wait, each of them since a little less."""
    plan = plan_of(site)
    queue = Queue(plan)

    def say(command: c.Command, at: datetime) -> None:
        for event in decide(queue, command, at):
            queue.evolve(event)

    came = NOW - timedelta(minutes=40)
    say(c.OpenDay(NOW.date().isoformat()), came)
    for n, counter in enumerate(site.counters):
        say(c.OpenCounter(counter.id, "bench"), came)
        say(c.IssueTicket(f"s{n}", f"secret-s{n}", counter.skills[0], "de"), came)
        say(c.CallTicket(counter.id, f"s{n}"), NOW - timedelta(minutes=n % 12))
    for n in range(waiting):
        at = came + timedelta(minutes=40) * (n / waiting)
        kind = (Kind.WALK_IN, Kind.APPOINTMENT, Kind.WALK_IN, Kind.PRIORITY)[n % 4]
        due = at + timedelta(minutes=3) if kind is Kind.APPOINTMENT else None
        service = site.services[n % len(site.services)].slug
        say(c.IssueTicket(f"w{n}", f"secret-w{n}", service, "de", kind, due), at)
    return queue
