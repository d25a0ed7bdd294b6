"""The offices that rules are compared in: a reference and variants of it. Times in minutes after 08:00.

An eight-service office with twelve counters, about 310 tickets a day, load 0.95: see `assets/worlds/README.md` for
what a day consists of. The recorded days there were made by an engine that is not ours; the days drawn here follow the
same shape (door peak, appointments on a 5-minute grid, groups, no-shows) from seeds of our own.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from server.simulation.drawing import Coming
from server.simulation.shapes import (
    APPOINTMENT,
    NEVER,
    PRIORITY,
    WALK_IN,
    Flags,
    Floats,
    Ints,
    Shape,
    State,
    Tickets,
    empty_state,
    make_shape,
)

WORLDS = (
    "reference",
    "load_0.7",
    "load_0.8",
    "load_0.9",
    "load_1.0",
    "load_1.05",
    "generalists_0",
    "generalists_4",
    "generalists_6",
    "generalists_12",
    "cv_0.4",
    "cv_1.2",
    "counters_48",
)
KIND_NAMES = ("walk-in", "appointment", "priority")
CLOSING = 600.0
REFERENCE_LOAD = 0.95

# Walk-ins an hour at the reference's load, after a door peak of DOOR people in the first seconds.
WALK_INS = (
    (0, 60, 37.6),
    (60, 120, 30.4),
    (120, 180, 25.9),
    (180, 240, 18.0),
    (360, 420, 29.5),
    (420, 480, 26.7),
    (480, 540, 20.4),
    (540, 570, 14.8),
)
DOOR = 12.6
APPOINTMENTS = 110.0
WALK_IN_MIX = (0.311, 0.157, 0.088, 0.0165, 0.135, 0.079, 0.129, 0.0845)
APPOINTMENT_MIX = (0.11, 0.285, 0.175, 0.135, 0.033, 0.082, 0.105, 0.08)
PRIORITY_SHARE, GROUP_SHARE, ABSENT, LATE = 0.058, 0.06, 0.08, 0.06
GROUP_WORK = (1.6, 2.2, 2.8)
LEAD, LEAD_SD, LATENESS = 6.0, 6.0, 10.0


@dataclass(frozen=True)
class World:
    """One office: its counters, and how its days are drawn. `scale`: tickets relative to the reference."""

    name: str
    services: tuple[str, ...]
    eligible: Flags
    speed: Floats
    lunch: Floats
    lunch_minutes: float
    mean: Floats
    call: float
    scale: float
    cv: float

    def shape(self, mean: Floats | None = None, sigma: Floats | None = None) -> Shape:
        """The counters for the clockwork; `mean` and `sigma` as learned, else the truth of the world. Nobody who
        forecasts knows the counters' speeds, but the engine does: replace `speed` for a forecast."""
        truth = np.full(len(self.services), float(np.sqrt(np.log1p(self.cv**2))))
        return make_shape(
            self.eligible,
            self.mean + self.call if mean is None else mean,
            truth if sigma is None else sigma,
            speed=self.speed,
            call=self.call,
        )

    def opening(self, tickets: int) -> State:
        """Eight o'clock, with everybody's lunch ahead."""
        state = empty_state(len(self.speed), len(self.services), tickets)
        state.rest_from[:] = self.lunch
        state.rest[:] = self.lunch_minutes
        return state


@dataclass(frozen=True)
class Day:
    """A day's tickets by arrival, and the appointments that were booked (`here`: when they came, NEVER if not)."""

    tickets: Tickets
    booked: Floats
    booked_pool: Ints
    booked_kind: Ints
    here: Floats


