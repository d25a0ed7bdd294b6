"""The history of printers and other devices, of slips that did not come out, and of numbers that were lost."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from server.store.database import Opened, fault

LATEST: Final = 400


@dataclass(frozen=True, slots=True)
class PaperEvent:
    """`kiosk`: the machine's id, also that of a counter's PC. `printer` counts from 1; 0 is everything else.

    With a `ticket` and a printer `what` is a slip's fate; without a ticket, what fails, with blanks between, "" when it
    is ready again. With a `ticket` and no printer that is a lost number: "lost_number" and its service, or "settled".
    `number` of a slip's ticket, where it is known; it is not kept here.
    """

    at: datetime
    kiosk: str
    what: str
    ticket: str = ""
    printer: int = 1
    number: str = ""


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

    def latest(self, most: int = LATEST) -> list[PaperEvent]:
        """The last ones, newest first."""
        rows = self._opened.second.execute(
            "SELECT at, kiosk, what, ticket, printer, coalesce(number, '') FROM paper_history"
            " LEFT JOIN tickets ON id = ticket ORDER BY at DESC LIMIT ?",
            (most,),
        )
        return [PaperEvent(datetime.fromisoformat(row[0]), *row[1:]) for row in rows]
