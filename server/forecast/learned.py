"""What the office's history says of its days, with a sane prior where there is little of it. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import accumulate
from statistics import fmean, median, stdev
from zoneinfo import ZoneInfo

from server.domain.ticket import Kind
from server.site.content import Site, minutes_of
from server.store.history import History

WEEKS = 8
QUARTERS = 96
PRIOR_SERVICES = 20
PRIOR_SIGMA = 0.7
PRIOR_WEEKS = 2.0
PRIOR_LOAD = 0.6
PRIOR_CALLS = 100
PRIOR_NO_SHOWS = 0.05
NO_SHOW_MIN = 2.0
"""So long a counter waits for somebody who does not come."""
PRIOR_PAUSES = 5
PRIOR_PAUSE_MIN = 15.0
PRIOR_EARLY_MIN = (6.0, 6.0)
WINSORISED = 0.025
"""This share at each end counts as if it were the value there."""

Day = tuple[float, ...]
"""Tickets a minute in each quarter hour of a local day."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What to expect.

    `minutes`, `sigma`: one person's time at the counter by service, its mean and the sigma of its lognormal; `walk_ins`
    and `appointments`: by (weekday, service); `so_far`: by weekday, the tickets expected until each quarter hour;
    `priority`: share of priority persons; `groups`: share of groups, `group_sizes` some of them; `early`: mean and
    deviation of the minutes before an appointment at which people check in.
    """

    minutes: dict[str, float]
    sigma: dict[str, float]
    walk_ins: dict[tuple[int, str], Day]
    appointments: dict[tuple[int, str], Day]
    so_far: dict[int, Day]
    priority: float
    groups: float
    group_sizes: tuple[int, ...]
    no_shows: float
    pause_min: float
    early: tuple[float, float]

    def counter_min(self, service: str, otherwise: float = 10.0) -> float:
        """Mean minutes at a counter, those who do not come when called included."""
        mean = self.minutes.get(service, otherwise)
        return (1.0 - self.no_shows) * mean + self.no_shows * min(NO_SHOW_MIN, mean)


def learn(history: History, site: Site, per_person: float) -> Learned:
    """From the history of the last `WEEKS` weeks; `per_person`: see `Plan.per_person`."""
    minutes, sigma = {}, {}
    for service in site.services:
        seen = [m / (1.0 + per_person * (people - 1)) for m, people in history.minutes.get(service.slug, ())]
        minutes[service.slug], sigma[service.slug] = _time_at_counter(seen, float(service.minutes))
    walk_ins, appointments = _arrivals(history, site, minutes)
    total = sum(row[4] for row in history.arrivals)
    priority = sum(row[4] for row in history.arrivals if row[2] == Kind.PRIORITY)
    sizes = [people for rows in history.minutes.values() for _, people in rows]
    groups = [people for people in sizes if people > 1]
    return Learned(
        minutes,
        sigma,
        walk_ins,
        appointments,
        {day: _so_far(day, walk_ins, appointments) for day in range(7)},
        priority / total if total else 0.0,
        len(groups) / len(sizes) if sizes else 0.0,
        tuple(groups[-200:]) or (2,),
        (history.no_shows + PRIOR_CALLS * PRIOR_NO_SHOWS) / (history.called + PRIOR_CALLS),
        _pause([m for m in history.pauses_min if 1.0 <= m <= 120.0]),
        _early([m for m in history.early_min if -15.0 <= m <= 60.0]),
    )


def _time_at_counter(seen: Sequence[float], usual: float) -> tuple[float, float]:
    """Mean and lognormal sigma, the site's minutes weighing like `PRIOR_SERVICES` services."""
    if len(seen) < 2:
        return usual, PRIOR_SIGMA
    kept = _winsorised(seen)
    own = PRIOR_SERVICES / (PRIOR_SERVICES + len(kept))
    spread = stdev(math.log(m) for m in kept)
    return own * usual + (1 - own) * fmean(kept), own * PRIOR_SIGMA + (1 - own) * min(max(spread, 0.1), 1.5)


