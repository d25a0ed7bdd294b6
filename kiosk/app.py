"""The kiosk itself: one window, one link to the office, one printer, one visitor at a time, in one event loop.

Import after `open_glass`.
"""

import asyncio
import logging
import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec.structs import replace as struct_with

from hardware.glass.window import glass_app
from hardware.printers.printer import Fate, Printer
from hardware.printers.status import PrinterStatus
from hardware.rehearsal.stage import open_stage
from hardware.text import drawn
from kiosk.access import Access
from kiosk.answers.answers import Answers
from kiosk.away import Away
from kiosk.cache import open_at
from kiosk.checkin import CheckInOrder
from kiosk.counts import counts_beside
from kiosk.ears import Ears, key_codes
from kiosk.errands import Errands
from kiosk.glass import Glass
from kiosk.journal import Entry, Journal
from kiosk.keys import Keys
from kiosk.membership import Membership
from kiosk.office import Office
from kiosk.printer_profile import profile_of
from kiosk.printing import SlipPrinter, journal_beside
from kiosk.scanning import CodeScanner
from kiosk.screens.look import look
from kiosk.screens.typesetting import typesetting
from kiosk.screens.words import least_text_px
from kiosk.session import Session, Timing
from kiosk.showing import Showing
from kiosk.showing_triage import handout
from kiosk.steps import Step
from kiosk.tidying import Tidying
from kiosk.traces import Traces
from kiosk.triage import Handout
from kiosk.warming import IDLE_S, Warming, warm
from kiosk.wishes import Order
from server.wire import messages as m
from server.wire.codes import code_in
from server.wire.joining import NotAMember, save
from server.wire.link import LinkState

log = logging.getLogger(__name__)

TICK_S = 0.1
SLIP_FIRST_S = 0.15
"""Ordering and sending a slip go before drawing that it is printed: drawing takes the same processor 0.1 s and more."""


