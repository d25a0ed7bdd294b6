"""Who is asking, and what may they do: decided here and nowhere else."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from aiohttp import web

from server.store.members import Members
from server.wire import messages as m
from server.wire.proof import proves, secret_hash

COOKIE = "lotse_session"

_STAFF: frozenset[m.Role] = frozenset({"clerk", "lead", "admin"})
_LEADS: frozenset[m.Role] = frozenset({"lead", "admin"})

# Which roles may give which command. What is not here nobody may.
PERMISSIONS: dict[type[m.Message], frozenset[m.Role]] = {
    m.IssueTicket: _STAFF | {"kiosk"},
    m.CheckIn: _STAFF | {"kiosk"},
    m.LeaseNumbers: frozenset({"kiosk"}),
    m.IssueLeased: frozenset({"kiosk"}),
    m.CallNext: _STAFF | {"counter"},
    m.Recall: _STAFF | {"counter"},
    m.CallTicket: _STAFF,
    m.StartService: _STAFF,
    m.FinishService: _STAFF | {"counter"},
    m.ReportNoShow: _STAFF,
    m.ParkTicket: _STAFF,
    m.ResumeTicket: _STAFF,
    m.TransferTicket: _STAFF,
    m.CancelTicket: _STAFF,
    m.ConfirmPriority: _STAFF,
    m.DeclinePriority: _STAFF,
    m.UndoLast: _STAFF,
    m.OpenCounter: _STAFF,
    m.PauseCounter: _STAFF,
    m.CloseCounter: _STAFF,
    m.OpenService: _LEADS,
    m.CloseService: _LEADS,
    m.KeepServiceOpen: _LEADS,
    m.CountOutcome: frozenset({"kiosk"}),
    m.CountAbandoned: frozenset({"kiosk"}),
    m.PrintCopy: _STAFF,
    m.SettleNumber: _STAFF,
}

# Which roles may see which view.
VIEWS: dict[type[m.Message], frozenset[m.Role]] = {
    m.Desk: _STAFF,
    m.Happened: _STAFF,
    m.Board: _STAFF | {"display", "kiosk", "counter"},
    m.KioskView: _STAFF | {"kiosk"},
    m.KioskSite: _STAFF | {"kiosk"},
}


@dataclass(frozen=True)
class Actor:
    """Somebody who proved who they are: `name` is a machine's id or a user's name.

    `counter`: the one counter for which a counter's PC may speak.
    """

    name: str
    role: m.Role
    counter: str = ""

    def may(self, command: m.Message) -> bool:
        """Whether this one may give this very command."""
        if self.role == "counter" and getattr(command, "counter", "") != self.counter:
            return False
        return may(self.role, type(command))


VISITOR = Actor("", "visitor")


def may(role: m.Role, command: type[m.Message]) -> bool:
    """Whether this role may give this command."""
    return role in PERMISSIONS.get(command, frozenset())


def may_see(role: m.Role, view: type[m.Message]) -> bool:
    """Whether this role may see this view."""
    return role in VIEWS.get(view, frozenset())


def proven_actor(members: Members, hello: m.Hello, own_nonce: str, given: str) -> Actor | None:
    """The machine that said `hello`, if `given` proves that it knows its secret."""
    known = members.machine(hello.machine)
    if known is None or not proves(known.secret_hash, known.role, own_nonce, given):
        return None
    return Actor(known.id, known.role, members.counter_of(known.id))  # type: ignore[arg-type]


def machine_actor(members: Members, machine: str, secret: str) -> Actor | None:
    """The machine with this key, or None."""
    known = members.machine(machine)
    if known is None or known.secret_hash != secret_hash(secret):
        return None
    return Actor(known.id, known.role, members.counter_of(known.id))  # type: ignore[arg-type]


def actor_of(request: web.Request, members: Members, now: datetime) -> Actor:
    """Who sent the request: a machine's `Authorization: Bearer ID.SECRET`, a person's cookie, else a visitor."""
    kind, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if kind == "Bearer":
        machine, _, secret = credentials.partition(".")
        return machine_actor(members, machine, secret) or VISITOR
    session = members.session(request.cookies.get(COOKIE, ""), now) if COOKIE in request.cookies else None
    if session is None or not same_origin(request):
        return VISITOR
    return Actor(session[0].user, session[0].role)  # type: ignore[arg-type]


def same_origin(request: web.Request) -> bool:
    """Whether a browser's request comes from our own pages (a foreign page cannot act with a clerk's cookie)."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
