"""How many paths through the decision tree ended where, by day: sums without any trace of a person."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from server.store.database import FILE, Opened, StoreFault, fault
from server.store.history import reading

KEYS_KEPT = timedelta(days=31)
"""A kiosk that was away longer than this may count twice."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One sum: `kind` of the outcome, or "abandoned" with the `question` at which it was (`outcome` is "" then)."""

    day: str
    language: str
    question: str
    outcome: str
    kind: str
    times: int = 1


class Tallies:
    """Adds to the sums. Blocks: call it where nothing else uses the log's connection (`Office.beside`)."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._tidied = ""

    def add(self, key: str, tally: Tally, today: date) -> bool:
        """Count once per `key`; False for a repeat. On disk when it returns. Raises `StoreFault`."""
        sql = self._opened.connection
        try:
            sql.execute("BEGIN IMMEDIATE")
            new = sql.execute("INSERT OR IGNORE INTO triage_keys VALUES (?, ?)", (key, today.isoformat())).rowcount > 0
            if new:
                sql.execute(
                    "INSERT INTO triage_counts VALUES (?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET times = times + excluded.times",
                    (tally.day, tally.language, tally.question, tally.outcome, tally.kind, tally.times),
                )
            if self._tidied != today.isoformat():
                sql.execute("DELETE FROM triage_keys WHERE day < ?", ((today - KEYS_KEPT).isoformat(),))
            sql.execute("COMMIT")
        except sqlite3.Error as error:
            if sql.in_transaction:
                sql.execute("ROLLBACK")
            raise fault(error, self._opened.folder) from error
        self._tidied = today.isoformat()
        return new


def read_tallies(folder: Path, since: str) -> list[Tally]:
    """All sums from the day `since` (ISO) on, oldest first. Raises `StoreFault`; writes nothing."""
    if not (folder / FILE).is_file():
        raise StoreFault(
            "no_database", f"there is no {FILE} in {folder}", "Name the folder that `lotse server --data` works in."
        )
    query = "SELECT day, language, question, outcome, kind, times FROM triage_counts WHERE day >= ? ORDER BY 1, 3, 4, 2"
    try:
        with reading(folder) as sql:
            return [Tally(*row) for row in sql.execute(query, (since,))]
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise fault(error, folder) from error
        return []  # the database is older than the counts
    except sqlite3.Error as error:
        raise fault(error, folder) from error
