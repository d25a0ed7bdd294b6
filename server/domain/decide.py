"""`decide(queue, command, now) -> events`: what happens when somebody wants something. Raises `Refusal`.

Pure: it changes nothing. The events that it returns can always be folded into the queue that it looked at.
"""

from datetime import datetime
from functools import singledispatch

from server.domain import commands as c
from server.domain import events as e
from server.domain.dispatch import Choice, choose
from server.domain.explain import by_hand, sentences
from server.domain.issuing import check_service, issued
from server.domain.leases import issued_from_lease, leased
from server.domain.queue import Counter, Queue
from server.domain.refusal import Refusal
from server.domain.route import first_of
from server.domain.standby import calls_to_free_counters
from server.domain.ticket import HELD, State, Ticket
from server.domain.transitions import possible


def decide(queue: Queue, command: c.Command, now: datetime) -> list[e.Event]:
    """The events that `command` causes at `now`. Raises `Refusal` when it cannot take effect."""
    if not queue.day and not isinstance(command, c.OpenDay | c.CloseDay):
        raise Refusal("day_closed", "the day has not begun")
    events = _decide(command, queue, now)
    return [*events, *calls_to_free_counters(queue, events, now)]


@singledispatch
def _decide(command: object, queue: Queue, now: datetime) -> list[e.Event]:
    raise TypeError(f"no rule for {type(command).__name__}")


@_decide.register
def _(command: c.IssueTicket, queue: Queue, now: datetime) -> list[e.Event]:
    return [issued(queue, command, now)]


@_decide.register
def _(command: c.LeaseNumbers, queue: Queue, now: datetime) -> list[e.Event]:
    return leased(queue, command, now)


@_decide.register
def _(command: c.IssueLeased, queue: Queue, now: datetime) -> list[e.Event]:
    return issued_from_lease(queue, command, now)


@_decide.register
def _(command: c.ConfirmPriority, queue: Queue, now: datetime) -> list[e.Event]:
    return [e.PriorityConfirmed(now, _asking(queue, command.ticket, e.PriorityConfirmed).id)]


@_decide.register
def _(command: c.DeclinePriority, queue: Queue, now: datetime) -> list[e.Event]:
    return [e.PriorityDeclined(now, _asking(queue, command.ticket, e.PriorityDeclined).id)]


@_decide.register
def _(command: c.CallNext, queue: Queue, now: datetime) -> list[e.Event]:
    counter = _free_counter(queue, command.counter)
    choice = choose(queue, counter.id, now, command.advised)
    if choice is not None:
        return [_called(queue, choice, counter.id, now)]
    if not command.stand_by:
        raise Refusal("nobody_waiting", "nobody is waiting for this counter")
    if counter.standing_by is not None:
        raise Refusal("standing_by", f"counter {counter.id} is standing by already")
    return [e.CounterStoodBy(now, counter.id)]


def _called(queue: Queue, choice: Choice, counter: str, now: datetime) -> e.TicketCalled:
    sentence = sentences(queue.plan, choice.reason)
    return e.TicketCalled(now, choice.ticket.id, counter, "next", choice.reason.rule, sentence)


@_decide.register
def _(command: c.CallTicket, queue: Queue, now: datetime) -> list[e.Event]:
    counter = _free_counter(queue, command.counter)
    ticket = _ticket(queue, command.ticket)
    if ticket.state is State.PARKED:
        return [e.TicketResumed(now, ticket.id, counter.id)]
    if ticket.state is State.NO_SHOW and queue.held_numbers.get(ticket.number, ticket.id) != ticket.id:
        raise Refusal("number_taken", f"{ticket.number} belongs to somebody else by now")
    _able(ticket, e.TicketCalled)
    choice = choose(queue, counter.id, now)
    instead_of = choice.ticket.number if choice and choice.ticket is not ticket else ""
    return [e.TicketCalled(now, ticket.id, counter.id, "chosen", "by_hand", by_hand(counter.id, instead_of))]


@_decide.register
def _(command: c.ResumeTicket, queue: Queue, now: datetime) -> list[e.Event]:
    counter = _free_counter(queue, command.counter)
    ticket = _able(_ticket(queue, command.ticket), e.TicketResumed)
    return [e.TicketResumed(now, ticket.id, counter.id)]


