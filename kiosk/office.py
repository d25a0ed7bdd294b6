"""The office as a kiosk sees it over the wire: what it offers, and a ticket when one is ordered."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import aiohttp

from kiosk.checkin import CheckInOrder
from kiosk.counts import Counts
from kiosk.membership import Membership
from kiosk.tallies import Tallies
from kiosk.wishes import Order
from server.wire import messages as m
from server.wire.codec import MAX_VIEW_BYTES, Decoder, Garbled
from server.wire.discovery import SERVER_TYPE, Sighting, Watch, multicast
from server.wire.link import Link, LinkState, Rejected
from server.wire.opening import open_as_machine

log = logging.getLogger(__name__)

_from_server: Decoder[m.FromServer] = Decoder(m.FromServer, MAX_VIEW_BYTES)


class Listener(Protocol):
    """Who hears the office."""

    def site_told(self, site: m.KioskSite) -> None:
        """What does not change with the queue."""

    def view_told(self, view: m.KioskView) -> None:
        """What is offered and who waits now."""

    def answered(self, answer: m.Done | m.Refused | m.Fault) -> None:
        """The answer to an order."""

    def copy_ordered(self, order: m.OrderCopy) -> None:
        """Staff want a slip once more."""

    def link_changed(self, state: LinkState) -> None:
        """The link's new state."""


def _issue(order: Order) -> m.IssueTicket:
    return m.IssueTicket(
        order.service,
        order.language,
        people=order.people,
        needs=order.needs,
        asks_priority=order.priority,
        for_other=order.for_other,
    )


class Office:
    """Keeps the link to the office's server, wherever it moves. `moved(url)` is told the address that works; `counts`:
    the file of what came of visits and is not told yet."""

    def __init__(self, membership: Membership, listener: Listener, moved: Callable[[str], None], counts: Path) -> None:
        self._membership = membership
        self._listener = listener
        self._moved = moved
        self._urls = [membership.url]
        self._next = 0
        self._dialled = membership.url
        self._order: m.Do | None = None
        self._watching: asyncio.Task[None] | None = None
        self.link = Link("the office's server", self._address, self._greet, self._heard, self._changed)
        self.tallies = Tallies(self.link.send, Counts(counts))

    def start(self) -> None:
        """Begin to dial and to look out for the server, in the running loop."""
        self.link.start()
        self._watching = asyncio.create_task(self._watch(), name="watch for the server")

    async def close(self) -> None:
        """Hang up."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self.link.close()
        await asyncio.to_thread(self.tallies.close)

    def order(self, order: Order | CheckInOrder) -> None:
        """Ask for the one ticket of a visit; asked again with the same key if the link breaks before the answer."""
        if isinstance(order, CheckInOrder):
            self._order = m.Do(order.key, m.CheckIn(order.code, order.language or None))
        else:
            self._order = m.Do(order.key, _issue(order))
        self.link.send(m.encode(self._order))

    def report(self, report: m.ReportPrinters | m.ReportSlips | m.ReportDevices) -> None:
        """Tell the office, if it can be told now; everything is told anew when the link is up again."""
        self.link.send(m.encode(report))

    def forget_order(self) -> None:
        """The visitor is gone: ask no more."""
        self._order = None

    def _address(self) -> str:
        self._dialled = self._urls[self._next % len(self._urls)]
        self._next += 1
        return self._dialled.replace("http", "ws", 1) + "/ws"

    async def _greet(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        welcome = await open_as_machine(socket, "kiosk", self._membership.machine, self._membership.secret)
        if welcome.server != self._membership.server:
            raise Rejected(f"{welcome.server} is another office's server; join it: lotse kiosk --join TOKEN")
        if self._dialled != self._urls[0]:
            self._urls = [self._dialled, *(url for url in self._urls if url != self._dialled)]
            self._moved(self._dialled)
        self._next = 0

    def _heard(self, raw: str) -> None:
        try:
            message = _from_server(raw)
        except Garbled as error:
            log.warning("the server said what this kiosk does not understand (%s): update it", error.code)
            return
        match message:
            case m.KioskSite():
                self._listener.site_told(message)
            case m.KioskView():
                self._listener.view_told(message)
            case m.OrderCopy():
                self._listener.copy_ordered(message)
            case m.Done() | m.Refused() | m.Fault():
                if self._order is not None and message.key == self._order.key:
                    self._order = None
                if not self.tallies.answered(message):
                    self._listener.answered(message)
            case _:
                log.debug("not for a kiosk: %s", type(message).__name__)

    def _changed(self, state: LinkState) -> None:
        self._listener.link_changed(state)
        if state is LinkState.UP:
            if self._order is not None:
                self.link.send(m.encode(self._order))
            self.tallies.link_up()

    async def _watch(self) -> None:
        async with multicast() as zeroconf:
            if zeroconf is None:
                return
            watch = Watch(zeroconf, SERVER_TYPE, self._seen)
            try:
                await asyncio.Event().wait()
            finally:
                await watch.close()

    def _seen(self, sighting: Sighting) -> None:
        if sighting.machine != self._membership.server:
            return
        if not self._membership.fixed:
            told = [f"http://{address}:{sighting.port}" for address in sighting.addresses]
            self._urls = [self._urls[0], *(url for url in told if url != self._urls[0])]
        self.link.wake()
