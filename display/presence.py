"""Being found: announces this display on the LAN by mDNS, and again after every change of name or network."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from zeroconf.asyncio import AsyncZeroconf

from display.membership import Membership
from server.wire.discovery import DISPLAY_TYPE, announce, multicast, own_addresses
from server.wire.messages import PROTOCOL

log = logging.getLogger(__name__)

LOOK_S: Final = 3.0
"""How often the computer's own addresses are looked at: a display is often up before its network."""


class Presence:
    """The announcement of one display. Run `stay`; `rename` at any time."""

    def __init__(self, membership: Membership, port: int) -> None:
        self._membership = membership
        self._port = port
        self._renamed = asyncio.Event()

    def rename(self, membership: Membership) -> None:
        """Announce another name or zone; the old announcement is taken back."""
        self._membership = membership
        self._renamed.set()

    async def stay(self) -> None:
        """Announce until cancelled, which takes the announcement back."""
        while True:
            addresses = own_addresses()
            async with multicast() as zeroconf:
                while own_addresses() == addresses:
                    self._renamed.clear()
                    withdraw = await self._announce(zeroconf)
                    try:
                        while own_addresses() == addresses and not self._renamed.is_set():
                            with contextlib.suppress(TimeoutError):
                                async with asyncio.timeout(LOOK_S):
                                    await self._renamed.wait()
                    finally:
                        if withdraw is not None:
                            await withdraw()
            log.info("this computer's addresses changed to %s", ", ".join(own_addresses()))

    async def _announce(self, zeroconf: AsyncZeroconf | None) -> Callable[[], Awaitable[None]] | None:
        if zeroconf is None:
            return None
        shown = self._membership
        try:
            return await announce(
                zeroconf, DISPLAY_TYPE, shown.machine, self._port, name=shown.name, zone=shown.zone, protocol=PROTOCOL
            )
        except OSError as error:  # the network went away meanwhile
            log.warning("could not announce this display (%s)", error)
            return None
