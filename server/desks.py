"""What the counter pages show. Much of it is the same at every counter and is made once per revision."""

from collections.abc import Callable, Hashable
from datetime import UTC, datetime, timedelta

from server.domain.dispatch import order_at, same_order, waiting_at
from server.domain.plan import Plan
from server.domain.queue import Queue
from server.domain.ticket import Ticket
from server.site.content import Site
from server.views import in_languages
from server.waits import NONE, Waits, of_service, of_ticket
from server.wire import messages as m

QUEUE_SHOWN = 60
MISSED_SHOWN = 20
FRESH = timedelta(seconds=1)  # what the clock alone changes may be so old


class Desks:
    """Makes a counter's view from the queue."""

    def __init__(self, site: Site, plan: Plan) -> None:
        self._site = site
        self._office = in_languages(site, site.name)
        self._skills = {c.id: sorted(plan.skills[c.id]) for c in site.counters}
        self._prefixes = {id: sorted({plan.prefixes[s] for s in skills}) for id, skills in self._skills.items()}
        self._names = {s.slug: in_languages(site, s.name) for s in site.services}
        self.paper: Callable[[str], str] = lambda ticket: ""
        self.alerts: Callable[[], list[m.Alert]] = list
        self._shared: tuple[Queue, int] | None = None
        self._fresh = datetime.min.replace(tzinfo=UTC)
        self._waits = NONE
        self._tickets: dict[str, tuple[int, m.DeskTicket]] = {}
        """By id, with `Ticket.touched` as it was."""
        self._queues: dict[Hashable, tuple[list[m.DeskTicket], int]] = {}
        self._counters: list[m.DeskCounter] = []
        self._services: list[m.DeskService] = []

    def desk(self, queue: Queue, counter_id: str, waits: Waits, now: datetime) -> m.Desk:
        """The view of one counter."""
        self._refresh(queue, waits, now)
        counter = queue.counter(counter_id)
        undo = counter.undo
        undoable = undo is not None and queue.tickets[undo.ticket].touched == undo.revision and counter.current is None
        waiting, count = self._queue(queue, counter_id, now)
        current = queue.tickets[counter.current] if counter.current else None
        return m.Desk(
            revision=queue.revision,
            as_of=now,
            office=self._office,
            counter=counter_id,
            skills=self._skills[counter_id],
            state=counter.state,  # type: ignore[arg-type]
            reason=counter.reason,
            clerk=counter.clerk,
            current=self._ticket(current, now) if current else None,
            queue=waiting,
            mine_waiting=count,
            all_waiting=queue.lines.total,
            parked=[self._ticket(queue.tickets[id], now) for id in queue.parked],
            missed=[self._ticket(queue.tickets[id], now) for id in list(queue.missed)[-MISSED_SHOWN:][::-1]],
            undo=undo.what if undo is not None and undoable else "",
            undo_number=queue.tickets[undo.ticket].number if undo is not None and undoable else "",
            counters=self._counters,
            services=self._services,
            why=getattr(current, "why", {}),
            standing_by=bool(getattr(counter, "standing_by", False)),
            alerts=self.alerts(),
            asking=[self._ticket(queue.tickets[id], now) for id in queue.asking],
            timezone=self._site.timezone,
        )

    def lobby(self, queue: Queue, waits: Waits, now: datetime) -> m.Desk:
        """What somebody sees who has not chosen a counter yet: the counters and services, no tickets."""
        self._refresh(queue, waits, now)
        return m.Desk(
            revision=queue.revision,
            as_of=now,
            office=self._office,
            counter="",
            skills=[],
            state="closed",
            reason="",
            clerk="",
            current=None,
            queue=[],
            mine_waiting=0,
            all_waiting=queue.lines.total,
            parked=[],
            missed=[],
            undo="",
            undo_number="",
            counters=self._counters,
            services=self._services,
            timezone=self._site.timezone,
        )

    def forget(self) -> None:
        """Something that tickets show has changed without an event."""
        self._shared = None

    def _refresh(self, queue: Queue, waits: Waits, now: datetime) -> None:
        if (
            self._shared is None
            or self._shared[0] is not queue
            or waits is not self._waits
            or now - self._fresh > FRESH
        ):
            self._shared, self._fresh, self._waits, self._tickets = None, now, waits, {}
        if self._shared is None or self._shared[1] != queue.revision:
            self._shared = (queue, queue.revision)
            self._share(queue, now)

    def _share(self, queue: Queue, now: datetime) -> None:
        self._queues = {}
        self._counters = [self._counter(queue, c.id, c.name) for c in self._site.counters]
        self._services = [
            m.DeskService(
                slug,
                names,
                queue.plan.prefixes[slug],
                queue.lines.waiting(f"service:{slug}"),
                slug not in queue.closed_services,
                of_service(self._waits, slug, now),
                slug in self._waits.too_late,
                slug in queue.kept_open,
            )
            for slug, names in self._names.items()
        ]

    def _queue(self, queue: Queue, counter_id: str, now: datetime) -> tuple[list[m.DeskTicket], int]:
        key = same_order(queue, counter_id)
        if key not in self._queues:
            first = [self._ticket(t, now) for t in order_at(queue, counter_id, now, QUEUE_SHOWN)]
            self._queues[key] = (first, waiting_at(queue, counter_id))
        return self._queues[key]

    def _counter(self, queue: Queue, id: str, name: str) -> m.DeskCounter:
        counter = queue.counter(id)
        number = queue.tickets[counter.current].number if counter.current else ""
        prefixes = self._prefixes[id]
        return m.DeskCounter(id, name, counter.state, counter.reason, counter.clerk, number, prefixes)  # type: ignore[arg-type]

    def _ticket(self, t: Ticket, now: datetime) -> m.DeskTicket:
        touched, shown = self._tickets.get(t.id, (0, None))
        if shown is None or touched != t.touched:
            shown = m.DeskTicket(
                ticket=t.id,
                number=t.number,
                service=t.service,
                kind=t.kind.value,
                language=t.language,
                state=t.state.value,
                issued_at=t.issued_at,
                calls=t.calls,
                counter=t.counter or "",
                appointment_at=t.appointment_at,
                called_at=t.called_at,
                started_at=t.started_at,
                to_counter=t.to_counter or "",
                wait=of_ticket(self._waits, t, now),
                paper=self.paper(t.id),
                people=t.people,
                needs=sorted(t.needs),
                asks_priority=t.asks_priority,
                for_other=t.for_other,
                unmet=list(t.unmet),
            )
            self._tickets[t.id] = (t.touched, shown)
        return shown
