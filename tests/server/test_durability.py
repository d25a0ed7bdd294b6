"""What was acknowledged survives everything that can happen to a server."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from assets import path
from server.bench.safety import safety
from server.store.database import FILE, Opened, StoreFault
from server.wire import messages as m

ISSUE = m.IssueTicket("abholung", "de")


@pytest.mark.journey
async def test_a_server_killed_a_hundred_times_under_load_loses_nothing_and_doubles_nothing():
    figures = await safety(lambda line: None, kills=100)

    assert figures["tickets"] > 500
    assert figures["calls"] > 100
    assert figures["repeats"] > 20
    assert (figures["lost"], figures["duplicates"], figures["double_calls"]) == (0, 0, 0)


async def test_an_office_restarted_between_two_commands_goes_on_where_it_was(house_at, tmp_path):
    async with house_at(tmp_path) as house:
        kiosk, desk = await house.kiosk(), await house.desk("101")
        await desk.do(m.OpenCounter("101"))
        for _ in range(3):
            await kiosk.do(ISSUE)
        await desk.do(m.CallNext("101"))

    async with house_at(tmp_path) as house:
        desk, kiosk = await house.desk("101"), await house.kiosk()

        assert (await desk.do(m.CallNext("101"))).code == "counter_busy"
        assert isinstance(await desk.do(m.FinishService("101")), m.Done)
        assert (await desk.do(m.CallNext("101"))).result.number == "A002"
        assert (await kiosk.do(ISSUE)).result.number == "A004"


async def test_a_full_disk_is_said_nothing_is_half_done_and_the_office_goes_on_when_there_is_space(house):
    kiosk = await house.kiosk()
    await kiosk.do(ISSUE)
    connection = house.context.office._log._opened.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own "database or disk is full"

    faults = [await kiosk.do(ISSUE) for _ in range(40)]

    fault = next(r for r in faults if isinstance(r, m.Fault))
    assert fault.code == "disk_full"
    assert "space" in fault.remedy
    async with house.session.get(f"{house.url}/health") as reply:
        assert reply.status == 503
        assert "full" in (await reply.json())["warnings"][0]
    done = [r.result.number for r in faults if isinstance(r, m.Done)]
    connection.execute("PRAGMA max_page_count = 1000000")
    after = await kiosk.do(ISSUE)
    assert int(after.result.number[1:]) == len(done) + 2
    async with house.session.get(f"{house.url}/health") as reply:
        assert reply.status == 200


async def test_the_night_closes_what_is_open_and_keeps_its_history(house_at, tmp_path):
    evening = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    async with house_at(tmp_path, clock=lambda: evening) as house:
        kiosk, desk = await house.kiosk(), await house.desk("101")
        await desk.do(m.OpenCounter("101"))
        first, _ = await kiosk.do(ISSUE), await kiosk.do(ISSUE)
        await desk.do(m.CallNext("101"))

    async with house_at(tmp_path, clock=lambda: evening + timedelta(hours=14)) as house:
        kiosk = await house.kiosk()
        fresh = await kiosk.do(ISSUE)

        assert first.result.number == fresh.result.number == "A001"
        assert await house.context.office.read(lambda queue: (queue.day, queue.lines.total)) == ("2026-11-24", 1)
    rows = sqlite3.connect(tmp_path / FILE).execute("SELECT day, number, state FROM tickets ORDER BY id").fetchall()
    assert rows == [
        ("2026-11-23", "A001", "expired"),
        ("2026-11-23", "A002", "expired"),
        ("2026-11-24", "A001", "waiting"),
    ]


async def test_after_midnight_but_before_the_day_change_it_is_still_yesterday(house_at, tmp_path):
    async with house_at(tmp_path, clock=lambda: datetime(2026, 11, 24, 1, 30, tzinfo=UTC)) as house:
        assert await house.context.office.read(lambda queue: queue.day) == "2026-11-23"


async def test_a_clock_that_jumps_back_stands_still_and_is_reported(house_at, tmp_path):
    times = [datetime(2026, 11, 23, 9, 0, tzinfo=UTC)]
    async with house_at(tmp_path, clock=lambda: times[0]) as house:
        kiosk = await house.kiosk()
        before = (await kiosk.do(ISSUE)).result
        times[0] -= timedelta(hours=3)
        after = (await kiosk.do(ISSUE)).result

        assert after.issued_at == before.issued_at
        assert (before.number, after.number) == ("A001", "A002")
        async with house.session.get(f"{house.url}/health") as reply:
            assert "clock" in (await reply.json())["warnings"][0]


def test_a_database_of_a_newer_version_is_left_alone_with_a_clear_message(tmp_path):
    Opened(tmp_path).close()
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute(
        "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('lotse', 'm999_future', '2030')"
    )
    connection.commit()
    connection.close()

    with pytest.raises(StoreFault, match="newer Lotse") as fault:
        Opened(tmp_path)

    assert "--data" in fault.value.remedy


def test_a_second_server_on_the_same_folder_is_turned_away(tmp_path):
    first = Opened(tmp_path)

    with pytest.raises(StoreFault, match="another server") as fault:
        Opened(tmp_path)

    assert fault.value.code == "already_running"
    first.close()


def serve(*arguments):
    command = [sys.executable, "-m", "server.cli", "server", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def test_a_port_in_use_a_damaged_database_and_a_missing_site_end_with_a_sentence(tmp_path, unused_port_held):
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / FILE).write_bytes(b"this is no database" * 1000)
    site = path("site")

    results = {
        "--port": serve(site, "--data", tmp_path / "a", "--host", "127.0.0.1", "--port", unused_port_held, "--no-mdns"),
        "damaged": serve(site, "--data", tmp_path / "damaged", "--port", 0, "--no-mdns"),
        "lotse init": serve(tmp_path / "nowhere", "--data", tmp_path / "b", "--port", 0, "--no-mdns"),
    }

    for words, result in results.items():
        assert result.returncode == 1, result
        assert words in result.stderr
        assert "Traceback" not in result.stderr


@pytest.fixture
def unused_port_held():
    import socket

    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]
