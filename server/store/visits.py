"""Reads the visits of past days from an office's database, beside a server that may be running on it."""

import contextlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from server.store.database import FILE, StoreFault, fault


@dataclass(frozen=True, slots=True)
class Visit:
    """One ticket of a past day. `called_at`, `ended_at`: None when that did not happen."""

    day: str
    service: str
    kind: str
    state: str
    people: int
    issued_at: datetime
    since: datetime
    appointment_at: datetime | None
    called_at: datetime | None
    ended_at: datetime | None


def read_visits(folder: Path) -> list[Visit]:
    """Every visit in `folder`'s database in the order of the check-ins. Raises `StoreFault`; writes nothing."""
    file = folder / FILE
    if not file.is_file():
        raise StoreFault(
            "no_database", f"there is no {FILE} in {folder}", "Name the folder that `lotse server --data` works in."
        )
    try:
        with contextlib.closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(
                "SELECT day, service, kind, state, people, issued_at, coalesce(since, issued_at), appointment_at,"
                " called_at, ended_at FROM tickets ORDER BY issued_at"
            ).fetchall()
    except sqlite3.Error as error:
        if "no such" in str(error):
            remedy = "Start `lotse server` on it once, which brings it up to date."
            raise StoreFault("database_older", f"{file} was not written by this version", remedy) from error
        raise fault(error, folder) from error
    return [Visit(*row[:5], *(_moment(text) for text in row[5:])) for row in rows]


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
