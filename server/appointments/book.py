"""The book: who is expected when. All of it is in memory, and every change is on disk before it counts."""

import asyncio
import hmac
import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from server.appointments.entry import DAYS_AHEAD, Entry, Found, Terms
from server.domain.events import DayOpened, Event
from server.domain.queue import Queue
from server.office import Office
from server.site.content import Site
from server.store.appointments import Appointment, AppointmentTable
from server.store.database import StoreFault
from server.store.members import Members
from server.wire.codes import CLEAR, code_in

log = logging.getLogger(__name__)

CODE_LENGTH = 6
FEW = 5
MOST_MISSING = 0.5
"""A newer file that lacks more than this part of the older one's appointments (and more than `FEW`) was hardly meant
to cancel them: it was cut off, or holds another week."""


@dataclass
class TakenIn:
    """What became of a file's appointments. `codes`: in the order of the file."""

    added: int = 0
    changed: int = 0
    cancelled: int = 0
    codes: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


class Book:
    """Make it with `opened`. Looked at on the event loop."""

    def __init__(self, office: Office, table: AppointmentTable, site: Site, key: bytes) -> None:
        self._office, self._table, self._site, self._key = office, table, site, key
        self._by_id: dict[str, Appointment] = {}
        self._by_code: dict[str, Appointment] = {}
        self._turn = asyncio.Lock()
        self._forgetting: set[asyncio.Task[None]] = set()
        self.changed: Callable[[], None] = lambda: None
        """called after each change"""

    @classmethod
    async def opened(cls, office: Office, table: AppointmentTable, site: Site, members: Members) -> "Book":
        """The book as it is on disk, without the days that are over."""
        key = members.setting("appointments_key")
        if not key:
            key = secrets.token_hex(32)
            members.set("appointments_key", key)
        book = cls(office, table, site, bytes.fromhex(key))
        for appointment in await office.beside(table.all):
            book._remember(appointment)
        await book.forget_the_past()
        office.listen(book._happened)
        return book

    def terms(self) -> Terms:
        """What a reader of appointments must know now."""
        services: dict[str, str] = {}
        for service in self._site.services:
            services |= {name.strip().lower(): service.slug for name in service.name.values()}
        services |= {service.slug: service.slug for service in self._site.services}
        today = date.fromisoformat(self.today())
        return Terms(
            self._site.timezone,
            services,
            list(self._site.languages),
            self._site.booking.service,
            today,
            today + timedelta(days=DAYS_AHEAD),
        )

    def today(self) -> str:
        """The office's day as an ISO date."""
        return self._office.clock.day(self._office.clock.now())

    def find(self, code: str) -> Appointment | None:
        """The appointment with this code, as `code_in` gives it."""
        return self._by_code.get(code)

    def of_day(self, day: str) -> list[Appointment]:
        """The appointments of a day (ISO) by their time, those that were cancelled included."""
        return sorted((a for a in self._by_id.values() if a.day == day), key=lambda a: (a.start_at, a.code))

    def expected(self, queue: Queue) -> dict[str, list[datetime]]:
        """For each service that has appointments today, the times of those that are not checked in."""
        found: dict[str, list[datetime]] = {}
        for appointment in self._by_id.values():
            if appointment.day == queue.day:
                times = found.setdefault(appointment.service, [])
                if not appointment.cancelled and appointment.code not in queue.by_booking:
                    times.append(appointment.start_at)
        return found

    async def take_in(self, source: str, found: Found) -> TakenIn:
        """Make the book say what `source` says now. Raises `StoreFault`; then nothing has changed.

        What it named before and names no more is cancelled; not so while anything in it cannot be read.
        """
        async with self._turn:
            taken = TakenIn(mistakes=list(found.mistakes))
            changes = self._named(source, found.entries, taken)
            changes += self._missing(source, {a.id for a in changes} | self._same_ids(found.entries), taken)
            if changes:
                await self._office.beside(lambda: self._table.save(changes))
                for appointment in changes:
                    self._remember(appointment)
                self.changed()
            if taken.added or taken.changed or taken.cancelled:
                log.info("appointments: %d new, %d changed, %d cancelled", taken.added, taken.changed, taken.cancelled)
            return taken

    async def forget_the_past(self) -> None:
        """Delete the days that are over."""
        today = self.today()
        await self._office.beside(lambda: self._table.forget_before(today))
        for appointment in [a for a in self._by_id.values() if a.day < today]:
            del self._by_id[appointment.id]
            self._by_code.pop(appointment.code, None)
        self.changed()

    def _happened(self, queue: Queue, events: list[Event]) -> None:
        if any(isinstance(event, DayOpened) for event in events):
            task = asyncio.get_running_loop().create_task(self._forget_quietly())
            self._forgetting.add(task)
            task.add_done_callback(self._forgetting.discard)

    async def _forget_quietly(self) -> None:
        try:
            await self.forget_the_past()
        except StoreFault as fault:
            log.error("old appointments could not be deleted: %s", fault)

    def _remember(self, appointment: Appointment) -> None:
        earlier = self._by_id.get(appointment.id)
        if earlier is not None and earlier.code != appointment.code:
            self._by_code.pop(earlier.code, None)
        self._by_id[appointment.id] = self._by_code[appointment.code] = appointment

    def _hash(self, text: str) -> bytes:
        return hmac.digest(self._key, text.encode(), "sha256")

    def _id(self, entry: Entry) -> str:
        return self._hash(f"id {entry.uid}").hex()[:32]

    def _same_ids(self, entries: Iterable[Entry]) -> set[str]:
        return {self._id(entry) for entry in entries}

    def _named(self, source: str, entries: Iterable[Entry], taken: TakenIn) -> list[Appointment]:
        """The appointments that are new or differ from what is known."""
        changes: dict[str, Appointment] = {}
        used: dict[str, str] = {}
        for entry in entries:
            id = self._id(entry)
            known = self._by_id.get(id)
            start = entry.start.astimezone(UTC)
            appointment = Appointment(
                id,
                self._code(entry, id, used, taken),
                source,
                self._office.clock.day(start),
                start,
                entry.service,
                entry.minutes,
                entry.language,
                entry.people,
                entry.cancelled,
            )
            used[appointment.code] = id
            taken.codes.append(appointment.code)
            if known == appointment:
                changes.pop(id, None)
                continue
            if known is None and id not in changes:
                taken.added += 1
            elif known is not None and entry.cancelled and not known.cancelled:
                taken.cancelled += 1
            elif known is not None and replace(known, source=source) != appointment:
                taken.changed += 1
            changes[id] = appointment
        return list(changes.values())

    def _code(self, entry: Entry, id: str, used: dict[str, str], taken: TakenIn) -> str:
        """The code of the source, else the one known already, else one made from what the source calls it."""

        def free(code: str) -> bool:
            holder = self._by_code.get(code)
            return used.get(code, id) == id and (holder is None or holder.id == id)

        given = code_in(entry.code) if entry.code else ""
        if given and free(given):
            return given
        if entry.code and not given:
            taken.mistakes.append("a code cannot be typed (4 to 12 letters and digits); another one was made")
        elif given:
            taken.mistakes.append("two appointments have the same code; another one was made")
        known = self._by_id.get(id)
        if known is not None and used.get(known.code, id) == id:
            return known.code
        for attempt in range(1000):
            number = int.from_bytes(self._hash(f"code {attempt} {entry.uid}")[:8], "big")
            code = ""
            for _ in range(CODE_LENGTH):
                number, place = divmod(number, len(CLEAR))
                code += CLEAR[place]
            if free(code):
                return code
        raise AssertionError("a thousand codes in a row are taken")

    def _missing(self, source: str, named: set[str], taken: TakenIn) -> list[Appointment]:
        before = [a for a in self._by_id.values() if a.source == source and not a.cancelled]
        gone = [a for a in before if a.id not in named]
        if not gone or taken.mistakes:
            return []
        if len(gone) > max(FEW, MOST_MISSING * len(before)):
            taken.mistakes.append(
                f"it names {len(before) - len(gone)} of {len(before)} appointments that it named before; none was "
                "cancelled. If they are cancelled, mark them so (STATUS:CANCELLED, or cancelled = yes)"
            )
            return []
        taken.cancelled += len(gone)
        return [replace(a, cancelled=True) for a in gone]