class Kiosk:
    """Runs until it is stopped. `config`: where the membership is kept when the server moves."""

    def __init__(
        self,
        membership: Membership,
        config: Path,
        printers: Sequence[Printer],
        *,
        landscape: bool,
        timing: Timing,
        scanner: str = "",
        ears: Ears | None = None,
    ) -> None:
        self._membership, self._config, self._landscape = membership, config, landscape
        self._session = Session(timing, time.monotonic())
        self._showing = Showing(self._session, look(landscape=landscape))
        self._office = Office(membership, self, self._moved, counts_beside(config))
        journal = Journal(journal_beside(config))
        profile = profile_of(membership)
        self._printer = SlipPrinter(printers, journal, self._printer_told, self._slips_ended, profile)
        self._showing.condition = self._printer.condition
        self._scanner = CodeScanner(scanner, self._scanned, self._scanner_told)
        self._showing.scans = bool(scanner)
        self._tidying = Tidying()
        ears = ears or Ears()
        self._access = Access(self._session, self._showing, ears, self._chosen, self._refresh)
        self._keys = Keys(key_codes(ears.keys), self._access.key, self._scanned)
        self._glass = Glass(self._session, self._showing, self._access, self._tidying, self._chosen)
        self._touched_at = self._draw_after = 0.0
        self._reported = m.ReportDevices(())
        self._app = glass_app(lambda: self._glass.root, "Lotse")
        self._errands = Errands(self._app.stop)
        self._away = Away(config, self._session, self._showing, self._office, self.answered, self._errands.do)
        self._warming = Warming(self._session, self._glass.ahead, self._tidying)
        self._traces = Traces()

    async def run(self, rehearse: str | None) -> None:
        """Serve visitors until SIGTERM, SIGINT or the window's end; raises what stopped it otherwise."""
        loop = asyncio.get_running_loop()
        self._refresh()
        async with open_stage(rehearse, self.state):
            if (remembered := self._away.start()) is not None:
                self.site_told(remembered)
                self._session.office(open_at(remembered, self._showing.local()))
            self._office.start()
            self._printer.start(lambda: self._session.step is Step.START)
            self._scanner.start()
            self._access.start()
            self._keys.start()
            self._errands.go_on(self._tick(), "kiosk's clock")
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self._app.stop)
            try:
                await self._app.async_run("asyncio")
            finally:
                await self._errands.break_off()
                await self._errands.done()
                await self._office.close()
                await self._errands.break_off()  # what the office has said meanwhile
                await self._errands.done()
                self._keys.close()
                await self._access.close()
                await self._printer.close()
                await self._scanner.close()
                await self._away.close()
        if self._errands.fault is not None:
            raise self._errands.fault

    def state(self) -> dict[str, Any]:
        """What a rehearsal may ask; no personal data."""
        session = self._session
        return {
            "screen": self._access.open or self._glass.step.value,
            "access": self._access.state(),
            "language": session.language,
            "number": session.number,
            "link": self._office.link.state.value,
            "away": self._showing.away,
            "printer": self._showing.condition,
            "scanner": self._scanner.condition,
            "visit": session.visit,
            "place": session.place,
            "numbers_left": sum(self._away.leases.left.values()),
            "numbers_untold": self._away.leases.untold,
            "counts_kept": len(self._office.tallies),
            "warm": self._warming.done,
            "drawn": drawn(),
            "warning": session.warning(time.monotonic()),
            "untouched_s": round(session.untouched(time.monotonic()), 2),
            "least_text_px": least_text_px(self._glass.root),
            "touch_to_slip_ms": round(self._printer.last_slip_ms, 1),
        }

    # --- what the office says ---

    def site_told(self, site: m.KioskSite) -> None:
        """What does not change with the queue."""
        if site != self._showing.site:
            self._errands.go_on(self._learn(site), "learn the answers")
        self._showing.site = site
        self._session.tree(site.triage, time.monotonic())
        self._session.meets = {one.slug: [frozenset(meets) for meets in one.meets] for one in site.services}
        self._session.timing = replace(self._session.timing, idle=site.timeout_s, warning=site.warning_s)
        try:
            look(site.accent)
            self._access.told(site.accent)
        except ValueError:
            log.warning("the site's accent %r is no colour", site.accent)
            self._access.told("")
        self._refresh()

    async def _learn(self, site: m.KioskSite) -> None:
        """Not beside a visit, whose screens would wait for the same processor. Another site ends it."""
        await self._quiet()
        answers = await asyncio.to_thread(Answers, site)
        self._showing.asking.learn(answers, self._showing.language)
        await warm(self._showing.look, site.languages, self._quiet)
        self._tidying.keep()
        self._warming.begin(site.languages, self._glass.root.size)

    async def _quiet(self) -> None:
        """Wait until nobody is there; not while somebody wants to ask."""
        while self._session.greeting(time.monotonic()) < IDLE_S and self._session.step is not Step.ASK:
            await asyncio.sleep(TICK_S)

    def view_told(self, view: m.KioskView) -> None:
        """What is offered now."""
        self._showing.view = view
        self._away.told()
        self._session.office(view.open_now, view.too_late)
        self._refresh()

    def answered(self, answer: m.Done | m.Refused | m.Fault) -> None:
        """The office gave a ticket or none."""
        now = time.monotonic()
        if self._away.takes(answer):
            return
        if not isinstance(answer, m.Done):
            log.warning("no ticket: %s (%s)", answer.code, answer.message)
            booked = answer.booked if isinstance(answer, m.Refused) else None
            if booked is not None and answer.key == self._session.key:
                self._showing.booked = booked
                self._session.language = self._session.language or booked.language
            self._session.refused(answer.key, answer.code, now)
        elif isinstance(answer.result, m.TicketOnPaper):
            if self._session.issued(answer.key, answer.result.number, now):
                log.info("ticket, %.0f ms after the touch", (time.perf_counter() - self._touched_at) * 1000)
                self._showing.ticket = answer.result
                self._session.language = self._session.language or answer.result.language
                self._errands.do(self._print(answer.key, answer.result))
            else:
                log.warning("ticket %s came when its visitor had gone: cancel it", answer.result.number)
        self._refresh()

    def link_changed(self, state: LinkState) -> None:
        """The link came or went."""
        self._session.link(state is LinkState.UP, time.monotonic())
        self._away.link(state)
        self._showing.rejected = state is LinkState.REJECTED
        if state is LinkState.UP:
            self._errands.do(self._report_all())
        self._refresh()

    def _moved(self, url: str) -> None:
        log.info("the server is reached at %s now", url)
        self._membership = struct_with(self._membership, url=url)
        try:
            save(self._membership, self._config)
        except NotAMember as why:
            log.warning("%s", why)

    # --- the printer ---

    def _printer_told(self, status: PrinterStatus) -> None:
        self._showing.condition, self._showing.troubles = self._printer.condition, self._printer.status.troubles
        self._office.report(self._printer.states())
        self._refresh()

    def _scanner_told(self, condition: str) -> None:
        self._showing.scanner = condition
        self._refresh()

    def _slips_ended(self, *slips: Entry) -> None:
        self._office.report(self._printer.fates(slips))

    def copy_ordered(self, order: m.OrderCopy) -> None:
        """Staff want a slip once more."""
        self._errands.do(self._printer.copy(order))

    def _devices(self) -> m.ReportDevices:
        scanner: tuple[m.Device, ...] = ("scanner",) if self._scanner.condition not in ("none", "ready") else ()
        return m.ReportDevices((*scanner, "sound") if self._showing.mute else scanner)

    async def _report_all(self) -> None:
        self._office.report(self._devices())
        self._office.report(self._printer.states())
        self._slips_ended(*await self._printer.spool.latest())

    async def _print(self, key: str, ticket: m.TicketOnPaper) -> None:
        site = self._showing.site
        assert site is not None  # the office tells its site before it gives tickets
        fate = await self._printer.print(ticket, site, self._touched_at)
        self._showing.condition = self._printer.condition
        self._session.on_paper(key, fate is Fate.PRINTED, time.monotonic())
        self._refresh()

    async def _hand_out(self, wanted: Handout) -> None:
        site = self._showing.site
        assert site is not None  # there is no tree without it
        fate = await self._printer.hand_out(handout(wanted, site, self._showing.language))
        self._session.handed_out(wanted.visit, fate is Fate.PRINTED)
        self._refresh()

    # --- the glass ---

    def _chosen(self, _screen: Any, key: str) -> None:
        touched_at, now = time.perf_counter(), time.monotonic()
        typing = self._session.shown(now) is Step.ASK and not self._session.warning(now)
        if typing and self._showing.asking.touched(key, self._showing.language):
            self._traces.leave()
            self._refresh()
            return
        log.info("touched %s", key.partition(":")[0])
        if self._session.step is Step.CHECK_IN:
            self._traces.leave()
        if not self._glass.asks and self._session.settled(now) and self._access.takes(key):
            self._refresh()
            return
        self._ordered(self._session.touch(key, now), touched_at)

    def _scanned(self, line: str) -> None:
        log.info("a code was scanned")
        self._traces.leave()
        self._access.uncover()
        self._ordered(self._session.scan(code_in(line), time.monotonic()), time.perf_counter())

    def _ordered(self, order: Order | CheckInOrder | Handout | None, touched_at: float) -> None:
        if isinstance(order, Handout):
            self._errands.do(self._hand_out(order))
        elif order is not None:
            self._touched_at = touched_at
            self._away.ordered(order, time.monotonic())
            self._draw_after = time.monotonic() + SLIP_FIRST_S
        self._refresh()

    async def _tick(self) -> None:
        while True:
            if (devices := self._devices()) != self._reported:
                self._reported = devices
                self._office.report(devices)
            self._away.tick(time.monotonic())
            self._session.tick(now := time.monotonic())
            self._refresh()
            self._tidying.tick(typesetting.rested_s(), self._session.greeting(now))
            if self._session.greeting(now):
                self._traces.wipe()  # what is drawn while nobody is there is nobody's
                self._warming.tick(now)
            await asyncio.sleep(TICK_S)

    def _refresh(self) -> None:
        """Let the glass show what is the case."""
        now = time.monotonic()
        self._access.before(now)
        step, visit = self._session.shown(now), self._session.visit
        self._count()
        if step is Step.PRINTING and now < self._draw_after:
            return
        if visit != self._glass.visit:
            self._showing.ticket = self._showing.booked = None
            self._office.forget_order()
            self._showing.asking.forget()
            self._traces.wipe()
        self._glass.show(step, now)

    def _count(self) -> None:
        """Tell the office what came of the visits that ended."""
        for tally in self._session.tallies:
            self._office.tallies.add(tally, self._showing.local().date().isoformat())
        self._session.tallies.clear()
