"""`/ws`: machines and counter pages. The first message is a `Hello`; then views come and commands go."""

import asyncio
import logging
from collections.abc import Callable

import msgspec
from aiohttp import WSMsgType, web

from server import views
from server.cli import installed_version
from server.displays import BOARD_GAP_S, board_view
from server.domain.queue import Queue
from server.web.access import Actor, actor_of, may_see, proven_actor
from server.web.context import CONTEXT, Context
from server.web.mailbox import Mailbox
from server.wire import messages as m
from server.wire.codec import MAX_BYTES, Decoder, Garbled
from server.wire.proof import nonce, proof

log = logging.getLogger(__name__)

HELLO_S = 5.0
HEARTBEAT_S = 4.0
# the least time between two views of a kind
KIOSK_GAP_S = 0.25
DESK_GAP_S = 0.1
FOLLOW_GAP_S = 0.1
REFUSED = 4003
NO_SUCH_TICKET = 4404

Report = m.ReportPrinters | m.ReportSlips | m.ReportDevices
# Which roles may report what.
REPORTERS: dict[m.Role, tuple[type[Report], ...]] = {
    "kiosk": (m.ReportPrinters, m.ReportSlips, m.ReportDevices),
    "counter": (m.ReportDevices,),
}

_from_machine: Decoder[m.FromMachine] = Decoder(m.FromMachine)


async def machines(request: web.Request) -> web.WebSocketResponse:
    """One connection of a kiosk, a counter PC or a counter page."""
    context = request.app[CONTEXT]
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=MAX_BYTES, compress=False)
    await socket.prepare(request)
    try:
        async with asyncio.timeout(HELLO_S):
            hello = _from_machine(await socket.receive_str())
        actor = await _identify(request, context, socket, hello)
    except Garbled as error:
        return await _turn_away(socket, m.Refused(error.code, str(error)))
    except _TurnedAway as error:
        return await _turn_away(socket, error.refused)
    except (TimeoutError, TypeError, ConnectionError):
        await socket.close(code=REFUSED, message=b"no hello")
        return socket
    assert isinstance(hello, m.Hello)
    await _serve(request, context, socket, actor, hello)
    return socket


