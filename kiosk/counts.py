"""Counts of what came of visits, on the kiosk's disk until the server has them. No person is in them.

A count has a random key and no place in a row, so nothing of it leads to a visit or to the number that was drawn in it.
"""

import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from kiosk.durable import open_durable

log = logging.getLogger(__name__)

_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS waiting (
        key TEXT PRIMARY KEY,
        day TEXT NOT NULL,
        told BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;"""


def counts_beside(config: Path) -> Path:
    """Where a kiosk keeps its counts."""
    return config.with_suffix(".counts.db")


class Counts:
    """Keeps what is to be told by key. Writes one after the other in a thread of its own; a disk that refuses is
    logged once, and the counts are in memory only.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._desk = ThreadPoolExecutor(1, thread_name_prefix="counts")
        self._sql: sqlite3.Connection | None = None
        self._refused = False
        try:
            self._sql = open_durable(file, _SCHEMA)
        except (OSError, sqlite3.Error) as why:
            self._lost(why)

    def all(self) -> dict[str, bytes]:
        """What was kept, older days first. Blocks."""
        try:
            rows = self._sql.execute("SELECT key, told FROM waiting ORDER BY day, key") if self._sql else ()
            return {str(key): bytes(told) for key, told in rows}
        except sqlite3.Error as why:
            self._lost(why)
            return {}

    def keep(self, key: str, day: str, told: bytes) -> None:
        """From now on it outlives the kiosk."""
        self._write("INSERT OR REPLACE INTO waiting VALUES (?, ?, ?)", key, day, told)

    def drop(self, key: str) -> None:
        """It is told."""
        self._write("DELETE FROM waiting WHERE key = ?", key)

    def close(self) -> None:
        """Write what is left to write, and let go of the file. Blocks."""
        self._desk.shutdown()
        if self._sql is not None:
            self._sql.close()
            self._sql = None

    def _write(self, query: str, *told: object) -> None:
        self._desk.submit(self._attempt, lambda sql: sql.execute(query, told))

    def _attempt(self, act: Callable[[sqlite3.Connection], object]) -> None:
        if self._sql is None:
            return
        try:
            act(self._sql)
        except sqlite3.Error as why:
            self._lost(why)

    def _lost(self, why: Exception) -> None:
        level = logging.DEBUG if self._refused else logging.WARNING
        log.log(level, "%s cannot be written (%s): counts are lost when this kiosk is switched off", self._file, why)
        self._refused = True