def _winsorised(values: Sequence[float]) -> list[float]:
    """In order; with few values a wild one must not decide either, so at least one is cut at each end."""
    ordered = sorted(values)
    cut = max(1, math.ceil(WINSORISED * len(ordered))) if len(ordered) > 2 else 0
    least, most = ordered[cut], ordered[len(ordered) - 1 - cut]
    return [min(max(value, least), most) for value in ordered]


def _pause(seen: Sequence[float]) -> float:
    known = PRIOR_PAUSES + len(seen)
    return (PRIOR_PAUSES * PRIOR_PAUSE_MIN + (len(seen) * median(seen) if seen else 0.0)) / known


def _early(seen: Sequence[float]) -> tuple[float, float]:
    return (fmean(seen), stdev(seen)) if len(seen) >= 30 else PRIOR_EARLY_MIN


def _arrivals(
    history: History, site: Site, minutes: dict[str, float]
) -> tuple[dict[tuple[int, str], Day], dict[tuple[int, str], Day]]:
    zone = ZoneInfo(site.timezone)
    weekdays = {day: date.fromisoformat(day).weekday() for day in {row[0] for row in history.arrivals}}
    weeks = [sum(1 for day in weekdays.values() if day == weekday) for weekday in range(7)]
    local: dict[int, int] = {}
    seen: dict[tuple[bool, int, str], list[float]] = {}
    for day, service, kind, since_1970, tickets in history.arrivals:
        if since_1970 not in local:
            moment = datetime.fromtimestamp(since_1970 * 900, UTC).astimezone(zone)
            local[since_1970] = moment.hour * 4 + moment.minute // 15
        key = (kind == Kind.APPOINTMENT, weekdays[day], service)
        seen.setdefault(key, [0.0] * QUARTERS)[local[since_1970]] += tickets / 15.0
    rates = _prior_rates(site, minutes)
    both: tuple[dict[tuple[int, str], Day], dict[tuple[int, str], Day]] = ({}, {})
    for weekday in range(7):
        known = PRIOR_WEEKS + weeks[weekday]
        open_share = _open_shares(site, weekday)
        for offered in site.services:
            appointed = "walk-in" not in offered.access
            for found in (False, True):
                prior = rates[offered.slug] * PRIOR_WEEKS if found is appointed else 0.0
                counts = seen.get((found, weekday, offered.slug))
                if prior or counts:
                    own = counts or [0.0] * QUARTERS
                    both[found][weekday, offered.slug] = tuple(
                        (prior * share + count) / known for share, count in zip(open_share, own, strict=True)
                    )
    return both


def _prior_rates(site: Site, minutes: dict[str, float]) -> dict[str, float]:
    """Tickets a minute that keep each counter busy for `PRIOR_LOAD` of its time, shared evenly by its services."""
    rates = {service.slug: 0.0 for service in site.services}
    reached = {s.slug for s in site.services if {"walk-in", "appointment"} & set(s.access)}
    for counter in site.counters:
        skills = [slug for slug in counter.skills if slug in reached]
        for slug in skills:
            rates[slug] += PRIOR_LOAD / len(skills) / minutes[slug]
    return rates


def _open_shares(site: Site, weekday: int) -> list[float]:
    """Of each quarter hour, the share in which the office is open."""
    shares = [0.0] * QUARTERS
    for start, end in site.hours.spans[weekday]:
        for quarter in range(QUARTERS):
            within = min(minutes_of(end), quarter * 15 + 15) - max(minutes_of(start), quarter * 15)
            shares[quarter] += max(0, within) / 15.0
    return shares


def _so_far(weekday: int, walk_ins: dict[tuple[int, str], Day], appointments: dict[tuple[int, str], Day]) -> Day:
    days = [rates for table in (walk_ins, appointments) for (day, _), rates in table.items() if day == weekday]
    return tuple(accumulate((sum(day[q] for day in days) * 15.0 for q in range(QUARTERS - 1)), initial=0.0))
