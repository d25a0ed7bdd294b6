"""What fails in the house and what was lost, as the counter page shows it: until it is mended, and afterwards."""

import asyncio
import contextlib
import os
from datetime import UTC, datetime, timedelta

import pytest

from counter.bridge import Bridge, CounterMembership
from server.bench.clients import kiosk
from server.store.papers import PaperEvent
from server.wire import messages as m
from server.wire.joining import join

pytestmark = pytest.mark.journey

SHOWN = "document.getElementById('printers').classList.contains('shown')"


class Plug:
    """A serial device that can be pulled out and put in again under the same name."""

    def __init__(self, path):
        self.path = str(path)
        self._ends = ()

    def put_in(self):
        self._ends = os.openpty()
        os.symlink(os.ttyname(self._ends[1]), self.path)

    def pull_out(self):
        os.unlink(self.path)
        for end in self._ends:
            os.close(end)
        self._ends = ()


async def test_a_sign_that_is_pulled_out_is_an_alert_until_it_is_back_and_then_history(house, page, tmp_path):
    token = house.members.new_join_token()
    joined, url = await join(m.Join(token, "counter", "PC of 105", counter="105"), house.url)
    sign, button = Plug(tmp_path / "sign"), Plug(tmp_path / "button")
    sign.put_in()
    button.put_in()
    membership = CounterMembership(joined.machine, joined.secret, joined.server, url, "105")
    bridge = Bridge(membership, button.path, sign.path)
    await page.open(house.url)
    await page.work_at("105")
    name = await page.text("counter-name")
    bridge.start()
    try:
        async with asyncio.timeout(10):
            while not house.context.roles_up.get("counter"):
                await asyncio.sleep(0.01)
        assert not await page.asked(SHOWN)

        sign.pull_out()
        await page.until_text("printers", f"{name}: the numeric sign does not answer. Please check cable and power.")
        button.pull_out()
        await page.until_text("printers", f"{name}: the call button does not answer.")
        button.put_in()
        await page.until("document.getElementById('printers').textContent", lambda words: "button" not in words)
        sign.put_in()
        await page.until(f"!({SHOWN})")
        await page.tab_to("document.activeElement.id === 'happened-button'")
        await page.press("\n")
        rows = await page.until("[...document.querySelectorAll('#incidents .what')].map((e) => e.textContent)")

        assert rows == [f"{name}: call button did not answer", f"{name}: numeric sign did not answer"]
        lasted = await page.asked("[...document.querySelectorAll('#incidents .small')].map((e) => e.textContent)")
        assert lasted == ["for less than 1 min"] * 2
    finally:
        await bridge.close()
        sign.pull_out()
        button.pull_out()


async def test_a_counters_pc_that_is_switched_off_has_no_alerts(house, page, tmp_path):
    token = house.members.new_join_token()
    joined, url = await join(m.Join(token, "counter", "PC", counter="105"), house.url)
    membership = CounterMembership(joined.machine, joined.secret, joined.server, url, "105")
    bridge = Bridge(membership, "", str(tmp_path / "nothing"))
    await page.open(house.url)
    await page.work_at("105")

    bridge.start()
    await page.until(SHOWN)
    await bridge.close()

    await page.until(f"!({SHOWN})")


async def test_a_lost_number_is_an_alert_until_somebody_has_looked_after_it(house, page):
    machine, secret = house.members.add_machine("kiosk", "Kiosk 2", datetime.now(UTC))
    async with kiosk(house.url, (machine.id, secret)) as own:
        await page.open(house.url)
        await page.work_at("105")

        answer = await own.do(m.IssueLeased("A777", "studium", "de", datetime.now(UTC)))
        assert answer.code == "not_leased"
        await page.until_text("printers", "Kiosk 2: the number A777 (")
        await page.until_text("printers", "could not be put into the queue. Please ask for it in the waiting room")
        await page.tab_to("document.activeElement.dataset.number === 'A777'")
        await page.press("\n")

        await page.until_text("notice", "A777 is looked after.")
        await page.until(f"!({SHOWN})")
        assert await page.asked("document.activeElement.id") == "leading"


async def test_the_visitor_at_the_counter_is_marked_when_the_slip_did_not_come_out(house, page):
    now = datetime.now(UTC)
    machine, secret = house.members.add_machine("kiosk", "Kiosk 2", now)
    async with kiosk(house.url, (machine.id, secret)) as own:
        ticket = (await own.do(m.IssueTicket("studium", "de"))).result
        await page.open(house.url)
        await page.work_at("105")
        await page.press("n")
        await page.standing("called")
        assert await page.asked("document.getElementById('current-paper').hidden")

        await own.tell(m.ReportSlips((m.SlipFate(ticket.ticket, "refused", now),)))

        await page.until_text("current-paper", "Slip not printed; follows the number on the screen or the phone")
        await own.tell(m.ReportSlips((m.SlipFate(ticket.ticket, "printed", now + timedelta(seconds=1), copy=True),)))
        await page.until("document.getElementById('current-paper').hidden")


