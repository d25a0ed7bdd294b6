"""The book of appointments as booking systems and staff see it. It holds no names."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from server.wire.messages.base import Message, People, Slug


class PutAppointment(Struct, frozen=True):
    """One appointment. `id`: what the sender calls it, kept as a hash only; `start` without a zone is office time.

    `code` "": one is made.
    """

    start: datetime
    service: Slug
    id: Annotated[str, Meta(max_length=256)] = ""
    code: Annotated[str, Meta(max_length=64)] = ""
    minutes: Annotated[int, Meta(ge=0, le=480)] = 0
    language: Annotated[str, Meta(max_length=35)] = ""
    people: People = 1
    cancelled: bool = False


class PutAppointments(Message, frozen=True):
    """All appointments of a sender from today on: what it named before and names no more is cancelled."""

    appointments: Annotated[list[PutAppointment], Meta(max_length=20_000)]


class AppointmentsTaken(Message, frozen=True):
    """What became of them. `codes` in the order in which they were sent; `ignored`: of days past or far ahead."""

    added: int
    changed: int
    cancelled: int
    ignored: int
    codes: list[str]
    mistakes: list[str]


class AppointmentRow(Struct, frozen=True):
    """An appointment in the book; `number` of its ticket once it is checked in."""

    code: str
    start: datetime
    service: str
    minutes: int
    language: str
    people: int
    cancelled: bool
    number: str


class AppointmentsOfDay(Message, frozen=True):
    """The book's page of a day."""

    day: str
    appointments: list[AppointmentRow]
