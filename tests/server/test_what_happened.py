"""The history of devices and lost numbers: from when until when, and across a restart of the server."""

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp
import msgspec

from server.bench.clients import kiosk as kiosk_client
from server.happened import incidents
from server.store.papers import PaperEvent
from server.web.access import COOKIE
from server.wire import messages as m

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def told(*events):
    return [
        (one.what, one.number, (one.at - NOON).seconds // 60, one.until and (one.until - NOON).seconds // 60)
        for one in incidents(list(reversed(events)), str.title)
    ]


def test_a_trouble_lasts_until_the_first_event_without_it_however_often_it_is_told():
    assert told(
        PaperEvent(at(0), "kiosk", "offline paper_out"),
        PaperEvent(at(5), "kiosk", "paper_out"),
        PaperEvent(at(7), "kiosk", "cover_open offline paper_out"),
        PaperEvent(at(8), "kiosk", ""),
        PaperEvent(at(9), "kiosk", "", printer=2),
    ) == [("cover_open", "", 7, 8), ("paper_out", "", 0, 7)]


def test_of_two_printers_it_is_told_which():
    events = [
        PaperEvent(at(0), "two", "paper_out", printer=2),
        PaperEvent(at(1), "two", "paper_out", printer=1),
        PaperEvent(at(2), "one", "paper_out", printer=1),
        PaperEvent(at(3), "two", "scanner", printer=0),
    ]

    found = incidents(list(reversed(events)), str.title)

    assert [(one.place, one.what, one.printer) for one in found] == [
        ("Two", "scanner", 0),
        ("One", "paper_out", 0),
        ("Two", "paper_out", 1),
        ("Two", "paper_out", 2),
    ]


def test_devices_fail_each_for_themselves_and_lost_numbers_until_they_are_settled():
    assert told(
        PaperEvent(at(0), "kiosk", "scanner", printer=0),
        PaperEvent(at(1), "kiosk", "scanner sound", printer=0),
        PaperEvent(at(2), "kiosk", "lost_number abholung", "A777", 0),
        PaperEvent(at(3), "kiosk", "lost_number abholung", "A778", 0),
        PaperEvent(at(4), "kiosk", "sound", printer=0),
        PaperEvent(at(5), "kiosk", "settled", "A777", 0),
        PaperEvent(at(6), "kiosk", "refused", "some-ticket", number="A001"),
    ) == [
        ("refused", "A001", 6, None),
        ("lost_number", "A778", 3, None),
        ("lost_number", "A777", 2, 5),
        ("sound", "", 1, None),
        ("scanner", "", 0, 4),
    ]


async def happened(house, cookie):
    headers = {"Cookie": f"{COOKIE}={cookie}"}
    async with aiohttp.ClientSession() as http, http.get(f"{house.url}/api/incidents", headers=headers) as reply:
        return msgspec.json.decode(await reply.read(), type=m.Happened | m.Refused)


async def until(condition):
    async with asyncio.timeout(5):
        while not (found := condition()):
            await asyncio.sleep(0.01)
    return found


async def test_what_is_mended_while_the_server_is_away_ends_and_a_lost_number_is_still_told(house_at, tmp_path):
    async with house_at(tmp_path / "data") as house:
        now = house.context.office.clock.now()
        machine, secret = house.members.add_machine("kiosk", "Kiosk 2", now)
        async with kiosk_client(house.url, (machine.id, secret)) as own:
            await own.tell(m.ReportPrinters((m.PrinterState(("paper_out",)),)))
            await own.tell(m.ReportDevices(("scanner",)))
            await own.do(m.IssueLeased("A777", "abholung", "de", now))
            await own.do(m.IssueLeased("A778", "abholung", "de", now))
        before = {one.trouble: one.since for one in house.context.printers.alerts}
        assert set(before) == {"paper_out", "scanner"}
        desk = await house.desk("1")
        assert isinstance(await desk.do(m.SettleNumber("A778")), m.Done)
        assert isinstance(await desk.do(m.SettleNumber("A778")), m.Done)

    async with house_at(tmp_path / "data") as house:
        async with kiosk_client(house.url, (machine.id, secret)) as own:
            assert (await own.do(m.SettleNumber("A777"))).code == "forbidden", "a kiosk settles nothing"
            await own.tell(m.ReportPrinters((m.PrinterState(()),)))
            await own.tell(m.ReportDevices(("scanner",)))
            (alert,) = await until(lambda: house.context.printers.alerts)
        assert (alert.trouble, alert.since) == ("scanner", before["scanner"]), "since when it is so is not forgotten"
        (lost,) = house.context.reception.leases.lost.alerts(house.context.place)
        assert (lost.place, lost.number, lost.service) == ("Kiosk 2", "A777", "abholung")
        found = {(one.what, one.number): one.until for one in (await happened(house, house.cookie())).incidents}
        assert {what for what, until in found.items() if until is None} == {("scanner", ""), ("lost_number", "A777")}
        assert set(found) == {("scanner", ""), ("lost_number", "A777"), ("lost_number", "A778"), ("paper_out", "")}
        assert (await happened(house, "")).code == "sign_in"


async def test_a_counters_pc_tells_of_its_devices_and_of_nothing_else(house):
    machine, secret = house.members.add_machine("counter", "PC", house.context.office.clock.now())
    house.members.set_counter(machine.id, "105")
    async with kiosk_client(house.url, (machine.id, secret), role="counter") as own:
        await own.tell(m.ReportPrinters((m.PrinterState(("paper_out",)),)))
        await own.tell(m.ReportDevices(("sign",)))
        (alert,) = await until(lambda: house.context.printers.alerts)
        async with house.session.get(f"{house.url}/health") as reply:
            (warning,) = (await reply.json())["warnings"]

    name = next(one.name for one in house.context.site.counters if one.id == "105")
    assert (alert.place, alert.trouble) == (name, "sign")
    assert warning.startswith(f"{name}: its numeric sign does not answer since")
    await until(lambda: not house.context.printers.alerts)
