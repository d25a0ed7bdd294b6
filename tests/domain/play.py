"""A stage for the domain: commands in, events and state out."""

from datetime import UTC, datetime, timedelta
from itertools import count

from server.domain import commands as c
from server.domain.decide import decide
from server.domain.events import Event
from server.domain.plan import Plan
from server.domain.queue import Queue
from server.domain.ticket import Kind, Ticket

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

PLAN = Plan(
    prefixes={"collect": "A", "address": "A", "residence": "T", "family": "F"},
    skills={
        "1": frozenset({"collect", "address"}),
        "2": frozenset({"residence", "family"}),
        "3": frozenset({"collect", "address", "residence", "family"}),
    },
)


class Play:
    """One day of a small office. `say` carries out a command a minute after the one before."""

    def __init__(self, *opening: c.Command, plan: Plan = PLAN) -> None:
        self.queue = Queue(plan)
        self.now = MORNING
        self.events: list[Event] = []
        self._ids = count(1)
        self.say(c.OpenDay("2026-11-23"), *opening)

    def say(self, *commands: c.Command, minutes: float = 1) -> list[Event]:
        """Carry out the commands; returns all their events."""
        happened: list[Event] = []
        for command in commands:
            self.now += timedelta(minutes=minutes)
            events = decide(self.queue, command, self.now)
            for event in events:
                self.queue.evolve(event)
            happened += events
        self.events += happened
        return happened

    def draw(
        self,
        service: str,
        kind: Kind = Kind.WALK_IN,
        at: datetime | None = None,
        language: str = "de",
        needs: str = "",
        **more,
    ) -> Ticket:
        """A visitor draws a ticket; `needs`: separated by blanks."""
        id = f"t{next(self._ids)}"
        self.say(c.IssueTicket(id, f"secret-{id}", service, language, kind, at, needs=frozenset(needs.split()), **more))
        return self.queue.tickets[id]

    def call(self, counter: str, minutes: float = 1) -> Ticket:
        """The counter finishes with whom it has and calls the next one."""
        if self.queue.counter(counter).current:
            self.say(c.FinishService(counter), minutes=0)
        self.say(c.CallNext(counter), minutes=minutes)
        return self.queue.tickets[self.queue.counter(counter).current]
