"""Machines, people and their sessions: who belongs to the office."""

import secrets
import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from server.store.database import Opened
from server.wire.proof import secret_hash

SESSION = timedelta(hours=12)
SESSION_KNOWN_S = 2.0
MOST_SESSIONS_KNOWN = 1000


@dataclass(frozen=True)
class Machine:
    """A kiosk, display or counter PC that joined. `address`: where a display was last seen, as host:port."""

    id: str
    role: str
    name: str
    secret_hash: str
    address: str


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in."""

    user: str
    role: str
    password_hash: str


class Members:
    """All who may speak to the server. Small tables, read and written on the event loop."""

    def __init__(self, opened: Opened) -> None:
        self._sql: sqlite3.Connection = opened.second
        self._sessions: dict[str, tuple[float, tuple[Person, datetime]]] = {}

    def new_join_token(self) -> str:
        """A fresh join token; it replaces the earlier one and is stored as a hash only."""
        token = "-".join(secrets.token_hex(2) for _ in range(4)).upper()
        self.set("join_token", secret_hash(token))
        return token

    def has_join_token(self) -> bool:
        """Whether a token was ever made here."""
        return bool(self.setting("join_token"))

    def is_join_token(self, token: str) -> bool:
        """Whether `token` is the present one."""
        return secrets.compare_digest(self.setting("join_token"), secret_hash(token.strip().upper()))

    def add_machine(self, role: str, name: str, now: datetime) -> tuple[Machine, str]:
        """A new machine and its secret, which is not kept."""
        machine, secret = f"{role}-{secrets.token_hex(4)}", secrets.token_urlsafe(32)
        self._sql.execute(
            "INSERT INTO machines(id, role, name, secret_hash, joined_at) VALUES (?,?,?,?,?)",
            (machine, role, name, secret_hash(secret), now.isoformat()),
        )
        return Machine(machine, role, name, secret_hash(secret), ""), secret

    def machine(self, id: str) -> Machine | None:
        """The machine with this id."""
        row = self._sql.execute(
            "SELECT id, role, name, secret_hash, address FROM machines WHERE id = ?", (id,)
        ).fetchone()
        return None if row is None else Machine(*row)

    def set_counter(self, machine: str, counter: str) -> None:
        """This machine is the PC of that counter."""
        self.set(f"counter_of:{machine}", counter)

    def counter_of(self, machine: str) -> str:
        """The counter whose PC the machine is, "" for none."""
        return self.setting(f"counter_of:{machine}")

    def displays(self) -> list[Machine]:
        """All displays that joined."""
        rows = self._sql.execute("SELECT id, role, name, secret_hash, address FROM machines WHERE role = 'display'")
        return [Machine(*row) for row in rows]

    def seen_at(self, machine: str, name: str, address: str) -> None:
        """Remember where a display was seen and what it calls itself."""
        self._sql.execute("UPDATE machines SET address = ?, name = ? WHERE id = ?", (address, name, machine))

    def add_person(self, user: str, role: str, password_hash: str, now: datetime) -> None:
        """Add somebody, or give them a new password and role (which ends their sessions)."""
        self._sessions.clear()
        self._sql.execute("DELETE FROM people WHERE user = ?", (user,))
        self._sql.execute("INSERT INTO people VALUES (?,?,?,?)", (user, role, password_hash, now.isoformat()))

    def person(self, user: str) -> Person | None:
        """The person of this name."""
        row = self._sql.execute("SELECT user, role, password_hash FROM people WHERE user = ?", (user,)).fetchone()
        return None if row is None else Person(*row)

    def anybody(self) -> bool:
        """Whether anybody can sign in at all."""
        return self._sql.execute("SELECT 1 FROM people LIMIT 1").fetchone() is not None

    def open_session(self, user: str, now: datetime) -> tuple[str, datetime]:
        """A new session's token and its end; expired ones are swept out."""
        token, end = secrets.token_urlsafe(32), now + SESSION
        self._sql.execute("DELETE FROM sessions WHERE expires_at < ?", (now.isoformat(),))
        self._sql.execute("INSERT INTO sessions VALUES (?,?,?)", (secret_hash(token), user, end.isoformat()))
        return token, end

    def session(self, token: str, now: datetime) -> tuple[Person, datetime] | None:
        """Who has this session, and until when. Looked up anew after `SESSION_KNOWN_S`, as others may change people."""
        known = self._sessions.get(token)
        if known is not None and time.monotonic() - known[0] < SESSION_KNOWN_S and known[1][1] > now:
            return known[1]
        self._sessions.pop(token, None)
        row = self._sql.execute(
            "SELECT user, role, password_hash, expires_at FROM sessions JOIN people USING (user)"
            " WHERE token_hash = ? AND expires_at > ?",
            (secret_hash(token), now.isoformat()),
        ).fetchone()
        if row is None:
            return None
        if len(self._sessions) >= MOST_SESSIONS_KNOWN:
            self._sessions.clear()
        found = Person(*row[:3]), datetime.fromisoformat(row[3]).astimezone(UTC)
        self._sessions[token] = (time.monotonic(), found)
        return found

    def close_session(self, token: str) -> None:
        """Sign out."""
        self._sessions.pop(token, None)
        self._sql.execute("DELETE FROM sessions WHERE token_hash = ?", (secret_hash(token),))

    def setting(self, name: str) -> str:
        """A stored setting, "" where there is none."""
        row = self._sql.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return "" if row is None else str(row[0])

    def set(self, name: str, value: str) -> None:
        """Store a setting."""
        self._sql.execute("INSERT OR REPLACE INTO settings VALUES (?,?)", (name, value))
