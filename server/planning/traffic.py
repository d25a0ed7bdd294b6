"""Who comes to an office that has no history yet: derived from its site, so that every counter has its share."""

from dataclasses import dataclass, replace
from datetime import time

import numpy as np

from server.running import plan_of
from server.simulation.rules import KIND_ORDER
from server.simulation.shapes import Flags, Floats
from server.site import Site
from server.site.content import minutes_of

LOAD = 0.85
"""Offered minutes over counter minutes while tickets are issued, unless the number of visitors is given."""
CV = 0.8
"""Coefficient of variation of the service times."""
GROUP_WORK = np.array([1.6, 2.2, 2.8])  # groups of 2, 3 and 4 persons at 0.6 a further person
GROUPS, PRIORITY_SHARE, LATE, ABSENT = 0.06, 0.06, 0.06, 0.08
MEAN_WORK = 1.0 + GROUPS * (float(GROUP_WORK.mean()) - 1.0)

_APPOINTMENT_SHARE = {(True, False): 0.0, (True, True): 0.5, (False, True): 0.8, (False, False): 0.0}
_ONLINE_ONLY = 0.25  # of the visitors that the counters could serve come although it is settled online

Span = tuple[float, float]


class NoDays(Exception):
    """There is nothing to play. The message says why and what to do."""


@dataclass(frozen=True)
class Traffic:
    """What is expected of a day. Minutes after midnight; P services, C counters, in the site's order.

    `spans`: per weekday that the office opens, (weekday, its spans). `visitors[p]` come to service p in `reference`
    minutes of opening, an `appointed[p]` share by appointment; `mean[p]`, `sigma[p]`: minutes of one person at the
    counter and the lognormal's sigma; `eligible[c, p]`: the skills; `breaks`: (counter, start, minutes).
    """

    site: Site
    services: tuple[str, ...]
    counters: tuple[str, ...]
    spans: tuple[tuple[int, tuple[Span, ...]], ...]
    reference: float
    visitors: Floats
    appointed: Floats
    mean: Floats
    sigma: Floats
    eligible: Flags
    breaks: tuple[tuple[int, float, float], ...]
    targets: Floats
    late_min: float

    def more(self, factor: float) -> "Traffic":
        """The same office with `factor` times the visitors."""
        return replace(self, visitors=self.visitors * factor)


def minute(moment: time) -> float:
    """Minutes after midnight."""
    return float(minutes_of(moment))


def open_minutes(spans: tuple[Span, ...]) -> float:
    """How long tickets are issued."""
    return sum(end - start for start, end in spans)


def traffic_of(site: Site, visitors: int | None = None) -> Traffic:
    """What the site lets expect; `visitors`: a day, on average over its opening days. Raises `NoDays`."""
    spans = tuple(
        (weekday, tuple((minute(start), minute(end)) for start, end in day))
        for weekday, day in enumerate(site.hours.spans)
        if day
    )
    if not spans:
        raise NoDays(
            "site.toml opens on no day of the week; give [hours] at least one span like monday = ['08:00-12:00']."
        )
    counters = tuple(counter.id for counter in site.counters)
    services = tuple(service.slug for service in site.services)
    eligible = np.array([[slug in counter.skills for slug in services] for counter in site.counters])
    plan = plan_of(site)
    mean = np.array([plan.service_s[slug] / 60.0 for slug in services])
    breaks = tuple((counters.index(b.counter), minute(b.start), float(b.minutes)) for b in site.breaks)
    reference = float(np.mean([open_minutes(day) for _, day in spans]))
    return Traffic(
        site=site,
        services=services,
        counters=counters,
        spans=spans,
        reference=reference,
        visitors=_visitors(site, eligible, mean, reference, visitors),
        appointed=np.array([_appointed(service.access) for service in site.services]),
        mean=mean,
        sigma=np.full(len(services), np.sqrt(np.log(1.0 + CV * CV))),
        eligible=eligible,
        breaks=breaks,
        targets=np.array([plan.levels[kind].target_s / 60.0 for kind in KIND_ORDER]),
        late_min=plan.late_s / 60.0,
    )


def _visitors(site: Site, eligible: Flags, mean: Floats, reference: float, wanted: int | None) -> Floats:
    """Visitors to each service: the work that the counters could do, divided evenly among each one's services."""
    work = (eligible / eligible.sum(axis=1, keepdims=True)).sum(axis=0) * reference * LOAD
    visitors = work / (mean * MEAN_WORK)
    offered = [{"walk-in", "appointment"} & set(service.access) for service in site.services]
    visitors *= np.where([bool(ways) for ways in offered], 1.0, _ONLINE_ONLY)
    visitors *= LOAD * len(eligible) * reference / float((visitors * mean).sum() * MEAN_WORK)
    return np.asarray(visitors if wanted is None else visitors * (wanted / visitors.sum()))


def _appointed(access: tuple[str, ...]) -> float:
    return _APPOINTMENT_SHARE["walk-in" in access, "appointment" in access]
