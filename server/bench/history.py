"""A long past, written as the office itself would have written it."""

from datetime import UTC, datetime, timedelta

from server.bench.office import BenchOffice, service_slugs
from server.clock import OfficeClock
from server.domain import commands as c
from server.domain.decide import decide
from server.domain.events import DayOpened, TicketEvent
from server.domain.queue import Queue
from server.running import plan_of
from server.site.load import load_site
from server.store.database import Opened
from server.store.log import Batch, EventLog

PER_DAY = 500


def fill(office: BenchOffice, tickets: int) -> None:
    """Write `tickets` finished tickets, 500 a day; the last of the days is today."""
    site = load_site(office.site)
    opened = Opened(office.data)
    log, queue, services = EventLog(opened), Queue(plan_of(site)), service_slugs()
    clock = OfficeClock(site.timezone, site.day_change)
    days = tickets // PER_DAY
    now = datetime.now(UTC)
    for back in reversed(range(days)):
        at = now - timedelta(days=back, hours=1)
        batch = Batch()

        def carry_out(command: c.Command, at: datetime = at, batch: Batch = batch) -> None:
            for event in decide(queue, command, at):
                day = event.day if isinstance(event, DayOpened) else queue.day
                queue.evolve(event)
                batch.events.append((day, event))
                if isinstance(event, TicketEvent):
                    batch.tickets[event.ticket] = (day, queue.tickets[event.ticket])

        carry_out(c.OpenDay(clock.day(at)))
        carry_out(c.OpenCounter("1", "bench"))
        for n in range(PER_DAY):
            id = f"{back:05d}-{n:05d}"
            carry_out(c.IssueTicket(id, f"secret-{id}", services[n % len(services)], "de"))
            for command in (c.CallNext("1"), c.StartService("1"), c.FinishService("1")):
                carry_out(command)
            batch.answers.append((f"kiosk:{id}", queue.day, "IssueTicket", b'{"type":"acknowledged"}'))
        log.record(batch.rows())
    opened.close()