class _TurnedAway(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.refused = m.Refused(code, message)


async def _identify(
    request: web.Request, context: Context, socket: web.WebSocketResponse, hello: m.FromMachine
) -> Actor:
    if not isinstance(hello, m.Hello):
        raise _TurnedAway("hello_first", "the first message is a hello")
    if hello.protocol != m.PROTOCOL:
        raise _TurnedAway("protocol", f"this server speaks protocol {m.PROTOCOL}, not {hello.protocol}: update")
    if hello.machine:
        return await _proven(context, socket, hello)
    actor = actor_of(request, context.members, context.office.clock.now())
    if not may_see(actor.role, m.Desk):
        raise _TurnedAway("sign_in", "sign in first")
    return actor


async def _proven(context: Context, socket: web.WebSocketResponse, hello: m.Hello) -> Actor:
    stranger = _TurnedAway("unknown_machine", "this machine does not belong to the office: let it join again")
    known = context.members.machine(hello.machine)
    if known is None or known.role != hello.role:
        raise stranger
    own = nonce()
    own_proof = proof(known.secret_hash, "server", hello.nonce)
    await socket.send_str(m.encode(m.Challenge(m.PROTOCOL, context.server_id, own, own_proof)).decode())
    async with asyncio.timeout(HELLO_S):
        given = _from_machine(await socket.receive_str())
    actor = proven_actor(context.members, hello, own, given.proof) if isinstance(given, m.Proof) else None
    if actor is None:
        raise stranger
    return actor


async def _turn_away(socket: web.WebSocketResponse, refused: m.Refused) -> web.WebSocketResponse:
    await socket.send_str(m.encode(refused).decode())
    await socket.close(code=REFUSED, message=refused.code.encode())
    return socket


async def _serve(
    request: web.Request, context: Context, socket: web.WebSocketResponse, actor: Actor, hello: m.Hello
) -> None:
    mailbox = Mailbox(socket)
    mailbox.reply(
        m.encode(m.Welcome(m.PROTOCOL, context.server_id, actor.role, hello.machine or actor.name, installed_version()))
    )
    if hello.machine:
        ghost = context.sockets.get(actor.name)
        context.sockets[actor.name] = socket
        if ghost is not None and not ghost.closed:
            await _turn_away(ghost, m.Refused("replaced", "the same machine connected once more; the newest counts"))
    context.roles_up[actor.role] = context.roles_up.get(actor.role, 0) + 1
    delivery = asyncio.create_task(mailbox.deliver())
    unwatch: list[Callable[[], None]] = []
    commands: set[asyncio.Task[None]] = set()
    try:
        if actor.role in REPORTERS:
            name, counter = context.place(actor.name), actor.role == "counter"
            unwatch.append(context.printers.connected(actor.name, name, mailbox.reply, counter=counter))
        unwatch += await _show(context, mailbox, actor, hello)
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                mailbox.reply(m.encode(m.Refused("malformed", "messages are text")))
                continue
            task = asyncio.create_task(_answer(request, context, mailbox, actor, hello, message.data))
            commands.add(task)
            task.add_done_callback(commands.discard)
    finally:
        for end in unwatch:
            end()
        if context.sockets.get(actor.name) is socket:
            del context.sockets[actor.name]
        context.roles_up[actor.role] -= 1
        delivery.cancel()


async def _show(context: Context, mailbox: Mailbox, actor: Actor, hello: m.Hello) -> list[Callable[[], None]]:
    clock, site, watch = context.office.clock, context.site, context.announcer.watch
    if actor.role == "kiosk":
        mailbox.view("kiosk_site", context.kiosk_site)

        def kiosk(queue: Queue) -> m.Message:
            now = clock.now()
            return views.kiosk(queue, site, context.waits, now, clock.local(now))

        return [await watch("kiosk", kiosk, lambda raw: mailbox.view("kiosk", raw), KIOSK_GAP_S)]
    if may_see(actor.role, m.Desk):
        counter = hello.counter
        if counter and counter not in {c.id for c in site.counters}:
            mailbox.reply(m.encode(m.Refused("unknown_counter", "this office has no such counter")))
            return []

        def desk(queue: Queue) -> m.Message:
            now = clock.now()
            desks, waits = context.desks, context.waits
            return desks.desk(queue, counter, waits, now) if counter else desks.lobby(queue, waits, now)

        return [await watch(("desk", counter), desk, lambda raw: mailbox.view("desk", raw), DESK_GAP_S)]
    if actor.role == "counter" and actor.counter:

        def sign(queue: Queue) -> m.Message:
            current = queue.counter(actor.counter).current
            return m.CounterSign(actor.counter, queue.tickets[current].number if current else "")

        return [await watch(("sign", actor.counter), sign, lambda raw: mailbox.view("sign", raw), DESK_GAP_S)]
    return [await watch("board", board_view(context), lambda raw: mailbox.view("board", raw), BOARD_GAP_S)]


async def _answer(
    request: web.Request, context: Context, mailbox: Mailbox, actor: Actor, hello: m.Hello, raw: str
) -> None:
    if not hello.machine and actor_of(request, context.members, context.office.clock.now()) != actor:
        mailbox.reply(m.encode(m.Refused("sign_in", "the session has ended: sign in again")))
        return
    try:
        message = _from_machine(raw)
    except Garbled as error:
        mailbox.reply(m.encode(m.Refused(error.code, str(error))))
        return
    if isinstance(message, REPORTERS.get(actor.role, ())):
        context.printers.heard(actor.name, message)
        return
    if not isinstance(message, m.Do):
        mailbox.reply(m.encode(m.Refused("hello_twice", "hello was said already")))
        return
    await mailbox.answer(m.encode(await context.reception.carry_out(actor, message, context.waits)))


async def follower(request: web.Request) -> web.WebSocketResponse:
    """`/ws/follow/<token>`: a visitor's phone follows one ticket."""
    context = request.app[CONTEXT]
    token, clock = request.match_info["token"], context.office.clock
    socket = web.WebSocketResponse(heartbeat=30.0, max_msg_size=1024, compress=False)
    await socket.prepare(request)
    mailbox = Mailbox(socket)
    last: m.Follow | None = None

    def render(queue: Queue) -> m.Message | None:
        nonlocal last
        view = views.follow(queue, context.site, token, context.waits, clock.now())
        if view is None and last is not None:
            view = msgspec.structs.replace(
                last, revision=queue.revision, state="expired", ahead=0, counter="", wait=None
            )
        last = view
        return view

    unwatch = await context.announcer.watch(object(), render, lambda raw: mailbox.view("follow", raw), FOLLOW_GAP_S)
    if last is None:
        unwatch()
        await socket.close(code=NO_SUCH_TICKET, message=b"this address is not valid (any more)")
        return socket
    delivery = asyncio.create_task(mailbox.deliver())
    try:
        async for _ in socket:
            await socket.close(code=REFUSED, message=b"nothing to say")
    finally:
        unwatch()
        delivery.cancel()
    return socket
