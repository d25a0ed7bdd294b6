"""Everything about appointments in a running server, opened and closed in one place."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from server.appointments.book import Book
from server.appointments.checkin import CheckIns
from server.appointments.watch import Watch
from server.store.appointments import AppointmentTable
from server.store.database import Opened
from server.web.context import Context

FOLDER = "appointments"


@contextlib.asynccontextmanager
async def appointments(context: Context, opened: Opened, folder: Path) -> AsyncIterator[Book]:
    """The book, checked in from and fed from its folder (the site's, else one in `folder`), until the block ends."""
    book = await Book.opened(context.office, AppointmentTable(opened), context.site, context.members)
    context.book = book
    context.reception.check_in = CheckIns(book, context.office, context.site).order
    watch = Watch(context, book, context.site.booking.folder or folder / FOLDER)
    watch.start()
    try:
        yield book
    finally:
        await watch.close()
