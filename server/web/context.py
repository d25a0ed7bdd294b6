"""What the handlers share: the running office and who belongs to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from aiohttp import web

from server import views
from server.addresses import Addresses
from server.announcer import Announcer
from server.appointments.book import Book
from server.desks import Desks
from server.office import Office
from server.printers import Printers
from server.reception import Reception
from server.site.content import Site
from server.store.members import Members
from server.store.papers import PaperLog
from server.waits import NONE, Waits
from server.web.login import Throttle
from server.wire.messages import encode


@dataclass
class Context:
    """Everything a request may need. `sockets`: the live connection of each machine; `displays_up`: those driven now;
    `display_joined(machine)` begins to drive a new one. `waits`: the newest forecast; `tell` a newer one."""

    server_id: str
    site: Site
    addresses: Addresses
    office: Office
    members: Members
    announcer: Announcer
    desks: Desks
    reception: Reception
    throttle: Throttle
    printers: Printers
    papers: PaperLog
    sockets: dict[str, web.WebSocketResponse] = field(default_factory=dict)
    roles_up: dict[str, int] = field(default_factory=dict)
    displays_up: set[str] = field(default_factory=set)
    warnings: dict[str, str] = field(default_factory=dict)
    display_joined: Callable[[str], None] = lambda machine: None
    waits: Waits = NONE
    book: Book | None = None

    @cached_property
    def kiosk_site(self) -> bytes:
        """What each kiosk is told of the site, encoded once. Only after the addresses are known."""
        return encode(views.kiosk_site(self.site, self.addresses))

    def place(self, machine: str) -> str:
        """What staff call the place of a machine: a kiosk's name, or that of the counter whose PC it is."""
        counter, known = self.members.counter_of(machine), self.members.machine(machine)
        named = next((one.name for one in self.site.counters if one.id == counter), "")
        return named or (known.name if known else machine)

    def warm(self) -> None:
        """Make what the first kiosk would wait for, in whatever thread."""
        _ = self.kiosk_site

    def tell(self, waits: Waits) -> None:
        """From now on this is the forecast; whoever watches is shown what it changes."""
        self.waits = waits
        self.announcer.refresh()


CONTEXT: web.AppKey[Context] = web.AppKey("context", Context)
