"""Finding each other on the LAN by mDNS: announce a service, watch for others.

What mDNS says is a hint from a stranger: `Sighting` is validated and bounded, and whoever uses it still has
to prove itself on the wire.
"""

import asyncio
import contextlib
import ipaddress
import logging
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # else imported where it is used: an office may do without mDNS, and opens before it announces itself
    from zeroconf import ServiceStateChange, Zeroconf
    from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

log = logging.getLogger(__name__)

SERVER_TYPE = "_lotse._tcp.local."
DISPLAY_TYPE = "_lotse-display._tcp.local."
MAX_SIGHTINGS = 200
RESOLVE_MS = 3000
_ID = re.compile(r"^[A-Za-z0-9-]{1,64}$")


@dataclass(frozen=True)
class Sighting:
    """A machine that announced itself. `addresses`: its IPs as URLs want them; `protocol`: its wire's version."""

    instance: str
    machine: str
    name: str
    zone: str
    protocol: int
    addresses: tuple[str, ...]
    port: int


def _text(value: bytes | None, limit: int) -> str:
    raw = (value or b"")[:limit].decode("utf-8", "replace")
    return "".join(c for c in raw if c.isprintable())


def _sighting(info: "AsyncServiceInfo") -> Sighting | None:
    from zeroconf import IPVersion

    properties = info.properties
    machine = _text(properties.get(b"id"), 64)
    protocol = _text(properties.get(b"protocol"), 4)
    addresses: list[str] = []
    for raw in info.parsed_scoped_addresses(IPVersion.All)[:8]:
        with contextlib.suppress(ValueError):
            ip = ipaddress.ip_address(raw)
            addresses.append(f"[{ip}]" if ip.version == 6 else str(ip))
    addresses.sort(key=lambda a: a.startswith("["))  # IPv4 first: link-local IPv6 needs a scope that few clients take
    if not _ID.match(machine) or not protocol.isdigit() or not addresses or not info.port:
        return None
    return Sighting(
        info.name,
        machine,
        _text(properties.get(b"name"), 80),
        _text(properties.get(b"zone"), 80),
        int(protocol),
        tuple(addresses),
        info.port,
    )


def own_addresses() -> list[str]:
    """The IPv4 addresses by which others on the LAN reach this machine; loopback where there is no other."""
    import ifaddr

    found = [
        str(ip.ip)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str) and not ip.ip.startswith("127.")
    ]
    return found or ["127.0.0.1"]


@contextlib.asynccontextmanager
async def multicast(interfaces: list[str] | None = None) -> AsyncIterator["AsyncZeroconf | None"]:
    """An mDNS socket, or None (with one warning) where this computer has no network that carries it."""
    from zeroconf import InterfaceChoice, IPVersion
    from zeroconf.asyncio import AsyncZeroconf

    try:
        zeroconf = AsyncZeroconf(ip_version=IPVersion.V4Only, interfaces=interfaces or InterfaceChoice.All)
    except OSError as error:
        log.warning("no mDNS here (%s): displays and servers are found by fixed addresses only", error)
        yield None
        return
    try:
        yield zeroconf
    finally:
        await zeroconf.async_close()


async def announce(
    zeroconf: "AsyncZeroconf", kind: str, machine: str, port: int, *, name: str, zone: str, protocol: int
) -> Callable[[], Awaitable[None]]:
    """Announce this machine under `kind`; returns an async function that takes it back (goodbye packets)."""
    from zeroconf.asyncio import AsyncServiceInfo

    label = re.sub(r"[^\w .-]", " ", name)[:40].strip() or "lotse"
    info = AsyncServiceInfo(
        kind,
        f"{label} {machine[-6:]}.{kind}",
        port=port,
        properties={"id": machine, "name": name[:60], "zone": zone[:60], "protocol": str(protocol)},
        server=f"lotse-{machine[-12:]}.local.",
        addresses=[socket.inet_aton(a) for a in own_addresses()],
    )
    await zeroconf.async_register_service(info, allow_name_change=True)

    async def withdraw() -> None:
        sent = await zeroconf.async_unregister_service(info)
        await sent  # the goodbyes: closing the socket before would swallow them

    return withdraw


class Watch:
    """Watches a kind of machine: `seen(sighting)` for each arrival and change, `gone(instance)` for a goodbye."""

    def __init__(
        self,
        zeroconf: "AsyncZeroconf",
        kind: str,
        seen: Callable[[Sighting], None],
        gone: Callable[[str], None] = lambda instance: None,
    ) -> None:
        from zeroconf.asyncio import AsyncServiceBrowser

        self._zeroconf = zeroconf
        self._seen = seen
        self._gone = gone
        self._resolving: dict[str, asyncio.Task[None]] = {}
        self._browser = AsyncServiceBrowser(zeroconf.zeroconf, kind, handlers=[self._state_changed])

    async def close(self) -> None:
        """Watch no more."""
        await self._browser.async_cancel()
        for task in self._resolving.values():
            task.cancel()

    def _state_changed(
        self, zeroconf: "Zeroconf", service_type: str, name: str, state_change: "ServiceStateChange"
    ) -> None:
        from zeroconf import ServiceStateChange

        if state_change is ServiceStateChange.Removed:
            self._gone(name)
        elif name not in self._resolving and len(self._resolving) < MAX_SIGHTINGS:
            task = asyncio.create_task(self._resolve(service_type, name))
            self._resolving[name] = task
            task.add_done_callback(lambda done: self._resolving.pop(name, None))

    async def _resolve(self, service_type: str, name: str) -> None:
        from zeroconf.asyncio import AsyncServiceInfo

        info = AsyncServiceInfo(service_type, name)
        if await info.async_request(self._zeroconf.zeroconf, RESOLVE_MS):
            sighting = _sighting(info)
            if sighting is None:
                log.warning("ignored a malformed mDNS announcement of type %s", service_type)
            else:
                self._seen(sighting)
