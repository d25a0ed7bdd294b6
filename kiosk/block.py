"""The numbers that a kiosk may draw without its server, and what it drew: on its disk before anybody sees it."""

import logging
import sqlite3
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from kiosk.durable import open_durable
from kiosk.wishes import Order
from server.wire.messages import NumbersHeld

log = logging.getLogger(__name__)

KEPT_S: Final = 3 * 24 * 3600
CLOCK_TOLERANCE_S: Final = 60.0
_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS lease (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        day TEXT NOT NULL,
        since REAL NOT NULL,
        expires REAL NOT NULL,
        ahead REAL NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS held (
        place INTEGER PRIMARY KEY,
        number TEXT NOT NULL UNIQUE,
        ticket TEXT NOT NULL,
        follow_url TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS drawn (
        turn INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        number TEXT NOT NULL,
        ticket TEXT NOT NULL,
        follow_url TEXT NOT NULL,
        service TEXT NOT NULL,
        language TEXT NOT NULL,
        drawn_at REAL NOT NULL,
        instead_of TEXT NOT NULL,
        fate TEXT NOT NULL DEFAULT '',
        people INTEGER NOT NULL DEFAULT 1,
        needs TEXT NOT NULL DEFAULT '',
        priority INTEGER NOT NULL DEFAULT 0,
        for_other INTEGER NOT NULL DEFAULT 0
    ) STRICT;"""
_WISHES: Final = {"people": 1, "needs": "''", "priority": 0, "for_other": 0}
_COLUMNS: Final = ", ".join(
    ("key", "number", "ticket", "follow_url", "service", "language", "drawn_at", "instead_of", *_WISHES)
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A number that somebody got. `drawn_at`: seconds since 1970 by the server's clock; `key`: of the command that
    tells it; `instead_of`: the key of an order without an answer, ""; the rest as in `Order`, and no longer than until
    it is told."""

    key: str
    number: str
    ticket: str
    follow_url: str
    service: str
    language: str
    drawn_at: float
    instead_of: str
    people: int = 1
    needs: tuple[str, ...] = ()
    priority: bool = False
    for_other: bool = False


def block_beside(config: Path) -> Path:
    """Where a kiosk keeps its numbers."""
    return config.with_suffix(".numbers.db")


class Block:
    """Its methods block, and raise sqlite3.Error when the disk does not do what it must; one thread at a time. `now`:
    seconds since 1970 by the kiosk's clock.

    A file that is damaged is moved aside. One that cannot be opened leaves the block empty: what is not on disk is not
    drawn.
    """

    def __init__(self, file: Path) -> None:
        self._sql: sqlite3.Connection | None = None
        try:
            self._sql = open_durable(file, _SCHEMA)
            _add_wishes(self._sql)
        except (OSError, sqlite3.Error) as why:
            log.warning("%s cannot be written (%s): without its server this kiosk gives no numbers", file, why)

    def close(self) -> None:
        """Let go of the file."""
        if self._sql is not None:
            self._sql.close()
            self._sql = None

    def take_over(self, held: NumbersHeld, now: float) -> None:
        """From now on this is the block. What was drawn already is not drawn again."""
        if self._sql is None:
            return
        with self._sql as sql:
            sql.execute("BEGIN IMMEDIATE")
            known = sql.execute("SELECT day, since FROM lease").fetchone()
            as_of = held.as_of.timestamp()
            since = known[1] if known is not None and known[0] == held.day else as_of
            sql.execute(
                "INSERT OR REPLACE INTO lease VALUES (1, ?, ?, ?, ?)",
                (held.day, since, held.expires.timestamp(), as_of - now),
            )
            sql.execute("DELETE FROM held")
            drawn = {key for (key,) in sql.execute("SELECT key FROM drawn")}
            sql.executemany(
                "INSERT INTO held(number, ticket, follow_url) VALUES (?, ?, ?)",
                [
                    (one.number, one.ticket, one.follow_url)
                    for one in held.numbers
                    if _key(held.day, one.number) not in drawn
                ],
            )
            sql.execute("DELETE FROM drawn WHERE drawn_at < ? AND fate <> ''", (as_of - KEPT_S,))

    def expired(self, now: float) -> bool:
        """Whether there is no block for `now`."""
        return self._lease(now) is None

    def left(self, now: float) -> dict[str, int]:
        """How many numbers of each prefix can be drawn now."""
        if self._sql is None or self.expired(now):
            return {}
        found = self._sql.execute("SELECT substr(number, 1, 1), count(*) FROM held GROUP BY 1")
        return {str(prefix): int(count) for prefix, count in found}

    def draw(self, prefix: str, order: Order, instead_of: str, now: float) -> Drawn | None:
        """The next number, which is on disk with the order when this returns; None when there is none."""
        lease = self._lease(now)
        if self._sql is None or lease is None:
            return None
        day, ahead = lease
        with self._sql as sql:
            sql.execute("BEGIN IMMEDIATE")
            found = sql.execute(
                "SELECT number, ticket, follow_url FROM held WHERE number GLOB ? ORDER BY place LIMIT 1",
                (f"{prefix}*",),
            ).fetchone()
            if found is None:
                return None
            number, ticket, follow = (str(one) for one in found)
            drawn = Drawn(
                _key(day, number),
                number,
                ticket,
                follow,
                order.service,
                order.language,
                now + ahead,
                instead_of,
                order.people,
                order.needs,
                order.priority,
                order.for_other,
            )
            row = {**asdict(drawn), "needs": " ".join(drawn.needs)}
            sql.execute(f"INSERT INTO drawn ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
            sql.execute("DELETE FROM held WHERE number = ?", (drawn.number,))
        return drawn

    def untold(self) -> list[Drawn]:
        """What the server does not know yet, in the order of drawing."""
        if self._sql is None:
            return []
        rows = self._sql.execute(f"SELECT {_COLUMNS} FROM drawn WHERE fate = '' ORDER BY turn")
        return [
            replace(Drawn(*drawn), needs=tuple(needs.split()), priority=bool(priority), for_other=bool(for_other))
            for *drawn, needs, priority, for_other in rows
        ]

    def told(self, key: str, fate: str) -> None:
        """The server took it over ("issued") or turned it down (a code): what was asked for is forgotten here."""
        if self._sql is not None:
            nothing = ", ".join(f"{name} = {usual}" for name, usual in _WISHES.items())
            self._sql.execute(f"UPDATE drawn SET fate = ?, {nothing} WHERE key = ?", (fate, key))

    def all_drawn(self) -> list[tuple[str, str]]:
        """Number and fate of all that is remembered, oldest first."""
        if self._sql is None:
            return []
        return [(str(n), str(f)) for n, f in self._sql.execute("SELECT number, fate FROM drawn ORDER BY turn")]

    def _lease(self, now: float) -> tuple[str, float] | None:
        """Day and how far the server's clock is ahead; None where no block is valid by the server's clock."""
        found = self._sql.execute("SELECT day, since, expires, ahead FROM lease").fetchone() if self._sql else None
        if found is None:
            return None
        day, since, expires, ahead = found
        return (str(day), float(ahead)) if since - CLOCK_TOLERANCE_S <= now + ahead < expires else None


def _add_wishes(sql: sqlite3.Connection) -> None:
    """A file of an older version gets the columns that it lacks."""
    there = {row[1] for row in sql.execute("PRAGMA table_info(drawn)")}
    for name, usual in _WISHES.items():
        if name not in there:
            kind = "TEXT" if name == "needs" else "INTEGER"
            sql.execute(f"ALTER TABLE drawn ADD COLUMN {name} {kind} NOT NULL DEFAULT {usual}")


def _key(day: str, number: str) -> str:
    """Made from day and number: however often it is told, there is one ticket."""
    return f"leased-{day}-{number}"
