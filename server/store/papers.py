"""The history of printers and of slips that did not come out."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from server.store.database import Opened, fault

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class PaperEvent:
    """`kiosk`: the machine's id. With a `ticket` `what` is a slip's fate; without, the printer's troubles with blanks
    between, "" when it is ready again. `printer` counts from 1."""

    at: datetime
    kiosk: str
    what: str
    ticket: str = ""
    printer: int = 1


class PaperLog:
    """The table `paper_history`. Its methods block and raise StoreFault."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def add(self, event: PaperEvent) -> None:
        """Keep it, once."""
        try:
            self._opened.second.execute(
                "INSERT OR IGNORE INTO paper_history VALUES (?,?,?,?,?)",
                (event.at.isoformat(), event.kiosk, event.ticket, event.printer, event.what),
            )
        except sqlite3.Error as error:
            raise fault(error, self._opened.folder) from error

    def latest(self, most: int = SHOWN) -> list[PaperEvent]:
        """The last ones, newest first."""
        rows = self._opened.second.execute(
            "SELECT at, kiosk, what, ticket, printer FROM paper_history ORDER BY at DESC LIMIT ?", (most,)
        )
        return [PaperEvent(datetime.fromisoformat(row[0]), *row[1:]) for row in rows]
