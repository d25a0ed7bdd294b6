"""Belonging to an office: the key that a display got when it joined, and the file that keeps it."""

from pathlib import Path

import msgspec

from server.wire import joining
from server.wire import messages as m


class Membership(msgspec.Struct, frozen=True):
    """Who this display is. `secret` is its own; the server keeps a hash."""

    machine: str
    secret: str
    server: str
    office: str
    name: str
    zone: str = ""


def load(file: Path) -> Membership:
    """The membership kept in `file`. Raises NotAMember."""
    return joining.load(file, Membership, "display")


async def join(token: str, server: str, name: str, zone: str, port: int) -> Membership:
    """Join the office at `server` ("" looks for it by mDNS) and return the new membership. Raises NoOffice.

    `port`: where this display will listen, so that the server can dial it at once.
    """
    joined, _ = await joining.join(m.Join(token, "display", name, port), server)
    return Membership(joined.machine, joined.secret, joined.server, joined.office, name, zone)
