"""A ticket is drawn: what may be asked for, and where the visit begins."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from server.domain.commands import IssueTicket
from server.domain.events import TicketIssued
from server.domain.numbers import next_number
from server.domain.plan import is_need
from server.domain.queue import Queue
from server.domain.refusal import Refusal
from server.domain.route import first_of
from server.domain.ticket import Kind

MOST_PEOPLE = 9


def issued(queue: Queue, command: IssueTicket, now: datetime) -> TicketIssued:
    """The ticket as it is drawn. Raises `Refusal`.

    Who comes too late for the appointment becomes a walk-in; a visit of several services begins where the wait is
    shortest.
    """
    services = (command.service, *command.route)
    for service in services:
        check_service(queue, service)
        if service in queue.closed_services:
            raise Refusal("service_closed", "this service gives no more tickets today")
    if len(set(services)) < len(services):
        raise Refusal("route_twice", "the same service stands twice in one visit")
    if command.ticket in queue.tickets or command.token in queue.by_token:
        raise Refusal("ticket_exists", "this ticket was issued already")
    if (command.kind is Kind.APPOINTMENT) != (command.appointment_at is not None):
        raise Refusal("appointment_time", "an appointment has a time, and nothing else has")
    earlier = queue.checked_in(command.booked)
    if earlier is not None:
        raise Refusal("already", f"this appointment is checked in already, as {earlier.number}")
    if not 1 <= command.people <= MOST_PEOPLE:
        raise Refusal("people", f"a ticket is for 1 to {MOST_PEOPLE} people")
    _check_needs(queue, services, command.needs)
    kind = command.kind
    if command.appointment_at and (now - command.appointment_at).total_seconds() > queue.plan.late_s:
        kind = Kind.WALK_IN
    service = first_of(queue, services, command.needs)
    number = next_number(queue, queue.plan.prefixes[service])
    if (service, kind) != (command.service, command.kind):
        command = replace(command, service=service, kind=kind)
    return as_drawn(queue, command, now, number, services)


def as_drawn(queue: Queue, command: IssueTicket, now: datetime, number: str, services: Sequence[str]) -> TicketIssued:
    """The event of a ticket about which all is settled; `services` of the visit, in which its first one may stand."""
    return TicketIssued(
        now,
        command.ticket,
        number,
        command.token,
        command.service,
        command.language,
        command.kind.value,
        command.appointment_at,
        queue.arrivals + 1,
        command.origin,
        command.people,
        tuple(sorted(command.needs)),
        tuple(s for s in services if s != command.service),
        command.booked,
        asks_priority=command.asks_priority and command.kind is not Kind.PRIORITY,
        for_other=command.for_other,
    )


def needs_met(queue: Queue, service: str, needs: Sequence[str]) -> tuple[str, ...]:
    """Those of `needs` that one counter for `service` meets together, the first ones before the others."""
    met: tuple[str, ...] = ()
    for need in needs:
        if queue.reach.could(service, (*met, need)):
            met = (*met, need)
    return met


def check_service(queue: Queue, id: str) -> None:
    """Raises `Refusal` for a service that the office does not have."""
    if id not in queue.plan.prefixes:
        raise Refusal("unknown_service", "this office has no such service")


def _check_needs(queue: Queue, services: Sequence[str], needs: frozenset[str]) -> None:
    for need in sorted(needs):
        if not is_need(need):
            raise Refusal("unknown_need", f"{need[:40]!r} is no need; known are step_free, quiet, interpreter:LANGUAGE")
    for service in services if needs else ():
        if not queue.reach.could(service, needs):
            wanted = ", ".join(sorted(needs))
            raise Refusal("need_unmet", f"no counter for {service} offers {wanted}; please speak to the staff")
