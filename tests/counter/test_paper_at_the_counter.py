"""Printers in trouble and visitors without a slip, as the staff see them."""

import asyncio
from datetime import UTC, datetime

import pytest

from server.bench.clients import kiosk
from server.wire import messages as m

pytestmark = pytest.mark.journey


async def test_staff_see_what_to_do_and_order_a_copy(house, page):
    now = datetime.now(UTC)
    machine, secret = house.members.add_machine("kiosk", "Kiosk 2", now)
    async with kiosk(house.url, (machine.id, secret)) as own:
        ticket = (await own.do(m.IssueTicket("studium", "ar"))).result
        await own.tell(m.ReportPrinters((m.PrinterState(("paper_out", "offline")),)))
        await own.tell(m.ReportSlips((m.SlipFate(ticket.ticket, "refused", now),)))
        await page.open(house.url)
        await page.work_at("105")

        await page.until_text("printers", "Kiosk 2: no paper. Please put in a new roll.")
        await page.until_text("without-slip", ticket.number)
        await page.until_text("without-slip", "Slip not printed")
        await page.asked("document.querySelector('#without-slip button').click()")

        await page.until_text("notice", "The copy is being printed at the kiosk.")
        order = await asyncio.wait_for(own.orders.get(), 5)
        assert order.ticket == ticket.ticket
        await own.tell(m.ReportSlips((m.SlipFate(ticket.ticket, "printed", datetime.now(UTC), copy=True),)))
        await own.tell(m.ReportPrinters((m.PrinterState(()), m.PrinterState(("paper_out",)))))
        await page.until_text("printers", "Kiosk 2, printer 2: no paper. Please put in a new roll.")
        await own.tell(m.ReportPrinters((m.PrinterState(()),)))
        await page.until("document.getElementById('without-slip-card').hidden")
        await page.until("!document.getElementById('printers').classList.contains('shown')")
