"""Checking in to an appointment: the code that is typed, and what follows from the office's no. Pure."""

from dataclasses import dataclass
from typing import Final

from server.wire.codes import LONGEST, SHORTEST

SAME_SCAN_S: Final = 8.0
"""A scanner that sees the same code again within this time is held there by the same hand."""

STEP_OF: Final = {
    "early": "early",
    "wrong_day": "wrong_day",
    "already": "already",
    "unknown": "unknown_code",
    "cancelled": "cancelled",
}
"""The step that tells a refusal of the office."""


@dataclass(frozen=True)
class CheckInOrder:
    """A check-in as it is asked of the office. `language` "": the visitor has not chosen one."""

    key: str
    code: str
    language: str


def typed_on(code: str, key: str) -> str:
    """The code after one more key of the pad: a character, or "delete"."""
    if key == "delete":
        return code[:-1]
    return (code + key)[:LONGEST]


def complete(code: str) -> bool:
    """Whether it may be a whole code."""
    return len(code) >= SHORTEST
