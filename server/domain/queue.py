"""The state of the day: a fold over its events. `evolve` never refuses; what happened, happened."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatchmethod

from server.domain import events as e
from server.domain.index import Index
from server.domain.lines import Lines, rank
from server.domain.plan import Plan
from server.domain.pools import Pools
from server.domain.reach import Reach
from server.domain.ticket import AT_COUNTER, HELD, Kind, State, Ticket
from server.domain.transitions import TRANSITIONS


@dataclass(slots=True)
class Undo:
    """What a counter can still take back."""

    what: str
    ticket: str
    state: State
    service: str
    to_counter: str | None
    order: int
    route: tuple[str, ...]
    since: datetime
    revision: int
    """The ticket's `touched` right after it; a ticket touched since cannot be taken back."""


@dataclass(slots=True)
class Counter:
    """A counter's day. `current` is the ticket that is called to it or served at it.

    `standing_by`: since when it waits for whoever comes next, None when it does not.
    """

    id: str
    state: str = "closed"
    reason: str = ""
    clerk: str = ""
    current: str | None = None
    undo: Undo | None = None
    languages: tuple[str, ...] = ()
    standing_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """A number that is held for a kiosk since `at`, with its ticket's identity and secret to be."""

    kiosk: str
    ticket: str
    token: str
    at: datetime


@dataclass(slots=True)
class Call:
    """One call as the displays show it; `serial` is new for each call and recall."""

    serial: int
    ticket: str
    counter: str
    at: datetime


LAST_CALLS = 12
_UNDO: dict[type[e.TicketEvent], str] = {
    e.ServiceFinished: "finish",
    e.VisitMovedOn: "finish",
    e.NoShowReported: "no_show",
    e.TicketTransferred: "transfer",
}


