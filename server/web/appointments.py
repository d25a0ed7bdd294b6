"""The book of appointments over REST: a booking system puts it in, the staff look at it."""

import secrets

from aiohttp import web

from server.appointments.entry import MOST_BYTES, Entry, Found, Unreadable, language_of
from server.appointments.reading import read
from server.store.database import StoreFault
from server.store.members import Members
from server.web.access import actor_of
from server.web.context import CONTEXT, Context
from server.web.endpoint import Endpoint, refuse, reply
from server.wire import messages as m
from server.wire.codec import Decoder
from server.wire.proof import secret_hash

TOKEN = "appointments_token"
_LEADS = ("lead", "admin")
_STAFF = ("clerk", *_LEADS)
_TYPES = {"text/calendar": "ical", "text/csv": "csv"}
_book: Decoder[m.PutAppointments] = Decoder(m.PutAppointments, MOST_BYTES)


def new_token(members: Members) -> str:
    """A fresh token for the booking system; it replaces the earlier one and is stored as a hash only."""
    token = secrets.token_urlsafe(24)
    members.set(TOKEN, secret_hash(token))
    return token


def _may_put(request: web.Request, context: Context) -> bool:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    stored = context.members.setting(TOKEN)
    if kind == "Bearer" and stored and secrets.compare_digest(stored, secret_hash(token.strip())):
        return True
    return actor_of(request, context.members, context.office.clock.now()).role in _LEADS


async def put(request: web.Request) -> web.StreamResponse:
    """Take in appointments; `?source=NAME` keeps several senders apart."""
    context = request.app[CONTEXT]
    if not _may_put(request, context):
        return refuse(m.Refused("sign_in", "sign in as lead, or send the token of the appointments"))
    assert context.book is not None
    source = request.query.get("source", "")[:64]
    raw = bytearray()
    async for chunk in request.content.iter_chunked(65536):
        raw += chunk
        if len(raw) > MOST_BYTES:
            return refuse(m.Refused("malformed", f"more than {MOST_BYTES // 2**20} MB; split it by weeks"))
    try:
        if request.content_type in _TYPES:
            found = await read(_TYPES[request.content_type], bytes(raw), context.book.terms())
        elif request.content_type == "application/json":
            found = _found(_book(bytes(raw)), context)
        else:
            return refuse(m.Refused("malformed", "send application/json, text/calendar or text/csv"))
        taken = await context.book.take_in(f"api:{source}", found)
    except Unreadable as why:
        return refuse(m.Refused("invalid", f"the appointments were not read: {why}"))
    except StoreFault as fault:
        return refuse(m.Fault(fault.code, str(fault), fault.remedy))
    return reply(
        m.AppointmentsTaken(taken.added, taken.changed, taken.cancelled, found.ignored, taken.codes, taken.mistakes)
    )


def _found(book: m.PutAppointments, context: Context) -> Found:
    assert context.book is not None
    terms, clock = context.book.terms(), context.office.clock
    found = Found()
    for number, one in enumerate(book.appointments, 1):
        start = one.start if one.start.tzinfo else one.start.replace(tzinfo=clock.zone)
        if not terms.first <= clock.local(start).date() <= terms.last:
            found.ignored += 1
        elif one.service not in terms.services.values():
            found.wrong(f"appointment {number}: this office has no such service")
        else:
            found.entries.append(
                Entry(
                    one.id or one.code or f"{start.isoformat()} {one.service} {number}",
                    one.code,
                    start,
                    one.service,
                    one.minutes,
                    language_of(one.language, terms),
                    one.people,
                    one.cancelled,
                )
            )
    return found


async def of_day(request: web.Request) -> web.StreamResponse:
    """The appointments of `?day=2026-11-30`, without it today's."""
    context = request.app[CONTEXT]
    if actor_of(request, context.members, context.office.clock.now()).role not in _STAFF:
        return refuse(m.Refused("sign_in", "sign in first"))
    assert context.book is not None
    day = request.query.get("day", "") or context.book.today()
    booked = context.book.of_day(day)
    numbers = await context.office.read(
        lambda queue: {a.code: t.number for a in booked if (t := queue.checked_in(a.code)) is not None}
    )
    rows = [
        m.AppointmentRow(
            a.code, a.start_at, a.service, a.minutes, a.language, a.people, a.cancelled, numbers.get(a.code, "")
        )
        for a in booked
    ]
    return reply(m.AppointmentsOfDay(day, rows))


ENDPOINTS = [
    Endpoint(
        "PUT",
        "/api/appointments",
        "Let the book say what this sender says (JSON, text/calendar or text/csv)",
        put,
        {200: (m.AppointmentsTaken,), 400: (m.Refused,), 401: (m.Refused,), 503: (m.Fault,)},
        m.PutAppointments,
        _LEADS,
    ),
    Endpoint(
        "GET",
        "/api/appointments",
        "The appointments of a day",
        of_day,
        {200: (m.AppointmentsOfDay,), 401: (m.Refused,)},
        None,
        _STAFF,
    ),
]
