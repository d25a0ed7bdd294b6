"""Which slip printers this computer could use: on serial lines, on USB and on the network. Hints, never certain."""

import importlib
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from zeroconf import InterfaceChoice, ServiceBrowser, ServiceStateChange, Zeroconf

SERIAL_FOLDER: Final = Path("/dev/serial/by-id")
_RAW_PRINTING: Final = "_pdl-datastream._tcp.local."
_PRINTER_CLASS: Final = 7


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a printer may be: its address, and how it calls itself."""

    address: str
    called: str


def find(
    seconds: float = 3, serial_folder: Path = SERIAL_FOLDER, interfaces: Sequence[str] | None = None
) -> list[Found]:
    """Everything that may be a printer; listens on the network for so long. `interfaces`: the addresses of those to
    listen on, all of them unless given."""
    return [*_on_serial_lines(serial_folder), *_on_usb(), *_on_the_network(seconds, interfaces)]


def _on_serial_lines(folder: Path) -> Iterator[Found]:
    if folder.is_dir():
        for line in sorted(folder.iterdir()):
            yield Found(f"serial://{line}?baud=115200", _shown(line.name))


def _on_usb() -> Iterator[Found]:
    try:
        usb: Any = importlib.import_module("usb.core")
        devices = list(usb.find(find_all=True))
    except (ImportError, OSError, ValueError):  # no pyusb, no libusb, no right to look
        return
    except Exception as why:  # usb.core.NoBackendError derives from ValueError only in some versions
        if type(why).__module__.split(".")[0] != "usb":
            raise
        return
    for device in devices:
        if any(interface.bInterfaceClass == _PRINTER_CLASS for setting in device for interface in setting):
            yield Found(f"usb://{device.idVendor:04x}:{device.idProduct:04x}", "a printer on USB")


def _on_the_network(seconds: float, interfaces: Sequence[str] | None) -> list[Found]:
    names: list[str] = []

    def heard(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is ServiceStateChange.Added and len(names) < 50:
            names.append(name)

    try:
        zeroconf = Zeroconf(interfaces=interfaces or InterfaceChoice.All)
    except OSError:  # no network at all
        return []
    try:
        browser = ServiceBrowser(zeroconf, _RAW_PRINTING, handlers=[heard])
        time.sleep(seconds)
        browser.cancel()
        return [found for name in names if (found := _resolved(zeroconf, name)) is not None]
    finally:
        zeroconf.close()


def _resolved(zeroconf: Zeroconf, name: str) -> Found | None:
    told = zeroconf.get_service_info(_RAW_PRINTING, name, timeout=1000)
    if told is None or not told.port:
        return None
    for packed in told.addresses:
        if len(packed) == 4:
            return Found(
                f"tcp://{socket.inet_ntoa(packed)}:{told.port}", _shown(name.removesuffix(f".{_RAW_PRINTING}"))
            )
    return None


def _shown(name: str) -> str:
    """A stranger's word, safe to show."""
    return "".join(sign for sign in name if sign.isprintable())[:60]
