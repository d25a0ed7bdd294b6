"""Small offices by lot. Nothing happens at the same moment in them: what a tie means is not written anywhere."""

import random
from dataclasses import dataclass

from server.bench.workday import Desk, Visitor
from server.domain.ticket import Kind


@dataclass
class SmallOffice:
    """`minutes`: one person's at each service; `people`: how many come on each visitor's ticket."""

    desks: list[Desk]
    minutes: list[float]
    visitors: list[Visitor]
    people: list[int]


def small_office(seed):
    """1 to 6 counters, up to 80 tickets in 400 minutes, appointments up to 25 minutes early."""
    lots = random.Random(seed)
    minutes = [lots.uniform(3.0, 40.0) for _ in range(lots.randint(1, 5))]
    services = range(len(minutes))
    desks = [
        Desk(
            serves=frozenset(lots.sample(services, lots.randint(1, len(services)))),
            speed=lots.uniform(0.9, 1.1),
            break_from=lots.choice([None, lots.uniform(0.0, 300.0)]),
            break_minutes=lots.uniform(10.0, 60.0),
        )
        for _ in range(lots.randint(1, 6))
    ]
    visitors, people = [], []
    for number, arrives in enumerate(sorted(lots.uniform(0.0, 400.0) for _ in range(lots.randint(0, 80)))):
        kind, service = lots.choice(list(Kind)), lots.choice(services)
        people.append(lots.choice([1, 1, 1, 2, 3, 4]))
        expected = minutes[service] * (1 + 0.6 * (people[-1] - 1))
        early = lots.uniform(-10.0, 25.0) if kind is Kind.APPOINTMENT else 0.0
        since, actual = arrives + max(0.0, early), expected * lots.expovariate(1.0)
        visitors.append(Visitor(number, arrives, since, service, kind, expected, actual))
    return SmallOffice(desks, minutes, visitors, people)
