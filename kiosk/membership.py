"""What a kiosk remembers between two starts: the office it belongs to, its key, its printer."""

import socket
from pathlib import Path

import msgspec
from platformdirs import user_config_path

from server.wire import joining
from server.wire import messages as m


class Membership(msgspec.Struct, frozen=True):
    """`machine` and `secret` are this kiosk's own; `server` is the office's id, `url` where it was last reached
    ("http://host:port"); `fixed`: the address was given by a person and is not replaced by what mDNS says;
    `second_printer` prints what the first one refuses.
    """

    machine: str
    secret: str
    server: str
    url: str
    office: str = ""
    name: str = ""
    printer: str = ""
    scanner: str = ""
    fixed: bool = False
    second_printer: str = ""
    printer_profile: str = ""


def default_path() -> Path:
    """Where a kiosk keeps its membership unless told otherwise."""
    return user_config_path("lotse") / "kiosk.json"


def load(file: Path) -> Membership:
    """The membership kept in `file`. Raises NotAMember."""
    return joining.load(file, Membership, "kiosk")


async def join(token: str, server: str, name: str, printer: str) -> Membership:
    """Join the server at the address `server` ("" looks for it by mDNS). Raises NoOffice."""
    name = (name or f"Kiosk {socket.gethostname()}")[:80]
    joined, url = await joining.join(m.Join(token, "kiosk", name), server)
    return Membership(
        joined.machine, joined.secret, joined.server, url, joined.office, name, printer, fixed=bool(server)
    )
