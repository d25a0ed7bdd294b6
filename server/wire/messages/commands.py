"""Commands: what a kiosk or a counter asks of the office."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from server.wire.messages.base import Key, Kind, Language, Message, Need, People, Reason, Slug
from server.wire.messages.paper import PrintCopy, SettleNumber
from server.wire.messages.triage import CountAbandoned, CountOutcome


class IssueTicket(Message, frozen=True):
    """Draw a ticket. Answered by `TicketOnPaper`.

    `people` who come together; `needs` of the visitor: "step_free", "quiet" or "interpreter:" and a language;
    `route`: further services of the same visit; `asks_priority`: wants to be called sooner, which the staff confirm or
    not (why is asked and told nowhere); `for_other`: the holder comes for somebody else.
    """

    service: Slug
    language: Language
    kind: Kind = "walk_in"
    appointment_at: datetime | None = None
    people: People = 1
    needs: Annotated[tuple[Need, ...], Meta(max_length=8)] = ()
    route: Annotated[tuple[Slug, ...], Meta(max_length=8)] = ()
    asks_priority: bool = False
    for_other: bool = False


class ConfirmPriority(Message, frozen=True):
    """Call the waiting visitor who asked for it with priority; the wait counts from the arrival."""

    ticket: Slug


class DeclinePriority(Message, frozen=True):
    """Let the waiting visitor who asked for priority wait like everybody else."""

    ticket: Slug


class LeaseNumbers(Message, frozen=True):
    """Hold numbers for this kiosk until the day ends, for the time when the server is away: what is missing from its
    block is filled up. Answered by `NumbersHeld`."""


class IssueLeased(Message, frozen=True):
    """A leased number was drawn at `drawn_at` (by the server's clock, as far as the kiosk knows) while the server was
    away. Answered by `TicketOnPaper`. Refused as "not_leased" when the number is not valid (any more).

    `instead_of`: the key of an order of the same visitor that had no answer; its ticket, if there is one, is given up.
    The rest as in `IssueTicket`, but needs that no counter meets any more are left out and the staff are told.
    """

    number: Slug
    service: Slug
    language: Language
    drawn_at: Annotated[datetime, Meta(tz=True)]
    instead_of: Key | None = None
    people: People = 1
    needs: Annotated[tuple[Need, ...], Meta(max_length=8)] = ()
    asks_priority: bool = False
    for_other: bool = False


class CheckIn(Message, frozen=True):
    """Check in to the appointment with this code (see `server.wire.codes`). Answered by `TicketOnPaper`.

    `language` that the visitor chose; null: the one that was booked. Refused as "early", "wrong_day", "already",
    "cancelled" (with `booked`), "unknown" or "slow_down". Who is too late gets a ticket, as a walk-in.
    """

    code: Annotated[str, Meta(max_length=64)]
    language: Language | None = None


class CallNext(Message, frozen=True):
    """Call whoever is next for this counter. With `stand_by`, when nobody waits, the next one is called by itself."""

    counter: Slug
    stand_by: bool = False


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
    """The visitor at this counter is done; a visit of several services goes on here or waits for the next one."""

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
    """Start or resume work at a counter. `languages` that the clerk speaks; null: those that the site names for it."""

    counter: Slug
    languages: Annotated[tuple[Language, ...], Meta(max_length=32)] | None = None


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


class KeepServiceOpen(Message, frozen=True):
    """Give tickets for a service though it can hardly be finished before closing; `keep` false takes that back."""

    service: Slug
    keep: bool


Command = (
    IssueTicket
    | LeaseNumbers
    | IssueLeased
    | ConfirmPriority
    | DeclinePriority
    | CheckIn
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
    | KeepServiceOpen
    | CountOutcome
    | CountAbandoned
)


class Do(Message, frozen=True):
    """A command with the idempotency key that its sender made; a repeat gets the first answer."""

    key: Key
    command: Command | PrintCopy | SettleNumber
