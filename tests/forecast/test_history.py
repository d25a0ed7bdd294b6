"""What is read from the office's own database, and what is left out."""

import sqlite3

import pytest

from server.store.database import FILE, Opened
from server.store.history import read_history

COLUMNS = "id, day, number, service, language, kind, state, counter, calls, issued_at, called_at, started_at, ended_at"


@pytest.fixture
def past(tmp_path):
    """Writes finished visits as (service, called, started, ended)."""
    Opened(tmp_path).close()

    def write(*visits, day="2026-11-20"):
        with sqlite3.connect(tmp_path / FILE) as sql:
            for n, (service, called, started, ended) in enumerate(visits):
                times = [called, called, started, ended if "T" in ended else f"{day}T{ended}Z"]
                times = [t if t is None or "T" in t else f"{day}T{t}Z" for t in times]
                row = (f"{day}-{n}", day, "A001", service, "de", "walk_in", "finished", "1", 1, *times)
                sql.execute(f"INSERT INTO tickets({COLUMNS}) VALUES ({','.join('?' * len(row))})", row)
        sql.close()
        return read_history(tmp_path, "2026-11-01", "2026-11-21")

    return write


def test_minutes_run_from_the_call_to_the_end(past):
    assert past(("a", "09:00:00", "09:01:00", "09:12:00")).minutes == {"a": [(pytest.approx(12), 1)]}


def test_what_was_no_service_is_left_out(past):
    history = past(
        ("a", "09:00:00", None, "09:00:15"),  # a slip of the finger
        ("a", "09:00:00", None, "13:30:00"),  # nobody ended it
        ("a", "16:00:00", None, "2026-11-21T02:00:00Z"),  # open overnight
    )

    assert history.minutes == {}
    assert sum(row[4] for row in history.arrivals) == 3


def test_the_second_service_of_a_visit_begins_where_the_first_ended(past):
    assert past(("b", "09:00:00", "09:40:00", "09:50:00")).minutes == {"b": [(pytest.approx(10), 1)]}


def test_today_is_not_history(past):
    assert past(("a", "09:00:00", None, "09:10:00"), day="2026-11-21").minutes == {}


def test_pauses_end_with_the_counter_s_opening(past, tmp_path):
    with sqlite3.connect(tmp_path / FILE) as sql:
        for at, kind in [
            ("10:00", "CounterPaused"),
            ("10:20", "CounterOpened"),
            ("11:00", "CounterPaused"),
            ("11:05", "CounterClosed"),
            ("11:30", "CounterOpened"),
        ]:
            row = ("2026-11-20", f"2026-11-20T{at}:00Z", kind, "1", "{}")
            sql.execute("INSERT INTO events(day, at, type, counter, body) VALUES (?,?,?,?,?)", row)
    sql.close()

    assert past(("a", "09:00:00", None, "09:10:00")).pauses_min == [20]
