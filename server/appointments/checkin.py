"""Checking in: a code becomes the ticket of its appointment, or a kind no."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from server.appointments.book import Book
from server.domain import commands as c
from server.domain.refusal import Refusal
from server.domain.ticket import Kind
from server.office import Office
from server.orders import order
from server.site.content import OFFICE_LANGUAGE, Site
from server.store.appointments import Appointment
from server.views import in_languages
from server.wire import messages as m
from server.wire.codes import code_in

WRONG_TRIES, WITHIN_S = 10, 60.0
MOST_KNOWN = 1000


class NotCheckedIn(Refusal):
    """Why not, and the appointment that it is about."""

    def __init__(self, code: str, message: str, booked: m.Booked | None = None) -> None:
        super().__init__(code, message)
        self.booked = booked


class CheckIns:
    """Makes the order for a ticket from a code. `clock`: seconds of any steady clock, to slow down who guesses."""

    def __init__(self, book: Book, office: Office, site: Site, clock: Callable[[], float] = time.monotonic) -> None:
        self._book, self._office, self._site, self._clock = book, office, site, clock
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    async def order(self, command: m.CheckIn, actor: str) -> c.Command:
        """The ticket to issue for whoever checks in at the machine `actor`. Raises `NotCheckedIn`."""
        if self._guesses(actor):
            raise NotCheckedIn("slow_down", "too many codes were wrong; wait a minute")
        code = code_in(command.code)
        appointment = self._book.find(code) if code else None
        if appointment is None:
            self._note_wrong(actor)
            raise NotCheckedIn("unknown", "there is no appointment with this code")
        number = await self._office.read(
            lambda queue: ticket.number if (ticket := queue.checked_in(appointment.code)) else ""
        )
        self._check(appointment, number)
        issue = m.IssueTicket(
            appointment.service,
            command.language or appointment.language or OFFICE_LANGUAGE,
            Kind.APPOINTMENT.value,
            appointment.start_at,
            appointment.people,
        )
        ordered = order(issue, actor)
        assert isinstance(ordered, c.IssueTicket)
        return replace(ordered, booked=appointment.code)

    def _check(self, appointment: Appointment, number: str) -> None:
        opens = appointment.start_at - timedelta(minutes=self._site.booking.check_in_min)
        booked = m.Booked(
            appointment.start_at,
            opens,
            appointment.service,
            in_languages(self._site, self._site.service(appointment.service).name)
            if any(s.slug == appointment.service for s in self._site.services)
            else {},
            appointment.language,
            number,
        )
        if number:
            raise NotCheckedIn("already", f"this appointment is checked in already, as {number}", booked)
        if appointment.cancelled:
            raise NotCheckedIn("cancelled", "this appointment was cancelled", booked)
        if appointment.day != self._book.today():
            raise NotCheckedIn("wrong_day", f"this appointment is on {appointment.day}", booked)
        if self._office.clock.now() < opens:
            raise NotCheckedIn("early", f"check-in begins {self._site.booking.check_in_min} minutes before", booked)

    def _guesses(self, actor: str) -> bool:
        wrong = self._wrong.get(actor)
        while wrong and wrong[0] <= self._clock() - WITHIN_S:
            wrong.popleft()
        return bool(wrong) and len(wrong or ()) >= WRONG_TRIES

    def _note_wrong(self, actor: str) -> None:
        self._wrong.setdefault(actor, deque(maxlen=WRONG_TRIES)).append(self._clock())
        self._wrong.move_to_end(actor)
        while len(self._wrong) > MOST_KNOWN:
            self._wrong.popitem(last=False)
