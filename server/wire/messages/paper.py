"""What a kiosk tells of its slips and printers, and what the office asks of it."""

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

Device = Literal["scanner", "sound"]


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
    """Which of a kiosk's other devices fail: the code scanner on its line, reading aloud; none: all work, or there are
    none."""

    failing: Annotated[tuple[Device, ...], Meta(max_length=4)]


class PrintCopy(Message, frozen=True):
    """Print this ticket's slip once more, marked as a copy, at the kiosk that gave the ticket."""

    ticket: Slug


class OrderCopy(Message, frozen=True):
    """The office asks a kiosk for a copy; the same `key` again prints nothing."""

    key: Key
    ticket: Slug


class PrinterAlert(Struct, frozen=True):
    """A printer or another device that needs somebody: at the kiosk of this name, since when, what is the matter."""

    kiosk: str
    trouble: Trouble | Device
    since: datetime