@_decide.register
def _(command: c.Recall, queue: Queue, now: datetime) -> list[e.Event]:
    return [e.TicketRecalled(now, _current(queue, command.counter, e.TicketRecalled).id, command.counter)]


@_decide.register
def _(command: c.StartService, queue: Queue, now: datetime) -> list[e.Event]:
    return [e.ServiceStarted(now, _current(queue, command.counter, e.ServiceStarted).id, command.counter)]


@_decide.register
def _(command: c.FinishService, queue: Queue, now: datetime) -> list[e.Event]:
    ticket = _current(queue, command.counter, e.ServiceFinished)
    if not ticket.route:
        return [e.ServiceFinished(now, ticket.id, command.counter)]
    skills = queue.plan.skills[command.counter]
    here = next((service for service in ticket.route if service in skills), None)
    if here is not None:
        return [e.VisitContinued(now, ticket.id, command.counter, here)]
    service = first_of(queue, ticket.route, ticket.needs)
    return [e.VisitMovedOn(now, ticket.id, command.counter, service, ticket.arrival)]


@_decide.register
def _(command: c.ReportNoShow, queue: Queue, now: datetime) -> list[e.Event]:
    return [e.NoShowReported(now, _current(queue, command.counter, e.NoShowReported).id, command.counter)]


@_decide.register
def _(command: c.ParkTicket, queue: Queue, now: datetime) -> list[e.Event]:
    return [e.TicketParked(now, _current(queue, command.counter, e.TicketParked).id, command.counter)]


@_decide.register
def _(command: c.TransferTicket, queue: Queue, now: datetime) -> list[e.Event]:
    ticket = _current(queue, command.counter, e.TicketTransferred)
    if (command.to_service is None) == (command.to_counter is None):
        raise Refusal("transfer_target", "a transfer goes to a service or to a counter")
    if command.to_counter is not None:
        _counter(queue, command.to_counter)
        if command.to_counter == command.counter:
            raise Refusal("transfer_target", "the visitor is at this counter already")
    if command.to_service is not None:
        check_service(queue, command.to_service)
    order = queue.arrivals + 1 if command.at_end else ticket.arrival
    service = command.to_service or ticket.service
    return [e.TicketTransferred(now, ticket.id, command.counter, service, command.to_counter, order)]


@_decide.register
def _(command: c.CancelTicket, queue: Queue, now: datetime) -> list[e.Event]:
    return [e.TicketCancelled(now, _able(_ticket(queue, command.ticket), e.TicketCancelled).id)]


@_decide.register
def _(command: c.UndoLast, queue: Queue, now: datetime) -> list[e.Event]:
    counter = _counter(queue, command.counter)
    undo = counter.undo
    if undo is None:
        raise Refusal("nothing_to_undo", "there is nothing to take back at this counter")
    if counter.current is not None:
        raise _busy(queue, counter)
    ticket = queue.tickets[undo.ticket]
    if ticket.touched != undo.revision or queue.held_numbers.get(ticket.number, ticket.id) != ticket.id:
        raise Refusal("undo_too_late", f"{ticket.number} has moved on since")
    return [
        e.EndingUndone(
            now,
            ticket.id,
            counter.id,
            undo.state.value,
            undo.service,
            undo.to_counter,
            undo.order,
            undo.route,
            undo.since,
        ),
    ]


@_decide.register
def _(command: c.OpenCounter, queue: Queue, now: datetime) -> list[e.Event]:
    counter = _counter(queue, command.counter)
    if counter.state == "open" and counter.clerk == command.clerk:
        raise Refusal("already_open", "the counter is open")
    if counter.state == "open":
        raise Refusal("counter_taken", f"somebody else works at counter {counter.id}")
    languages = command.languages
    if languages is None:
        languages = queue.plan.languages.get(counter.id, ())
    return [e.CounterOpened(now, counter.id, command.clerk, languages)]


@_decide.register
def _(command: c.PauseCounter, queue: Queue, now: datetime) -> list[e.Event]:
    counter = _counter(queue, command.counter)
    if counter.state != "open":
        raise Refusal("counter_not_open", "only an open counter can pause")
    return [e.CounterPaused(now, counter.id, command.reason)]