class Queue:
    """Everything that is true of today. Changed only by `evolve`."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.index = Index(plan.rule.weights)
        self.revision = 0
        self.at: datetime | None = None
        self._clear("")

    def checked_in(self, booked: str) -> Ticket | None:
        """Today's ticket for the appointment with this code, unless its visitor gave it up."""
        ticket = self.tickets.get(self.by_booking.get(booked, ""))
        return None if ticket is None or ticket.state is State.CANCELLED else ticket

    def _clear(self, day: str) -> None:
        self.day = day
        self.tickets: dict[str, Ticket] = {}
        self.by_booking: dict[str, str] = {}
        self.by_token: dict[str, str] = {}
        self.lines = Lines()
        self.capped = Lines()
        """Those of `lines` who must not be overtaken once more."""
        self.reach = Reach(self.plan)
        self.pools = Pools(self.plan, self.lines, self.reach)
        self.parked: dict[str, None] = {}
        self.missed: dict[str, None] = {}
        self.asking: dict[str, None] = {}
        """Who waits and asks for priority, and nobody has decided yet."""
        self.counters = {id: Counter(id) for id in self.plan.skills}
        self.closed_services: set[str] = set()
        self.arrivals = 0
        self.last_number: dict[str, int] = {}
        self.held_numbers: dict[str, str] = {}
        self.leases: dict[str, Lease] = {}
        """By number, in the order in which they were leased."""
        self.lowest_leased: dict[str, int] = {}
        self.last_drawn: dict[str, datetime] = {}
        """When each kiosk drew the last of its leased numbers."""
        self.calls: list[Call] = []
        self.call_serial = 0
        self.kept_open: set[str] = set()

    def counter(self, id: str) -> Counter:
        """The counter's day; a counter that the site no longer knows may still occur in today's events."""
        if id not in self.counters:
            self.counters[id] = Counter(id)
        return self.counters[id]

    def fold(self, events: Iterable[e.Event]) -> "Queue":
        """Let all of `events` have happened."""
        for event in events:
            self.evolve(event)
        return self

    def evolve(self, event: e.Event) -> None:
        """Let `event` have happened."""
        self.revision += 1
        self.at = event.at
        self._on(event)
        self.pools.happened(event.at.timestamp())

    @singledispatchmethod
    def _on(self, event: e.Event) -> None:
        raise TypeError(f"no rule for {type(event).__name__}")

    @_on.register
    def _(self, event: e.DayOpened) -> None:
        self._clear(event.day)

    @_on.register
    def _(self, event: e.DayClosed) -> None:
        self._clear("")

    @_on.register
    def _(self, event: e.NumbersLeased) -> None:
        for number, ticket, token in zip(event.numbers, event.tickets, event.tokens, strict=True):
            self.leases[number] = Lease(event.kiosk, ticket, token, event.at)
        for number in reversed(event.numbers):
            self.lowest_leased[number[0]] = int(number[1:])

    @_on.register
    def _(self, event: e.TicketIssued) -> None:
        ticket = Ticket(
            event.ticket,
            event.token,
            event.number,
            event.service,
            event.language,
            Kind(event.kind),
            event.drawn_at or event.at,
            event.arrival,
            event.arrival,
            event.appointment_at,
            people=event.people,
            needs=frozenset(event.needs),
            route=event.route,
            asks_priority=event.asks_priority,
            for_other=event.for_other,
            unmet=event.unmet,
        )
        self.tickets[ticket.id] = ticket
        self.by_token[ticket.token] = ticket.id
        if event.booked:
            self.by_booking[event.booked] = ticket.id
        self.arrivals = max(self.arrivals, event.arrival)
        if event.drawn_at is None:
            self.last_number[event.number[0]] = int(event.number[1:])
        else:
            self.leases.pop(event.number, None)
            self.last_drawn[event.origin] = event.drawn_at
        self.held_numbers[event.number] = ticket.id
        self._stand(ticket)

    @_on.register
    def _(self, event: e.TicketEvent) -> None:
        ticket = self.tickets[event.ticket]
        ticket.touched = self.revision
        before = ticket.state
        after = TRANSITIONS[before, type(event)]
        if isinstance(event, e.TicketCalled):
            self._explain(ticket, event)
        elif isinstance(event, e.TicketResumed):
            ticket.why = {}
        self._leave(ticket)
        if isinstance(event, e.TicketCalled | e.TicketResumed | e.TicketRecalled):
            self._call(ticket, event.counter, event.at)
        elif isinstance(event, e.ServiceStarted):
            ticket.started_at = event.at
        elif isinstance(event, e.VisitContinued):
            ticket.started_at = event.at
            self._go_on(ticket, event.service)
        elif isinstance(event, e.ServiceFinished | e.NoShowReported | e.TicketTransferred | e.VisitMovedOn):
            self._end(ticket, event, before)
        elif isinstance(event, e.EndingUndone):
            after = self._undo(ticket, event)
        elif isinstance(event, e.TicketCancelled | e.TicketExpired):
            ticket.ended_at = event.at
        elif isinstance(event, e.PriorityConfirmed | e.PriorityDeclined):
            ticket.asks_priority = False
            ticket.kind = Kind.PRIORITY if isinstance(event, e.PriorityConfirmed) else ticket.kind
        assert after is not None
        ticket.state = after
        self._enter(ticket)

    def _leave(self, ticket: Ticket) -> None:
        if ticket.state is State.WAITING:
            self.lines.remove(ticket)
            self.asking.pop(ticket.id, None)
            if ticket.overtaken >= self.plan.max_overtakes:
                self.capped.remove(ticket)
        elif ticket.state is State.PARKED:
            del self.parked[ticket.id]
        elif ticket.state is State.NO_SHOW:
            del self.missed[ticket.id]
        elif ticket.state in AT_COUNTER and ticket.counter:
            self.counter(ticket.counter).current = None

    def _enter(self, ticket: Ticket) -> None:
        if ticket.state in HELD:
            self.held_numbers[ticket.number] = ticket.id
        elif self.held_numbers.get(ticket.number) == ticket.id:
            del self.held_numbers[ticket.number]
        if ticket.state in AT_COUNTER:
            assert ticket.counter is not None
            counter = self.counter(ticket.counter)
            counter.current, counter.standing_by = ticket.id, None
            return
        if ticket.state is State.WAITING:
            ticket.counter = None
            self._stand(ticket)
        elif ticket.state is State.PARKED:
            self.parked[ticket.id] = None
        elif ticket.state is State.NO_SHOW:
            self.missed[ticket.id] = None

    def _stand(self, ticket: Ticket) -> None:
        self.lines.add(ticket)
        if ticket.asks_priority:
            self.asking[ticket.id] = None
        if ticket.overtaken >= self.plan.max_overtakes:
            self.capped.add(ticket)

    def _explain(self, ticket: Ticket, event: e.TicketCalled) -> None:
        ticket.why = event.sentence
        if event.why == "chosen" or ticket.state is not State.WAITING:
            return
        own = rank(ticket)
        for line in self.reach.standing(event.counter, self.lines):
            if line.kind is ticket.kind and line[0] < own:
                for _, _, id in line[: bisect_left(line, own)]:
                    overtaken = self.tickets[id]
                    overtaken.overtaken += 1
                    if overtaken.overtaken == self.plan.max_overtakes:
                        self.capped.add(overtaken)

    def _call(self, ticket: Ticket, counter: str, at: datetime) -> None:
        ticket.counter = counter
        ticket.calls += 1
        ticket.called_at = at
        ticket.ended_at = None
        self.counter(counter).undo = None
        self.call_serial += 1
        self.calls = [c for c in self.calls if c.ticket != ticket.id][: LAST_CALLS - 1]
        self.calls.insert(0, Call(self.call_serial, ticket.id, counter, at))

    def _end(self, ticket: Ticket, event: e.TicketEvent, before: State) -> None:
        counter = self.counter(ticket.counter or "")
        what = _UNDO[type(event)]
        counter.undo = Undo(
            what,
            ticket.id,
            before,
            ticket.service,
            ticket.to_counter,
            ticket.order,
            ticket.route,
            ticket.since,
            self.revision,
        )
        ticket.ended_at = event.at
        if isinstance(event, e.TicketTransferred | e.VisitMovedOn):
            ticket.ended_at = None
            ticket.order = event.order
            ticket.since = ticket.checked_in() if event.order == ticket.arrival else event.at
            ticket.to_counter = event.to_counter if isinstance(event, e.TicketTransferred) else None
            self.arrivals = max(self.arrivals, event.order)
            self._go_on(ticket, event.service)

    def _go_on(self, ticket: Ticket, service: str) -> None:
        ticket.service = service
        ticket.route = tuple(s for s in ticket.route if s != service)

    def _undo(self, ticket: Ticket, event: e.EndingUndone) -> State:
        ticket.counter = event.counter
        ticket.service, ticket.to_counter, ticket.order = event.service, event.to_counter, event.order
        ticket.route, ticket.since = event.route, event.since or ticket.checked_in()
        ticket.ended_at = None
        self.counter(event.counter).undo = None
        return State(event.state)

    @_on.register
    def _(self, event: e.CounterOpened) -> None:
        counter = self.counter(event.counter)
        counter.state, counter.reason, counter.clerk, counter.standing_by = "open", "", event.clerk, None
        spoken = event.languages
        counter.languages = self.plan.languages.get(counter.id, ()) if spoken is None else spoken
        self.reach.opened(counter.id)

    @_on.register
    def _(self, event: e.CounterStoodBy) -> None:
        self.counter(event.counter).standing_by = event.at

    @_on.register
    def _(self, event: e.CounterPaused) -> None:
        counter = self.counter(event.counter)
        counter.state, counter.reason, counter.standing_by = "paused", event.reason, None
        self.reach.left(counter.id)

    @_on.register
    def _(self, event: e.CounterClosed) -> None:
        counter = self.counter(event.counter)
        counter.state, counter.reason, counter.clerk, counter.undo = "closed", "", "", None
        counter.languages, counter.standing_by = (), None
        self.reach.left(counter.id)

    @_on.register
    def _(self, event: e.ServiceOpened) -> None:
        self.closed_services.discard(event.service)

    @_on.register
    def _(self, event: e.ServiceClosed) -> None:
        self.closed_services.add(event.service)

    @_on.register
    def _(self, event: e.ServiceKeptOpen) -> None:
        (self.kept_open.add if event.keep else self.kept_open.discard)(event.service)
