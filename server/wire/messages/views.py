"""Views: what a role may see, always whole."""

from datetime import datetime

from msgspec import Struct, field

from server.wire.messages.base import CounterState, Kind, Message, TicketState, Wait
from server.wire.messages.paper import Alert
from server.wire.messages.triage import Triage


class ServiceOffer(Struct, frozen=True):
    """A service as a kiosk offers it. Texts by language; `keywords`: what people say who mean it; `meets`: for each
    sort of its counters the needs that can be met there together."""

    slug: str
    group: str
    name: dict[str, str]
    description: dict[str, str]
    documents: dict[str, list[str]]
    minutes: int
    fee: str
    faq_url: dict[str, str]
    keywords: dict[str, list[str]] = field(default_factory=dict)
    meets: list[list[str]] = field(default_factory=list)


class GroupOffer(Struct, frozen=True):
    """A group of services; `prefix` begins its ticket numbers."""

    slug: str
    prefix: str
    name: dict[str, str]
    icon: str


class Topic(Struct, frozen=True):
    """A page of the FAQ: title, Markdown and address by language, in the languages in which it is written.

    `keywords`: what people say who look for it, also in other languages.
    """

    slug: str
    title: dict[str, str]
    text: dict[str, str]
    url: dict[str, str]
    keywords: dict[str, list[str]] = field(default_factory=dict)


class KioskSite(Message, frozen=True):
    """What a kiosk shows that does not change with the queue. `hours` by language: (weekday, hours); where there is no
    `triage`, groups are offered. `week`: the spans of each day from Monday, (from, until) as "HH:MM" in the office's
    time; `holidays` as ISO dates."""

    office: dict[str, str]
    languages: list[str]
    groups: list[GroupOffer]
    services: list[ServiceOffer]
    hours: dict[str, list[tuple[str, str]]]
    timeout_s: int
    warning_s: int
    accent: str
    timezone: str
    topics: list[Topic] = field(default_factory=list)
    triage: Triage | None = None
    week: list[list[tuple[str, str]]] = field(default_factory=list)
    holidays: list[str] = field(default_factory=list)


class KioskView(Message, frozen=True):
    """What a kiosk shows of the queue: who waits for which service, and what is offered now.

    `waits` by service for somebody who draws a ticket now, without those that cannot be told; `too_late`: services
    that would not be finished before closing, for which there are no tickets; `opens_next`: when a later day begins.
    """

    revision: int
    open_now: bool
    closed_services: list[str]
    waiting: dict[str, int]
    waits: dict[str, Wait] = field(default_factory=dict)
    too_late: list[str] = field(default_factory=list)
    opens_next: datetime | None = None


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
    """How many wait in a group, and the numbers that are next by arrival; `wait` of somebody who draws one now."""

    prefix: str
    waiting: int
    numbers: list[str]
    wait: Wait | None = None


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
    """A ticket as the staff see it. `paper`: why it has no slip ("refused", "blocked", "unknown", "expired"), or "".

    `people` who come together; `needs` as in `IssueTicket`; `asks_priority`: somebody has to confirm or decline it;
    `for_other`: the holder comes for somebody else; `unmet`: needs that no counter meets, so somebody has to help.
    """

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
    wait: Wait | None = None
    paper: str = ""
    people: int = 1
    needs: list[str] = field(default_factory=list)
    asks_priority: bool = False
    for_other: bool = False
    unmet: list[str] = field(default_factory=list)


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
    """A service as the staff see it. `wait` of somebody who draws a ticket now; `too_late`: it would not be finished
    before closing, so that kiosks give no tickets unless the lead has it `kept_open`."""

    slug: str
    name: dict[str, str]
    prefix: str
    waiting: int
    open: bool
    wait: Wait | None = None
    too_late: bool = False
    kept_open: bool = False


class Desk(Message, frozen=True):
    """What a counter page shows: `queue` holds the next tickets in the order of calling, at most 60 of them;
    `skills` the services that this counter can settle; `undo` is "finish", "no_show", "transfer" or "".
    `why` the current ticket was called, by language; `standing_by`: the next visitor is called by itself; `alerts`:
    what needs somebody in the house; `asking`: who waits anywhere in the house and asks for priority;
    all times are shown in the `timezone`.
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
    why: dict[str, str] = field(default_factory=dict)
    standing_by: bool = False
    alerts: list[Alert] = field(default_factory=list)
    asking: list[DeskTicket] = field(default_factory=list)
    timezone: str = "UTC"


class Follow(Message, frozen=True):
    """What the visitor's phone shows of one ticket; `calls` counts calls and recalls. `wait` was computed at
    `estimated_at`; both are None when nobody can tell yet."""

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
    wait: Wait | None = None
    estimated_at: datetime | None = None


class CounterSign(Message, frozen=True):
    """What the numeric sign at a counter shows: the number that is called or served there, "" for nobody."""

    counter: str
    number: str


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
