"""The running server tells true waits by itself: real server, real worker, real database."""

import os
import signal
import sqlite3
from datetime import timedelta

from server.wire import messages as m

ISSUE = m.IssueTicket("abholung", "ar")


async def draw(house, count=1, command=ISSUE):
    return [(await house.kiosk.do(command)).result for _ in range(count)]


def rows(folder, query):
    connection = sqlite3.connect(folder / "data" / "office.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


async def test_spans_appear_agree_and_shrink_as_people_are_called(house_at, tmp_path):
    async with house_at() as house:
        await house.lead.do(m.OpenCounter("1"))
        slips = await draw(house, 4)
        waits = await house.foretold(*slips)

        medians = [waits.tickets[slip.ticket].median_s for slip in slips]
        assert medians == sorted(medians)
        assert 25 * 60 < medians[-1] < 65 * 60, "three people before, 15 minutes each"
        follow = await house.seen("/api/tickets/" + slips[-1].follow_url.rsplit("/", 1)[1], m.Follow)
        desk = await house.seen("/api/desks/1", m.Desk)
        kiosk = await house.seen("/api/kiosk", m.KioskView)
        board = await house.seen("/api/board", m.Board)
        assert follow.wait == desk.queue[-1].wait is not None
        (service,) = [s for s in desk.services if s.slug == "abholung"]
        assert service.wait == kiosk.waits["abholung"] == board.waiting[0].wait is not None
        assert (await draw(house))[0].wait == kiosk.waits["abholung"]

        before = house.context.waits.tickets[slips[-1].ticket].median_s
        for _ in range(2):
            await house.lead.do(m.CallNext("1"))
            house.clock.pass_(minutes=7)
            await house.lead.do(m.FinishService("1"))
        now = house.clock()
        await house.until(lambda: house.context.waits.as_of == now, "a newer forecast")

        assert house.context.waits.tickets[slips[-1].ticket].median_s < before - 14 * 60
        assert slips[0].ticket not in house.context.waits.tickets

    found = rows(tmp_path, "SELECT ticket, called_after_s, low_s, median_s, high_s FROM forecasts ORDER BY ticket")
    assert [row[0] for row in found][:4] == [slip.ticket for slip in slips]
    assert [row[1] for row in found][:3] == [0.0, 420.0, None]
    assert all(low <= median <= high for _, _, low, median, high in found)
    assert rows(tmp_path, "SELECT day, kind, tickets FROM forecast_accuracy") == [("2026-11-26", "walk_in", 2)]


async def test_a_killed_worker_makes_the_waits_unknown_and_comes_back(house_at):
    async with house_at() as house:
        await house.lead.do(m.OpenCounter("1"))
        (slip,) = await draw(house)
        await house.foretold(slip)

        os.kill(house.server.forecaster.worker.pid, signal.SIGKILL)
        await draw(house)  # the office goes on

        await house.until(lambda: not house.context.waits.tickets, "the unknown")
        health = await house.seen("/health", m.Health)
        assert health.ok
        assert any("Waiting times cannot be told" in warning for warning in health.warnings)
        await house.foretold(slip)
        assert (await house.seen("/health", m.Health)).warnings == []


async def test_nobody_can_tell_before_anybody_is_at_work_and_after_all_have_gone(house_at):
    async with house_at() as house:
        (slip,) = await draw(house)
        await house.until(lambda: house.context.waits.as_of == house.clock())
        assert (house.context.waits.tickets, house.context.waits.services) == ({}, {})

        await house.lead.do(m.OpenCounter("1"))
        waits = await house.foretold(slip)
        assert set(waits.services) == {"abholung", "adresse"}, "nobody at work can do the third"

        await house.lead.do(m.CloseCounter("1"))
        await house.until(lambda: not house.context.waits.tickets, "the unknown")


async def test_what_cannot_be_finished_before_closing_is_no_longer_offered(house_at):
    async with house_at() as house:
        house.clock.pass_(hours=1, minutes=20)  # forty minutes are left
        await house.lead.do(m.OpenCounter("2"))
        await house.until(lambda: house.context.waits.too_late, "what is too late")

        assert (await house.seen("/api/kiosk", m.KioskView)).too_late == ["einbuergerung-beratung"]
        long = m.IssueTicket("einbuergerung-beratung", "de")
        assert (await house.kiosk.do(long)).code == "too_late"

        await house.lead.do(m.KeepServiceOpen("einbuergerung-beratung", True))
        assert isinstance(await house.kiosk.do(long), m.Done)

        house.clock.pass_(minutes=50)  # closed: nothing is "too late" any more
        await house.lead.do(m.OpenCounter("1"))
        await house.until(lambda: house.context.waits.as_of == house.clock())
        assert house.context.waits.too_late == frozenset()


async def test_a_restart_keeps_the_first_estimate_and_notes_its_outcome(house_at, tmp_path):
    async with house_at() as house:
        await house.lead.do(m.OpenCounter("1"))
        slips = await draw(house, 2)
        await house.foretold(*slips)
    first = rows(tmp_path, "SELECT * FROM forecasts ORDER BY ticket")

    async with house_at(house.clock() + timedelta(minutes=20)) as house:
        await house.foretold(*slips)
        await house.lead.do(m.CallNext("1"))
        await house.until(lambda: house.context.waits.tickets.keys() == {slips[1].ticket})

    assert [row[:10] for row in rows(tmp_path, "SELECT * FROM forecasts ORDER BY ticket")] == [r[:10] for r in first]
    assert rows(tmp_path, "SELECT called_after_s FROM forecasts ORDER BY ticket") == [(1200.0,), (None,)]


async def test_dispatch_and_forecast_expect_what_the_history_says(house_at, tmp_path, site):
    async with house_at(folder=tmp_path / "data"):
        pass
    past = sqlite3.connect(tmp_path / "data" / "office.db")
    with past:
        for n in range(200):
            called = f"2026-11-{10 + n % 10}T{8 + n % 3:02d}:{n % 60:02d}:00.000Z"
            ended = "2026-11-20T07:00:00.000Z" if n % 40 == 0 else called.replace(":00.000Z", ":58.000Z")
            past.execute(
                "INSERT INTO tickets(id, day, number, service, language, kind, state, counter, calls, issued_at,"
                " called_at, ended_at) VALUES (?,?,'A001','abholung','de','walk_in','finished','1',1,?,?,?)",
                (f"old-{n}", called[:10], called, called, ended),
            )
    past.close()

    async with house_at(folder=tmp_path / "data") as house:
        await house.lead.do(m.OpenCounter("1"))
        slips = await draw(house, 6)
        waits = await house.foretold(*slips)

        assert waits.tickets[slips[-1].ticket].median_s < 20 * 60, "about a minute each, whatever the site says"
        expected = await house.context.office.read(lambda queue: queue.plan.service_s)
        assert 60 < expected["abholung"] < 200
        assert expected["adresse"] == 600


async def test_without_numba_the_office_works_and_says_what_is_missing(house_at, tmp_path, monkeypatch):
    (tmp_path / "numba.py").write_text('raise ImportError("not here")\n')
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    async with house_at() as house:
        await house.until(lambda: "forecast" in house.context.warnings, "the warning")

        assert "pip install lotse[server]" in (await house.seen("/health", m.Health)).warnings[0]
        (slip,) = await draw(house)
        assert slip.wait is None
