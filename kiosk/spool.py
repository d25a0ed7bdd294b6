"""Slips on their way to paper: each is sent once at most, and what became of it stands in the journal."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final, TypeVar

import msgspec

from hardware.printers.printer import Fate, Printer
from kiosk.journal import Entry, Journal, State
from server.wire.messages import TicketOnPaper

log = logging.getLogger(__name__)

EXPIRES_S: Final = 120.0
"""An older slip would come out in front of another visitor."""
TOLD: Final = 200

T = TypeVar("T")


class Page(msgspec.Struct, frozen=True):
    """All that a slip says. `office`: its name by language; `timezone`: an IANA name."""

    ticket: TicketOnPaper
    office: dict[str, str]
    timezone: str


Make = Callable[[Page, bool], bytes]
"""A page's bytes for the printer, marked as a copy or not; raises ValueError for a page that cannot be printed."""

_page = msgspec.json.Decoder(Page)


class NoSuchSlip(ValueError):
    """This kiosk does not remember a slip of that ticket."""


class Spool:
    """One slip at a time. The first of the `printers` prints; the next one only what the first refused.

    `told(entry)` hears each final state. The clock gives seconds since 1970.
    """

    def __init__(
        self,
        journal: Journal,
        printers: Sequence[Printer],
        make: Make,
        told: Callable[[Entry], None] = lambda entry: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._journal, self._printers, self._make = journal, printers, make
        self._told, self._clock = told, clock
        self._turn = asyncio.Lock()
        self._desk = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._under_way: dict[str, asyncio.Future[State]] = {}

    async def close(self) -> None:
        """Write what is being written, and close the journal."""
        await self._journaled(self._journal.close)
        self._desk.shutdown(wait=False)

    async def print(self, page: Page, key: str = "", *, copy: bool = False) -> State:
        """Print a page, and tell what became of it. Asked again with the same `key` (the ticket unless given) it
        prints nothing and tells the same."""
        key = key or page.ticket.ticket
        if key in self._under_way:
            return await asyncio.shield(self._under_way[key])
        ended = self._under_way[key] = asyncio.get_running_loop().create_future()
        state = State.UNKNOWN
        try:
            state = await self._print_new(page, key, copy)
        finally:
            del self._under_way[key]
            ended.set_result(state)
        return state

    async def copy(self, ticket: str, key: str) -> State:
        """Print a ticket's slip once more, marked as a copy: a person asked for it. `key` names this one order.

        Raises NoSuchSlip.
        """
        known = await self._journaled(self._journal.of_ticket, ticket)
        if not known:
            raise NoSuchSlip(f"this kiosk has no slip of ticket {ticket}")
        return await self.print(_page.decode(known[0].page), key, copy=True)

    async def hand_out(self, payload: bytes) -> Fate:
        """Print a sheet that is no ticket: never again by itself, so nothing of it is kept."""
        async with self._turn:
            for printer in self._printers:
                if (fate := await printer.send(payload)) is not Fate.REFUSED:
                    return fate
        return Fate.REFUSED

    async def recover(self, wanted: Callable[[], bool] = lambda: True) -> None:
        """After a start: what was being sent has an unknown fate; what had not begun is printed if it is young and
        still `wanted()`, and expires otherwise."""
        now = self._clock()
        try:
            await self._journaled(self._journal.prune, now)
            left = await self._journaled(self._journal.unfinished)
        except sqlite3.Error as why:
            log.warning("the journal of slips cannot be read: %s", why)
            return
        if any(entry.state is State.SENDING for entry in left):
            for printer in self._printers:
                printer.distrust()
        for entry in left:
            if entry.state is State.SENDING:
                await self._end(entry, State.UNKNOWN, entry.printer)
            elif 0 <= now - entry.queued_at <= EXPIRES_S and wanted():
                await self._send(entry, lasting=True)
            else:
                await self._end(entry, State.EXPIRED)

    async def latest(self) -> list[Entry]:
        """The last slips whose fate is known, newest first."""
        try:
            found = await self._journaled(self._journal.latest, TOLD)
        except sqlite3.Error:
            return []
        return [entry for entry in found if entry.state not in (State.QUEUED, State.SENDING)]

    async def _print_new(self, page: Page, key: str, copy: bool) -> State:
        now = self._clock()
        entry = Entry(
            *(key, page.ticket.ticket, page.ticket.number, copy, State.QUEUED, ""),
            *(now, now, msgspec.json.encode(page)),
        )
        making = asyncio.create_task(asyncio.to_thread(self._make, page, copy), name="make a slip")
        lasting = True
        try:
            known = await self._journaled(self._journal.add, entry)
        except sqlite3.Error as why:
            # Nothing of it is on disk, so a later life cannot print it again: better on paper than remembered.
            log.warning("a slip is printed that the journal cannot remember: %s", why)
            known, lasting = None, False
        if known is not None:
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)
            return known.state
        return await self._send(entry, lasting=lasting, making=making)

    async def _send(self, entry: Entry, *, lasting: bool, making: asyncio.Task[bytes] | None = None) -> State:
        try:
            payload = await (making or asyncio.to_thread(self._make, _page.decode(entry.page), entry.copy))
        except (ValueError, msgspec.MsgspecError) as why:
            log.error("the slip of %s cannot be made: %s", entry.number, why)
            return await self._end(entry, State.REFUSED)
        async with self._turn:
            if self._clock() - entry.queued_at > EXPIRES_S:
                return await self._end(entry, State.EXPIRED)
            for printer in self._printers:
                if lasting and not await self._may_send(entry, printer):
                    break
                fate = await printer.send(payload)
                if fate is not Fate.REFUSED:
                    return await self._end(entry, State(fate.value), printer.address)
        return await self._end(entry, State.REFUSED)

    async def _may_send(self, entry: Entry, printer: Printer) -> bool:
        """On disk before the first byte leaves; otherwise a later life would take it for a slip not begun."""
        try:
            await self._journaled(self._journal.note, entry.key, State.SENDING, self._clock(), printer.address)
        except sqlite3.Error as why:
            log.error("the slip of %s is not printed, because the journal cannot be written: %s", entry.number, why)
            return False
        return True

    async def _end(self, entry: Entry, state: State, printer: str = "") -> State:
        now = self._clock()
        try:
            await self._journaled(self._journal.note, entry.key, state, now, printer)
        except sqlite3.Error as why:
            log.warning("what became of the slip of %s is not in the journal: %s", entry.number, why)
        self._told(replace(entry, state=state, printer=printer, changed_at=now))
        return state

    async def _journaled(self, act: Callable[..., T], *told: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._desk, act, *told)
