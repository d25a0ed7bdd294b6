"""What is the matter with a slip printer: one model for all makes, and the makers' bits for it."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Final

from hardware.printers.replies import is_push, is_real_time

QUESTIONS: Final = (1, 2, 3, 4)
"""The n of DLE EOT n that together tell the whole status."""

CHANGES_KEPT: Final = 50


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """All False: ready. `paper_near_end` alone does not keep it from printing (and many printers never tell it)."""

    offline: bool = False
    cover_open: bool = False
    paper_near_end: bool = False
    paper_out: bool = False
    cutter_error: bool = False
    head_hot: bool = False
    unrecoverable: bool = False
    slip_not_taken: bool = False
    unreachable: bool = False

    @property
    def ready(self) -> bool:
        """A slip sent now would be printed."""
        return not any(trouble not in _HARMLESS for trouble in self.troubles)

    @property
    def troubles(self) -> tuple[str, ...]:
        """The names of the fields that are set, "paper_out" ..."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))


# A slip that nobody took falls, is drawn in or is pushed out by the next one: each make has its own way.
_HARMLESS: Final = ("paper_near_end", "slip_not_taken")

UNREACHABLE: Final = PrinterStatus(unreachable=True)


@dataclass(frozen=True, slots=True)
class Change:
    """A printer's new status and when it was noticed (aware UTC)."""

    at: datetime
    status: PrinterStatus


class History:
    """The last changes of a printer's status, oldest first."""

    def __init__(self, kept: int = CHANGES_KEPT) -> None:
        self._changes: deque[Change] = deque(maxlen=kept)

    def note(self, status: PrinterStatus) -> bool:
        """Keep it if it differs from the last one, and tell whether it does."""
        if self._changes and self._changes[-1].status == status:
            return False
        self._changes.append(Change(datetime.now(UTC), status))
        return True

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is kept."""
        return tuple(self._changes)


def decode(replies: dict[int, int]) -> PrinterStatus:
    """The status told by the answers to DLE EOT n, by n. Raises ValueError for a byte that is no such answer."""
    for n, reply in replies.items():
        if not is_real_time(reply):
            raise ValueError(f"{reply:#04x} is no answer to DLE EOT {n}")
    printer, cause, error, paper = (replies.get(n, 0x12) for n in QUESTIONS)
    return PrinterStatus(
        offline=bool(printer & 0x08),
        cover_open=bool(cause & 0x04),
        paper_near_end=bool(paper & 0x0C),
        paper_out=bool(cause & 0x20 or paper & 0x60),
        cutter_error=bool(error & 0x08),
        head_hot=bool(error & 0x40),
        unrecoverable=bool(error & 0x20),
    )


def decode_in_order(replies: Iterable[int]) -> PrinterStatus:
    """The status told by the answers to all of QUESTIONS."""
    return decode(dict(zip(QUESTIONS, replies, strict=True)))


def decode_pushed(raw: bytes) -> PrinterStatus:
    """The status told by an automatic status message. Raises ValueError for bytes that are none."""
    if len(raw) != 4 or not is_push(raw[0]):
        raise ValueError(f"{raw.hex(' ')} is no automatic status")
    printer, error, paper = raw[:3]
    return PrinterStatus(
        offline=bool(printer & 0x08),
        cover_open=bool(printer & 0x20),
        paper_near_end=bool(paper & 0x03),
        paper_out=bool(paper & 0x0C),
        cutter_error=bool(error & 0x08),
        head_hot=bool(error & 0x40),
        unrecoverable=bool(error & 0x20),
    )


def decode_full(raw: bytes) -> PrinterStatus:
    """The status told by Custom's answer to DLE EOT 20: paper, user, recoverable and unrecoverable bytes behind two.

    Raises ValueError for bytes that are none.
    """
    if len(raw) != 6 or raw[:2] != b"\x10\x0f":
        raise ValueError(f"{raw.hex(' ')} is no full status")
    paper, user, recoverable, unrecoverable = raw[2:]
    return PrinterStatus(
        cover_open=bool(user & 0x03),
        paper_near_end=bool(paper & 0x04),
        paper_out=bool(paper & 0x01),
        cutter_error=bool(recoverable & 0x40 or unrecoverable & 0x01),
        head_hot=bool(recoverable & 0x01),
        unrecoverable=bool(unrecoverable & 0x0C),
        slip_not_taken=bool(paper & 0x20),
    )
