"""Opens a printer by its address."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from hardware.printers.file import FilePrinter
from hardware.printers.network import NetworkPrinter
from hardware.printers.printer import Printer


def open_printer(address: str) -> Printer:
    """The printer at tcp://host:9100 (port 9100 unless given), file:///folder (bytes) or png:///folder (pictures).

    Connects to nothing yet. Raises ValueError that says what to write instead.
    """
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return _network(address)
    if parts.scheme in ("file", "png"):
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
    parts = urlsplit(address)
    try:
        port = 9100 if parts.port is None else parts.port
    except ValueError:
        port = 0
    if not parts.hostname or not port or parts.path not in ("", "/") or parts.query or parts.username:
        raise ValueError(f"the printer's address {address!r} must look like tcp://192.168.1.50:9100")
    return NetworkPrinter(parts.hostname, port)
