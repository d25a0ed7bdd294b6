"""The book of appointments on disk."""

import contextlib
import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from server.store.database import Opened, fault

_SAVE = "INSERT OR REPLACE INTO appointments VALUES (?,?,?,?,?,?,?,?,?,?)"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry of the book. `id`: a hash of what the source calls it; `source`: the file or sender that named it;
    `day`: the office's; `start_at`: aware UTC; `minutes`: how long it takes, 0 where that is not said; `language`: ""
    where it is not known.
    """

    id: str
    code: str
    source: str
    day: str
    start_at: datetime
    service: str
    minutes: int
    language: str
    people: int
    cancelled: bool


class AppointmentTable:
    """The table `appointments`. Its methods block; give it a connection that nobody else writes with meanwhile."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._sql = opened.connection

    def all(self) -> list[Appointment]:
        """Every entry."""
        columns = "id, code, source, day, start_at, service, minutes, language, people, cancelled"
        rows = self._sql.execute(f"SELECT {columns} FROM appointments").fetchall()
        return [Appointment(*(*row[:4], datetime.fromisoformat(row[4]), *row[5:9], bool(row[9]))) for row in rows]

    def save(self, appointments: Iterable[Appointment]) -> None:
        """Write these, in one transaction or not at all. Raises `StoreFault`."""
        rows = []
        for appointment in appointments:
            row = list(astuple(appointment))
            row[4] = appointment.start_at.astimezone(UTC).isoformat()
            row[9] = int(appointment.cancelled)
            rows.append(row)
        try:
            self._sql.execute("BEGIN IMMEDIATE")
            self._sql.executemany(_SAVE, rows)
            self._sql.execute("COMMIT")
        except sqlite3.Error as error:
            if self._sql.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    self._sql.execute("ROLLBACK")
            raise fault(error, self._opened.folder) from error

    def forget_before(self, day: str) -> None:
        """Delete the days before `day` (ISO). Raises `StoreFault`."""
        try:
            self._sql.execute("DELETE FROM appointments WHERE day < ?", (day,))
        except sqlite3.Error as error:
            raise fault(error, self._opened.folder) from error
