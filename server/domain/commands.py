"""What somebody wants to happen, in the imperative. Identities come from outside: the domain draws no lots."""

from dataclasses import dataclass
from datetime import datetime

from server.domain.ticket import Kind


@dataclass(frozen=True, slots=True)
class IssueTicket:
    """Draw a ticket under the given identity and follow-page secret.

    `people`: 1 to 9 who come together; `needs`: see `plan.is_need`; `route`: further services of the same visit;
    `booked`: the code of the appointment in the book that is checked in, for which there is one ticket only;
    `asks_priority`: the visitor wants to be called sooner, which somebody has to confirm; `for_other`: the holder comes
    for somebody else.
    """

    ticket: str
    token: str
    service: str
    language: str
    kind: Kind = Kind.WALK_IN
    appointment_at: datetime | None = None
    origin: str = ""
    people: int = 1
    needs: frozenset[str] = frozenset()
    route: tuple[str, ...] = ()
    booked: str = ""
    asks_priority: bool = False
    for_other: bool = False


@dataclass(frozen=True, slots=True)
class ConfirmPriority:
    """The waiting visitor who asked for it is called with priority."""

    ticket: str


@dataclass(frozen=True, slots=True)
class DeclinePriority:
    """The waiting visitor who asked for priority waits like everybody else."""

    ticket: str


@dataclass(frozen=True, slots=True)
class LeaseNumbers:
    """Hold `each` numbers of every prefix for a kiosk, to be drawn while the server is away.

    `blanks`: identities and follow-page secrets of tickets that may be drawn with them.
    """

    kiosk: str
    each: int
    blanks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IssueLeased:
    """A kiosk drew one of its leased numbers at `drawn_at` by its clock; `instead_of`: the ticket that it had ordered
    before, whose number nobody saw, or "". The rest as in `IssueTicket`; what cannot be given any more is left out.
    """

    kiosk: str
    number: str
    service: str
    language: str
    drawn_at: datetime
    instead_of: str = ""
    people: int = 1
    needs: tuple[str, ...] = ()
    """The first count most where they cannot all be met."""
    asks_priority: bool = False
    for_other: bool = False


@dataclass(frozen=True, slots=True)
class CallNext:
    """Call whoever is next for this counter; with `stand_by`, when nobody waits, whoever comes next.

    `advised`: the ticket that looking ahead prefers, or "". It counts only where no hard rule decides, and where it
    may lawfully be next by now; else it is as if nothing had been advised.
    """

    counter: str
    stand_by: bool = False
    advised: str = ""


@dataclass(frozen=True, slots=True)
class CallTicket:
    """Call this very ticket."""

    counter: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Recall:
    """Call the ticket at this counter once more."""

    counter: str


@dataclass(frozen=True, slots=True)
class StartService:
    """The visitor sat down."""

    counter: str


@dataclass(frozen=True, slots=True)
class FinishService:
    """The service is done; the visit goes on while its route has services left."""

    counter: str


@dataclass(frozen=True, slots=True)
class ReportNoShow:
    """The visitor did not come."""

    counter: str


@dataclass(frozen=True, slots=True)
class ParkTicket:
    """The visitor steps aside."""

    counter: str


@dataclass(frozen=True, slots=True)
class ResumeTicket:
    """Call a parked ticket back."""

    counter: str
    ticket: str


@dataclass(frozen=True, slots=True)
class TransferTicket:
    """Send the visitor on, to a service or to a counter; placed by original arrival or at the end."""

    counter: str
    to_service: str | None = None
    to_counter: str | None = None
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class CancelTicket:
    """The visitor gives up."""

    ticket: str


@dataclass(frozen=True, slots=True)
class UndoLast:
    """Take back this counter's last finish, no-show or transfer."""

    counter: str


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """Begin or resume work. `languages` that the clerk speaks; None: those that the plan names for the counter."""

    counter: str
    clerk: str = ""
    languages: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PauseCounter:
    """Call nobody for a while."""

    counter: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CloseCounter:
    """End work."""

    counter: str


@dataclass(frozen=True, slots=True)
class OpenService:
    """Offer a service again."""

    service: str


@dataclass(frozen=True, slots=True)
class CloseService:
    """Offer a service no more today."""

    service: str


@dataclass(frozen=True, slots=True)
class OpenDay:
    """Begin a day (ISO date); whatever an earlier day left open is closed first."""

    day: str


@dataclass(frozen=True, slots=True)
class CloseDay:
    """End the day."""


@dataclass(frozen=True, slots=True)
class KeepServiceOpen:
    """Give tickets though the service can hardly be finished before closing; `keep` false takes that back."""

    service: str
    keep: bool


Command = (
    IssueTicket
    | LeaseNumbers
    | IssueLeased
    | ConfirmPriority
    | DeclinePriority
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
    | OpenDay
    | CloseDay
    | KeepServiceOpen
)
