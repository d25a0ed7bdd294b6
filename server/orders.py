"""What the wire asks for → what the domain is told. Identities and secrets are drawn here."""

import secrets
import time
from collections.abc import Callable

from server.domain import commands as c
from server.domain.ticket import Kind
from server.wire import messages as m


def ticket_id() -> str:
    """A new ticket's identity. It begins with the time, so that rows are appended and not strewn over the disk."""
    return f"{time.time_ns() // 1000:014x}{secrets.token_hex(3)}"


def order(command: m.Command, actor: str) -> c.Command:
    """The domain's command for a command of the wire, given by `actor` (a machine's id or a user's name)."""
    match command:
        case m.IssueTicket(service, language, kind, appointment_at, people, needs, route, asks, for_other):
            return c.IssueTicket(
                ticket_id(),
                secrets.token_urlsafe(16),
                service,
                language,
                Kind(kind),
                appointment_at,
                actor,
                people,
                frozenset(needs),
                route,
                asks_priority=asks,
                for_other=for_other,
            )
        case m.CheckIn():  # only for a repeat, whose first answer stands: see `CheckIns.order`
            return c.IssueTicket(ticket_id(), secrets.token_urlsafe(16), "", "")
        case m.CallNext(counter, stand_by):
            return c.CallNext(counter, stand_by)
        case m.TransferTicket(counter, to_service, to_counter, place):
            return c.TransferTicket(counter, to_service, to_counter, place == "end")
        case m.OpenCounter(counter, languages):
            return c.OpenCounter(counter, actor, languages)
        case m.PauseCounter(counter, reason):
            return c.PauseCounter(counter, reason)
        case m.CallTicket(counter, ticket):
            return c.CallTicket(counter, ticket)
        case m.ResumeTicket(counter, ticket):
            return c.ResumeTicket(counter, ticket)
        case m.CancelTicket(ticket):
            return c.CancelTicket(ticket)
        case m.ConfirmPriority(ticket):
            return c.ConfirmPriority(ticket)
        case m.DeclinePriority(ticket):
            return c.DeclinePriority(ticket)
        case m.OpenService(service):
            return c.OpenService(service)
        case m.CloseService(service):
            return c.CloseService(service)
        case m.KeepServiceOpen(service, keep):
            return c.KeepServiceOpen(service, keep)
        case m.CountOutcome() | m.CountAbandoned() | m.LeaseNumbers() | m.IssueLeased():
            raise TypeError(f"{type(command).__name__} is not made into a command for the queue here")
        case _:
            return _AT_COUNTER[type(command)](command.counter)


_AT_COUNTER: dict[type, Callable[[str], c.Command]] = {
    m.Recall: c.Recall,
    m.StartService: c.StartService,
    m.FinishService: c.FinishService,
    m.ReportNoShow: c.ReportNoShow,
    m.ParkTicket: c.ParkTicket,
    m.UndoLast: c.UndoLast,
    m.CloseCounter: c.CloseCounter,
}
