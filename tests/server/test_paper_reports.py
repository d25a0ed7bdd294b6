"""What kiosks tell of paper, and what the office makes of it."""

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp

from server.wire import messages as m

OUT, READY = m.PrinterState(("offline", "paper_out")), m.PrinterState(())


async def until(house, condition, deadline_s=5):
    async with asyncio.timeout(deadline_s):
        while not condition(house.context.printers):
            await asyncio.sleep(0.01)


async def health(house):
    async with aiohttp.ClientSession() as http, http.get(f"{house.url}/health") as reply:
        return await reply.json()


async def test_a_printer_without_paper_is_an_alert_with_what_to_do_until_it_is_ready_again(house):
    kiosk = await house.kiosk()

    await kiosk.tell(m.ReportPrinters((OUT,)))
    await until(house, lambda printers: printers.alerts)

    assert [(one.place, one.trouble) for one in house.context.printers.alerts] == [("a kiosk", "paper_out")]
    (told,) = (await health(house))["warnings"]
    assert told.startswith("a kiosk: its printer has no paper since")
    assert told.endswith("Put a new roll into a kiosk.")
    await kiosk.tell(m.ReportPrinters((READY,)))
    await until(house, lambda printers: not printers.alerts)
    assert (await health(house))["warnings"] == []


async def test_of_two_printers_the_alert_says_which(house):
    kiosk = await house.kiosk()

    await kiosk.tell(m.ReportPrinters((READY, OUT)))
    await until(house, lambda printers: printers.alerts)

    assert [(one.place, one.printer) for one in house.context.printers.alerts] == [("a kiosk", 2)]
    (told,) = (await health(house))["warnings"]
    assert told.startswith("a kiosk (printer 2): its printer has no paper since")
    await kiosk.tell(m.ReportPrinters((OUT,)))
    await until(house, lambda printers: [one.printer for one in printers.alerts] == [0])


async def test_a_ticket_without_slip_is_marked_until_a_copy_is_printed_and_both_are_kept_in_the_history(house):
    kiosk, desk = await house.kiosk(), await house.desk("1")
    ticket = (await kiosk.do(m.IssueTicket("abholung", "de"))).result.ticket
    now = datetime.now(UTC)
    blocked = m.SlipFate(ticket, "blocked", now)

    await kiosk.tell(m.ReportSlips((blocked,)))
    await until(house, lambda printers: printers.paper(ticket) == "blocked")

    assert isinstance(await desk.do(m.PrintCopy(ticket), "copy-one"), m.Done)
    order = await asyncio.wait_for(kiosk.orders.get(), 5)
    assert (order.ticket, order.key) == (ticket, "copy-one")
    copied = m.SlipFate(ticket, "printed", now + timedelta(seconds=5), copy=True)
    await kiosk.tell(m.ReportSlips((copied, blocked)))
    await until(house, lambda printers: printers.paper(ticket) == "")
    await kiosk.tell(m.ReportSlips((copied, blocked)))
    await kiosk.do(m.IssueTicket("abholung", "de"))
    assert house.context.printers.paper(ticket) == "", "told again when the link comes back"
    assert [(event.ticket, event.what) for event in house.context.papers.latest()] == [(ticket, "blocked")]


async def test_a_copy_is_refused_kindly_where_there_is_no_slip_or_no_kiosk(house):
    kiosk, desk = await house.kiosk(), await house.desk("1")
    ticket = (await kiosk.do(m.IssueTicket("abholung", "de"))).result.ticket

    assert (await desk.do(m.PrintCopy(ticket))).code == "no_slip"
    assert (await kiosk.do(m.PrintCopy(ticket))).code == "forbidden", "a kiosk cannot order copies"
    await kiosk.tell(m.ReportSlips((m.SlipFate(ticket, "unknown", datetime.now(UTC)),)))
    await until(house, lambda printers: printers.paper(ticket))
    await kiosk.__aexit__(None, None, None)
    async with asyncio.timeout(5):
        while (await desk.do(m.PrintCopy(ticket))).code != "kiosk_away":
            await asyncio.sleep(0.02)


async def test_only_kiosks_report(house):
    desk = await house.desk("1")

    await desk.tell(m.ReportPrinters((OUT,)))
    await desk.do(m.PrintCopy("nothing"))

    assert house.context.printers.alerts == []
