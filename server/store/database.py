"""Opens the office's SQLite file: durable, migrated, and by one server at a time."""

import contextlib
import fcntl
import os
import sqlite3
from pathlib import Path
from typing import IO

FILE = "office.db"
ROOM = 32 * 1024 * 1024  # six thousand commands: more than a day's

NEWEST = (8, "m008_paper_history")
"""How many steps `server.store.migrations` has, and the last of them."""


class StoreFault(Exception):
    """The disk does not do what it must. `remedy` says what a person does about it."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code = code
        self.remedy = remedy


def fault(error: sqlite3.Error | OSError, folder: Path) -> StoreFault:
    """What an error of SQLite or the file system means for the office."""
    text = str(error)
    if "full" in text or "No space" in text:
        return StoreFault("disk_full", f"the disk of {folder} is full", "Free some space; the office goes on.")
    if "readonly" in text or "Permission" in text or "unable to open" in text:
        return StoreFault("disk_read_only", f"{folder} cannot be written", "Give the server's user write permission.")
    if "malformed" in text or "not a database" in text:
        return StoreFault(
            "database_damaged",
            f"{folder / FILE} is damaged: {text}",
            f"Restore {FILE} from a backup, or move it away to begin with an empty office.",
        )
    return StoreFault("disk_error", f"writing to {folder} failed: {text}", "Check the disk; the office tries again.")


class Opened:
    """The open database and the lock that keeps a second server away from it."""

    def __init__(self, folder: Path, *, alone: bool = True) -> None:
        """Open `folder`'s database, made and migrated as needed. Raises `StoreFault`.

        `alone`: as the one server of the office; otherwise only for the small tables, beside a server that runs.
        """
        self.folder = folder
        with contextlib.ExitStack() as stack:
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                if alone:
                    stack.enter_context(_lock(folder))
                self.connection = stack.enter_context(contextlib.closing(self._connect()))
                os.chmod(folder / FILE, 0o600)
                self._migrate()
                self.second = stack.enter_context(contextlib.closing(self._connect()))
                """For the small tables, so that they never mix with the log's transactions."""
                self.third = stack.enter_context(contextlib.closing(self._connect()))
                """For checkpoints, and for room before the first of them."""
            except (sqlite3.Error, OSError) as error:
                raise fault(error, folder) from error
            self._open = stack.pop_all()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.folder / FILE, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA busy_timeout=5000")
        connection.execute("PRAGMA wal_autocheckpoint=0")  # see `checkpoint`
        return connection

    def _migrate(self) -> None:
        if _steps(self.connection) == NEWEST:
            return
        from server.store import migrating

        if newer := migrating.unknown(self.connection):
            raise StoreFault(
                "database_newer",
                f"{self.folder / FILE} was written by a newer Lotse (it knows {newer[0]})",
                "Install that version again, or begin in another folder with --data.",
            )
        migrating.bring_up_to_date(self.connection)

    def checkpoint(self) -> None:
        """Move the write-ahead log into the database, beside the running commits (which never wait for it).

        Blocks: call it off the event loop, with nothing else using `third`.
        """
        try:
            self.third.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error as error:
            raise fault(error, self.folder) from error

    def make_room(self) -> None:
        """Let the write-ahead log have `ROOM` bytes on the disk: a commit that makes a file longer takes a third more.

        A transaction that does not fit into memory is written to the log, and then taken back: nothing is left of it
        but the log's length. Blocks for a tenth of a second: call it off the event loop. Raises `StoreFault`.
        """
        try:
            self.third.execute("PRAGMA cache_size=16")
            self.third.execute("BEGIN IMMEDIATE")
            try:
                self.third.execute("CREATE TABLE room(content)")
                self.third.execute("INSERT INTO room VALUES (zeroblob(?))", (ROOM,))
            finally:
                if self.third.in_transaction:
                    self.third.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise fault(error, self.folder) from error

    def close(self) -> None:
        """Close the file and let go of the lock."""
        self._open.close()


def _steps(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """How many steps were taken, and the last of them; None for a new database."""
    with contextlib.suppress(sqlite3.OperationalError):
        query = "SELECT count(*), max(name) FROM _sqlite_migrations WHERE migration_set = 'lotse'"
        count, last = connection.execute(query).fetchone()
        return count, last
    return None


def _lock(folder: Path) -> IO[str]:
    lock = open(folder / "server.lock", "w")  # noqa: SIM115 - held as long as the server runs
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise StoreFault(
            "already_running",
            f"another server uses {folder}",
            "Stop it first, or give this one another folder with --data.",
        ) from error
    return lock
