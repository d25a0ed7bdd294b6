"""The published language: every message that crosses a wire of the office.

Messages are strict tagged structs: `type` names the message, a wrong type of a field is refused, an unknown
key is skipped. Time stamps are aware UTC. The same classes make the OpenAPI document.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

PROTOCOL = 1

Role = Literal["kiosk", "display", "counter", "clerk", "lead", "admin", "visitor"]
MachineRole = Literal["kiosk", "display", "counter"]
Kind = Literal["walk_in", "appointment", "priority"]
TicketState = Literal["waiting", "called", "serving", "parked", "finished", "no_show", "cancelled", "expired"]
CounterState = Literal["closed", "open", "paused"]

Slug = Annotated[str, Meta(min_length=1, max_length=64)]
Name = Annotated[str, Meta(min_length=1, max_length=80)]
Language = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$", max_length=35)]
Key = Annotated[str, Meta(min_length=8, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$")]
Port = Annotated[int, Meta(ge=0, le=65535)]
Reason = Annotated[str, Meta(max_length=120)]


def _snake(name: str) -> str:
    return "".join(("_" if i and c.isupper() else "") + c.lower() for i, c in enumerate(name))


class Message(Struct, frozen=True, tag_field="type", tag=_snake):
    """What all messages share: an explicit `type`, made from the class's name ("CallNext" → "call_next")."""


# --- Commands: what a kiosk or a counter asks of the office -------------------------------------------------


class IssueTicket(Message, frozen=True):
    """Draw a ticket. Answered by `TicketOnPaper`."""

    service: Slug
    language: Language
    kind: Kind = "walk_in"
    appointment_at: datetime | None = None


class CallNext(Message, frozen=True):
    """Call whoever is next for this counter."""

    counter: Slug


class CallTicket(Message, frozen=True):
    """Call this very ticket (waiting, parked or a no-show who turned up)."""

    counter: Slug
    ticket: Slug


class Recall(Message, frozen=True):
    """Call the ticket at this counter once more."""

    counter: Slug


class StartService(Message, frozen=True):
    """The called visitor sat down."""

    counter: Slug


class FinishService(Message, frozen=True):
    """The visitor at this counter is done."""

    counter: Slug


class ReportNoShow(Message, frozen=True):
    """The called visitor did not come."""

    counter: Slug


class ParkTicket(Message, frozen=True):
    """The visitor steps aside for a while (a form, a photo) and comes back to a counter later."""

    counter: Slug


class ResumeTicket(Message, frozen=True):
    """Call a parked ticket back to this counter."""

    counter: Slug
    ticket: Slug


class TransferTicket(Message, frozen=True):
    """Send the visitor at this counter on to a service or to another counter (exactly one of the two)."""

    counter: Slug
    to_service: Slug | None = None
    to_counter: Slug | None = None
    place: Literal["arrival", "end"] = "arrival"


class CancelTicket(Message, frozen=True):
    """The visitor of a waiting or parked ticket gives up."""

    ticket: Slug


class UndoLast(Message, frozen=True):
    """Take back this counter's last finish, no-show or transfer."""

    counter: Slug


class OpenCounter(Message, frozen=True):
    """Start or resume work at a counter."""

    counter: Slug


class PauseCounter(Message, frozen=True):
    """Stop calling for a while; `reason` is for the colleagues."""

    counter: Slug
    reason: Reason = ""


class CloseCounter(Message, frozen=True):
    """End work at a counter."""

    counter: Slug


class OpenService(Message, frozen=True):
    """Offer a service again."""

    service: Slug


class CloseService(Message, frozen=True):
    """Offer no more tickets for a service today; those who wait are still served."""

    service: Slug


Command = (
    IssueTicket
    | CallNext
    | CallTicket
    | Recall
    | StartService
    | FinishService
    | ReportNoShow
    | ParkTicket
    | ResumeTicket
    | TransferTicket
    | CancelTicket
    | UndoLast
    | OpenCounter
    | PauseCounter
    | CloseCounter
    | OpenService
    | CloseService
)


