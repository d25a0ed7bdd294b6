"""What happened, in the past tense. Events are the truth; everything else is folded from them."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """All events carry their moment (aware UTC)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class DayOpened(Event):
    """A new day began; numbers start again. `day`: ISO date in the office's time zone."""

    day: str


@dataclass(frozen=True, slots=True)
class DayClosed(Event):
    """The day is over; nobody waits any more."""

    day: str


@dataclass(frozen=True, slots=True)
class NumbersLeased(Event):
    """Numbers are held for a kiosk until the day ends, each with the identity and the secret of its ticket to be."""

    kiosk: str
    numbers: tuple[str, ...]
    tickets: tuple[str, ...]
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TicketEvent(Event):
    """Something happened to a ticket."""

    ticket: str


@dataclass(frozen=True, slots=True)
class TicketIssued(TicketEvent):
    """A visitor drew a ticket. `arrival` is its rank by arrival, `origin` the machine or person that drew it,
    `booked` the code of the appointment that was checked in with it, `drawn_at` when a leased number was drawn;
    `asks_priority`: nobody has confirmed it yet; `unmet`: needs that were asked for and that no counter meets.
    """

    number: str
    token: str
    service: str
    language: str
    kind: str
    appointment_at: datetime | None
    arrival: int
    origin: str
    people: int = 1
    needs: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    booked: str = ""
    drawn_at: datetime | None = None
    asks_priority: bool = False
    for_other: bool = False
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PriorityConfirmed(TicketEvent):
    """Who asked for priority has it. The wait goes on counting from where it began."""


@dataclass(frozen=True, slots=True)
class PriorityDeclined(TicketEvent):
    """Who asked for priority waits like everybody else."""


@dataclass(frozen=True, slots=True)
class TicketCalled(TicketEvent):
    """A counter called the ticket. `why`: "next", "chosen" (by hand), "stand_by" (a free counter was waiting for it).

    `rule`: what decided, see `dispatch.Reason`; `sentence` says it to people, by language.
    """

    counter: str
    why: str
    rule: str = ""
    sentence: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TicketRecalled(TicketEvent):
    """The counter called again."""

    counter: str


@dataclass(frozen=True, slots=True)
class ServiceStarted(TicketEvent):
    """The visitor sat down."""

    counter: str


@dataclass(frozen=True, slots=True)
class ServiceFinished(TicketEvent):
    """The visitor is done."""

    counter: str


@dataclass(frozen=True, slots=True)
class NoShowReported(TicketEvent):
    """The called visitor did not come."""

    counter: str


@dataclass(frozen=True, slots=True)
class TicketParked(TicketEvent):
    """The visitor stepped aside for a while."""

    counter: str


@dataclass(frozen=True, slots=True)
class TicketResumed(TicketEvent):
    """A parked visitor was called back."""

    counter: str


@dataclass(frozen=True, slots=True)
class TicketTransferred(TicketEvent):
    """The visitor waits for another service or a certain counter. `order` is the new rank."""

    counter: str
    service: str
    to_counter: str | None
    order: int


@dataclass(frozen=True, slots=True)
class VisitContinued(TicketEvent):
    """A service is done and the next one of the route goes on at the same counter."""

    counter: str
    service: str


@dataclass(frozen=True, slots=True)
class VisitMovedOn(TicketEvent):
    """A service is done and the visitor waits for the next one of the route. `order` is the rank."""

    counter: str
    service: str
    order: int


@dataclass(frozen=True, slots=True)
class TicketCancelled(TicketEvent):
    """The visitor gave up."""


@dataclass(frozen=True, slots=True)
class TicketExpired(TicketEvent):
    """The day ended before the ticket did."""


@dataclass(frozen=True, slots=True)
class EndingUndone(TicketEvent):
    """A finish, no-show or transfer was taken back: the ticket is at the counter again, as it was before."""

    counter: str
    state: str
    service: str
    to_counter: str | None
    order: int
    route: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CounterOpened(Event):
    """A clerk began or resumed work at a counter."""

    counter: str
    clerk: str
    languages: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class CounterStoodBy(Event):
    """A counter found nobody waiting and calls whoever comes next."""

    counter: str


@dataclass(frozen=True, slots=True)
class CounterPaused(Event):
    """A counter calls nobody for a while."""

    counter: str
    reason: str


@dataclass(frozen=True, slots=True)
class CounterClosed(Event):
    """Work at a counter ended."""

    counter: str


@dataclass(frozen=True, slots=True)
class ServiceOpened(Event):
    """A service is offered again."""

    service: str


@dataclass(frozen=True, slots=True)
class ServiceClosed(Event):
    """A service is offered no more today."""

    service: str


@dataclass(frozen=True, slots=True)
class ServiceKeptOpen(Event):
    """The lead wants tickets given though closing is near, or (`keep` false) no longer wants it."""

    service: str
    keep: bool


EVENT_TYPES: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        DayOpened,
        DayClosed,
        NumbersLeased,
        TicketIssued,
        PriorityConfirmed,
        PriorityDeclined,
        TicketCalled,
        TicketRecalled,
        ServiceStarted,
        ServiceFinished,
        NoShowReported,
        TicketParked,
        TicketResumed,
        TicketTransferred,
        VisitContinued,
        VisitMovedOn,
        TicketCancelled,
        TicketExpired,
        EndingUndone,
        CounterOpened,
        CounterStoodBy,
        CounterPaused,
        CounterClosed,
        ServiceOpened,
        ServiceClosed,
        ServiceKeptOpen,
    )
}
