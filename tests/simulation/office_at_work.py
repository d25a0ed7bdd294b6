"""A day of the real domain on a simulated clock: every step is a command that a kiosk or a counter would send."""

import heapq
from datetime import UTC, datetime, timedelta

from server.domain import commands as c
from server.domain.decide import decide
from server.domain.events import TicketCalled
from server.domain.plan import Plan
from server.domain.queue import Queue
from server.domain.ticket import Kind

OPENING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ARRIVES, BREAKS, ENDS = range(3)


def plan_of(desks, minutes, rule):
    """An office of these counters; `minutes`: one person's at each service."""
    services = [f"service-{s}" for s in range(len(minutes))]
    return Plan(
        prefixes={service: chr(ord("A") + s) for s, service in enumerate(services)},
        skills={counter_id(n): frozenset(services[s] for s in desk.serves) for n, desk in enumerate(desks)},
        service_s={service: 60.0 * minutes[s] for s, service in enumerate(services)},
        rule=rule,
    )


def counter_id(n):
    """In the order of the numbers also as text."""
    return f"{n:02}"


class OfficeAtWork:
    """The clerks press next as soon as they are free, and stand by when nobody waits; they go to lunch on time."""

    def __init__(self, desks, visitors, people, appointments, plan):
        self.desks, self.visitors, self.people, self.appointments = desks, visitors, people, appointments
        self.queue = Queue(plan)
        self.starts, self.counters = [None] * len(visitors), [None] * len(visitors)
        self.steps = [(v.arrives, ARRIVES, v.number) for v in visitors]
        self.steps += [(d.break_from, BREAKS, n) for n, d in enumerate(desks) if d.break_from is not None]
        heapq.heapify(self.steps)
        self.had_break, self.on_break = set(), set()
        self.now = 0.0

    def say(self, *commands):
        """Carry out the commands; whoever is called sits down at once and stays for the true minutes."""
        for command in commands:
            events = decide(self.queue, command, OPENING + timedelta(minutes=self.now))
            for event in events:
                self.queue.evolve(event)
            for event in events:
                if isinstance(event, TicketCalled):
                    self.sit_down(int(event.ticket), int(event.counter))

    def sit_down(self, ticket, counter):
        self.say(c.StartService(counter_id(counter)))
        self.starts[ticket], self.counters[ticket] = self.now, counter
        minutes = self.visitors[ticket].actual * self.desks[counter].speed
        heapq.heappush(self.steps, (self.now + minutes, ENDS, counter))

    def play(self):
        """The whole day; returns the tickets as the domain kept them."""
        self.say(c.OpenDay("2026-11-23"))
        for counter in range(len(self.desks)):
            self.begin_work(counter)
        while self.steps:
            self.now, what, who = heapq.heappop(self.steps)
            if what == ARRIVES:
                self.arrive(who)
            elif what == BREAKS:
                if self.queue.counter(counter_id(who)).current is None:
                    self.pause(who)
            elif who in self.on_break:
                self.on_break.remove(who)
                self.begin_work(who)
            else:
                self.say(c.FinishService(counter_id(who)))
                if self.is_due_for_a_break(who):
                    self.pause(who)
                else:
                    self.say(c.CallNext(counter_id(who), stand_by=True))
        return [self.queue.tickets[str(v.number)] for v in self.visitors]

    def arrive(self, number):
        visitor, time = self.visitors[number], self.appointments[number]
        self.say(
            c.IssueTicket(
                str(number),
                f"secret-{number}",
                f"service-{visitor.service}",
                "de",
                visitor.kind,
                OPENING + timedelta(minutes=time) if visitor.kind is Kind.APPOINTMENT else None,
                people=self.people[number],
            )
        )

    def begin_work(self, counter):
        self.say(c.OpenCounter(counter_id(counter)), c.CallNext(counter_id(counter), stand_by=True))

    def is_due_for_a_break(self, counter):
        begins = self.desks[counter].break_from
        return begins is not None and self.now >= begins and counter not in self.had_break

    def pause(self, counter):
        self.had_break.add(counter)
        self.on_break.add(counter)
        self.say(c.PauseCounter(counter_id(counter), "lunch"))
        heapq.heappush(self.steps, (self.now + self.desks[counter].break_minutes, ENDS, counter))
