"""The slips of a kiosk on its disk, so that a kiosk that dies knows afterwards which ones may be on paper."""

import fcntl
import logging
import sqlite3
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import IO, Final

from kiosk.durable import open_durable, open_with

log = logging.getLogger(__name__)

KEPT_S: Final = 24 * 3600
_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS slips (
        key TEXT PRIMARY KEY,
        ticket TEXT NOT NULL,
        number TEXT NOT NULL,
        copy INTEGER NOT NULL,
        state TEXT NOT NULL,
        printer TEXT NOT NULL DEFAULT '',
        queued_at REAL NOT NULL,
        changed_at REAL NOT NULL,
        page BLOB NOT NULL
    ) STRICT"""
_COLUMNS: Final = "key, ticket, number, copy, state, printer, queued_at, changed_at, page"


class State(Enum):
    """Where a slip stands."""

    QUEUED = "queued"
    """Nothing has been sent."""
    SENDING = "sending"
    """Its first byte may have left."""
    PRINTED = "printed"
    BLOCKED = "blocked"
    """Sent, but the printer stopped; a part may be on paper."""
    REFUSED = "refused"
    """Nothing was sent: no printer could print."""
    UNKNOWN = "unknown"
    """It may be on paper, wholly or in part."""
    EXPIRED = "expired"
    """Nothing was sent: its visitor is not there any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A slip. `key` is its own for ever; `page` is what it says, encoded; times in seconds since 1970."""

    key: str
    ticket: str
    number: str
    copy: bool
    state: State
    printer: str
    queued_at: float
    changed_at: float
    page: bytes


class JournalInUse(ValueError):
    """Another kiosk writes this journal; the text says what to do."""


class Journal:
    """Its methods block, and raise sqlite3.Error when the disk does not do what it must; one thread at a time.

    A journal that cannot be opened is kept in memory (`lasting` False): slips are printed all the same. One that is
    damaged is moved aside. Raises JournalInUse.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lasting = True
        self._lock: IO[str] | None = None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(file)
            self._sql = open_durable(file, _SCHEMA)
        except (OSError, sqlite3.Error) as why:
            log.warning("%s cannot be written (%s): slips are not remembered over a restart", file, why)
            self.lasting = False
            self._sql = open_with(None, _SCHEMA)

    def close(self) -> None:
        """Let go of the file."""
        self._sql.close()
        if self._lock is not None:
            self._lock.close()

    def add(self, entry: Entry) -> Entry | None:
        """Keep a new slip durably; the known one of the same key instead, and nothing changes."""
        if self._sql.execute(
            f"INSERT OR IGNORE INTO slips ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)",
            (
                *(entry.key, entry.ticket, entry.number, int(entry.copy), entry.state.value, entry.printer),
                *(entry.queued_at, entry.changed_at, entry.page),
            ),
        ).rowcount:
            return None
        return self.find(entry.key)

    def note(self, key: str, state: State, at: float, printer: str = "") -> None:
        """A slip has come to a new state, durably."""
        self._sql.execute(
            "UPDATE slips SET state = ?, changed_at = ?, printer = ? WHERE key = ?", (state.value, at, printer, key)
        )

    def find(self, key: str) -> Entry | None:
        """The slip of this key."""
        return next(iter(self._entries("WHERE key = ?", key)), None)

    def of_ticket(self, ticket: str) -> list[Entry]:
        """A ticket's slip and its copies, oldest first."""
        return self._entries("WHERE ticket = ? ORDER BY queued_at", ticket)

    def unfinished(self) -> list[Entry]:
        """What an earlier life left queued or sending, oldest first."""
        return self._entries("WHERE state IN ('queued', 'sending') ORDER BY queued_at")

    def latest(self, most: int) -> list[Entry]:
        """The slips that changed last, newest first."""
        return self._entries("ORDER BY changed_at DESC LIMIT ?", most)

    def prune(self, now: float) -> None:
        """Forget what is older than a day: a slip holds the secret address of a visitor's ticket."""
        self._sql.execute("DELETE FROM slips WHERE queued_at < ?", (now - KEPT_S,))

    def _entries(self, where: str, *values: object) -> list[Entry]:
        found = self._sql.execute(f"SELECT {_COLUMNS} FROM slips {where}", values)
        return [Entry(row[0], row[1], row[2], bool(row[3]), State(row[4]), *row[5:]) for row in found]


def _locked(file: Path) -> IO[str]:
    lock = open(f"{file}.lock", "w")  # noqa: SIM115 - held as long as the kiosk runs
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise JournalInUse(
            f"another kiosk runs with the slips of {file}; stop it first, or give this one its own --config FILE"
        ) from None
    return lock
