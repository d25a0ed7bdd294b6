"""Commands over WebSocket and REST against a real server."""

import asyncio
import json

from server.bench.office import key
from server.wire import messages as m

ISSUE = m.IssueTicket("abholung", "de")


async def test_a_ticket_is_drawn_called_served_and_finished(house):
    kiosk, desk = await house.kiosk(), await house.desk("101")

    drawn = await kiosk.do(ISSUE)
    assert isinstance(drawn.result, m.TicketOnPaper)
    assert drawn.result.number == "A001"
    assert drawn.result.ahead == 0
    assert drawn.result.follow_url.startswith(house.url + "/t/")
    assert drawn.result.faq_url.startswith(house.url + "/faq/")
    assert isinstance(await desk.do(m.OpenCounter("101")), m.Done)
    called = await desk.do(m.CallNext("101"))

    assert called.result == m.Acknowledged(drawn.result.ticket, "A001", "101")
    assert isinstance(await desk.do(m.StartService("101")), m.Done)
    assert isinstance(await desk.do(m.FinishService("101")), m.Done)


async def test_a_repeated_key_gets_the_first_answer_and_draws_no_second_ticket(house):
    kiosk, own = await house.kiosk(), key()

    first, second = await kiosk.do(ISSUE, own), await kiosk.do(ISSUE, own)

    assert first == second
    assert await house.context.office.read(lambda queue: queue.lines.total) == 1


async def test_a_key_cannot_be_used_for_another_command(house):
    desk, own = await house.desk("101"), key()
    await desk.do(m.OpenCounter("101"), own)

    assert (await desk.do(m.PauseCounter("101"), own)).code == "key_reused"


async def test_a_repeat_after_a_restart_still_gets_the_first_answer(house_at, tmp_path):
    own = key()
    async with house_at(tmp_path) as house:
        machine, secret = house.members.add_machine("kiosk", "k", house.context.office.clock.now())
        headers = {"Authorization": f"Bearer {machine.id}.{secret}"}
        body = m.encode(m.Do(own, ISSUE))
        async with house.session.post(f"{house.url}/api/commands", data=body, headers=headers) as reply:
            first = await reply.json()

    async with house_at(tmp_path) as house:
        async with house.session.post(f"{house.url}/api/commands", data=body, headers=headers) as reply:
            second = await reply.json()

        assert first == second
        assert first["result"]["number"] == "A001"
        fresh = m.encode(m.Do(key(), ISSUE))
        async with house.session.post(f"{house.url}/api/commands", data=fresh, headers=headers) as reply:
            assert (await reply.json())["result"]["number"] == "A002"


async def test_counters_that_press_at_the_same_instant_get_different_visitors(house):
    kiosk = await house.kiosk()
    desks = [await house.desk(counter) for counter in ("101", "102", "103")]
    for counter, desk in zip(("101", "102", "103"), desks, strict=True):
        await desk.do(m.OpenCounter(counter))
    for _ in range(2):
        await kiosk.do(ISSUE)

    replies = await asyncio.gather(
        *(desk.do(m.CallNext(counter)) for counter, desk in zip(("101", "102", "103"), desks, strict=True))
    )

    numbers = sorted(r.result.number for r in replies if isinstance(r, m.Done))
    assert numbers == ["A001", "A002"]
    assert [r.code for r in replies if isinstance(r, m.Refused)] == ["nobody_waiting"]


async def test_tickets_drawn_at_once_have_numbers_of_their_own(house):
    kiosks = [await house.kiosk() for _ in range(8)]

    replies = await asyncio.gather(*(kiosk.do(ISSUE) for kiosk in kiosks for _ in range(1)))

    assert len({r.result.number for r in replies}) == 8


async def test_every_role_does_what_it_may_and_nothing_else(house):
    kiosk, clerk = await house.kiosk(), await house.desk("101", "carl", "clerk")
    lead = await house.desk("102", "lea", "lead")

    assert (await kiosk.do(m.CallNext("101"))).code == "forbidden"
    assert (await clerk.do(m.CloseService("abholung"))).code == "forbidden"
    assert isinstance(await lead.do(m.CloseService("abholung")), m.Done)
    assert (await kiosk.do(ISSUE)).code == "service_closed"


async def test_an_anonymous_caller_changes_nothing(house):
    async with house.session.post(f"{house.url}/api/commands", data=m.encode(m.Do(key(), ISSUE))) as reply:
        assert reply.status == 401
        assert (await reply.json())["code"] == "sign_in"
    for path in ("/api/board", "/api/desks/101", "/api/kiosk", "/api/site"):
        async with house.session.get(house.url + path) as reply:
            assert reply.status == 401, path


async def test_bad_input_is_refused_with_a_code_and_never_a_traceback(house):
    cookies = {"lotse_session": house.cookie()}
    long = json.dumps({"type": "do", "key": "12345678", "command": {"type": "call_next", "counter": "x" * 100_000}})
    bad = {
        b"{": "malformed",
        b"\xff\xfe": "malformed",
        b"[" * 5000: "invalid",
        long.encode(): "malformed",
        b"[]": "invalid",
        b'{"type":"dance"}': "unknown_type",
        b'{"type":"do","key":"12345678","command":{"type":"dance"}}': "unknown_type",
        b'{"type":"do","key":"1","command":{"type":"call_next","counter":"101"}}': "invalid",
        b'{"type":"do","key":"12345678","command":{"type":"call_next","counter":7}}': "invalid",
        b'{"type":"do","key":"12345678","command":{"type":"call_next","counter":"999"}}': "unknown_counter",
        b'{"type":"do","key":"12345678","command":{"type":"issue_ticket","service":"abholung","language":"xx"}}': (
            "unknown_language"
        ),
    }
    for body, code in bad.items():
        async with house.session.post(f"{house.url}/api/commands", data=body, cookies=cookies) as reply:
            answer = await reply.json()
            assert 400 <= reply.status < 500, (body[:60], answer)
            assert answer["code"] == code, (body[:60], answer)
            assert "Traceback" not in str(answer)


async def test_a_foreign_page_cannot_act_with_a_clerks_cookie(house):
    body = m.encode(m.Do(key(), m.OpenCounter("101")))
    cookies = {"lotse_session": house.cookie()}
    headers = {"Origin": "http://evil.example"}

    async with house.session.post(f"{house.url}/api/commands", data=body, cookies=cookies, headers=headers) as reply:
        assert reply.status == 401
