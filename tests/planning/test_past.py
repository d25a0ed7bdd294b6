"""The office's own log as the source of days."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from at_the_prompt import lotse

from assets import path
from server.planning.past import LONGEST_MIN, Past
from server.planning.traffic import NoDays, traffic_of
from server.site import load_site
from server.store.database import FILE, Opened
from server.store.visits import read_visits

SITE = path("site")
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # 8:00 in Berlin
MINUTES = 12


@pytest.fixture
def office(tmp_path):
    """Writes `days` days of 40 visits; the first ticket of each day was forgotten overnight."""

    def write(days):
        opened = Opened(tmp_path)
        rows = []
        for day in range(days):
            opens = MONDAY + timedelta(weeks=day)
            for n in range(40):
                came = opens + timedelta(minutes=5 * n)
                called = came + timedelta(minutes=3)
                ended = called + (timedelta(hours=11) if n == 0 else timedelta(minutes=MINUTES))
                times = [moment.isoformat() for moment in (came, called, called, ended, came)]
                rows.append((f"{day}-{n}", opens.date().isoformat(), *times))
        opened.connection.executemany(
            "INSERT INTO tickets (id, day, number, service, language, kind, state, calls, issued_at, called_at,"
            " started_at, ended_at, since)"
            " VALUES (?, ?, 'A001', 'abholung', 'de', 'walk_in', 'finished', 1, ?, ?, ?, ?, ?)",
            rows,
        )
        opened.close()
        return tmp_path

    return write


def test_the_log_says_who_came_when_and_how_long_it_took(office):
    past = Past(traffic_of(load_site(SITE)), read_visits(office(8)))

    days = past.make_days(20, seed=1)

    assert len(days) == len(past) == 8
    tickets = days[0].tickets
    assert tickets.arrive[:3].tolist() == [480.0, 485.0, 490.0]
    service = past.traffic.services.index("abholung")
    assert set(tickets.pool.tolist()) == {service}
    assert past.traffic.mean[service] == pytest.approx(MINUTES, abs=0.1)
    assert tickets.actual.max() < LONGEST_MIN


def test_a_log_of_few_days_is_refused_with_the_number_that_is_needed(office):
    with pytest.raises(NoDays, match=r"2 days .* 6 are needed"):
        Past(traffic_of(load_site(SITE)), read_visits(office(2)))


def test_an_empty_data_folder_is_refused(tmp_path, capsys):
    Opened(tmp_path).close()

    assert lotse("simulate", SITE, "--data", tmp_path) == 1

    assert "the log holds 0 days" in capsys.readouterr().err


def test_a_damaged_or_older_database_is_told_apart_from_a_good_one(tmp_path, capsys):
    (tmp_path / FILE).write_text("this is not a database, but long enough to be read as one" * 20)
    assert lotse("simulate", SITE, "--data", tmp_path) == 1
    assert "damaged" in capsys.readouterr().err

    (tmp_path / FILE).unlink()
    sqlite3.connect(tmp_path / FILE).close()
    (tmp_path / FILE).touch()
    assert lotse("simulate", SITE, "--data", tmp_path) == 1
    assert "not written by this version" in capsys.readouterr().err


def test_simulate_plan_and_tune_work_on_the_log_while_a_server_holds_it(office, capsys):
    folder = office(8)
    opened = Opened(folder)  # as a running server does

    assert lotse("simulate", SITE, "--data", folder, "--days", 30) == 0
    assert "8 days with 40 visits on average" in capsys.readouterr().out
    assert lotse("tune", SITE, "--data", folder, "--minutes", 0.01) == 0
    assert "No clear gain" in capsys.readouterr().out
    assert lotse("plan", SITE, "--data", folder, "--days", 8) == 0
    assert "Who should learn what next" in capsys.readouterr().out

    opened.close()
