"""The office at a moment, as the forecast's worker wants it: plain lists. Pure; quick, as the server's loop runs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from server.domain.plan import Plan
from server.domain.queue import Counter, Queue
from server.domain.ticket import Kind
from server.forecast.frames import AtWork, Expected, Pools, Snapshot, Ticketed, Weighing
from server.forecast.learned import QUARTERS, Learned
from server.site.content import END_OF_DAY, Site, in_span

KINDS = {Kind.WALK_IN: 0, Kind.APPOINTMENT: 1, Kind.PRIORITY: 2}
FUTURES = 200
MOST_WAITING = 1000
"""With more than so many nobody can tell: no office is so full, and gathering them would hold up the loop."""
SEED = 1
"""The same futures each time: what is told moves when something happens, and not by chance."""
_DAYS_IN_SIGHT = 7
FEW_TICKETS = 20
"""So many tickets must differ from what was expected before today counts as a busier or quieter day."""
STILL_PAUSED = 0.5
"""A pause that has lasted longer than the usual one is expected to last this part of the usual once more."""

_NOTHING: frozenset[str] = frozenset()
_Place = tuple[str, str, frozenset[str]]
"""What is waited for: the line's target, the service, the needs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A snapshot, and whose times the answer will tell: `tickets` and after them the `services`' ghosts, in order.
    `counters`: who is at work, in order."""

    at: datetime
    snapshot: Snapshot
    tickets: tuple[tuple[str, Kind], ...] = ()
    services: tuple[str, ...] = ()
    deadline: datetime | None = None
    counters: tuple[str, ...] = ()


@dataclass(slots=True)
class _Gathered:
    """The pools found so far."""

    number: dict[_Place, int] = field(default_factory=dict)
    pools: Pools = field(default_factory=lambda: Pools([], [], [], []))
    services: dict[str, int] = field(default_factory=dict)


def take(
    queue: Queue,
    site: Site,
    learned: Learned,
    now: datetime,
    paused: Mapping[str, datetime] | None = None,
    booked: Mapping[str, Sequence[datetime]] = MappingProxyType({}),
) -> Asked:
    """What is known at `now`. `paused`: since when counters are, where that is known; `booked`: for each service that
    has appointments in today's book, the times of those that are not checked in.

    Left out is what nobody at work can do; with nobody at work, or far too many waiting, all of it.
    """
    at_work = [c for c in queue.counters.values() if c.state != "closed" and queue.plan.skills.get(c.id)]
    if queue.lines.total > MOST_WAITING:
        at_work = []
    clock = _Clock(now, ZoneInfo(site.timezone))
    gathered = _Gathered()
    open_services = [s for s in queue.plan.prefixes if s not in queue.closed_services]
    for service in open_services:
        _pool(gathered, (f"service:{service}", service, _NOTHING), queue, at_work, learned)
    first_pools = list(gathered.services)
    tickets, ids = _tickets(queue, gathered, at_work, learned, clock)
    ghosts = [gathered.number[f"service:{service}", service, _NOTHING] for service in first_pools]
    for pool in ghosts:
        _add(tickets, 0.0, pool, 0, gathered.pools.mean[pool], 0)
    tickets.ghosts = len(ghosts)
    counters = _counters(queue, at_work, gathered, tickets, learned, site, clock, paused or {})
    deadline = closing(site, now)
    if deadline is not None:
        deadline -= timedelta(minutes=site.closing_margin_min)
    snapshot = Snapshot(
        counters,
        gathered.pools,
        tickets,
        weighing(queue.plan),
        _expected(queue, site, learned, first_pools, clock, booked),
        None if deadline is None else clock.minutes(deadline),
        FUTURES,
        SEED,
    )
    return Asked(now, snapshot, tuple(ids), tuple(first_pools), deadline, tuple(c.id for c in at_work))


def closing(site: Site, now: datetime) -> datetime | None:
    """When the span of opening hours ends in which `now` is, aware UTC; a span until midnight may go on for days. None
    while the office is closed, and when no end is in sight."""
    zone = ZoneInfo(site.timezone)
    local = now.astimezone(zone)
    for days in range(_DAYS_IN_SIGHT):
        day = local.date() + timedelta(days=days)
        moment = time(0) if days else local.time()
        spans = () if day in site.holidays else site.hours.spans[day.weekday()]
        end = next((span[1] for span in spans if in_span(moment, span)), None)
        if end is None:
            return datetime.combine(day, time(0), zone).astimezone(UTC) if days else None
        if end != END_OF_DAY:
            return datetime.combine(day, end, zone).astimezone(UTC)
    return None


def weighing(plan: Plan) -> Weighing:
    """The plan's rule, in minutes."""
    weights = plan.rule.weights
    return Weighing(
        weights.p,
        weights.q,
        weights.drain,
        weights.balance,
        [1.0, weights.appointment, weights.priority],
        [plan.levels[kind].target_s / 60.0 for kind in KINDS],
        [plan.levels[kind].bound_s / 60.0 for kind in KINDS],
        plan.max_overtakes,
        plan.early_s / 60.0,
    )


