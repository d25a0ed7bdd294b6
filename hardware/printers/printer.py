"""What every way to a printer offers, and what can become of a slip."""

from enum import Enum
from typing import Protocol

from hardware.printers.status import History, PrinterStatus


class Fate(Enum):
    """What became of a slip. After the first byte has left, nothing is ever sent again by itself."""

    PRINTED = "printed"
    """The printer confirmed the end of the slip."""
    REFUSED = "refused"
    """Nothing was sent: the printer could not be reached or could not print."""
    BLOCKED = "blocked"
    """Sent, but the printer stopped; its buffer was told to forget the rest."""
    UNKNOWN = "unknown"
    """Sent, and no confirmation came."""


class Printer(Protocol):
    """A slip printer. One slip at a time: concurrent calls wait for each other."""

    address: str
    last_status: PrinterStatus
    """What the last question or slip told; UNREACHABLE before the first."""
    history: History
    """How it came to be so."""

    async def status(self) -> PrinterStatus:
        """Ask now. Never raises; takes a few seconds at most."""
        ...

    async def send(self, payload: bytes) -> Fate:
        """Print one encoded slip and tell its fate. Never raises; takes 15 seconds at most after sending."""
        ...

    def distrust(self) -> None:
        """An earlier life of this program may have left half a slip in the printer: deal with it before the next."""
        ...

    async def close(self) -> None:
        """Let go of the printer; it may be asked again."""
        ...
