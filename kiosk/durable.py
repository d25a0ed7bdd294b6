"""SQLite files of a kiosk whose every change is on disk before it counts."""

import logging
import sqlite3
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)


def open_durable(file: Path, schema: str) -> sqlite3.Connection:
    """The file, made if it is missing; what is deleted in it is overwritten. A damaged one is moved aside first.

    Raises OSError or sqlite3.Error when it cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return open_with(file, schema)
    except sqlite3.DatabaseError as why:
        if isinstance(why, sqlite3.OperationalError):
            raise
        log.warning("%s is damaged (%s): it is moved aside", file, why)
        for damaged in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
            with suppress(FileNotFoundError):
                damaged.replace(f"{damaged}.damaged")
        return open_with(file, schema)


def open_with(file: Path | None, schema: str) -> sqlite3.Connection:
    """As `open_durable`, but a damaged file raises too; None keeps all of it in memory."""
    connection = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA busy_timeout=2000")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.executescript(schema)
        if file is not None:
            file.chmod(0o600)
    except BaseException:
        connection.close()
        raise
    return connection
