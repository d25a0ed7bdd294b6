"""The kiosks' counts of what came of visits: taken once, kept durably, reported; nothing of them leads to a person."""

import argparse
import asyncio
import csv
import sqlite3
from datetime import timedelta

import pytest

from assets import path
from server import reports
from server.bench.clients import Client
from server.store.tallies import Tally, read_tallies
from server.wire import messages as m


def today(house):
    clock = house.context.office.clock
    return clock.local(clock.now()).date()


async def count(kiosk: Client, *counts):
    return [await kiosk.do(one) for one in counts]


async def test_counts_add_up_and_survive_a_restart(house_at, tmp_path):
    async with house_at(tmp_path / "data") as house:
        day, kiosk = today(house).isoformat(), await house.kiosk()
        replies = await count(
            kiosk,
            m.CountOutcome(day, "ar", "bamf", "frage"),
            m.CountOutcome(day, "ar", "bamf", "frage"),
            m.CountOutcome(day, "de", "abholung", "karte"),
            m.CountAbandoned(day, "de", "antrag"),
        )
        assert all(isinstance(reply, m.Done) for reply in replies)
    async with house_at(tmp_path / "data") as house:
        await count(await house.kiosk(), m.CountOutcome(day, "ar", "bamf", "frage"))

    assert read_tallies(tmp_path / "data", day) == [
        Tally(day, "de", "antrag", "", "abandoned", 1),
        Tally(day, "ar", "frage", "bamf", "authority", 3),
        Tally(day, "de", "karte", "abholung", "ticket", 1),
    ]


async def test_a_repeat_counts_once_and_tickets_do_not_wait_for_counts(house, tmp_path):
    machine, secret = house.members.add_machine("kiosk", "a kiosk", house.context.office.clock.now())
    header = {"Authorization": f"Bearer {machine.id}.{secret}"}
    do = m.encode(m.Do("count-12345678", m.CountOutcome(today(house).isoformat(), "de", "bamf", "frage")))

    async def send():
        async with house.session.post(f"{house.url}/api/commands", data=do, headers=header) as reply:
            return reply.status

    assert await asyncio.gather(*(send() for _ in range(5))) == [200] * 5
    assert [tally.times for tally in read_tallies(tmp_path / "data", "2000-01-01")] == [1]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (m.CountOutcome("2026-11-23", "de", "nowhere", "frage"), "unknown_outcome"),
        (m.CountOutcome("2026-11-23", "de", "bamf", "nowhere"), "unknown_outcome"),
        (m.CountOutcome("2026-02-31", "de", "bamf", "frage"), "no_such_day"),
        (m.CountAbandoned("2026-11-23", "de", "nowhere"), "unknown_step"),
        (m.CountAbandoned("2026-11-23", "xx", "frage"), "unknown_language"),
    ],
)
async def test_what_cannot_be_is_refused_and_not_counted(house, tmp_path, command, code):
    (reply,) = await count(await house.kiosk(), command)

    assert reply.code == code
    assert read_tallies(tmp_path / "data", "2000-01-01") == []


async def test_only_kiosks_count_and_a_fast_clock_counts_today(house, tmp_path):
    tomorrow = (today(house) + timedelta(days=1)).isoformat()
    (refused,) = await count(await house.desk("101"), m.CountAbandoned(tomorrow, "de", "frage"))
    await count(await house.kiosk(), m.CountAbandoned(tomorrow, "de", "frage"))

    assert refused.code == "forbidden"
    assert [tally.day for tally in read_tallies(tmp_path / "data", "2000-01-01")] == [today(house).isoformat()]


async def test_nothing_that_is_kept_leads_from_a_count_to_a_ticket(house, tmp_path):
    kiosk = await house.kiosk()
    await kiosk.do(m.IssueTicket("abholung", "de"))
    await count(kiosk, m.CountOutcome(today(house).isoformat(), "de", "abholung", "karte"))

    sql = sqlite3.connect(tmp_path / "data" / "office.db")
    columns = [
        row[1] for table in ("triage_counts", "triage_keys") for row in sql.execute(f"PRAGMA table_info({table})")
    ]
    sql.close()
    assert columns == ["day", "language", "question", "outcome", "kind", "times", "key", "day"]


def asked(folder, **more):
    parser = argparse.ArgumentParser()
    reports.add_arguments(parser)
    return parser.parse_args([str(path("site")), "--data", str(folder), *(f"--{n}={v}" for n, v in more.items())])


async def test_the_report_tells_what_share_was_cleared_and_where_visitors_went_away(house, tmp_path, capsys):
    day, kiosk = today(house).isoformat(), await house.kiosk()
    cleared = [m.CountOutcome(day, "ar", "bamf", "frage"), m.CountOutcome(day, "de", "karte-noch-nicht", "karte")]
    served = [m.CountOutcome(day, "de", "abholung", "karte"), m.CountOutcome(day, "de", "beratung", "frage")]
    await count(kiosk, *cleared, *served, m.CountAbandoned(day, "uk", "antrag"))

    assert reports.run(asked(tmp_path / "data", export=tmp_path / "counts.csv")) == 0

    text = capsys.readouterr().out
    assert "Cleared without a counter: 2 of 4 (50%)" in text
    assert "Went away before the end: 1" in text
    for line in ("Was ist Ihre Frage?", "1 of 2 (50%)", "1 of 1 (100%)", "1 of 3 (33%)", "Worum geht es?"):
        assert line in text
    with (tmp_path / "counts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    assert {row["kind"] for row in rows} == {"authority", "answer", "ticket", "abandoned"}


def test_the_report_says_what_to_do_when_it_cannot_be_made(tmp_path, capsys):
    assert reports.run(asked(tmp_path)) == 1
    assert "Name the folder" in capsys.readouterr().err
    assert reports.run(asked(tmp_path, days=0)) == 1
    assert "--days must be between" in capsys.readouterr().err
