"""Brings a database up to date. Imported only where needed: sqlite-utils takes a tenth of the server's start."""

import sqlite3
import sys

# sqlite-utils loads numpy where it finds it, for data frames; that would cost 20 MB more, and numpy is there for the
# forecast's own process only.
if "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import sqlite_utils  # noqa: F401

    del sys.modules["numpy"]

from sqlite_utils import Database

from server.store.migrations import office


def unknown(connection: sqlite3.Connection) -> list[str]:
    """The steps that a newer Lotse has taken."""
    known = {step.name for step in office._migrations}
    return [step.name for step in office.applied(Database(connection)) if step.name not in known]


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Take the steps that are missing."""
    office.apply(Database(connection))
