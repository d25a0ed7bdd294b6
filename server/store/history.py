"""What the days before say: read-only questions to the database, on a connection of their own."""

import contextlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from server.store.database import FILE

SHORTEST_S, LONGEST_S = 20.0, 4 * 3600.0
"""A service outside of these was not one: a slip of the finger, or a ticket that nobody ended."""
LONGEST_WAY_S = 600.0
"""Who sat down later than this after the call had another service of the visit in between."""
PAUSE_DAYS = 10

_MINUTES = f"""
    SELECT service, people,
        CASE WHEN started - called > {LONGEST_WAY_S} THEN ended - started ELSE ended - called END AS s
    FROM (SELECT service, people, julianday(called_at) * 86400 AS called, julianday(ended_at) * 86400 AS ended,
            coalesce(julianday(started_at) * 86400, 0) AS started
        FROM tickets WHERE day >= ? AND day < ? AND state = 'finished')
    WHERE s BETWEEN {SHORTEST_S} AND {LONGEST_S}"""
_ARRIVALS = """
    SELECT day, service, kind, CAST(strftime('%s', issued_at) AS INTEGER) / 900 AS quarter, count(*)
    FROM tickets WHERE day >= ? AND day < ? GROUP BY 1, 2, 3, 4"""
_CALLED = """
    SELECT count(*), coalesce(sum(state = 'no_show'), 0) FROM tickets
    WHERE day >= ? AND day < ? AND state IN ('finished', 'no_show')"""
_EARLY = """
    SELECT CAST(strftime('%s', appointment_at) AS INTEGER) - CAST(strftime('%s', issued_at) AS INTEGER) FROM tickets
    WHERE day >= ? AND day < ? AND kind = 'appointment' ORDER BY id DESC LIMIT 2000"""
_PAUSES = """
    SELECT day, counter, type, CAST(strftime('%s', at) AS INTEGER) FROM events
    WHERE day >= ? AND day < ? AND type IN ('CounterPaused', 'CounterOpened', 'CounterClosed') ORDER BY seq"""


@dataclass(frozen=True, slots=True)
class History:
    """Rows of the past.

    `minutes`: by service, (minutes at the counter, people); `arrivals`: (day, service, kind, quarter hour since 1970 in
    UTC, tickets); `early_min`: how long before their appointments people came; `pauses_min`: how long pauses were.
    """

    minutes: dict[str, list[tuple[float, int]]] = field(default_factory=dict)
    arrivals: list[tuple[str, str, str, int, int]] = field(default_factory=list)
    called: int = 0
    no_shows: int = 0
    early_min: list[float] = field(default_factory=list)
    pauses_min: list[float] = field(default_factory=list)


def read_history(folder: Path, since: str, until: str) -> History:
    """The days from `since` to before `until` (ISO dates). Blocks; raises sqlite3.Error."""
    days = (since, until)
    with reading(folder) as sql:
        minutes: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for service, people, seconds in sql.execute(_MINUTES, days):
            minutes[service].append((seconds / 60.0, people))
        arrivals = sql.execute(_ARRIVALS, days).fetchall()
        called, no_shows = sql.execute(_CALLED, days).fetchone()
        early = [row[0] / 60.0 for row in sql.execute(_EARLY, days)]
        recent = [row[0] for row in sql.execute("SELECT DISTINCT day FROM tickets WHERE day < ?", (until,))]
        first = sorted(recent)[-PAUSE_DAYS:][:1]
        pauses = _pauses(sql.execute(_PAUSES, (max(since, *first), until)).fetchall()) if first else []
    return History(dict(minutes), arrivals, called, no_shows, early, pauses)


def _pauses(rows: list[tuple[str, str, str, int]]) -> list[float]:
    """Minutes of each pause that ended on its day with the counter at work again."""
    began: dict[str, tuple[str, int]] = {}
    lengths = []
    for day, counter, kind, at in rows:
        pause = began.pop(counter, None)
        if kind == "CounterPaused":
            began[counter] = (day, at)
        elif kind == "CounterOpened" and pause is not None and pause[0] == day:
            lengths.append((at - pause[1]) / 60.0)
    return lengths


@contextlib.contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write."""
    connection = sqlite3.connect(f"{(folder / FILE).absolute().as_uri()}?mode=ro", uri=True)
    try:
        yield connection
    finally:
        connection.close()