class _Clock:
    """Minutes from the snapshot's moment."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        self._now, self._zone = now.timestamp(), zone
        self.local = now.astimezone(zone)

    def minutes(self, moment: datetime) -> float:
        return (moment.timestamp() - self._now) / 60.0

    def since(self, timestamp: float) -> float:
        return (timestamp - self._now) / 60.0

    def today(self, minute: int) -> float:
        """Of a minute of the local day, by the clock on the wall."""
        wall = datetime.combine(
            self.local.date() + timedelta(days=minute // 1440), time(minute % 1440 // 60, minute % 60)
        )
        return self.minutes(wall.replace(tzinfo=self._zone))


def _pool(gathered: _Gathered, place: _Place, queue: Queue, at_work: list[Counter], learned: Learned) -> int | None:
    """The number of the pool; None where nobody at work can serve it."""
    if place in gathered.number:
        return gathered.number[place]
    where, service, needs = place
    if where.startswith("counter:"):
        served = [n for n, counter in enumerate(at_work) if counter.id == where[8:]]
    else:
        plan = queue.plan
        served = [
            n
            for n, counter in enumerate(at_work)
            if service in plan.skills[counter.id] and (not needs or needs <= plan.offers.get(counter.id, _NOTHING))
        ]
    if not served:
        return None
    number = gathered.number[place] = len(gathered.number)
    gathered.pools.served.append(served)
    gathered.pools.service.append(gathered.services.setdefault(service, len(gathered.services)))
    gathered.pools.mean.append(learned.counter_min(service, queue.plan.work_s(service) / 60.0))
    gathered.pools.sigma.append(learned.sigma.get(service, 0.7))
    return number


def _tickets(
    queue: Queue, gathered: _Gathered, at_work: list[Counter], learned: Learned, clock: _Clock
) -> tuple[Ticketed, list[tuple[str, Kind]]]:
    """Those who wait for somebody at work, in the order in which their wait began."""
    rows = []
    places = [*(f"service:{s}" for s in queue.plan.prefixes), *(f"counter:{c}" for c in queue.plan.skills)]
    for where in places:
        for (service, needs), kinds in queue.lines.at(where).items():
            pool = _pool(gathered, (where, service, needs), queue, at_work, learned)
            if pool is not None:
                rows += [(rank, pool, kind) for kind, line in kinds.items() for rank in line]
    rows.sort(key=lambda row: row[0])
    tickets, ids = Ticketed([], [], [], [], [], len(rows), 0), []
    for (timestamp, _, id), pool, kind in rows:
        ticket = queue.tickets[id]
        work = gathered.pools.mean[pool] * (1.0 + queue.plan.per_person * (ticket.people - 1))
        _add(tickets, clock.since(timestamp), pool, KINDS[kind], work, ticket.overtaken)
        ids.append((id, kind))
    return tickets, ids


def _add(tickets: Ticketed, since: float, pool: int, kind: int, expected: float, passed: int) -> None:
    tickets.since.append(since)
    tickets.pool.append(pool)
    tickets.kind.append(kind)
    tickets.expected.append(expected)
    tickets.passed.append(passed)


def _counters(
    queue: Queue,
    at_work: list[Counter],
    gathered: _Gathered,
    tickets: Ticketed,
    learned: Learned,
    site: Site,
    clock: _Clock,
    paused: Mapping[str, datetime],
) -> AtWork:
    counters = AtWork([], [], [], [], [], [])
    for counter in at_work:
        current, began = -1, 0.0
        served = queue.tickets[counter.current] if counter.current else None
        if served is not None:
            place = (f"service:{served.service}", served.service, _NOTHING)
            mean = learned.counter_min(served.service, queue.plan.work_s(served.service) / 60.0)
            work = mean * (1.0 + queue.plan.per_person * (served.people - 1))
            current, began = len(tickets.since), min(0.0, clock.minutes(served.called_at or clock.local))
            _add(tickets, began, gathered.number.get(place, 0), KINDS[served.kind], work, 0)
        back, rest_from, rest = 0.0, -1.0, 0.0
        if counter.state == "paused":
            lasted = -clock.minutes(paused[counter.id]) if counter.id in paused else 0.0
            rest = max(learned.pause_min - lasted, STILL_PAUSED * learned.pause_min)
            back, rest_from = (rest, -1.0) if served is None else (0.0, 0.0)
        if rest_from < 0.0:
            rest_from, rest = _next_break(site, counter.id, clock, after=back)
        counters.flexible.append(len(queue.plan.skills[counter.id]))
        counters.current.append(current)
        counters.began.append(began)
        counters.back.append(back)
        counters.rest_from.append(rest_from)
        counters.rest.append(rest)
    return counters


def _next_break(site: Site, counter: str, clock: _Clock, after: float) -> tuple[float, float]:
    """(minutes until it, its minutes); (-1, 0) when none comes today."""
    coming = [
        (begins, float(pause.minutes))
        for pause in site.breaks
        if pause.counter == counter and (begins := clock.today(pause.start.hour * 60 + pause.start.minute)) > after
    ]
    return min(coming, default=(-1.0, 0.0))


def _expected(
    queue: Queue,
    site: Site,
    learned: Learned,
    services: list[str],
    clock: _Clock,
    booked: Mapping[str, Sequence[datetime]],
) -> Expected:
    """Who comes in the rest of the day; more or fewer than usual where today has begun so. What the book says of a
    service takes the place of its appointments on other days.
    """
    weekday, quarter = clock.local.weekday(), clock.local.hour * 4 + clock.local.minute // 15
    expected = Expected([], [], [], [], learned.priority, *learned.early, learned.groups, [])
    expected.group_work = [1.0 + queue.plan.per_person * (people - 1) for people in learned.group_sizes]
    for pool, service in enumerate(services):
        for at in booked.get(service, ()):
            expected.book_at.append(clock.minutes(at))
            expected.book_pool.append(pool)
    if clock.local.date() in site.holidays:
        return expected
    so_far = learned.so_far.get(weekday)
    busy = (FEW_TICKETS + len(queue.tickets)) / (FEW_TICKETS + so_far[quarter]) if so_far else 1.0
    busy = min(max(busy, 0.5), 2.0)
    nobody = (0.0,) * QUARTERS
    walk_ins = [learned.walk_ins.get((weekday, service), nobody) for service in services]
    appointments = [
        nobody if service in booked else learned.appointments.get((weekday, service), nobody) for service in services
    ]
    for q in range(quarter, QUARTERS):
        expected.begins.append(clock.today(q * 15))
        expected.ends.append(clock.today(q * 15 + 15))
        expected.walk_ins.append([busy * day[q] for day in walk_ins])
        expected.appointments.append([busy * day[q] for day in appointments])
    return expected
