"""What is the matter with a slip printer: one model for all makes, and Epson's bits for it."""

from dataclasses import dataclass, fields
from typing import Final

QUESTIONS: Final = (1, 2, 3, 4)
"""The n of DLE EOT n that together tell the whole status."""


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
        return not any(trouble != "paper_near_end" for trouble in self.troubles)

    @property
    def troubles(self) -> tuple[str, ...]:
        """The names of the fields that are set, "paper_out" ..."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))


UNREACHABLE: Final = PrinterStatus(unreachable=True)


def is_real_time(reply: int) -> bool:
    """A byte answers DLE EOT (0xx1xx10), and is neither an automatic status (0xx1xx00) nor a GS r (0xx0xxxx)."""
    return reply & 0x93 == 0x12


def is_fence(reply: int) -> bool:
    """A byte answers GS r 1 (0xx0xxxx)."""
    return reply & 0x90 == 0x00


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
