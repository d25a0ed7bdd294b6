"""What all messages share: the tag, the protocol's version, roles and bounded fields."""

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
People = Annotated[int, Meta(ge=1, le=9)]
Need = Annotated[str, Meta(min_length=1, max_length=48)]
Reason = Annotated[str, Meta(max_length=120)]


def _snake(name: str) -> str:
    return "".join(("_" if i and c.isupper() else "") + c.lower() for i, c in enumerate(name))


class Message(Struct, frozen=True, tag_field="type", tag=_snake):
    """What all messages share: an explicit `type`, made from the class's name ("CallNext" → "call_next")."""


class Wait(Struct, frozen=True):
    """In how many minutes somebody will probably be called: an honest span, low < high. Low 0 is "up to high"."""

    low: int
    high: int


_encoder = msgspec.json.Encoder()


def encode(message: Message) -> bytes:
    """One message as UTF-8 JSON."""
    return _encoder.encode(message)
