"""The event log: batches go to disk in one transaction, today comes back as events."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from server.domain.events import EVENT_TYPES, Event
from server.domain.ticket import Ticket
from server.store.database import Opened, fault

_encode = msgspec.json.Encoder().encode
_decoders = {name: msgspec.json.Decoder(kind) for name, kind in EVENT_TYPES.items()}

_EVENT = "INSERT INTO events(day, at, type, ticket, counter, body) VALUES (?,?,?,?,?,?)"
_ANSWER = "INSERT INTO answers(key, day, command, answer) VALUES (?,?,?,?)"
_TICKET = "INSERT OR REPLACE INTO tickets VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"

Rows = list[tuple[object, ...]]


@dataclass
class Batch:
    """What one transaction records: events with their day, answers by key, the tickets that they changed."""

    events: list[tuple[str, Event]] = field(default_factory=list)
    answers: list[tuple[str, str, str, bytes]] = field(default_factory=list)
    """(key, day, command, answer as JSON)"""
    tickets: dict[str, tuple[str, Ticket]] = field(default_factory=dict)
    """by id: (day, ticket as it is after the batch)"""

    def rows(self) -> tuple[Rows, Rows, Rows]:
        """The batch as SQL parameters; taken at once, so that later changes of a ticket do not leak in."""
        events: Rows = [
            (
                day,
                _time(event.at),
                type(event).__name__,
                getattr(event, "ticket", None),
                getattr(event, "counter", None),
                _encode(event).decode(),
            )
            for day, event in self.events
        ]
        answers: Rows = [(key, day, command, answer.decode()) for key, day, command, answer in self.answers]
        return events, answers, [_ticket_row(day, ticket) for day, ticket in self.tickets.values()]


@lru_cache(maxsize=256)  # a batch's moment stands in most of its rows
def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else _text(moment)


def _ticket_row(day: str, t: Ticket) -> tuple[object, ...]:
    times = (_time(t.issued_at), _time(t.appointment_at), _time(t.called_at), _time(t.started_at), _time(t.ended_at))
    asked = (t.people, " ".join(sorted(t.needs)), " ".join(t.route))
    called = (_time(t.since), t.overtaken, t.why.get("de", ""))
    return (
        *(t.id, day, t.number, t.service, t.language, t.kind.value, t.state.value, t.counter, t.calls),
        *times,
        *asked,
        *called,
    )


class EventLog:
    """Reads and appends. `record` blocks until the batch is on disk: call it off the event loop."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def record(self, rows: tuple[Rows, Rows, Rows]) -> None:
        """Write one batch's rows in one transaction, or nothing. Raises `StoreFault`."""
        events, answers, tickets = rows
        connection = self._opened.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(_EVENT, events)
            connection.executemany(_ANSWER, answers)
            connection.executemany(_TICKET, tickets)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise fault(error, self._opened.folder) from error

    def checkpoint(self) -> None:
        """See `Opened.checkpoint`."""
        self._opened.checkpoint()

    def make_room(self) -> None:
        """See `Opened.make_room`."""
        self._opened.make_room()

    def last_day(self) -> str:
        """The day of the newest event, "" in a new office."""
        row = self._opened.connection.execute("SELECT day FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        return "" if row is None else str(row[0])

    def events_of(self, day: str) -> Iterator[Event]:
        """The events of a day in their order."""
        query = "SELECT type, body FROM events WHERE day = ? ORDER BY seq"
        for kind, body in self._opened.connection.execute(query, (day,)):
            yield _decoders[kind].decode(body)

    def answers_of(self, day: str) -> dict[str, tuple[str, bytes]]:
        """The answers given on a day: key → (command, answer)."""
        query = "SELECT key, command, answer FROM answers WHERE day = ?"
        rows = self._opened.connection.execute(query, (day,))
        return {key: (command, answer.encode()) for key, command, answer in rows}

    def forget_answers_before(self, day: str) -> None:
        """Idempotency keys older than `day` are of no use to anybody."""
        self._opened.connection.execute("DELETE FROM answers WHERE day < ?", (day,))
