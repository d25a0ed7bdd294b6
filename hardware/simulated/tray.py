"""What a simulated printer has put out: its slips as pictures, and what it did not understand."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hardware.simulated import events as ev
from hardware.simulated.paper import Paper


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """A slip that has been cut: where its picture lies, what it says, what its native codes hold."""

    path: Path
    text: str
    codes: tuple[str, ...]
    bytes_read: int
    """How many bytes of the stream it took."""


class Tray:
    """Takes the interpreter's events onto paper, and saves each cut slip in `out`."""

    def __init__(self, out: Path, width_mm: int, tell: Callable[[PrintedSlip | ev.Unknown], None] | None) -> None:
        self.out = out
        self.slips: list[PrintedSlip] = []
        self.unknown: list[ev.Unknown] = []
        self._paper = Paper(width_mm)
        self._began = 0
        self._tell = tell

    @property
    def length(self) -> int:
        """How much paper has been used, in dots."""
        return self._paper.length

    def apply(self, event: ev.Event, offset: int) -> bool:
        """Let an event happen that ended at `offset` of the stream; whether it cut off a slip."""
        try:
            slip = self._paper.apply(event)
        except ValueError as refused:
            self.report(ev.Unknown(offset, str(refused).encode()))
            return False
        if slip is None:
            return False
        path = self.out / f"slip-{len(self.slips) + 1:04}.png"
        slip.picture.save(path, dpi=(203, 203))
        self.slips.append(PrintedSlip(path, slip.text, slip.codes, offset - self._began))
        self._began = offset
        if self._tell is not None:
            self._tell(self.slips[-1])
        return True

    def report(self, unknown: ev.Unknown) -> None:
        """Note what was not understood."""
        self.unknown.append(unknown)
        if self._tell is not None:
            self._tell(unknown)