@_decide.register
def _(command: c.CloseCounter, queue: Queue, now: datetime) -> list[e.Event]:
    counter = _counter(queue, command.counter)
    if counter.state == "closed":
        raise Refusal("already_closed", "the counter is closed")
    if counter.current is not None:
        raise _busy(queue, counter)
    return [e.CounterClosed(now, counter.id)]


@_decide.register
def _(command: c.OpenService, queue: Queue, now: datetime) -> list[e.Event]:
    check_service(queue, command.service)
    if command.service not in queue.closed_services:
        raise Refusal("already_open", "the service is open")
    return [e.ServiceOpened(now, command.service)]


@_decide.register
def _(command: c.CloseService, queue: Queue, now: datetime) -> list[e.Event]:
    check_service(queue, command.service)
    if command.service in queue.closed_services:
        raise Refusal("already_closed", "the service is closed")
    return [e.ServiceClosed(now, command.service)]


@_decide.register
def _(command: c.OpenDay, queue: Queue, now: datetime) -> list[e.Event]:
    if queue.day == command.day:
        raise Refusal("already_open", "this day has begun")
    return [*_closing(queue, now), e.DayOpened(now, command.day)]


@_decide.register
def _(command: c.CloseDay, queue: Queue, now: datetime) -> list[e.Event]:
    if not queue.day:
        raise Refusal("already_closed", "no day is open")
    return _closing(queue, now)


def _closing(queue: Queue, now: datetime) -> list[e.Event]:
    if not queue.day:
        return []
    left = [e.TicketExpired(now, ticket.id) for ticket in queue.tickets.values() if ticket.state in HELD]
    closed = [e.CounterClosed(now, c.id) for c in queue.counters.values() if c.state != "closed"]
    return [*left, *closed, e.DayClosed(now, queue.day)]


def _counter(queue: Queue, id: str) -> Counter:
    if id not in queue.plan.skills:
        raise Refusal("unknown_counter", "this office has no such counter")
    return queue.counter(id)


def _busy(queue: Queue, counter: Counter) -> Refusal:
    number = queue.tickets[counter.current or ""].number
    return Refusal("counter_busy", f"{number} is still at counter {counter.id}")


def _free_counter(queue: Queue, id: str) -> Counter:
    counter = _counter(queue, id)
    if counter.state != "open":
        raise Refusal("counter_not_open", f"counter {id} is {counter.state}")
    if counter.current is not None:
        raise _busy(queue, counter)
    return counter


def _ticket(queue: Queue, id: str) -> Ticket:
    ticket = queue.tickets.get(id)
    if ticket is None:
        raise Refusal("unknown_ticket", "there is no such ticket today")
    return ticket


def _able(ticket: Ticket, event: type[e.TicketEvent]) -> Ticket:
    if not possible(ticket.state, event):
        where = f" at counter {ticket.counter}" if ticket.counter else ""
        raise Refusal(f"ticket_{ticket.state.value}", f"{ticket.number} is {ticket.state.value}{where}")
    return ticket


def _asking(queue: Queue, id: str, event: type[e.TicketEvent]) -> Ticket:
    ticket = _able(_ticket(queue, id), event)
    if not ticket.asks_priority:
        raise Refusal("priority_decided", f"nothing about the priority of {ticket.number} is left to decide")
    return ticket


def _current(queue: Queue, id: str, event: type[e.TicketEvent]) -> Ticket:
    counter = _counter(queue, id)
    if counter.current is None:
        raise Refusal("nobody_at_counter", f"nobody is called to counter {id}")
    return _able(queue.tickets[counter.current], event)


@_decide.register
def _(command: c.KeepServiceOpen, queue: Queue, now: datetime) -> list[e.Event]:
    if command.service not in queue.plan.prefixes:
        raise Refusal("unknown_service", "this office has no such service")
    if command.keep == (command.service in queue.kept_open):
        raise Refusal("already_open" if command.keep else "already_closed", "it is so already")
    return [e.ServiceKeptOpen(now, command.service, command.keep)]
