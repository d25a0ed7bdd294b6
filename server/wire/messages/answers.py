"""Answers to a command."""

from datetime import datetime

from msgspec import Struct

from server.wire.messages.base import Kind, Message, Wait


class TicketOnPaper(Message, frozen=True):
    """A ticket as its slip and its screen show it. `wait` None: nobody can tell yet.

    A walk-in with `appointment_at` came too late for it. `ahead` None: it was drawn while the server was away.
    `for_other`: the holder comes for somebody else.
    """

    ticket: str
    number: str
    service: str
    service_names: dict[str, str]
    language: str
    kind: Kind
    issued_at: datetime
    ahead: int | None
    follow_url: str
    faq_url: str
    wait: Wait | None = None
    appointment_at: datetime | None = None
    for_other: bool = False


class HeldNumber(Struct, frozen=True):
    """A number that may be drawn without the server, with the identity and the follow page of its ticket to be."""

    number: str
    ticket: str
    follow_url: str


class NumbersHeld(Message, frozen=True):
    """A kiosk's whole block, to be drawn in this order until `expires`, when the office's day ends. `as_of`: by the
    server's clock."""

    day: str
    as_of: datetime
    expires: datetime
    numbers: list[HeldNumber]


class Acknowledged(Message, frozen=True):
    """The command took effect; which ticket it touched, if any."""

    ticket: str | None = None
    number: str | None = None
    counter: str | None = None


Result = TicketOnPaper | NumbersHeld | Acknowledged


class Done(Message, frozen=True):
    """The answer to `Do` once its events are on disk."""

    key: str
    result: Result


class Booked(Struct, frozen=True):
    """An appointment as its visitor may know it. `opens_at`: from when it can be checked in; `number` of the ticket
    that there is already, or "".
    """

    at: datetime
    opens_at: datetime
    service: str
    service_names: dict[str, str]
    language: str
    number: str = ""


class Refused(Message, frozen=True):
    """Normal life: the command could not take effect, and nothing changed. `key` is "" without a `Do`.

    `booked`: the appointment that could not be checked in, where there is one.
    """

    code: str
    message: str
    key: str = ""
    booked: Booked | None = None


class Fault(Message, frozen=True):
    """Something broke; `remedy` says what a person does about it. Nothing changed."""

    code: str
    message: str
    remedy: str
    key: str = ""
