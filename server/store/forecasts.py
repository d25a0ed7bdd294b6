"""Estimates and what came of them: written without a rush, and read for the calibration."""

import contextlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from server.store.database import FILE, fault
from server.store.history import reading

_ESTIMATE = "INSERT OR IGNORE INTO forecasts VALUES (?,?,?,?,?,?,?,?,?,?,NULL)"
_OUTCOME = """
    UPDATE forecasts SET called_after_s = round((julianday(?) - julianday(made_at)) * 86400, 1)
    WHERE ticket = ? AND called_after_s IS NULL"""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a ticket was told at `made_at`, in seconds from then; the raw ends are those before the calibration."""

    ticket: str
    day: str
    service: str
    kind: str
    made_at: datetime
    low_s: float
    median_s: float
    high_s: float
    raw_low_s: float
    raw_high_s: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """When a ticket was called."""

    ticket: str
    called_at: datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """An estimate, raw, and when the call came, in seconds."""

    kind: str
    low_s: float
    median_s: float
    high_s: float
    called_after_s: float


class ForecastLog:
    """The table `forecasts`. Its methods block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sql = sqlite3.connect(folder / FILE, isolation_level=None, check_same_thread=False)
        self._sql.execute("PRAGMA busy_timeout=5000")
        # estimates may be lost with the power: no commit of theirs makes the disk wait
        self._sql.execute("PRAGMA synchronous=NORMAL")
        self._sql.execute("PRAGMA wal_autocheckpoint=0")

    def record(self, estimates: Sequence[Estimate], outcomes: Sequence[Outcome]) -> None:
        """Write all in one transaction; who has an estimate keeps it. Raises `StoreFault`."""
        try:
            self._sql.execute("BEGIN IMMEDIATE")
            self._sql.executemany(_ESTIMATE, [_row(estimate) for estimate in estimates])
            self._sql.executemany(_OUTCOME, [(_time(o.called_at), o.ticket) for o in outcomes])
            self._sql.execute("COMMIT")
        except sqlite3.Error as error:
            if self._sql.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    self._sql.execute("ROLLBACK")
            raise fault(error, self._folder) from error

    def estimated(self, day: str) -> dict[str, bool]:
        """Today's tickets that have an estimate, and whether they were called."""
        rows = self._sql.execute("SELECT ticket, called_after_s IS NOT NULL FROM forecasts WHERE day = ?", (day,))
        return {ticket: bool(called) for ticket, called in rows}

    def pairs(self, days: int, before: str) -> list[Pair]:
        """The estimates with their outcomes of the last `days` days that have some, before the day `before`."""
        with reading(self._folder) as sql:
            found = sql.execute(
                "SELECT DISTINCT day FROM forecasts WHERE day < ? ORDER BY day DESC LIMIT ?", (before, days)
            ).fetchall()
            if not found:
                return []
            rows = sql.execute(
                "SELECT kind, raw_low_s, median_s, raw_high_s, called_after_s FROM forecasts"
                " WHERE day >= ? AND day < ? AND called_after_s IS NOT NULL",
                (found[-1][0], before),
            ).fetchall()
        return [Pair(*row) for row in rows]

    def close(self) -> None:
        """Close the connection."""
        self._sql.close()


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _row(e: Estimate) -> tuple[object, ...]:
    spans = (e.low_s, e.median_s, e.high_s, e.raw_low_s, e.raw_high_s)
    return (e.ticket, e.day, e.service, e.kind, _time(e.made_at), *(round(s, 1) for s in spans))
