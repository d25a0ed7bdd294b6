"""Takes a command from whoever may give it, and makes the reply that goes back over the wire."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from server.addresses import Addresses
from server.domain.commands import CallNext, Command
from server.domain.events import Event, TicketEvent, TicketIssued
from server.domain.queue import Queue
from server.domain.refusal import Refusal
from server.office import Office
from server.orders import order
from server.site.content import Site
from server.store.database import StoreFault
from server.views import slip
from server.waits import Waits, too_late
from server.web.access import Actor, may
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
        self._copy = copy
        self.look_ahead: Callable[[str], Awaitable[str]] | None = None

    async def carry_out(self, actor: Actor, do: m.Do, waits: Waits) -> m.Done | m.Refused | m.Fault:
        """Do it once, durably, and answer. Never raises for what a sender can cause. `waits`: the newest forecast."""
        if not may(actor.role, type(do.command)):
            return m.Refused("forbidden", f"the role {actor.role} may not do this", do.key)
        if isinstance(do.command, m.IssueTicket) and do.command.language not in self._site.languages:
            return m.Refused("unknown_language", "this office does not offer this language", do.key)
        if isinstance(do.command, m.PrintCopy):
            return self._copy(do)
        key = f"{actor.name}:{do.key}"

        def answer(queue: Queue, events: list[Event]) -> m.Result:
            return self._answer(queue, events, waits)

        try:
            if actor.role == "kiosk" and isinstance(do.command, m.IssueTicket) and not self._office.answered(key):
                await self._check_closing(do.command.service, waits)
            command = order(do.command, actor.name)
            if self.look_ahead is not None and isinstance(command, CallNext) and not self._office.answered(key):
                command = await self._advised(command, self.look_ahead)
            result = await self._office.do(key, command, answer)
        except Refusal as refusal:
            return m.Refused(refusal.code, refusal.message, do.key)
        except StoreFault as fault:
            return m.Fault(fault.code, str(fault), fault.remedy, do.key)
        except Exception:  # the office has logged it with its traceback
            return m.Fault("bug", "the server made a mistake", "Try again; tell the administrator.", do.key)
        return m.Done(do.key, result)

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
