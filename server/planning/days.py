"""Seeded days of an office: the same seed, the same visitors, whatever rule is played on them."""

from dataclasses import dataclass

import numpy as np

from server.planning.traffic import ABSENT, GROUP_WORK, GROUPS, LATE, PRIORITY_SHARE, Span, Traffic, open_minutes
from server.simulation.shapes import APPOINTMENT, NEVER, PRIORITY, WALK_IN, Floats, Ints, Tickets

LEAD, LEAD_SD, LATENESS = 6.0, 6.0, 15.0  # minutes
GRID = 5.0
_AT_THE_DOOR, _DOOR_MEAN = 0.2, 12.0
_AT_TEN, _TEN, _TEN_SD = 0.15, 600.0, 35.0
_RESTLESS = 0.15  # how much the visitors of one service vary from day to day beyond chance


@dataclass(frozen=True)
class Book:
    """The appointments of a day as the office knows them; `here`: when the visitor checks in, NEVER: stays away."""

    time: Floats
    pool: Ints
    kind: Ints
    here: Floats


@dataclass(frozen=True)
class Day:
    """One day's visitors, in the order of their arrival. Minutes after midnight."""

    weekday: int
    spans: tuple[Span, ...]
    tickets: Tickets
    book: Book

    @property
    def opens(self) -> float:
        """When the first tickets are issued."""
        return self.spans[0][0]

    @property
    def closes(self) -> float:
        """When no more tickets are issued."""
        return self.spans[-1][1]


def make_days(traffic: Traffic, count: int, seed: int, first: int = 0) -> list[Day]:
    """`count` days from number `first` on, the weekdays in turn. Day n of a seed is always the same."""
    return [make_day(traffic, n, seed) for n in range(first, first + count)]


def make_day(traffic: Traffic, number: int, seed: int) -> Day:
    """Day `number` of `seed`."""
    weekday, spans = traffic.spans[number % len(traffic.spans)]
    chance = np.random.default_rng([seed, number])
    scale = open_minutes(spans) / traffic.reference
    restless = np.exp(_RESTLESS * chance.standard_normal(len(traffic.visitors)) - _RESTLESS**2 / 2.0)
    counts = chance.poisson(traffic.visitors * restless * scale)
    pool = np.repeat(np.arange(len(counts)), counts)
    pool = pool[chance.permutation(len(pool))]
    total = len(pool)
    appointed = chance.random(total) < traffic.appointed[pool]
    kind = np.where(chance.random(total) < PRIORITY_SHARE, PRIORITY, np.where(appointed, APPOINTMENT, WALK_IN))
    at = _on_grid(chance, spans, total)
    here = np.where(appointed, _arrivals_of_appointed(chance, at, spans), walk_in_moments(chance, spans, total))
    absent = appointed & (chance.random(total) < ABSENT)
    work = np.where(chance.random(total) < GROUPS, chance.choice(GROUP_WORK, total), 1.0)
    noise = chance.standard_normal(total)
    since = np.where(appointed, np.maximum(here, at), here)
    too_late = appointed & (here > at + traffic.late_min) & (kind == APPOINTMENT)
    booked_kind = kind
    kind = np.where(too_late, WALK_IN, kind)
    sigma = traffic.sigma[pool]
    expected = traffic.mean[pool] * work
    actual = expected * np.exp(sigma * noise - sigma * sigma / 2.0)
    came = np.flatnonzero(~absent)
    order = came[np.argsort(here[came], kind="stable")]
    tickets = make_tickets(here[order], since[order], pool[order], kind[order], expected[order], actual[order])
    booked = np.flatnonzero(appointed)
    booked = booked[np.argsort(at[booked], kind="stable")]
    book = Book(at[booked], pool[booked], booked_kind[booked], np.where(absent, NEVER, here)[booked])
    return Day(weekday, spans, tickets, book)


def make_tickets(arrive: Floats, since: Floats, pool: Ints, kind: Ints, expected: Floats, actual: Floats) -> Tickets:
    """Real tickets (no ghosts), already in the order of arrival."""
    return Tickets(
        arrive.astype(np.float64),
        since.astype(np.float64),
        pool.astype(np.int64),
        kind.astype(np.int64),
        expected.astype(np.float64),
        actual.astype(np.float64),
        np.zeros(len(arrive), np.bool_),
    )


def walk_in_moments(chance: np.random.Generator, spans: tuple[Span, ...], count: int) -> Floats:
    """When walk-ins come: some wait at the door when it opens, some more about ten."""
    lengths = np.array([end - start for start, end in spans])
    which = chance.choice(len(spans), count, p=lengths / lengths.sum())
    starts = np.array([start for start, _ in spans])[which]
    moments: Floats = starts + chance.random(count) * lengths[which]
    luck = chance.random(count)
    door = starts + chance.exponential(_DOOR_MEAN, count)
    ten = _TEN + _TEN_SD * chance.standard_normal(count)
    moments = np.where(luck < _AT_THE_DOOR, door, np.where(luck < _AT_THE_DOOR + _AT_TEN, ten, moments))
    beyond = ~np.any([(moments >= start) & (moments < end) for start, end in spans], axis=0)
    return np.where(beyond, starts + chance.random(count) * lengths[which], moments)


def _on_grid(chance: np.random.Generator, spans: tuple[Span, ...], count: int) -> Floats:
    slots = np.concatenate([np.arange(start, end, GRID) for start, end in spans])
    return chance.choice(slots, count)


def _arrivals_of_appointed(chance: np.random.Generator, at: Floats, spans: tuple[Span, ...]) -> Floats:
    early = at - LEAD + LEAD_SD * chance.standard_normal(len(at))
    late = at + chance.exponential(LATENESS, len(at))
    here = np.where(chance.random(len(at)) < LATE, late, early)
    for start, end in spans:  # before the door opens nobody checks in
        here = np.where((at >= start) & (at < end), np.maximum(here, start), here)
    return here