async def trouble(own):
    """A day on which much went wrong; the visitor without a slip."""
    for troubles in (("paper_near_end",), ("offline", "paper_out"), ("offline", "cover_open"), ()):
        await own.tell(m.ReportPrinters((m.PrinterState(troubles),)))
    ticket = (await own.do(m.IssueTicket("studium", "ar"))).result
    await own.tell(m.ReportSlips((m.SlipFate(ticket.ticket, "blocked", datetime.now(UTC)),)))
    await own.tell(m.ReportPrinters((m.PrinterState(("head_hot",)),)))
    await own.tell(m.ReportDevices(("scanner", "sound")))
    await own.do(m.IssueLeased("A777", "studium", "de", datetime.now(UTC)))
    await own.do(m.IssueLeased("B778", "abholung", "de", datetime.now(UTC)))
    return ticket


@contextlib.asynccontextmanager
async def pc_in(page, zone):
    """The browser's PC stands in another time zone."""
    await asyncio.to_thread(page.driver.execute_cdp_cmd, "Emulation.setTimezoneOverride", {"timezoneId": zone})
    try:
        yield
    finally:
        await asyncio.to_thread(page.driver.execute_cdp_cmd, "Emulation.setTimezoneOverride", {"timezoneId": ""})


async def test_what_happened_is_told_in_the_time_of_the_office_newest_first(house, page):
    machine, secret = house.members.add_machine("kiosk", "Kiosk 2", datetime.now(UTC))
    noon = datetime(2026, 3, 4, 12, 5, tzinfo=UTC)
    for minutes, what in ((0, "offline paper_out"), (75, "")):
        house.context.papers.add(PaperEvent(noon + timedelta(minutes=minutes), machine.id, what))
    async with kiosk(house.url, (machine.id, secret)) as own, pc_in(page, "Asia/Tokyo"):
        ticket = await trouble(own)
        began = house.context.office.clock.now()
        await page.open(house.url)
        await page.work_at("105")

        await page.asked("document.getElementById('happened-button').focus()")
        await page.press("\n")
        rows = await page.until(
            "[...document.querySelectorAll('#incidents li')].map((e) => e.innerText.split('\\n'))", lambda r: len(r) > 5
        )
        whole = [" ".join(row) for row in rows]

        assert rows[-1] == ["Wed, 3/4 13:05", "Kiosk 2: no paper", "for 1 h 15 min"]
        assert any(f"Kiosk 2: {ticket.number} · The printer stopped" in row for row in whole)
        assert any("printer’s cover open for less than 1 min" in row for row in whole)
        assert any("code scanner did not answer not settled yet" in row for row in whole)
        here = [house.context.office.clock.local(began - timedelta(minutes=back)) for back in range(3)]
        assert {row[0] for row in rows[:-1]} <= {f"{moment:%H:%M}" for moment in here}
        since = await page.asked("document.getElementById('printers').textContent.match(/since (..:..)/)[1]")
        assert since in {f"{moment:%H:%M}" for moment in here}


async def test_nothing_bars_anybody_from_alerts_and_history(house, page, axe):
    machine, secret = house.members.add_machine("kiosk", "Kiosk 2", datetime.now(UTC))
    async with kiosk(house.url, (machine.id, secret)) as own:
        await trouble(own)
        await page.open(house.url)
        await page.work_at("105")
        await page.press("n")
        await page.standing("called")

        found = []
        for language in ("de", "en"):
            await page.asked(f"document.querySelector('[data-language={language}]').click()")
            for opened in (False, True):
                if opened:
                    await page.asked("document.getElementById('happened-button').focus()")
                    await page.press("\n")
                    await page.until("document.activeElement.id === 'happened-scroll'")
                for scheme, width in (("light", 1366), ("dark", 1366), ("light", 320), ("dark", 320)):
                    await page.look(width, 768, scheme)
                    where = f"{language}, history {opened}, {scheme}, {width} px"
                    found += [f"{where}: {violation}" for violation in await page.violations(axe)]
                    if await page.asked("document.documentElement.scrollWidth - innerWidth") > 0:
                        found.append(f"{where}: wider than the screen")
            await page.press("\ue00c")
            await page.until("document.activeElement.id === 'happened-button'")
        await page.look()

        assert found == []
