"""Where is the office's server: an address that somebody typed, or the one that announces itself on the LAN."""

import asyncio
import contextlib
from urllib.parse import urlsplit

from server.wire.discovery import SERVER_TYPE, Sighting, Watch, multicast
from server.wire.messages import PROTOCOL

FIND_S = 5.0
MORE_S = 0.7  # a second office on this LAN answers within this time of the first


class NoOffice(Exception):
    """There is no server to speak to; the text says what a person does about it."""


def server_url(given: str) -> str:
    """An address as a person writes it ("office:8300", "http://10.0.0.5:8300/") as "http://host:port".

    Raises NoOffice where it is none.
    """
    url = given if "://" in given else f"http://{given}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise NoOffice(f"the server's address {given!r} is not understood; write --server http://192.168.1.10:8300")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if port is None else f":{port}")


async def find_servers(wait_s: float = FIND_S) -> list[Sighting]:
    """The servers that announce themselves on this network; waits for the first, and a little for others."""
    found: dict[str, Sighting] = {}
    first = asyncio.Event()

    def seen(sighting: Sighting) -> None:
        if sighting.protocol == PROTOCOL:
            found[sighting.machine] = sighting
            first.set()

    async with multicast() as zeroconf:
        if zeroconf is None:
            return []
        watch = Watch(zeroconf, SERVER_TYPE, seen)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await first.wait()
            await asyncio.sleep(MORE_S)
        await watch.close()
    return list(found.values())


async def server_urls(given: str, wait_s: float = FIND_S) -> list[str]:
    """The addresses at which to try the one server: `given`, or those of the one on this LAN. Raises NoOffice."""
    if given:
        return [server_url(given)]
    servers = await find_servers(wait_s)
    if not servers:
        raise NoOffice(
            "no server was found on this network; is it running? Else say where it is: --server http://ADDRESS:8300"
        )
    if len(servers) > 1:
        offices = ", ".join(f"{one.name} (http://{one.addresses[0]}:{one.port})" for one in servers)
        raise NoOffice(f"there are several servers on this network: {offices}; choose one with --server URL")
    return [f"http://{address}:{servers[0].port}" for address in servers[0].addresses]
