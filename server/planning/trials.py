"""Many variants of an office on the same days, spread over the processors; only sums per day come back."""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from server.planning.days import Day
from server.planning.playing import Roster, play_day, shape_of
from server.planning.traffic import Traffic
from server.simulation.shapes import Flags, Floats, Rule

WORTH_PROCESSES = 1500
"""Days to play from which on starting further processes pays."""


@dataclass(frozen=True)
class Trial:
    """A variant: a rule, the skills (None: the site's; more rows: more counters), who is absent at which hour."""

    rule: Rule
    eligible: Flags | None = None
    roster: Roster | None = None


@dataclass(frozen=True)
class Sums:
    """Of one trial: per day and service, how many came, their waits in minutes, and the sum of (wait / target)²; and
    `hourly[kind, hour]`: (how many checked in, how many of them were called within `within` minutes)."""

    count: Floats
    wait: Floats
    badness: Floats
    hourly: Floats


class Trials:
    """Plays trials on `days`. Use as a context; `within`: the wait in minutes that the hourly shares are about."""

    def __init__(self, traffic: Traffic, days: Sequence[Day], within: float = 30.0) -> None:
        self._work = (traffic, list(days), within)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Trials":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def run(self, trials: Sequence[Trial], step: Callable[[], None] = lambda: None) -> list[Sums]:
        """The sums of each; `step` is called after each."""
        found = []
        with contextlib.closing(self._results(trials)) as results:
            for sums in results:
                found.append(sums)
                step()
        return found

    def _results(self, trials: Sequence[Trial]) -> Generator[Sums, None, None]:
        processes = os.cpu_count() or 1
        if self._pool is None and processes > 1 and len(trials) * len(self._work[1]) >= WORTH_PROCESSES:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(processes, context, _begin_work, self._work)
        if self._pool is None or len(trials) == 1:
            yield from (played(trial, *self._work) for trial in trials)
        else:
            yield from self._pool.map(_played_there, trials)


def played(trial: Trial, traffic: Traffic, days: Iterable[Day], within: float) -> Sums:
    """Play one trial here."""
    if trial.eligible is not None:
        extra = len(trial.eligible) - len(traffic.counters)
        names = (*traffic.counters, *(f"+{n + 1}" for n in range(extra)))
        traffic = replace(traffic, eligible=trial.eligible, counters=names)
    shape, rows = shape_of(traffic), []
    hourly = np.zeros((3, 24, 2))
    services = len(traffic.services)
    for day in days:
        tickets = day.tickets
        wait = np.maximum(play_day(day, traffic, shape, trial.rule, trial.roster).start - tickets.since, 0.0)
        bad = (wait / traffic.targets[tickets.kind]) ** 2
        rows.append([np.bincount(tickets.pool, w, services) for w in (np.ones(len(wait)), wait, bad)])
        hour = np.clip(tickets.arrive // 60.0, 0, 23).astype(np.int64)
        np.add.at(hourly[:, :, 0], (tickets.kind, hour), 1.0)
        np.add.at(hourly[:, :, 1], (tickets.kind, hour), wait <= within)
    table = np.array(rows)
    return Sums(table[:, 0], table[:, 1], table[:, 2], hourly)


_there: tuple[Traffic, list[Day], float]


def _begin_work(traffic: Traffic, days: list[Day], within: float) -> None:
    global _there
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process is the one that is interrupted
    _there = (traffic, days, within)


def _played_there(trial: Trial) -> Sums:
    return played(trial, *_there)