class Do(Message, frozen=True):
    """A command with the idempotency key that its sender made; a repeat gets the first answer."""

    key: Key
    command: Command


# --- Answers ------------------------------------------------------------------------------------------------


class TicketOnPaper(Message, frozen=True):
    """A ticket as its slip and its screen show it."""

    ticket: str
    number: str
    service: str
    service_names: dict[str, str]
    language: str
    kind: Kind
    issued_at: datetime
    ahead: int
    follow_url: str
    faq_url: str


class Acknowledged(Message, frozen=True):
    """The command took effect; which ticket it touched, if any."""

    ticket: str | None = None
    number: str | None = None
    counter: str | None = None


Result = TicketOnPaper | Acknowledged


class Done(Message, frozen=True):
    """The answer to `Do` once its events are on disk."""

    key: str
    result: Result


class Refused(Message, frozen=True):
    """Normal life: the command could not take effect, and nothing changed. `key` is "" without a `Do`."""

    code: str
    message: str
    key: str = ""


class Fault(Message, frozen=True):
    """Something broke; `remedy` says what a person does about it. Nothing changed."""

    code: str
    message: str
    remedy: str
    key: str = ""


# --- Opening a connection -----------------------------------------------------------------------------------


class Hello(Message, frozen=True):
    """First word at the server's `/ws`. A machine tells its id and a nonce (see `server.wire.opening`).

    A clerk's page leaves both empty: its cookie speaks.
    """

    protocol: int
    role: Role
    machine: str = ""
    nonce: str = ""
    counter: str = ""


class Welcome(Message, frozen=True):
    """The server's first word: who it takes the other side for."""

    protocol: int
    server: str
    role: Role
    machine: str
    version: str


class Challenge(Message, frozen=True):
    """Prove that you know the machine's secret: a display's first word to whoever dials it, and the server's answer
    to a machine's `Hello`, then with the `proof` that it knows the secret itself."""

    protocol: int
    machine: str
    nonce: str
    proof: str = ""


class Proof(Message, frozen=True):
    """A machine's answer to `Challenge`."""

    proof: str


class Drive(Message, frozen=True):
    """The server's answer to `Challenge`; see `server.wire.proof`."""

    protocol: int
    server: str
    proof: str
    nonce: str


class Presence(Message, frozen=True):
    """A display accepts its driver and proves itself in turn."""

    machine: str
    name: str
    proof: str
    version: str


class Join(Message, frozen=True):
    """A new machine asks to belong to the office, with the join token that the server printed.

    `port`: where a display will listen, so that it is dialled even where mDNS finds nothing; 0 for others.
    """

    token: str
    role: MachineRole
    name: Name
    port: Port = 0


class Joined(Message, frozen=True):
    """The machine's own key. It is shown once; the server keeps a hash."""

    machine: str
    secret: str
    server: str
    office: str


class Login(Message, frozen=True):
    """A person signs in."""

    user: Annotated[str, Meta(min_length=1, max_length=80)]
    password: Annotated[str, Meta(min_length=1, max_length=256)]


class Session(Message, frozen=True):
    """Who is signed in."""

    user: str
    role: Role
    expires_at: datetime


# --- Views: what a role may see, always whole ---------------------------------------------------------------


class ServiceOffer(Struct, frozen=True):
    """A service as a kiosk offers it. Texts by language."""

    slug: str
    group: str
    name: dict[str, str]
    description: dict[str, str]
    documents: dict[str, list[str]]
    minutes: int
    fee: str
    faq_url: dict[str, str]


class GroupOffer(Struct, frozen=True):
    """A group of services; `prefix` begins its ticket numbers."""

    slug: str
    prefix: str
    name: dict[str, str]
    icon: str


