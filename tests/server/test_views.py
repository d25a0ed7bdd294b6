"""Whoever watches gets the whole view, at once and at each change."""

import asyncio
import contextlib

import aiohttp
import msgspec
import pytest

from server import views
from server.addresses import Addresses
from server.wire import messages as m
from server.wire.link import Rejected
from server.wire.opening import open_as_machine

ISSUE = m.IssueTicket("abholung", "ar")
decode = msgspec.json.Decoder(m.FromServer).decode


class Watcher:
    """A WebSocket that keeps what it heard."""

    def __init__(self, socket):
        self._socket = socket

    async def until(self, kind, holds=lambda view: True):
        async with asyncio.timeout(5):
            while True:
                message = await self._socket.receive()
                assert message.type is aiohttp.WSMsgType.TEXT, message
                view = decode(message.data)
                if isinstance(view, kind) and holds(view):
                    return view


@pytest.fixture
async def watching(house):
    async with contextlib.AsyncExitStack() as stack:

        async def watch(path, hello=None, cookie="", machine=None):
            cookies = {"lotse_session": cookie} if cookie else None
            session = await stack.enter_async_context(aiohttp.ClientSession(cookies=cookies))
            socket = await stack.enter_async_context(session.ws_connect(house.url + path))
            if hello is not None:
                await socket.send_str(m.encode(hello).decode())
            if machine is not None:
                await open_as_machine(socket, *machine)
            return Watcher(socket)

        yield watch


def clerk_hello(counter):
    return m.Hello(m.PROTOCOL, "clerk", counter=counter)


async def test_a_phone_follows_its_ticket_from_waiting_to_the_counter_and_away(house, watching):
    kiosk, desk = await house.kiosk(), await house.desk("101")
    await kiosk.do(ISSUE)
    ticket = (await kiosk.do(ISSUE)).result
    phone = await watching("/ws/follow/" + ticket.follow_url.rsplit("/", 1)[1])
    assert (await phone.until(m.Follow)).ahead == 1

    await desk.do(m.OpenCounter("101"))
    await desk.do(m.CallNext("101"))
    assert (await phone.until(m.Follow, lambda v: v.ahead == 0)).state == "waiting"
    await desk.do(m.FinishService("101"))
    await desk.do(m.CallNext("101"))
    called = await phone.until(m.Follow, lambda v: v.state == "called")
    assert (called.number, called.counter, called.language) == (ticket.number, "101", "ar")
    await desk.do(m.Recall("101"))
    assert (await phone.until(m.Follow, lambda v: v.calls == 2)).state == "called"
    await desk.do(m.ReportNoShow("101"))
    assert (await phone.until(m.Follow, lambda v: v.state == "no_show")).counter == ""


async def test_a_guessed_follow_address_leads_nowhere(house, watching):
    kiosk = await house.kiosk()
    tokens = [(await kiosk.do(ISSUE)).result.follow_url.rsplit("/", 1)[1] for _ in range(3)]

    assert len(set(tokens)) == 3
    assert all(len(token) >= 22 for token in tokens)  # 128 random bits
    phone = await watching("/ws/follow/" + tokens[0][:-1] + "x")
    message = await phone._socket.receive()
    assert (message.type, phone._socket.close_code) == (aiohttp.WSMsgType.CLOSE, 4404)


async def test_a_counter_page_sees_the_queue_change_without_asking(house, watching):
    page = await watching("/ws", clerk_hello("101"), house.cookie())
    assert (await page.until(m.Desk)).queue == []
    kiosk = await house.kiosk()

    number = (await kiosk.do(ISSUE)).result.number

    view = await page.until(m.Desk, lambda v: v.mine_waiting == 1)
    assert [t.number for t in view.queue] == [number]
    assert view.queue[0].language == "ar"


async def test_a_colleague_sees_who_is_at_which_counter(house, watching):
    kiosk, desk = await house.kiosk(), await house.desk("101")
    await kiosk.do(ISSUE)
    page = await watching("/ws", clerk_hello("104"), house.cookie())

    await desk.do(m.OpenCounter("101"))
    await desk.do(m.CallNext("101"))

    view = await page.until(m.Desk, lambda v: any(c.number for c in v.counters))
    (busy,) = [c for c in view.counters if c.number]
    assert (busy.counter, busy.number, busy.state, busy.clerk) == ("101", "A001", "open", "lea")


async def test_the_desk_offers_to_undo_only_what_can_be_undone(house, watching):
    kiosk, desk = await house.kiosk(), await house.desk("101")
    await kiosk.do(ISSUE)
    page = await watching("/ws", clerk_hello("101"), house.cookie())
    await desk.do(m.OpenCounter("101"))
    await desk.do(m.CallNext("101"))

    await desk.do(m.ReportNoShow("101"))
    view = await page.until(m.Desk, lambda v: v.undo)
    assert (view.undo, view.undo_number) == ("no_show", "A001")
    assert [t.number for t in view.missed] == ["A001"]
    await desk.do(m.UndoLast("101"))
    view = await page.until(m.Desk, lambda v: v.current is not None)
    assert (view.undo, view.current.number, view.missed) == ("", "A001", [])