@cache
def _office() -> dict[str, Any]:
    text = (files("assets") / "worlds" / "office.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def world(name: str) -> World:
    """The world called so, one of WORLDS."""
    office = _office()
    services = tuple(office["services"])
    counters = office["worlds"][name]["counters"]
    load = float(name.removeprefix("load_")) if name.startswith("load_") else REFERENCE_LOAD
    return World(
        name,
        services,
        np.array([[service in counter["serves"] for service in services] for counter in counters]),
        np.array([counter["speed"] for counter in counters]),
        np.array([counter["lunch_from"] for counter in counters]),
        float(office["lunch_minutes"]),
        np.array(office["mean_minutes"]),
        float(office["call_minutes"]),
        load / REFERENCE_LOAD * len(counters) / 12,
        float(name.removeprefix("cv_")) if name.startswith("cv_") else 0.8,
    )


def draw_day(world: World, seed: int) -> Day:
    """A day of the world; the same seed gives the same visitors."""
    lots = np.random.default_rng([seed, 20261122])
    arrive = [lots.uniform(0.0, 0.05, lots.poisson(DOOR * world.scale))]
    for begins, ends, hourly in WALK_INS:
        arrive.append(lots.uniform(begins, ends, lots.poisson(hourly * world.scale * (ends - begins) / 60.0)))
    walked = np.concatenate(arrive)
    slots = np.concatenate([np.arange(0.0, 230.0, 5.0), np.arange(360.0, 560.0, 5.0)])
    booked = lots.choice(slots, round(APPOINTMENTS * world.scale))
    shows = lots.uniform(size=len(booked)) > ABSENT
    late = lots.uniform(size=len(booked)) < LATE
    early = booked - LEAD + LEAD_SD * lots.normal(size=len(booked))
    here = np.where(late, booked + lots.exponential(LATENESS, len(booked)), early)
    here = np.maximum(here, 0.001 * lots.uniform(size=len(booked)))
    walk_ins, appointments = len(walked), int(shows.sum())
    booked_pool = lots.choice(len(world.services), len(booked), p=_share(APPOINTMENT_MIX))
    booked_kind = np.where(lots.uniform(size=len(booked)) < PRIORITY_SHARE, PRIORITY, APPOINTMENT)
    at = np.concatenate([walked, here[shows]])
    pool = np.concatenate([lots.choice(len(world.services), walk_ins, p=_share(WALK_IN_MIX)), booked_pool[shows]])
    kind = np.where(lots.uniform(size=walk_ins) < PRIORITY_SHARE, PRIORITY, WALK_IN)
    kind = np.concatenate([kind, booked_kind[shows]])
    since = np.concatenate([walked, np.maximum(here, booked)[shows]])
    count = walk_ins + appointments
    work = np.where(lots.uniform(size=count) < GROUP_SHARE, lots.choice(GROUP_WORK, count), 1.0)
    sigma = float(np.sqrt(np.log1p(world.cv**2)))
    minutes = world.mean[pool] * work
    actual = minutes * np.exp(sigma * lots.normal(size=count) - sigma**2 / 2.0) + world.call
    order = np.argsort(at, kind="stable")
    tickets = Tickets(
        at[order],
        since[order],
        pool[order],
        kind[order],
        (minutes + world.call)[order],
        actual[order],
        np.zeros(count, np.bool_),
    )
    return Day(tickets, booked, booked_pool, booked_kind, np.where(shows, here, NEVER))


def _share(mix: tuple[float, ...]) -> Floats:
    return np.array(mix) / sum(mix)


def coming(world: World, day: Day | None = None) -> Coming:
    """What an office that has known such days for long expects of the next: with the book of `day`'s appointments,
    without it as many a minute as usual."""
    begins = np.array([float(hour[0]) for hour in WALK_INS])
    ends = np.array([float(hour[1]) for hour in WALK_INS])
    hourly = np.array([hour[2] / 60.0 * world.scale for hour in WALK_INS])
    by_rate = np.full(len(WALK_INS), APPOINTMENTS * world.scale * (1.0 - ABSENT) / 430.0)
    nothing = np.zeros(0)
    return Coming(
        begins,
        ends,
        hourly[:, None] * _share(WALK_IN_MIX),
        by_rate[:, None] * _share(APPOINTMENT_MIX) * (0.0 if day else 1.0),
        PRIORITY_SHARE,
        day.booked if day else nothing,
        day.booked_pool if day else nothing.astype(np.int64),
        day.booked_kind if day else nothing.astype(np.int64),
        day.here if day else nothing,
        LEAD,
        LEAD_SD,
        LATE,
        LATENESS,
        ABSENT,
        GROUP_SHARE,
        np.array(GROUP_WORK),
    )