class KioskSite(Message, frozen=True):
    """What a kiosk shows that does not change with the queue. `hours` by language: (weekday, hours)."""

    office: dict[str, str]
    languages: list[str]
    groups: list[GroupOffer]
    services: list[ServiceOffer]
    hours: dict[str, list[tuple[str, str]]]
    timeout_s: int
    warning_s: int
    accent: str
    timezone: str


class KioskView(Message, frozen=True):
    """What a kiosk shows of the queue: who waits for which service, and what is offered now."""

    revision: int
    open_now: bool
    closed_services: list[str]
    waiting: dict[str, int]


class BoardCall(Struct, frozen=True):
    """One call on a display. `call` is new for each call and recall, so that a chime sounds once for each."""

    call: str
    number: str
    counter: str
    direction: str
    where: dict[str, str]
    language: str
    called_at: datetime


class BoardGroup(Struct, frozen=True):
    """How many wait in a group, and the numbers that are next by arrival."""

    prefix: str
    waiting: int
    numbers: list[str]


class Board(Message, frozen=True):
    """What a waiting-room display shows. `calls`: newest first."""

    revision: int
    as_of: datetime
    office: dict[str, str]
    timezone: str
    accent: str
    languages: list[str]
    calls: list[BoardCall]
    waiting: list[BoardGroup]
    waiting_total: int
    open_now: bool


class DeskTicket(Struct, frozen=True):
    """A ticket as the staff see it."""

    ticket: str
    number: str
    service: str
    kind: Kind
    language: str
    state: TicketState
    issued_at: datetime
    calls: int
    counter: str = ""
    appointment_at: datetime | None = None
    called_at: datetime | None = None
    started_at: datetime | None = None
    to_counter: str = ""


class DeskCounter(Struct, frozen=True):
    """A counter as the colleagues see it; `prefixes` of the numbers that it can call."""

    counter: str
    name: str
    state: CounterState
    reason: str
    clerk: str
    number: str
    prefixes: list[str]


class DeskService(Struct, frozen=True):
    """A service as the staff see it."""

    slug: str
    name: dict[str, str]
    prefix: str
    waiting: int
    open: bool


class Desk(Message, frozen=True):
    """What a counter page shows: `queue` holds the next tickets in the order of calling, at most 60 of them;
    `skills` the services that this counter can settle; `undo` is "finish", "no_show", "transfer" or "".
    A hello without a counter gets `counter` "": the counters and services to choose from, no tickets."""

    revision: int
    as_of: datetime
    office: dict[str, str]
    counter: str
    skills: list[str]
    state: CounterState
    reason: str
    clerk: str
    current: DeskTicket | None
    queue: list[DeskTicket]
    mine_waiting: int
    all_waiting: int
    parked: list[DeskTicket]
    missed: list[DeskTicket]
    undo: str
    undo_number: str
    counters: list[DeskCounter]
    services: list[DeskService]


class Follow(Message, frozen=True):
    """What the visitor's phone shows of one ticket; `calls` counts calls and recalls."""

    revision: int
    updated_at: datetime
    number: str
    state: TicketState
    service: dict[str, str]
    language: str
    ahead: int
    calls: int
    counter: str
    direction: str
    where: dict[str, str]


class Health(Message, frozen=True):
    """`/health`: is the office working, since when, and what needs a person."""

    ok: bool
    version: str
    revision: int
    waiting: int
    kiosks: int
    displays: int
    desks: int
    warnings: list[str]


FromMachine = Hello | Proof | Do
FromServer = Challenge | Welcome | KioskSite | KioskView | Desk | Follow | Board | Done | Refused | Fault
ToDisplay = Drive | Board | Refused
FromDisplay = Challenge | Presence | Refused

_encoder = msgspec.json.Encoder()


def encode(message: Message) -> bytes:
    """One message as UTF-8 JSON."""
    return _encoder.encode(message)
