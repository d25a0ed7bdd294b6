"""The keyboards on the glass: which caps they have (assets/keyboards.toml), and where each stands. Pure."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from assets import path

COLUMNS, ROWS = 10, 5
GAP: Final = 16
"""Between two keys, in px of the drawn size; with ten keys of 88 px a row needs 1024."""
WIDTH: Final = COLUMNS * 88 + (COLUMNS - 1) * GAP
HEIGHT: Final = ROWS * 88 + (ROWS - 1) * GAP

CHOOSER: Final = "chooser"
"""The page on which another keyboard is chosen."""


@dataclass(frozen=True)
class Cap:
    """One key, `units` columns wide. `key` is what a touch tells: "type:a", "erase", "clear", "page:signs" ..."""

    key: str
    text: str = ""
    icon: str = ""
    units: int = 1
    strong: bool = False


@dataclass(frozen=True)
class Keyboard:
    """Letters in rows from the top; `page` names its further page, `letters` stands on the key back from there."""

    name: str
    title: str
    letters: str
    languages: tuple[str, ...]
    page: str
    rows: tuple[tuple[str, ...], ...]


@cache
def keyboards() -> dict[str, Keyboard]:
    """All keyboards by name."""
    return {
        name: Keyboard(name, table["title"], table["letters"], tuple(table["languages"]), table["page"], _rows(table))
        for name, table in _tables().items()
        if name != "pages"
    }


def keyboard_for(language: str) -> str:
    """The name of the keyboard that somebody who chose `language` finds open."""
    known = keyboards()
    found = (name for name, keyboard in known.items() if language in keyboard.languages)
    return next(found, next(iter(known)))


def caps(name: str, page: str, *, space: str, done: str) -> list[list[Cap]]:
    """The rows of keyboard `name`: its `page` ("" for letters, CHOOSER, or a further one), control keys below."""
    keyboard = keyboards()[name]
    if page == CHOOSER:
        others = [Cap(f"board:{one.name}", one.title, units=5) for one in keyboards().values()]
        rows = [others[at : at + 2] for at in range(0, len(others), 2)]
    else:
        letters = _rows(_tables()["pages"][page]) if page else keyboard.rows
        rows = [[Cap(f"type:{letter}", letter) for letter in row] for row in letters]
    further = (
        Cap("page:", keyboard.letters, units=2)
        if page
        else Cap(f"page:{keyboard.page}", _tables()["pages"][keyboard.page]["title"], units=2)
    )
    return [
        *rows,
        [
            further,
            Cap(f"page:{CHOOSER}", icon="globe"),
            Cap("type: ", space, units=3),
            Cap("clear", icon="clear"),
            Cap("erase", icon="erase"),
            Cap("results", done, units=2, strong=True),
        ],
    ]


def boxes(rows: Sequence[Sequence[Cap]], width: float, height: float, gap: float) -> list[tuple[Cap, float, float]]:
    """Each cap with its left edge and its upper edge from the top. Rows stand on the bottom, in the middle."""
    unit, high = cap_size(width, height, gap)
    placed = []
    for number, row in enumerate(rows):
        columns = sum(cap.units for cap in row)
        left = (width - columns * unit - (columns - 1) * gap) / 2
        top = (ROWS - len(rows) + number) * (high + gap)
        for cap in row:
            placed.append((cap, left, top))
            left += cap.units * (unit + gap)
    return placed


def cap_size(width: float, height: float, gap: float) -> tuple[float, float]:
    """Width of one column and height of a row."""
    return (width - (COLUMNS - 1) * gap) / COLUMNS, (height - (ROWS - 1) * gap) / ROWS


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(path("keyboards.toml").read_text("utf-8"))


def _rows(table: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row.split()) for row in table["rows"])
