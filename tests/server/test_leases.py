"""A kiosk's block of numbers over the wire."""

from datetime import UTC, datetime, timedelta

import aiohttp
import msgspec

from server.wire import messages as m


async def health(house):
    async with aiohttp.ClientSession() as http, http.get(f"{house.url}/health") as reply:
        return await reply.json()


async def waiting(house):
    return await house.context.office.read(lambda queue: queue.lines.total)


async def test_a_drawn_number_gets_one_ticket_however_often_it_is_told_and_its_page_is_the_one_on_the_slip(house):
    kiosk, other = await house.kiosk(), await house.kiosk()
    held = (await kiosk.do(m.LeaseNumbers())).result
    again = (await kiosk.do(m.LeaseNumbers())).result
    others = (await other.do(m.LeaseNumbers())).result
    first = next(one for one in held.numbers if one.number.startswith("A"))
    drawn = m.IssueLeased(first.number, "abholung", "ar", held.as_of + timedelta(milliseconds=1))

    answers = [await kiosk.do(drawn, "leased-one") for _ in range(2)]

    assert held.numbers == again.numbers
    assert not {one.number for one in held.numbers} & {one.number for one in others.numbers}
    assert answers[0] == answers[1]
    ticket = answers[0].result
    assert (ticket.number, ticket.ticket, ticket.follow_url) == (first.number, first.ticket, first.follow_url)
    assert await waiting(house) == 1
    async with aiohttp.ClientSession() as http, http.get(first.follow_url) as page:
        assert first.number in await page.text()


async def test_the_ticket_of_an_order_whose_answer_was_lost_gives_way_to_the_drawn_number(house):
    kiosk = await house.kiosk()
    held = (await kiosk.do(m.LeaseNumbers())).result
    await kiosk.do(m.IssueTicket("abholung", "de"), "visit-lost")

    drawn = m.IssueLeased(held.numbers[0].number, "abholung", "de", datetime.now(UTC), "visit-lost")
    assert isinstance(await kiosk.do(drawn, "leased-two"), m.Done)

    assert await waiting(house) == 1


async def test_a_drawn_number_keeps_what_its_visitor_asked_for_and_staff_see_what_nobody_can_meet(house):
    kiosk = await house.kiosk()
    held = (await kiosk.do(m.LeaseNumbers())).result
    number = held.numbers[0].number
    needs = ("quiet", "interpreter:ar", "interpreter:so")
    wishes = {"people": 3, "needs": needs, "asks_priority": True, "for_other": True}

    answer = await kiosk.do(m.IssueLeased(number, "gestattung-duldung", "ar", datetime.now(UTC), **wishes), "leased-3")

    assert answer.result.for_other
    context = house.context
    desk = await context.office.read(lambda queue: context.desks.desk(queue, "111", context.waits, held.as_of))
    assert [(one.number, one.people, one.needs, one.unmet, one.for_other) for one in desk.asking] == [
        (number, 3, ["interpreter:ar", "quiet"], ["interpreter:so"], True)
    ]


async def test_a_kiosk_of_an_older_version_hands_in_its_numbers(house):
    kiosk = await house.kiosk()
    held = (await kiosk.do(m.LeaseNumbers())).result
    told = {"type": "issue_leased", "number": held.numbers[0].number, "service": "abholung", "language": "de"}
    old = msgspec.convert({**told, "drawn_at": "2026-11-23T08:00:00Z"}, m.IssueLeased)

    assert isinstance(await kiosk.do(old, "leased-old"), m.Done)


async def test_the_block_outlives_the_server(house_at, tmp_path):
    async with house_at(tmp_path / "data") as house:
        kiosk = await house.kiosk()
        held = (await kiosk.do(m.LeaseNumbers())).result
        lessee = next(iter(house.context.sockets))
    async with house_at(tmp_path / "data") as house:
        leases = await house.context.office.read(lambda queue: dict(queue.leases))

        assert list(leases) == [one.number for one in held.numbers]
        assert {lease.kiosk for lease in leases.values()} == {lessee}


async def test_staff_are_told_of_a_number_that_cannot_be_honoured(house):
    kiosk = await house.kiosk()

    answer = await kiosk.do(m.IssueLeased("A777", "abholung", "de", datetime.now(UTC)), "leased-lost")

    assert answer.code == "not_leased"
    (told,) = (await health(house))["warnings"]
    assert told.startswith("The number A777, drawn at ")
    await kiosk.do(m.IssueLeased("A778", "abholung", "tlh", datetime.now(UTC)))  # the office has given up that language
    assert len((await health(house))["warnings"]) == 2


async def test_a_scanner_that_fails_is_an_alert_until_it_works_again(house):
    kiosk = await house.kiosk()

    await kiosk.tell(m.ReportDevices(("scanner",)))
    await kiosk.do(m.LeaseNumbers())
    assert [(one.place, one.trouble) for one in house.context.printers.alerts] == [("a kiosk", "scanner")]
    assert "scanner" in (await health(house))["warnings"][0]

    await kiosk.tell(m.ReportDevices(()))
    await kiosk.do(m.LeaseNumbers())
    assert house.context.printers.alerts == []
