"""Days as the office's own log holds them: real visitors, played anew with minutes of their services drawn from it."""

import copy
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import NormalDist
from zoneinfo import ZoneInfo

import numpy as np

from server.domain.plan import Plan
from server.planning.days import Book, Day, make_tickets
from server.planning.traffic import NoDays, Traffic
from server.running import plan_of
from server.simulation.rules import KIND_ORDER
from server.simulation.shapes import Floats
from server.store.visits import Visit

FEWEST_DAYS = 6
FEWEST_VISITS = 20  # on a day that counts
LONGEST_MIN = 240.0  # a ticket that somebody forgot to finish
TWIN_MIN = 10.0
PRIOR = 10  # so many visits the minutes in the site are worth

_KINDS = {kind.value: number for number, kind in enumerate(KIND_ORDER)}


class Past:
    """The visits of an office, by day."""

    def __init__(self, traffic: Traffic, visits: Sequence[Visit]) -> None:
        """Raises `NoDays` when the log holds too little to play."""
        self._zone = ZoneInfo(traffic.site.timezone)
        self._plan = plan_of(traffic.site)
        self._factor = 1.0
        self._days: dict[str, list[Visit]] = defaultdict(list)
        for visit in visits:
            if visit.service in traffic.services and visit.kind in _KINDS and visit.state != "cancelled":
                self._days[visit.day].append(visit)
        self._days = {day: found for day, found in sorted(self._days.items()) if len(found) >= FEWEST_VISITS}
        if len(self._days) < FEWEST_DAYS:
            raise NoDays(
                f"the log holds {len(self._days)} days with {FEWEST_VISITS} visits or more to services of this site; "
                f"{FEWEST_DAYS} are needed. Leave --data away to play the site's own expectation."
            )
        self.minutes = _minutes(traffic, [v for found in self._days.values() for v in found], self._plan)
        self.traffic = self._learned(traffic)

    def make_days(self, count: int, seed: int, first: int = 0) -> list[Day]:
        """Days of the log in a drawn order, each at most once, so maybe fewer than `count`.

        Who came and when is real, how long each service takes is drawn anew.
        """
        keys = list(self._days)
        order = np.random.default_rng(seed).permutation(len(keys))
        numbers = range(first, min(first + count, len(keys)))
        return [self._day(keys[order[n]], np.random.default_rng([seed, n])) for n in numbers]

    def __len__(self) -> int:
        return len(self._days)

    def more(self, factor: float) -> "Past":
        """The same days with `factor` times the visitors: drawn ones come a second time, a few minutes off."""
        busier = copy.copy(self)
        busier._factor, busier.traffic = factor, self.traffic.more(factor)
        return busier

    def _day(self, day: str, chance: np.random.Generator) -> Day:
        visits = [visit for visit in self._days[day] if visit.state != "no_show"]
        twins = [visit for visit in visits if chance.random() < self._factor - 1.0]
        visits = sorted([*visits, *(_twin(visit, chance) for visit in twins)], key=lambda visit: visit.issued_at)
        pool = np.array([self.traffic.services.index(visit.service) for visit in visits])
        arrive = np.array([self._minute(day, visit.issued_at) for visit in visits])
        since = np.maximum(arrive, [self._minute(day, visit.since) for visit in visits])
        kind = np.array([_KINDS[visit.kind] for visit in visits])
        work = np.array([1.0 + self._plan.per_person * (visit.people - 1) for visit in visits])
        actual = np.array([chance.choice(self.minutes[p]) for p in pool]) * work
        tickets = make_tickets(arrive, since, pool, kind, self.traffic.mean[pool] * work, actual)
        at = [n for n, visit in enumerate(visits) if visit.appointment_at is not None]
        moments = np.array([self._minute(day, visits[n].appointment_at) for n in at], dtype=np.float64)
        order = np.argsort(moments, kind="stable")
        booked = np.array(at, dtype=np.int64)[order]
        book = Book(moments[order], pool[booked], kind[booked], arrive[booked])
        weekday = date.fromisoformat(day).weekday()
        spans = dict(self.traffic.spans).get(weekday)
        if spans is None:  # a day on which the site does not open by its hours: as long as people came
            spans = ((float(arrive.min()), float(arrive.max()) + 1.0),)
        spans = ((min(spans[0][0], float(arrive.min())), spans[0][1]), *spans[1:])
        if arrive.max() >= spans[-1][1]:
            spans = (*spans[:-1], (spans[-1][0], float(arrive.max()) + 1.0))
        return Day(weekday, spans, tickets, book)

    def _minute(self, day: str, moment: datetime | None) -> float:
        assert moment is not None
        local = moment.astimezone(self._zone)
        minutes = local.hour * 60.0 + local.minute + local.second / 60.0
        return minutes + 1440.0 * (local.date() - date.fromisoformat(day)).days

    def _learned(self, traffic: Traffic) -> Traffic:
        """The traffic with what the log says: visitors a day, the share by appointment, and the minutes."""
        visits = [visit for found in self._days.values() for visit in found]
        came = np.zeros(len(traffic.services))
        appointed = np.zeros(len(traffic.services))
        for visit in visits:
            p = traffic.services.index(visit.service)
            came[p] += 1
            appointed[p] += visit.appointment_at is not None
        mean = np.array([float(found.mean()) for found in self.minutes])
        spread = [
            np.std(np.log(found)) if len(found) > PRIOR else s
            for found, s in zip(self.minutes, traffic.sigma, strict=True)
        ]
        return replace(
            traffic,
            visitors=np.maximum(came / len(self._days), 1e-6),
            appointed=appointed / np.maximum(came, 1.0),
            mean=mean,
            sigma=np.clip(spread, 0.1, 1.5),
        )


def _twin(visit: Visit, chance: np.random.Generator) -> Visit:
    later = timedelta(minutes=float(chance.uniform(0.0, TWIN_MIN)))
    return replace(visit, issued_at=visit.issued_at + later, since=visit.since + later)


def _minutes(traffic: Traffic, visits: Sequence[Visit], plan: Plan) -> list[Floats]:
    """Per service the minutes of one person that were seen, padded with the site's expectation where few were."""
    seen: list[list[float]] = [[] for _ in traffic.services]
    for visit in visits:
        if visit.state == "finished" and visit.called_at is not None and visit.ended_at is not None:
            minutes = (visit.ended_at - visit.called_at).total_seconds() / 60.0
            if 0.0 < minutes <= LONGEST_MIN:
                seen[traffic.services.index(visit.service)].append(
                    minutes / (1.0 + plan.per_person * (visit.people - 1))
                )
    expected = (np.arange(PRIOR) + 0.5) / PRIOR
    found = []
    for p, own in enumerate(seen):
        prior = traffic.mean[p] * np.exp(traffic.sigma[p] * _normal(expected) - traffic.sigma[p] ** 2 / 2.0)
        found.append(np.array(own if len(own) >= PRIOR else [*own, *prior]))
    return found


def _normal(share: Floats) -> Floats:
    """The standard normal's quantiles."""
    return np.array([NormalDist().inv_cdf(float(s)) for s in share])
