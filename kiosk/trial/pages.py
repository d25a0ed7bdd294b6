"""A slip to try printers with."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image

from hardware.printers.document import Gap, Line, Number, Rule, Slip
from hardware.printers.encode import Profile, encode
from hardware.simulated.interpreter import Interpreter
from hardware.simulated.paper import Paper
from kiosk.spool import Page
from server.wire.messages import TicketOnPaper

SMALL: Final = Profile(max_bytes=1)  # as much native text as possible
FIRST, LAST = "This is the head of", "This is the foot of"


def page(number: str) -> Page:
    """A ticket's page; its id is made from its number."""
    ticket = TicketOnPaper(
        ticket=f"ticket-{number}",
        number=number,
        service="residence",
        service_names={"en": "Residence permit"},
        language="en",
        kind="walk_in",
        issued_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
        ahead=3,
        follow_url="http://lotse.example/t/abc",
        faq_url="http://lotse.example/faq",
    )
    return Page(ticket, {"en": "Office"}, "Europe/Berlin")


def small_slip(page: Page, copy: bool) -> bytes:
    """A slip of all that a slip is made of, small, with its number in words at its head and at its foot."""
    mark = " COPY" if copy else ""
    lines = (
        Line(f"{FIRST} {page.ticket.number}{mark}", "en"),
        *(Number(page.ticket.number), Rule(), Gap(2)),
        Line(f"{LAST} {page.ticket.number}{mark}", "en"),
    )
    return encode(Slip(lines), SMALL)


@lru_cache
def on_paper(payload: bytes) -> bytes:
    """The dots of a slip when nothing goes wrong, to compare with a slip's picture."""
    paper = Paper()
    for event in Interpreter().feed(payload):
        cut = paper.apply(event)
        if cut is not None:
            return cut.picture.tobytes()
    raise ValueError("this slip is never cut off")


def dots(picture: Path) -> bytes:
    """The dots of a slip in a file."""
    with Image.open(picture) as paper:
        return paper.tobytes()
