"""What kiosks and counters tell of slips, printers and small devices, and what the office makes of it."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.wire.messages.base import Key, Message, Slug

Fate = Literal["printed", "refused", "blocked", "unknown", "expired"]
Trouble = Literal[
    "offline",
    "cover_open",
    "paper_near_end",
    "paper_out",
    "cutter_error",
    "head_hot",
    "unrecoverable",
    "slip_not_taken",
    "unreachable",
]

Device = Literal["scanner", "sound", "button", "sign"]
Lost = Literal["lost_number"]


class SlipFate(Struct, frozen=True):
    """What became of a ticket's slip, or of a copy of it: "refused" and "expired" were not sent; "blocked" and
    "unknown" may be on paper, wholly or in part."""

    ticket: Slug
    fate: Fate
    at: datetime
    copy: bool = False


class ReportSlips(Message, frozen=True):
    """A kiosk's slips: the last ones whenever it connects, each new one as soon as its fate is known."""

    slips: Annotated[tuple[SlipFate, ...], Meta(max_length=256)]


class PrinterState(Struct, frozen=True):
    """One printer of a kiosk; no troubles: it is ready."""

    troubles: Annotated[tuple[Trouble, ...], Meta(max_length=16)]


class ReportPrinters(Message, frozen=True):
    """How a kiosk's printers are, the first one first; none: it prints no slips."""

    printers: Annotated[tuple[PrinterState, ...], Meta(max_length=4)]


class ReportDevices(Message, frozen=True):
    """Which other devices fail: a kiosk's code scanner on its line and reading aloud, a counter's call button and
    numeric sign; none: all work, or there are none."""

    failing: Annotated[tuple[Device, ...], Meta(max_length=4)]


class PrintCopy(Message, frozen=True):
    """Print this ticket's slip once more, marked as a copy, at the kiosk that gave the ticket."""

    ticket: Slug


class OrderCopy(Message, frozen=True):
    """The office asks a kiosk for a copy; the same `key` again prints nothing."""

    key: Key
    ticket: Slug


class SettleNumber(Message, frozen=True):
    """Somebody has looked after the visitor of a lost number: its alert goes. Once more does no harm."""

    number: Slug


class Alert(Struct, frozen=True):
    """What needs somebody: at the kiosk or counter of this name, what is the matter, since when.

    "lost_number": a visitor holds `number` for `service`, drawn at `since` while the server was away, and the queue
    could not take it. `printer`: which of the place's printers, from 1; 0 where it has one, and for all else.
    """

    place: str
    trouble: Trouble | Device | Lost
    since: datetime
    number: str = ""
    service: str = ""
    printer: int = 0


class Incident(Struct, frozen=True):
    """What once was the matter. `until` None: it is so still, as far as is known; a slip's fate has no end. `number` of
    a slip or a lost number; `printer` as in `Alert`."""

    place: str
    what: Trouble | Device | Lost | Fate
    at: datetime
    until: datetime | None = None
    number: str = ""
    printer: int = 0


class Happened(Message, frozen=True):
    """The last incidents, newest first."""

    incidents: list[Incident]
