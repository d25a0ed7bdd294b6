"""Opens a printer by its address."""

import re
from pathlib import Path
from typing import Final, cast
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from hardware.printers.conversation import Deadlines
from hardware.printers.device import DevicePrinter
from hardware.printers.dialect import Dialect
from hardware.printers.file import FilePrinter
from hardware.printers.line import Opener
from hardware.printers.printer import Printer
from hardware.printers.serial_port import Flow, serial_opener
from hardware.printers.tcp import tcp_opener
from hardware.printers.usb_port import usb_opener

SHAPES: Final = (
    "tcp://192.168.1.50:9100 (network), serial:///dev/serial/by-id/NAME?baud=115200&flow=rtscts (serial), "
    "usb:// or usb://04b8:0202 (USB), png:///folder (pictures) or file:///folder (bytes)"
)
_DIALECT: Final = {"fence": ("process", "paper"), "status": ("epson", "custom"), "push": ("yes", "no")}
_FLOWS: Final = ("none", "rtscts", "xonxoff")


def open_printer(address: str, deadlines: Deadlines | None = None) -> Printer:
    """The printer at an address of one of these shapes, with what it understands behind a question mark:

    tcp://host:9100 (port 9100 unless given), serial:///dev/...?baud=115200&flow=rtscts|xonxoff|none,
    usb://vendor:product (hexadecimal) or usb:// for the first one, file:///folder (bytes), png:///folder (pictures).
    fence=process: it knows GS ( H; status=custom: it knows Custom's DLE EOT 20; push=no: it must not be told GS a.
    Connects to nothing yet. Raises ValueError that says what to write instead.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    asked = dict(parse_qsl(parts.query))
    if parts.scheme in ("file", "png"):
        if parts.netloc or not parts.path.startswith("/") or parts.path == "/":
            raise ValueError(
                f"the printer's address {address!r} needs three slashes and a folder's whole path: "
                f"{parts.scheme}:///var/lib/lotse/slips"
            )
        return FilePrinter(Path(unquote(parts.path)), pictures=parts.scheme == "png")
    dialect = _dialect(address, asked)
    opener: Opener
    match parts.scheme:
        case "tcp":
            name, opener = _network(address, parts)
        case "serial":
            name, opener = _serial(address, parts, asked)
        case "usb":
            name, opener = _usb(address, parts)
        case _:
            raise ValueError(f"the printer's address {address!r} is not understood; write {SHAPES}")
    if asked:
        raise ValueError(f"the printer's address {address!r} asks for {', '.join(asked)}, which is not known here")
    return DevicePrinter(name, opener, keep=parts.scheme != "tcp", dialect=dialect, deadlines=deadlines)


def _dialect(address: str, asked: dict[str, str]) -> Dialect:
    found = {name: asked.pop(name, "") for name in _DIALECT}
    for name, value in found.items():
        if value and value not in _DIALECT[name]:
            raise ValueError(f"the printer's address {address!r}: {name} is one of {', '.join(_DIALECT[name])}")
    return Dialect(found["fence"] == "process", found["push"] != "no", found["status"] == "custom")


def _network(address: str, parts: SplitResult) -> tuple[str, Opener]:
    try:
        port = 9100 if parts.port is None else parts.port
    except ValueError:
        port = 0
    if not parts.hostname or not port or parts.path not in ("", "/") or parts.username:
        raise ValueError(f"the printer's address {address!r} must look like tcp://192.168.1.50:9100")
    return f"tcp://{parts.hostname}:{port}", tcp_opener(parts.hostname, port)


def _serial(address: str, parts: SplitResult, asked: dict[str, str]) -> tuple[str, Opener]:
    baud, flow = asked.pop("baud", "115200"), asked.pop("flow", "rtscts")
    path = unquote(parts.path)
    if parts.netloc or not path.startswith("/") or not re.fullmatch("[0-9]{3,7}", baud) or flow not in _FLOWS:
        raise ValueError(
            f"the printer's address {address!r} must look like "
            f"serial:///dev/serial/by-id/NAME?baud=115200&flow=rtscts (flow: {', '.join(_FLOWS)})"
        )
    return f"serial://{path}", serial_opener(path, int(baud), cast(Flow, flow))


def _usb(address: str, parts: SplitResult) -> tuple[str, Opener]:
    if parts.path in ("", "/"):
        if not parts.netloc:
            return "usb://", usb_opener()
        ids = re.fullmatch("([0-9a-fA-F]{4}):([0-9a-fA-F]{4})", parts.netloc)
        if ids:
            return f"usb://{parts.netloc.lower()}", usb_opener(int(ids[1], 16), int(ids[2], 16))
    raise ValueError(f"the printer's address {address!r} must look like usb://04b8:0202 (lsusb shows the numbers)")
