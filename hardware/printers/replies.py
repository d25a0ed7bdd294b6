"""What a printer says, sorted by bit patterns: answers, pushes and confirmations come in one stream, mixed."""

from dataclasses import dataclass
from typing import Final

_PUSH_BYTES: Final = 4
_FULL: Final = b"\x10\x0f"
_FULL_BYTES: Final = 6
_BLOCK: Final = 0x37
_CONFIRMED: Final = 0x22
_CONFIRMED_BYTES: Final = 7
_CLEARED: Final = 0x25


@dataclass(frozen=True, slots=True)
class RealTime:
    """An answer to DLE EOT 1 to 4; which of them, the byte does not say."""

    byte: int


@dataclass(frozen=True, slots=True)
class Full:
    """Custom's answer to DLE EOT 20, all six bytes."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class Pushed:
    """A change that the printer reports by itself (ASB), four bytes."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class Passed:
    """An answer to GS r: everything before the question is on paper."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An answer to GS ( H: everything before the question with this name is on paper."""

    name: bytes


@dataclass(frozen=True, slots=True)
class Cleared:
    """The buffer has been emptied as asked (DLE DC4 8)."""


Reply = RealTime | Full | Pushed | Passed | Confirmed | Cleared


def is_real_time(byte: int) -> bool:
    """A byte answers DLE EOT (0xx1xx10), and is neither an automatic status (0xx1xx00) nor a GS r (0xx0xxxx)."""
    return byte & 0x93 == 0x12


def is_push(byte: int) -> bool:
    """A byte begins an automatic status (0xx1xx00)."""
    return byte & 0x93 == 0x10


def is_plain(byte: int) -> bool:
    """A byte answers GS r, or goes on with an automatic status (0xx0xxxx)."""
    return byte & 0x90 == 0x00


class Sorter:
    """Takes bytes in any pieces. What fits no pattern is passed over: XON and XOFF, and what a bad line invents."""

    def __init__(self, *, full_status: bool = False) -> None:
        self._full_status = full_status
        self._held = bytearray()

    def feed(self, heard: bytes) -> list[Reply]:
        """The replies completed by these bytes, in their order."""
        self._held += heard
        replies: list[Reply] = []
        at = 0
        while at < len(self._held):
            taken, reply = self._read(bytes(self._held[at : at + _CONFIRMED_BYTES]))
            if not taken:
                break
            at += taken
            if reply is not None:
                replies.append(reply)
        del self._held[:at]
        return replies

    def _read(self, head: bytes) -> tuple[int, Reply | None]:
        """How many bytes belong to what begins here (0: more are needed), and what they mean."""
        first = head[0]
        if first == _BLOCK:
            return _block(head)
        if is_real_time(first):
            return 1, RealTime(first)
        if self._full_status and _FULL.startswith(head[:2]):
            return (_FULL_BYTES, Full(head[:_FULL_BYTES])) if len(head) >= _FULL_BYTES else (0, None)
        if is_push(first):
            rest = head[1:_PUSH_BYTES]
            if not all(is_plain(byte) for byte in rest):
                return 1, None
            return (_PUSH_BYTES, Pushed(head[:_PUSH_BYTES])) if len(rest) == _PUSH_BYTES - 1 else (0, None)
        return 1, Passed() if is_plain(first) else None


def _block(head: bytes) -> tuple[int, Reply | None]:
    if len(head) < 2:
        return 0, None
    if head[1] == _CLEARED:
        if len(head) < 3:
            return 0, None
        return (3, Cleared()) if head[2] == 0 else (1, None)
    if head[1] != _CONFIRMED:
        return 1, None
    name, end = head[2:6], head[6:7]
    if any(not 0x20 <= byte < 0x7F for byte in name) or end not in (b"", b"\0"):
        return 1, None
    return (_CONFIRMED_BYTES, Confirmed(name)) if end else (0, None)