async def test_the_board_shows_calls_newest_first_and_what_is_waiting_and_no_secret(house):
    kiosk, desk = await house.kiosk(), await house.desk("103")
    tickets = [(await kiosk.do(ISSUE)).result for _ in range(4)]
    await desk.do(m.OpenCounter("103"))
    await desk.do(m.CallNext("103"))
    await desk.do(m.FinishService("103"))
    await desk.do(m.CallNext("103"))

    async with house.session.get(f"{house.url}/api/board", cookies={"lotse_session": house.cookie()}) as reply:
        raw = await reply.text()
    board = msgspec.json.decode(raw, type=m.Board)

    assert [(c.number, c.counter) for c in board.calls] == [("A002", "103"), ("A001", "103")]
    assert [(g.prefix, g.waiting, g.numbers) for g in board.waiting] == [("A", 2, ["A003", "A004"])]
    for ticket in tickets:
        assert ticket.follow_url.rsplit("/", 1)[1] not in raw
        assert ticket.service not in raw


async def test_a_machine_that_connects_again_replaces_its_ghost(house, watching):
    machine, secret = house.members.add_machine("kiosk", "k", house.context.office.clock.now())
    first = await watching("/ws", machine=("kiosk", machine.id, secret))
    await first.until(m.KioskView)

    second = await watching("/ws", machine=("kiosk", machine.id, secret))

    await second.until(m.KioskView)
    assert (await first.until(m.Refused)).code == "replaced"
    async with asyncio.timeout(5):
        while (await first._socket.receive()).type is aiohttp.WSMsgType.TEXT:
            pass
    async with house.session.get(f"{house.url}/health") as reply:
        assert (await reply.json())["kiosks"] == 1


@pytest.mark.parametrize(
    ("hello", "code"),
    [
        (m.Hello(99, "kiosk"), "protocol"),
        (m.Hello(m.PROTOCOL, "kiosk", "kiosk-1", "nonce"), "unknown_machine"),
        (m.Hello(m.PROTOCOL, "clerk", counter="101"), "sign_in"),
    ],
)
async def test_who_does_not_belong_here_is_turned_away_with_a_reason(house, watching, hello, code):
    stranger = await watching("/ws", hello)

    assert (await stranger.until(m.Refused)).code == code


async def test_a_session_that_ended_gives_no_more_commands(house, watching):
    cookie = house.cookie()
    page = await watching("/ws", clerk_hello("101"), cookie)
    await page.until(m.Desk)
    house.members.close_session(cookie)

    await page._socket.send_str(m.encode(m.Do("12345678", m.OpenCounter("101"))).decode())

    assert (await page.until(m.Refused)).code == "sign_in"


async def test_garbage_on_the_socket_is_refused_and_the_connection_lives(house, watching):
    page = await watching("/ws", clerk_hello("101"), house.cookie())
    await page.until(m.Desk)

    for garbage in ("{", "[]", '{"type":"dance"}', '{"type":"do"}'):
        await page._socket.send_str(garbage)
        assert (await page.until(m.Refused)).code in ("malformed", "invalid", "unknown_type")

    await page._socket.send_str(m.encode(m.Do("12345678", m.OpenCounter("101"))).decode())
    assert (await page.until(m.Done)).key == "12345678"


async def test_a_call_reaches_the_board_at_once_though_slower_views_rest(house, watching):
    kiosk, desk = await house.kiosk(), await house.desk("101")
    machine, secret = house.members.add_machine("counter", "k", house.context.office.clock.now())
    board = await watching("/ws", machine=("counter", machine.id, secret))
    await desk.do(m.OpenCounter("101"))
    delays = []
    for _ in range(8):
        await kiosk.do(ISSUE)
        await asyncio.sleep(0.03)  # the kiosk's view is stale now and rests for a quarter of a second
        began = asyncio.get_running_loop().time()
        number = (await desk.do(m.CallNext("101"))).result.number
        await board.until(m.Board, lambda b, number=number: any(c.number == number for c in b.calls))
        delays.append(asyncio.get_running_loop().time() - began)
        await desk.do(m.FinishService("101"))

    assert sorted(delays)[5] < 0.1


async def test_a_machine_with_another_secret_is_not_served_and_no_secret_crosses_the_wire(house, watching):
    machine, secret = house.members.add_machine("kiosk", "k", house.context.office.clock.now())

    with pytest.raises(Rejected, match="not the office"):
        await watching("/ws", machine=("kiosk", machine.id, "another secret"))

    imposter = await watching("/ws", m.Hello(m.PROTOCOL, "kiosk", machine.id, "nonce"))
    challenge = await imposter.until(m.Challenge)
    await imposter._socket.send_str(m.encode(m.Proof(challenge.proof)).decode())
    assert (await imposter.until(m.Refused)).code == "unknown_machine"
    assert secret not in m.encode(challenge).decode()


def test_a_kiosk_gets_every_page_of_the_faq_in_the_languages_in_which_it_is_written(site):
    told = views.kiosk_site(site, Addresses("http://lotse.example"))

    assert [topic.slug for topic in told.topics] == [topic.slug for topic in site.faq]
    address = {topic.slug: topic for topic in told.topics}["adresse"]
    assert set(address.title) == set(address.text) == set(address.url) >= {"de", "en", "ar", "uk"}
    assert "Bürgeramt" in address.text["de"]
    assert "/faq/adresse" in address.url["ar"]
