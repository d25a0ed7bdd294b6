"""Takes a command from whoever may give it, and makes the reply that goes back over the wire."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from server.addresses import Addresses
from server.domain.commands import CallNext, Command
from server.domain.events import Event, TicketEvent, TicketIssued
from server.domain.queue import Queue
from server.domain.refusal import Refusal
from server.leases import Leases
from server.office import Office
from server.orders import order
from server.site.content import Site
from server.store.database import StoreFault
from server.store.tallies import Tallies
from server.triage import tally
from server.views import slip
from server.waits import Waits, too_late
from server.web.access import Actor
from server.wire import messages as m


class Reception:
    """The one way in for commands, from REST and WebSocket alike.

    `look_ahead(counter)` names the ticket that had better be called there, or ""; None: nobody looks ahead here.
    `copy(do)` orders a copy of a slip.
    """

    def __init__(
        self, office: Office, site: Site, addresses: Addresses, copy: Callable[[m.Do], m.Done | m.Refused]
    ) -> None:
        self._office = office
        self._site = site
        self._addresses = addresses
        self.tallies: Tallies | None = None
        self._copy = copy
        self.look_ahead: Callable[[str], Awaitable[str]] | None = None
        self.leases: Leases | None = None
        self.check_in: Callable[[m.CheckIn, str], Awaitable[Command]] | None = None

    async def carry_out(self, actor: Actor, do: m.Do, waits: Waits) -> m.Done | m.Refused | m.Fault:
        """Do it once, durably, and answer. Never raises for what a sender can cause. `waits`: the newest forecast."""
        if not actor.may(do.command):
            return m.Refused("forbidden", f"the role {actor.role} may not do this", do.key)
        asked = getattr(do.command, "language", None)
        if asked is not None and asked not in self._site.languages:
            return await self._refused(
                Refusal("unknown_language", "this office does not offer this language"), actor, do
            )
        if isinstance(do.command, m.PrintCopy):
            return self._copy(do)
        if isinstance(do.command, m.SettleNumber):
            if self.leases is not None:
                self.leases.lost.settle(do.command.number)
            return m.Done(do.key, m.Acknowledged(number=do.command.number))
        key = f"{actor.name}:{do.key}"

        def answer(queue: Queue, events: list[Event]) -> m.Result:
            if self.leases is not None and isinstance(do.command, m.LeaseNumbers):
                return self.leases.held(queue, actor.name)
            return self._answer(queue, events, waits)

        try:
            if isinstance(do.command, m.CountOutcome | m.CountAbandoned):
                return m.Done(do.key, await self._count(key, do.command))
            if actor.role == "kiosk" and isinstance(do.command, m.IssueTicket) and not self._office.answered(key):
                await self._check_closing(do.command.service, waits)
            if isinstance(do.command, m.CheckIn) and self.check_in is not None and not self._office.answered(key):
                command = await self.check_in(do.command, actor.name)
            elif isinstance(do.command, m.LeaseNumbers | m.IssueLeased) and self.leases is not None:
                instead_of = getattr(do.command, "instead_of", None)
                unseen = self._office.answer_to(f"{actor.name}:{instead_of}") if instead_of else None
                command = self.leases.order(actor.name, do.command, unseen)
            else:
                command = order(do.command, actor.name)
            if self.look_ahead is not None and isinstance(command, CallNext) and not self._office.answered(key):
                command = await self._advised(command, self.look_ahead)
            result = await self._office.do(key, command, answer)
        except Refusal as refusal:
            return await self._refused(refusal, actor, do)
        except StoreFault as fault:
            return m.Fault(fault.code, str(fault), fault.remedy, do.key)
        except Exception:  # the office has logged it with its traceback
            return m.Fault("bug", "the server made a mistake", "Try again; tell the administrator.", do.key)
        return m.Done(do.key, result)

    async def _refused(self, refusal: Refusal, actor: Actor, do: m.Do) -> m.Refused:
        if isinstance(do.command, m.IssueLeased) and self.leases is not None:
            self.leases.lost.add(actor.name, do.command)
        booked = getattr(refusal, "booked", None)
        if booked is None and refusal.code == "already" and isinstance(do.command, m.CheckIn) and self.check_in:
            try:  # another kiosk was quicker by a moment, and its ticket is there now
                await self.check_in(do.command, actor.name)
            except Refusal as fuller:
                booked = getattr(fuller, "booked", None)
        return m.Refused(refusal.code, refusal.message, do.key, booked)

    async def _count(self, key: str, count: m.CountOutcome | m.CountAbandoned) -> m.Result:
        clock, tallies = self._office.clock, self.tallies
        today = clock.local(clock.now()).date()
        if tallies is not None:
            found = tally(self._site.triage, count, today)
            await self._office.beside(lambda: tallies.add(key, found, today))
        return m.Acknowledged()

    async def _advised(self, call: CallNext, look_ahead: Callable[[str], Awaitable[str]]) -> Command:
        return call if call.stand_by else replace(call, advised=await look_ahead(call.counter))

    async def _check_closing(self, service: str, waits: Waits) -> None:
        """Nobody shall wait in vain; staff may still draw a ticket by hand."""
        if service in await self._office.read(lambda queue: too_late(waits, queue)):
            raise Refusal("too_late", "this service would not be finished before closing")

    def _answer(self, queue: Queue, events: list[Event], waits: Waits) -> m.Result:
        for event in events:
            if isinstance(event, TicketIssued):
                return slip(queue, self._site, self._addresses, queue.tickets[event.ticket], waits, event.at)
            if isinstance(event, TicketEvent):
                ticket = queue.tickets[event.ticket]
                return m.Acknowledged(ticket.id, ticket.number, ticket.counter)
        return m.Acknowledged(counter=getattr(events[0], "counter", None) if events else None)
