"""A day of an office in plain words, for who plays it. Times and spans in minutes from the opening."""

from dataclasses import dataclass

from server.domain.ticket import Kind


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter: the services it is skilled for, the factor on the actual minutes, and when its one break is due."""

    serves: frozenset[int]
    speed: float = 1.0
    break_from: float | None = None
    break_minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Visitor:
    """A ticket. `number`: its place in the order of arrival, from 0; `since`: from when its wait counts; `expected`
    minutes at the counter are known at check-in, `actual` ones are the truth at speed 1."""

    number: int
    arrives: float
    since: float
    service: int
    kind: Kind
    expected: float
    actual: float
