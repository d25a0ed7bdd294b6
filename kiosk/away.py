"""The kiosk while its server is away: it answers from the site that it remembers, and gives numbers of its block."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kiosk.block import Block, Drawn, block_beside
from kiosk.cache import Remembered, keep, open_at, recall, site_beside
from kiosk.checkin import CheckInOrder
from kiosk.leases import Leases
from kiosk.office import Office
from kiosk.session import Session
from kiosk.showing import Showing
from kiosk.steps import Step
from kiosk.wishes import Order
from server.wire import messages as m
from server.wire.link import LinkState

log = logging.getLogger(__name__)

PATIENCE: Final = 0.5
"""The part of the time for an answer after which a number is drawn instead, though the link seems to be up."""


class Away:
    """Hooks into the kiosk. `answered` gets the ticket of a number that was drawn here, `errand` runs a task."""

    def __init__(
        self,
        config: Path,
        session: Session,
        showing: Showing,
        office: Office,
        answered: Callable[[m.Done], None],
        errand: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._file = site_beside(config)
        self._session, self._showing, self._office = session, showing, office
        self._answered, self._errand = answered, errand
        self.leases = Leases(Block(block_beside(config)), office.link.send)
        self._kept: Remembered | None = None
        self._writing = asyncio.Lock()
        self._order: Order | CheckInOrder | None = None
        self._drawing = ""
        self._late: m.Done | m.Refused | m.Fault | None = None

    def start(self) -> m.KioskSite | None:
        """Begin, in the running loop; returns the site that was told last, if it is remembered."""
        self.leases.start()
        self._kept = recall(self._file)
        return self._kept.site if self._kept else None

    async def close(self) -> None:
        """Let go of the files."""
        await self.leases.close()

    # --- what the server says while it is there ---

    def told(self) -> None:
        """Site and view are what the server says now: remember what is new of them."""
        site, view = self._showing.site, self._showing.view
        if site is None or view is None:
            return
        remembered = Remembered(site, view.closed_services, self._showing.local().date().isoformat())
        if remembered != self._kept:
            self._kept = remembered
            self._errand(self._keep(remembered))

    async def _keep(self, remembered: Remembered) -> None:
        async with self._writing:
            if remembered is self._kept:
                await asyncio.to_thread(keep, self._file, remembered)

    def link(self, state: LinkState) -> None:
        """The link's new state."""
        self.leases.link(state is LinkState.UP)

    def takes(self, answer: m.Done | m.Refused | m.Fault) -> bool:
        """Whether `answer` is none for the visitor: it is about leased numbers, or comes too late."""
        if self.leases.answered(answer):
            return True
        if self._order is not None and answer.key == self._order.key:
            self._order = None
        if self._drawing and answer.key == self._drawing:
            self._late = answer
            return True
        return False

    # --- what a visitor wants ---

    def ordered(self, order: Order | CheckInOrder, now: float) -> None:
        """Send the order to the server, or do what can be done without it."""
        self._order = order
        if self._session.away(now):
            if isinstance(order, CheckInOrder):
                self._session.refused(order.key, "away_appointment", now)
                return
            if not self._offered(order):
                self._session.refused(order.key, "service_closed", now)
                return
            if self._draws(order, ""):
                return
            self._session.refused(order.key, "no_answer", now)
        self._office.order(order)

    def tick(self, now: float) -> None:
        """Let time pass."""
        away, site = self._session.away(now), self._showing.site
        self._showing.away = away
        if away and site is not None:
            view = self._showing.view
            self._session.office(open_at(site, self._showing.local()), view.too_late if view else ())
        order, session = self._order, self._session
        waits = session.step is Step.PRINTING and not session.number and order is not None and order.key == session.key
        if not waits or order is None or self._drawing:
            return
        if isinstance(order, CheckInOrder):
            if away:
                self._office.forget_order()
                session.refused(order.key, "away_appointment", now)
        elif away or session.waited(now) > session.timing.answer * PATIENCE:
            self._draws(order, order.key)

    def _draws(self, order: Order, instead_of: str) -> bool:
        prefix = self._prefix(order.service)
        if not self.leases.left.get(prefix) or not self._offered(order) or self._showing.rejected:
            return False
        self._drawing, self._late = order.key, None
        self._office.forget_order()
        self._errand(self._draw(order, prefix, instead_of))
        return True

    async def _draw(self, order: Order, prefix: str, instead_of: str) -> None:
        drawn = await self.leases.draw(prefix, order, instead_of)
        self._drawing, self._order = "", None
        if drawn is not None:
            log.info("a number is drawn without the server")
            self._answered(m.Done(order.key, self._ticket(drawn)))
        elif isinstance(self._late, m.Done):
            self._answered(self._late)
        else:
            self._session.refused(order.key, "no_answer", time.monotonic())

    def _ticket(self, drawn: Drawn) -> m.TicketOnPaper:
        site = self._showing.site
        assert site is not None  # without it nothing can be ordered
        service = next(one for one in site.services if one.slug == drawn.service)
        return m.TicketOnPaper(
            ticket=drawn.ticket,
            number=drawn.number,
            service=drawn.service,
            service_names=service.name,
            language=drawn.language,
            kind="walk_in",
            issued_at=datetime.fromtimestamp(drawn.drawn_at, UTC),
            ahead=None,
            follow_url=drawn.follow_url,
            faq_url=service.faq_url.get(drawn.language, ""),
            for_other=drawn.for_other,
        )

    def _prefix(self, service: str) -> str:
        site = self._showing.site
        group = next((one.group for one in site.services if one.slug == service), "") if site else ""
        return next((one.prefix for one in site.groups if one.slug == group), "") if site else ""

    def _offered(self, order: Order) -> bool:
        """As far as the kiosk knows from the last contact."""
        site, kept = self._showing.site, self._kept
        today = self._showing.local()
        closed = kept.closed if kept is not None and kept.day == today.date().isoformat() else ()
        return site is not None and open_at(site, today) and order.service not in closed
