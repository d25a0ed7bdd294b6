"""The REST side: commands, views, joining, signing in, health."""

import asyncio
import math

from aiohttp import web

from server import views
from server.cli import installed_version
from server.happened import happened
from server.web.access import COOKIE, actor_of, may_see, same_origin
from server.web.context import CONTEXT, Context
from server.web.endpoint import Endpoint, body_of, refuse, reply
from server.web.login import verify
from server.wire import messages as m

STAFF = ("clerk", "lead", "admin")
SIGN_IN = m.Refused("sign_in", "sign in, or send the machine's key")


async def commands(request: web.Request) -> web.StreamResponse:
    """Carry out one command."""
    context = request.app[CONTEXT]
    do = await body_of(request, m.Do)
    assert isinstance(do, m.Do)
    actor = actor_of(request, context.members, context.office.clock.now())
    if actor.role == "visitor":
        return refuse(m.Refused("sign_in", SIGN_IN.message, do.key))
    answer = await context.reception.carry_out(actor, do, context.waits)
    return reply(answer) if isinstance(answer, m.Done) else refuse(answer)


async def board(request: web.Request) -> web.StreamResponse:
    """What the displays show."""
    context = _allowed(request, m.Board)
    if context is None:
        return refuse(SIGN_IN)
    clock, site = context.office.clock, context.site
    now = clock.now()
    return reply(
        await context.office.read(lambda queue: views.board(queue, site, context.waits, now, clock.local(now)))
    )


async def desk(request: web.Request) -> web.StreamResponse:
    """What a counter page shows."""
    context = _allowed(request, m.Desk)
    if context is None:
        return refuse(SIGN_IN)
    counter, clock = request.match_info["counter"], context.office.clock
    if counter not in {c.id for c in context.site.counters}:
        return refuse(m.Refused("unknown_counter", "this office has no such counter"))
    return reply(
        await context.office.read(lambda queue: context.desks.desk(queue, counter, context.waits, clock.now()))
    )


async def kiosk(request: web.Request) -> web.StreamResponse:
    """What a kiosk offers now."""
    context = _allowed(request, m.KioskView)
    if context is None:
        return refuse(SIGN_IN)
    clock, site = context.office.clock, context.site
    now = clock.now()
    return reply(
        await context.office.read(lambda queue: views.kiosk(queue, site, context.waits, now, clock.local(now)))
    )


async def site(request: web.Request) -> web.StreamResponse:
    """What a kiosk shows that does not change with the queue."""
    context = _allowed(request, m.KioskSite)
    return refuse(SIGN_IN) if context is None else reply(views.kiosk_site(context.site, context.addresses))


async def follow(request: web.Request) -> web.StreamResponse:
    """Place and state of one ticket, for whoever knows its secret."""
    context = request.app[CONTEXT]
    token, now = request.match_info["token"], context.office.clock.now()
    view = await context.office.read(lambda queue: views.follow(queue, context.site, token, context.waits, now))
    if view is None:
        return refuse(m.Refused("unknown_ticket", "this address is not valid (any more)"))
    return reply(view)


async def join(request: web.Request) -> web.StreamResponse:
    """A new machine gets its key."""
    context = request.app[CONTEXT]
    wanted = await body_of(request, m.Join)
    assert isinstance(wanted, m.Join)
    where = f"join {request.remote}"
    if (pause := context.throttle.pause_s(where)) > 0:
        return _slow_down(pause)
    if not context.members.is_join_token(wanted.token):
        context.throttle.failed(where)
        return refuse(m.Refused("wrong_token", "this is not the office's join token; see `lotse server --help`"))
    context.throttle.succeeded(where)
    if wanted.counter and wanted.counter not in {c.id for c in context.site.counters}:
        return refuse(m.Refused("unknown_counter", "this office has no such counter"))
    machine, secret = context.members.add_machine(wanted.role, wanted.name, context.office.clock.now())
    if machine.role == "counter":
        context.members.set_counter(machine.id, wanted.counter)
    if machine.role == "display" and wanted.port and request.remote:
        host = f"[{request.remote}]" if ":" in request.remote else request.remote
        context.members.seen_at(machine.id, machine.name, f"{host}:{wanted.port}")
        context.display_joined(machine.id)
    return reply(m.Joined(machine.id, secret, context.server_id, context.site.name.text("de")))


async def login(request: web.Request) -> web.StreamResponse:
    """A person signs in; the session travels in a cookie."""
    context = request.app[CONTEXT]
    wanted = await body_of(request, m.Login)
    assert isinstance(wanted, m.Login)
    if not same_origin(request):
        return refuse(m.Refused("forbidden", "sign in from the office's own page"))
    who = (f"user {wanted.user.lower()}", f"from {request.remote}")
    if (pause := context.throttle.pause_s(*who)) > 0:
        return _slow_down(pause)
    person = context.members.person(wanted.user)
    if not await verify(person.password_hash if person else None, wanted.password) or person is None:
        context.throttle.failed(*who)
        return refuse(m.Refused("wrong_password", "user name or password is wrong"))
    context.throttle.succeeded(*who)
    token, end = context.members.open_session(person.user, context.office.clock.now())
    response = reply(m.Session(person.user, person.role, end))  # type: ignore[arg-type]
    response.set_cookie(
        COOKIE, token, httponly=True, samesite="Strict", path="/", max_age=12 * 3600, secure=request.secure
    )
    return response


