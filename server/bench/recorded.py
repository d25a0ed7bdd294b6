"""The recorded worlds: days of 13 offices with the start times that another engine gave (`assets/worlds/README.md`)."""

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from assets import path
from server.bench.workday import Desk, Visitor
from server.domain.ticket import Kind

_KINDS = {"walk-in": Kind.WALK_IN, "appointment": Kind.APPOINTMENT, "priority": Kind.PRIORITY}


@dataclass(frozen=True, slots=True)
class RecordedWorld:
    """An office. `mean`: minutes of one person at each service, without the `call`."""

    name: str
    services: tuple[str, ...]
    mean: tuple[float, ...]
    call: float
    desks: tuple[Desk, ...]


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """Who came, by order of arrival, their appointments, and when and where two rules called them."""

    world: RecordedWorld
    visitors: tuple[Visitor, ...]
    appointments: tuple[float | None, ...]
    starts: dict[str, tuple[float, ...]]
    counters: dict[str, tuple[int, ...]]


def worlds() -> dict[str, RecordedWorld]:
    """The recorded offices by name. Minutes."""
    office = json.loads(path("worlds/office.json").read_text(encoding="utf-8"))
    services = tuple(office["services"])

    def desk(counter: dict[str, object]) -> Desk:
        serves = counter["serves"]
        assert isinstance(serves, list)
        return Desk(
            serves=frozenset(map(services.index, serves)),
            speed=float(str(counter["speed"])),
            break_from=float(str(counter["lunch_from"])),
            break_minutes=float(office["lunch_minutes"]),
        )

    return {
        name: RecordedWorld(
            name,
            services,
            tuple(office["mean_minutes"]),
            office["call_minutes"],
            tuple(map(desk, world["counters"])),
        )
        for name, world in office["worlds"].items()
    }


def days(world: RecordedWorld) -> Iterator[RecordedDay]:
    """The recorded days of a world, one after the other."""
    with gzip.open(path(f"worlds/{world.name}.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        for _, rows in groupby(csv.DictReader(file), key=lambda row: row["day"]):
            yield _day(world, list(rows))


def _day(world: RecordedWorld, rows: list[dict[str, str]]) -> RecordedDay:
    visitors = tuple(
        Visitor(
            number=number,
            arrives=float(row["arrives"]),
            since=float(row["clock"]),
            service=world.services.index(row["service"]),
            kind=_KINDS[row["kind"]],
            expected=float(row["expected_minutes"]),
            actual=float(row["actual_minutes"]),
        )
        for number, row in enumerate(rows)
    )
    return RecordedDay(
        world,
        visitors,
        tuple(float(row["appointment"]) if row["appointment"] else None for row in rows),
        starts={rule: tuple(float(row[f"{rule}_start"]) for row in rows) for rule in ("fifo", "products")},
        counters={rule: tuple(int(row[f"{rule}_counter"]) for row in rows) for rule in ("fifo", "products")},
    )
