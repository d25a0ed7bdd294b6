"""The keys of site.toml that say how people are called: [dispatch], [targets], [bounds], [closing] and [[break]]."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import time

from server.domain.index import PRESETS, Weights
from server.domain.plan import LEVELS
from server.site.content import Break, Calling
from server.site.tables import Table

BOUND_PER_TARGET = 6
_LONGEST_MIN = 600


def read_calling(main: Table) -> Calling:
    """[dispatch], [targets] and [bounds], each with its defaults."""
    dispatch = main.table("dispatch")
    weights = dispatch.table("weights")
    target_min = _targets(main.table("targets"))
    calling = Calling(
        preset=dispatch.one_of("preset", list(PRESETS), default="balanced"),
        weights={
            field.name: weights.number(field.name, 0, 1000, default=1)
            for field in fields(Weights)
            if weights.has(field.name)
        },
        early_min=dispatch.integer("early_min", 0, 120, default=5),
        late_min=dispatch.integer("late_min", 0, 240, default=15),
        target_min=target_min,
        bound_min=_bounds(main.table("bounds"), target_min),
        look_ahead=dispatch.boolean("look_ahead", default=False),
    )
    weights.close(also_known=[field.name for field in fields(Weights)])
    dispatch.close()
    return calling


def _targets(table: Table) -> dict[str, int]:
    targets = {
        kind.value: table.integer(kind.value, 1, _LONGEST_MIN, default=round(level.target_s / 60))
        for kind, level in LEVELS.items()
    }
    table.close()
    return targets


def _bounds(table: Table, target_min: dict[str, int]) -> dict[str, int]:
    bounds = {}
    for kind, target in target_min.items():
        bounds[kind] = table.integer(kind, 1, 4 * _LONGEST_MIN, default=BOUND_PER_TARGET * target)
        if bounds[kind] <= target:
            table.wrong(kind, f'the bound of "{kind}" is {bounds[kind]}; it must be longer than its target, {target}')
    table.close()
    return bounds


def read_closing(main: Table) -> tuple[float, int]:
    """[closing]: the probability and the margin in minutes."""
    table = main.table("closing")
    found = (table.number("probability", 0.5, 0.99, default=0.9), table.integer("margin_min", 0, 240, default=0))
    table.close()
    return found


def read_breaks(main: Table, counters: Sequence[str]) -> tuple[Break, ...]:
    """Every [[break]]; `counters`: the ids that there are."""
    breaks: list[Break] = []
    for table in main.tables("break", optional=True):
        if not table.has("from"):
            table.wrong(None, '"from" is missing; write the time at which the break begins, like "11:45"')
        found = Break(
            counter=table.one_of("counter", counters),
            start=table.clock("from", default=time(12)),
            minutes=table.integer("minutes", 1, 240),
        )
        same = [other for other in breaks if other.counter == found.counter]
        if any(_minute(one) < _minute(two) + two.minutes for one, two in _pairs(found, same)):
            table.wrong("from", f'this break overlaps another one of counter "{found.counter}"')
        table.close()
        breaks.append(found)
    return tuple(breaks)


def _pairs(found: Break, others: Sequence[Break]) -> list[tuple[Break, Break]]:
    """The later and the earlier of each pair with `found`."""
    return [(found, other) if other.start <= found.start else (other, found) for other in others]


def _minute(pause: Break) -> int:
    return pause.start.hour * 60 + pause.start.minute