async def logout(request: web.Request) -> web.StreamResponse:
    """The session ends."""
    context = request.app[CONTEXT]
    if same_origin(request) and COOKIE in request.cookies:
        context.members.close_session(request.cookies[COOKIE])
    response = reply(m.Acknowledged())
    response.del_cookie(COOKIE, path="/")
    return response


async def session(request: web.Request) -> web.StreamResponse:
    """Who is signed in."""
    context = request.app[CONTEXT]
    found = context.members.session(request.cookies.get(COOKIE, ""), context.office.clock.now())
    if found is None:
        return refuse(SIGN_IN)
    return reply(m.Session(found[0].user, found[0].role, found[1]))  # type: ignore[arg-type]


async def incidents(request: web.Request) -> web.StreamResponse:
    """What was the matter lately."""
    context = _allowed(request, m.Happened)
    if context is None:
        return refuse(SIGN_IN)
    return reply(await asyncio.to_thread(happened, context.papers, context.place))


async def health(request: web.Request) -> web.StreamResponse:
    """Is the office working, and what needs a person."""
    context = request.app[CONTEXT]
    warnings = [*context.warnings.values(), *context.printers.warnings()]
    if context.reception.leases is not None:
        warnings += context.reception.leases.lost.warnings()
    fault, behind = context.office.fault, context.office.clock.behind
    if fault is not None:
        warnings.insert(0, f"{fault}. {fault.remedy}")
    if behind.total_seconds() > 2:
        warnings.append(f"The computer's clock jumped back by {behind}. Set it right; times stand still until then.")
    revision, waiting = await context.office.read(lambda queue: (queue.revision, queue.lines.total))
    up = context.roles_up
    desks = sum(up.get(role, 0) for role in STAFF)
    found = m.Health(
        fault is None,
        installed_version(),
        revision,
        waiting,
        up.get("kiosk", 0),
        len(context.displays_up),
        desks,
        warnings,
    )
    return reply(found, 200 if fault is None else 503)


def _allowed(request: web.Request, view: type[m.Message]) -> Context | None:
    context = request.app[CONTEXT]
    actor = actor_of(request, context.members, context.office.clock.now())
    return context if may_see(actor.role, view) else None


def _slow_down(pause: float) -> web.Response:
    response = refuse(m.Refused("slow_down", f"too many tries; wait {math.ceil(pause)} seconds"))
    response.headers["Retry-After"] = str(math.ceil(pause))
    return response


ENDPOINTS = [
    Endpoint(
        "POST",
        "/api/commands",
        "Carry out one command, exactly once per key",
        commands,
        {200: (m.Done,), 400: (m.Refused,), 401: (m.Refused,), 403: (m.Refused,), 409: (m.Refused,), 503: (m.Fault,)},
        m.Do,
        ("kiosk", "counter", *STAFF),
    ),
    Endpoint("GET", "/api/board", "What the displays show", board, {200: (m.Board,), 401: (m.Refused,)}, None, STAFF),
    Endpoint(
        "GET",
        "/api/desks/{counter}",
        "What a counter page shows",
        desk,
        {200: (m.Desk,), 401: (m.Refused,), 404: (m.Refused,)},
        None,
        STAFF,
    ),
    Endpoint(
        "GET",
        "/api/incidents",
        "What was the matter with printers and devices lately",
        incidents,
        {200: (m.Happened,), 401: (m.Refused,)},
        None,
        STAFF,
    ),
    Endpoint(
        "GET",
        "/api/kiosk",
        "What a kiosk offers now",
        kiosk,
        {200: (m.KioskView,), 401: (m.Refused,)},
        None,
        ("kiosk", *STAFF),
    ),
    Endpoint(
        "GET",
        "/api/site",
        "What a kiosk shows that does not change with the queue",
        site,
        {200: (m.KioskSite,), 401: (m.Refused,)},
        None,
        ("kiosk", *STAFF),
    ),
    Endpoint(
        "GET",
        "/api/tickets/{token}",
        "Follow one ticket by its secret",
        follow,
        {200: (m.Follow,), 404: (m.Refused,)},
    ),
    Endpoint(
        "POST",
        "/api/join",
        "Let a new machine join the office",
        join,
        {200: (m.Joined,), 400: (m.Refused,), 401: (m.Refused,), 429: (m.Refused,)},
        m.Join,
    ),
    Endpoint(
        "POST",
        "/api/login",
        "Sign in",
        login,
        {200: (m.Session,), 400: (m.Refused,), 401: (m.Refused,), 403: (m.Refused,), 429: (m.Refused,)},
        m.Login,
    ),
    Endpoint("POST", "/api/logout", "Sign out", logout, {200: (m.Acknowledged,)}),
    Endpoint("GET", "/api/session", "Who is signed in", session, {200: (m.Session,), 401: (m.Refused,)}),
    Endpoint("GET", "/health", "Is the office working", health, {200: (m.Health,), 503: (m.Health,)}),
]
