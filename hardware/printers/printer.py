"""What every way to a printer offers, and how to open one by its address."""

from enum import Enum
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from hardware.printers.status import PrinterStatus


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

    async def status(self) -> PrinterStatus:
        """Ask now. Never raises; takes a few seconds at most."""
        ...

    async def send(self, payload: bytes) -> Fate:
        """Print one encoded slip and tell its fate. Never raises; takes 15 seconds at most after sending."""
        ...


def open_printer(address: str) -> Printer:
    """The printer at tcp://host:9100 (port 9100 unless given), file:///folder (bytes) or png:///folder (pictures).

    Connects to nothing yet. Raises ValueError that says what to write instead.
    """
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return _network(address)
    if parts.scheme in ("file", "png"):
        from hardware.printers.file import FilePrinter

        if parts.netloc or not parts.path.startswith("/") or parts.path == "/":
            raise ValueError(
                f"the printer's address {address!r} needs three slashes and a folder's whole path: "
                f"{parts.scheme}:///var/lib/lotse/slips"
            )
        return FilePrinter(Path(unquote(parts.path)), pictures=parts.scheme == "png")
    raise ValueError(
        f"the printer's address {address!r} is not understood; "
        "write tcp://192.168.1.50:9100 (network), png:///folder (pictures) or file:///folder (bytes)"
    )


def _network(address: str) -> Printer:
    from hardware.printers.network import NetworkPrinter

    parts = urlsplit(address)
    try:
        port = 9100 if parts.port is None else parts.port
    except ValueError:
        port = 0
    if not parts.hostname or not port or parts.path not in ("", "/") or parts.query or parts.username:
        raise ValueError(f"the printer's address {address!r} must look like tcp://192.168.1.50:9100")
    return NetworkPrinter(parts.hostname, port)
