"""At any moment every surface tells the same span: real server, real worker, real time."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta

import msgspec
import pytest

from assets import path
from server.site.content import OpeningHours
from server.site.load import load_site
from server.waits import around, wait_of
from server.wire import messages as m

ALL_DAY = ((time(0), time(23, 59)),)
COUNTERS = ("101", "104", "105")
SERVICES = ("abholung", "adresse", "aufenthaltserlaubnis", "notfall", "fachkraft", "ukraine")
DESK_KEPT = timedelta(seconds=1.5)
"""A counter page's view may be so old: what stands in it was rounded then."""
DEADLINE_S = 120.0


@pytest.fixture(scope="module")
def site():
    """The model site, never closed and never too late."""
    whole = load_site(path("site"))
    return replace(whole, hours=OpeningHours((ALL_DAY,) * 7), holidays=(), breaks=(), closing_probability=0.0)


class Surfaces:
    """What kiosk, display, counter pages and phones show, all asked while one and the same forecast holds."""

    def __init__(self, house):
        self._house, self._context = house, house.context
        self.phones = {}  # the secret of each ticket's page, by ticket

    async def seen(self, path, kind):
        cookies = {"lotse_session": self._house.cookie()}
        async with self._house.session.get(self._house.url + path, cookies=cookies) as reply:
            return msgspec.json.decode(await reply.read(), type=kind)

    async def foretold(self):
        """Wait for a forecast of the queue as it is now."""
        moment, ends = self._context.office.clock.now(), asyncio.get_running_loop().time() + DEADLINE_S
        while self._context.waits.as_of < moment:
            assert asyncio.get_running_loop().time() < ends, "no newer forecast came"
            await asyncio.sleep(0.02)

    def _rounded(self, moment):
        waits = self._context.waits
        spans = {**waits.tickets, **waits.services}
        return {who: wait_of(span, waits.as_of, moment) for who, span in spans.items()}

    async def at_one_moment(self):
        """Kiosk, board, counter pages, phones by ticket: between two forecasts and two changes of a rounded minute."""
        ends = asyncio.get_running_loop().time() + DEADLINE_S
        while asyncio.get_running_loop().time() < ends:
            waits, before = self._context.waits, self._rounded(self._context.office.clock.now() - DESK_KEPT)
            kiosk = await self.seen("/api/kiosk", m.KioskView)
            board = await self.seen("/api/board", m.Board)
            desks = [await self.seen(f"/api/desks/{counter}", m.Desk) for counter in COUNTERS]
            phones = {id: await self.seen(f"/api/tickets/{token}", m.Follow) for id, token in self.phones.items()}
            if waits is self._context.waits and before == self._rounded(self._context.office.clock.now()):
                return kiosk, board, desks, phones
        raise AssertionError("the forecast never stood still for a moment")

    async def agree(self):
        """Check them all against each other; how many spans were compared."""
        kiosk, board, desks, phones = await self.at_one_moment()
        offered = {s.slug: s.wait for s in desks[0].services}
        assert {slug: wait for slug, wait in offered.items() if wait} == kiosk.waits
        for group in board.waiting:
            asked_for = [s for s in desks[0].services if s.prefix == group.prefix and s.waiting]
            assert group.wait == around([kiosk.waits.get(s.slug) for s in asked_for]), group
        told = {t.ticket: t for desk in desks for t in desk.queue}
        for id, ticket in told.items():
            assert [t.wait for desk in desks for t in desk.queue if t.ticket == id and t.wait != ticket.wait] == []
            assert phones[id].wait == ticket.wait, (phones[id], ticket)
        for id, phone in phones.items():
            if phone.state != "waiting":
                assert phone.wait is None, id
        return len(kiosk.waits) + sum(ticket.wait is not None for ticket in told.values())


async def test_slip_phone_display_kiosk_and_counter_page_agree_at_every_moment_of_a_day(house_at, tmp_path):
    async with house_at(tmp_path / "data", forecast=True) as house:
        surfaces, lead, kiosk = Surfaces(house), await house.desk("101"), await house.kiosk()

        async def happens(*commands):
            """Do it; everything agrees at once, and again when the forecast knows of it. Spans seen then."""
            for command in commands:
                assert isinstance(await lead.do(command), m.Done), command
            await surfaces.agree()
            await surfaces.foretold()
            return await surfaces.agree()

        async def draws(service):
            """A slip, and whether it says what the kiosk's screen said before, unless that was being replaced."""
            while True:
                waits, before = house.context.waits, await surfaces.seen("/api/kiosk", m.KioskView)
                slip = (await kiosk.do(m.IssueTicket(service, "ar"))).result
                surfaces.phones[slip.ticket] = slip.follow_url.rsplit("/", 1)[1]
                after = wait_of(waits.services.get(service), waits.as_of, house.context.office.clock.now())
                if waits is house.context.waits and after == before.waits.get(service):
                    assert slip.wait == after
                    return slip

        slips = [await draws(service) for service in SERVICES]
        assert await happens() == 0, "nobody is at work: nobody can tell"
        assert [slip.wait for slip in slips] == [None] * len(SERVICES)

        some = await happens(*(m.OpenCounter(counter) for counter in COUNTERS))
        assert some > len(SERVICES)

        later = [await draws(service) for service in SERVICES]
        assert [slip.service for slip in later if slip.wait is None] == ["ukraine"], "nobody at work does that"
        await happens(m.CallNext("101"), m.CallNext("104"))
        await happens(m.StartService("101"), m.ReportNoShow("104"))
        await happens(m.TransferTicket("101", to_counter="104"))
        await happens(m.CallNext("105"), m.StartService("105"), m.ParkTicket("105"))
        await happens(m.PauseCounter("104", "lunch"))
        await happens(m.CloseService("fachkraft"))

        assert await happens(*(m.CloseCounter(counter) for counter in COUNTERS)) == 0
