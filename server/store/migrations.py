"""The schema, step by step. A step that has landed is never edited; the next one changes it."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

office = Migrations("lotse")


@office()
def m001_event_log(db: Database) -> None:
    """Events are the truth; `answers` keep the first reply to each idempotency key.

    Keys are random, so an index on them would dirty a page per ticket; the office holds today's keys in memory.
    """
    db.execute("""
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY,
            day TEXT NOT NULL,
            at TEXT NOT NULL,
            type TEXT NOT NULL,
            ticket TEXT,
            counter TEXT,
            body TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX events_day ON events(day)")
    db.execute("""
        CREATE TABLE answers (
            key TEXT NOT NULL,
            day TEXT NOT NULL,
            command TEXT NOT NULL,
            answer TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX answers_day ON answers(day)")


@office()
def m002_tickets(db: Database) -> None:
    """A row per ticket for whoever asks questions of the history; times in UTC."""
    db.execute("""
        CREATE TABLE tickets (
            id TEXT PRIMARY KEY,
            day TEXT NOT NULL,
            number TEXT NOT NULL,
            service TEXT NOT NULL,
            language TEXT NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            counter TEXT,
            calls INTEGER NOT NULL,
            issued_at TEXT NOT NULL,
            appointment_at TEXT,
            called_at TEXT,
            started_at TEXT,
            ended_at TEXT
        ) STRICT, WITHOUT ROWID""")
    db.execute("CREATE INDEX tickets_day ON tickets(day)")
    db.execute("""
        CREATE VIEW waits AS SELECT day, number, service, kind, state, counter,
            round((julianday(called_at) - julianday(issued_at)) * 1440, 1) AS minutes_until_called,
            round((julianday(started_at) - julianday(called_at)) * 1440, 1) AS minutes_way,
            round((julianday(ended_at) - julianday(started_at)) * 1440, 1) AS minutes_served
        FROM tickets""")


@office()
def m003_machines_and_people(db: Database) -> None:
    """Who may speak to the server. Secrets are kept as hashes only."""
    db.execute("""
        CREATE TABLE machines (
            id TEXT PRIMARY KEY,
            role TEXT NOT NULL,
            name TEXT NOT NULL,
            secret_hash TEXT NOT NULL,
            joined_at TEXT NOT NULL,
            address TEXT NOT NULL DEFAULT ''
        ) STRICT""")
    db.execute("""
        CREATE TABLE people (
            user TEXT PRIMARY KEY,
            role TEXT NOT NULL,
            password_hash TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE sessions (
            token_hash TEXT PRIMARY KEY,
            user TEXT NOT NULL REFERENCES people(user) ON DELETE CASCADE,
            expires_at TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


@office()
def m004_how_people_are_called(db: Database) -> None:
    """What the ticket asked for, and how it came to be called. `needs`, `route`: words with blanks between.

    `since`: when the wait began to count; `why`: the sentence in the office's language.
    """
    for column in (
        "people INTEGER NOT NULL DEFAULT 1",
        "needs TEXT NOT NULL DEFAULT ''",
        "route TEXT NOT NULL DEFAULT ''",
        "since TEXT",
        "overtaken INTEGER NOT NULL DEFAULT 0",
        "why TEXT NOT NULL DEFAULT ''",
    ):
        db.execute(f"ALTER TABLE tickets ADD COLUMN {column}")
    db.execute("UPDATE tickets SET since = max(issued_at, coalesce(appointment_at, issued_at))")


@office()
def m005_forecasts(db: Database) -> None:
    """What each ticket was first told, and what came of it: seconds from `made_at` until the call.

    `raw_low_s`, `raw_high_s`: the ends before the calibration. `called_after_s` is NULL until the call.
    """
    db.execute("""
        CREATE TABLE forecasts (
            ticket TEXT PRIMARY KEY,
            day TEXT NOT NULL,
            service TEXT NOT NULL,
            kind TEXT NOT NULL,
            made_at TEXT NOT NULL,
            low_s REAL NOT NULL,
            median_s REAL NOT NULL,
            high_s REAL NOT NULL,
            raw_low_s REAL NOT NULL,
            raw_high_s REAL NOT NULL,
            called_after_s REAL
        ) STRICT, WITHOUT ROWID""")
    db.execute("CREATE INDEX forecasts_day ON forecasts(day)")
    db.execute("""
        CREATE VIEW forecast_accuracy AS SELECT day, kind, count(*) AS tickets,
            round(avg(abs(called_after_s - median_s)) / 60, 1) AS mean_error_min,
            round(100.0 * avg(called_after_s BETWEEN low_s AND high_s), 1) AS inside_percent,
            round(100.0 * avg(called_after_s > high_s + 600), 1) AS over_10_min_too_low_percent
        FROM forecasts WHERE called_after_s IS NOT NULL GROUP BY day, kind""")


@office()
def m006_book_of_appointments(db: Database) -> None:
    """Who is expected when, without names. `id`: a keyed hash of what the source calls the appointment.

    `start_at` in UTC, `day` the office's; `language` "" where it is not known. Rows die with their day.
    """
    db.execute("""
        CREATE TABLE appointments (
            id TEXT PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,
            source TEXT NOT NULL,
            day TEXT NOT NULL,
            start_at TEXT NOT NULL,
            service TEXT NOT NULL,
            minutes INTEGER NOT NULL,
            language TEXT NOT NULL,
            people INTEGER NOT NULL,
            cancelled INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""")
    db.execute("CREATE INDEX appointments_day ON appointments(day)")


@office()
def m007_triage_counts(db: Database) -> None:
    """What came of the kiosks' questions: sums by day, and the keys that were counted, which tell nothing else."""
    db.execute("""
        CREATE TABLE triage_counts (
            day TEXT NOT NULL,
            language TEXT NOT NULL,
            question TEXT NOT NULL,
            outcome TEXT NOT NULL,
            kind TEXT NOT NULL,
            times INTEGER NOT NULL,
            PRIMARY KEY (day, language, question, outcome, kind)
        ) STRICT, WITHOUT ROWID""")
    db.execute("CREATE TABLE triage_keys (key TEXT PRIMARY KEY, day TEXT NOT NULL) STRICT, WITHOUT ROWID")


@office()
def m008_paper_history(db: Database) -> None:
    """How the kiosks' printers were, and slips that did not come out. `what`: a slip's fate where there is a ticket,
    otherwise the printer's troubles with blanks between, "" when it was ready again."""
    db.execute("""
        CREATE TABLE paper_history (
            at TEXT NOT NULL,
            kiosk TEXT NOT NULL,
            ticket TEXT NOT NULL,
            printer INTEGER NOT NULL,
            what TEXT NOT NULL,
            PRIMARY KEY (at, kiosk, ticket, printer, what)
        ) STRICT, WITHOUT ROWID""")
