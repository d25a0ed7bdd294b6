"""What each ticket was first told, and what came of it, gathered until somebody writes it down."""

from collections.abc import Iterable
from datetime import datetime

from server.domain.events import Event, TicketCalled
from server.domain.queue import Queue
from server.domain.ticket import State
from server.store.forecasts import Estimate, Outcome
from server.waits import Span


class Estimates:
    """Today's. `begin` a day before anything else."""

    def __init__(self) -> None:
        self._day = ""
        self._called: dict[str, bool] = {}
        self._estimates: list[Estimate] = []
        self._outcomes: list[Outcome] = []

    def begin(self, day: str, known: dict[str, bool]) -> None:
        """A day begins, or goes on after a restart. `known`: who has an estimate, and whether they were called."""
        self._day, self._called = day, dict(known)

    def told(self, queue: Queue, made_at: datetime, spans: Iterable[tuple[str, Span, Span]]) -> None:
        """Each ticket's span as it is told, and the raw one; only its first is kept, and only before its first call."""
        if queue.day != self._day:
            return
        for id, told, raw in spans:
            ticket = queue.tickets.get(id)
            if id in self._called or ticket is None or ticket.state is not State.WAITING or ticket.calls:
                continue
            self._called[id] = False
            ends = (told.low_s, told.median_s, told.high_s, raw.low_s, raw.high_s)
            self._estimates.append(Estimate(id, self._day, ticket.service, ticket.kind.value, made_at, *ends))

    def happened(self, events: Iterable[Event]) -> None:
        """Note the calls among `events`."""
        for event in events:
            if isinstance(event, TicketCalled) and self._called.get(event.ticket) is False:
                self._called[event.ticket] = True
                self._outcomes.append(Outcome(event.ticket, event.at))

    def taken(self) -> tuple[list[Estimate], list[Outcome]]:
        """All that is to be written, once."""
        found = self._estimates, self._outcomes
        self._estimates, self._outcomes = [], []
        return found
