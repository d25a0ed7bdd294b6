"""Which skill to teach to whom next: every counter with every service that it lacks, played on the same visitors."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from server.planning.asking import Source
from server.planning.measures import Span, resampled
from server.planning.trials import Sums, Trial, Trials
from server.simulation.shapes import Ints, Rule

FINALISTS = 14
COARSE_DAYS = 16
SHOWN = 10


@dataclass(frozen=True)
class Lesson:
    """What it brings that `counter` learns `service` (places in the traffic). Minutes.

    `gain`: the average wait of everybody gets so much shorter, `own` that of the visitors of the service, which is
    `before` now and `after` then; `better`: mean of (wait / target)² falls so much.
    """

    counter: int
    service: int
    gain: Span
    own: Span
    better: Span
    everybody: tuple[float, float]
    before: float
    after: float


def lessons(source: Source, rule: Rule, days: int, seed: int, step: Callable[[], None]) -> list[Lesson]:
    """The best ones, the greatest gain first. All are tried on a few days, the best of them on `days` other ones."""
    eligible = source.traffic.eligible
    pairs = [(int(c), int(p)) for c, p in np.argwhere(~eligible)]
    coarse_days = min(COARSE_DAYS, days)
    some, others = source.split(coarse_days / (coarse_days + days), coarse_days + days, seed)
    with Trials(source.traffic, some) as trials:
        first = trials.run([_taught(rule, source, pair) for pair in pairs], step)
    coarse = [float(sums.badness.sum()) for sums in first]
    best = [pairs[n] for n in np.argsort(coarse, kind="stable")[:FINALISTS]]
    # other days, so that nobody is chosen for the luck of the first ones
    with Trials(source.traffic, others) as trials:
        now, *finals = trials.run([Trial(rule), *(_taught(rule, source, pair) for pair in best)], step)
    found = [_lesson(pair, now, after) for pair, after in zip(best, finals, strict=True)]
    return sorted(found, key=lambda lesson: -lesson.better.value)[:SHOWN]


def steps(source: Source) -> int:
    """How often `lessons` will call `step`."""
    lacking = int((~source.traffic.eligible).sum())
    return lacking + min(FINALISTS, lacking) + 1


def _taught(rule: Rule, source: Source, pair: tuple[int, int]) -> Trial:
    eligible = source.traffic.eligible.copy()
    eligible[pair] = True
    return Trial(rule, eligible)


def _lesson(pair: tuple[int, int], now: Sums, after: Sums) -> Lesson:
    own = pair[1]
    count, came = now.count.sum(axis=1), max(float(now.count[:, own].sum()), 1.0)
    total = float(count.sum())
    return Lesson(
        *pair,
        gain=fallen(now.wait, after.wait, now.count),
        own=fallen(now.wait[:, [own]], after.wait[:, [own]], now.count[:, [own]]),
        better=fallen(now.badness, after.badness, now.count),
        everybody=(float(now.wait.sum()) / total, float(after.wait.sum()) / total),
        before=float(now.wait[:, own].sum()) / came,
        after=float(after.wait[:, own].sum()) / came,
    )


def fallen(before: np.ndarray, after: np.ndarray, count: np.ndarray) -> Span:
    """How much a mean per visitor falls, from sums per day and service on the same days."""
    less, came = (before - after).sum(axis=1), count.sum(axis=1)

    def mean(own: Ints) -> float:
        return float(less[own].sum() / max(came[own].sum(), 1.0))

    return resampled(mean, len(less))
