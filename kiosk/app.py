"""The kiosk itself: one window, one link to the office, one printer, one visitor at a time, in one event loop.

Import after `open_glass`.
"""

import asyncio
import logging
import signal
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kivy.uix.floatlayout import FloatLayout
from msgspec.structs import replace as struct_with

from hardware.glass.window import glass_app
from hardware.printers.printer import Fate, Printer
from hardware.printers.status import PrinterStatus
from hardware.rehearsal.stage import open_stage
from kiosk.membership import Membership
from kiosk.office import Office
from kiosk.printer_profile import profile_of
from kiosk.printing import SlipPrinter
from kiosk.screens.away import ClosedScreen, DeskScreen, TooLateScreen
from kiosk.screens.choice import GroupScreen, ServiceScreen
from kiosk.screens.confirm import ConfirmScreen
from kiosk.screens.look import look
from kiosk.screens.sheet import Sheet
from kiosk.screens.start import LanguageScreen, StartScreen
from kiosk.screens.still_there import StillThere
from kiosk.screens.ticket import PrintingScreen, TicketScreen
from kiosk.screens.words import Column
from kiosk.session import Session, Step, Timing
from kiosk.showing import Showing
from server.wire import messages as m
from server.wire.joining import NotAMember, save
from server.wire.link import LinkState

log = logging.getLogger(__name__)

TICK_S = 0.1
SLIP_FIRST_S = 0.15
"""Ordering and sending a slip go before drawing that it is printed: drawing takes the same processor 0.1 s and more."""

SCREENS: dict[Step, type[Sheet]] = {
    Step.START: StartScreen,
    Step.LANGUAGE: LanguageScreen,
    Step.GROUP: GroupScreen,
    Step.SERVICE: ServiceScreen,
    Step.CONFIRM: ConfirmScreen,
    Step.TOO_LATE: TooLateScreen,
    Step.PRINTING: PrintingScreen,
    Step.TAKE_SLIP: TicketScreen,
    Step.REMEMBER: TicketScreen,
    Step.CLOSED: ClosedScreen,
    Step.ASK_DESK: DeskScreen,
}


class Kiosk:
    """Runs until it is stopped. `config`: where the membership is kept when the server moves."""

    def __init__(
        self, membership: Membership, config: Path, printer: Printer | None, *, landscape: bool, timing: Timing
    ) -> None:
        self._membership, self._config, self._landscape = membership, config, landscape
        self._session = Session(timing, time.monotonic())
        self._showing = Showing(self._session, look(landscape=landscape))
        self._office = Office(membership, self, self._moved)
        self._printer = SlipPrinter(printer, self._printer_told, profile=profile_of(membership))
        self._showing.condition = self._printer.condition
        self._glass = FloatLayout()
        self._glass.bind(on_touch_down=self._felt)
        self._sheet: Sheet | None = None
        self._question: StillThere | None = None
        self._on_glass: tuple[Step, int] = (Step.START, 0)
        self._touched_at = self._draw_after = 0.0
        self._slips: set[asyncio.Task[None]] = set()
        self._app = glass_app(lambda: self._glass, "Lotse")
        self._fault: BaseException | None = None

    async def run(self, rehearse: str | None) -> None:
        """Serve visitors until SIGTERM, SIGINT or the window's end; raises what stopped it otherwise."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._app.stop)
        self._refresh()
        async with open_stage(rehearse, self.state):
            self._office.start()
            self._printer.start()
            ticking = asyncio.create_task(self._tick(), name="kiosk's clock")
            ticking.add_done_callback(self._ended)
            try:
                await self._app.async_run("asyncio")
            finally:
                ticking.cancel()
                await asyncio.gather(ticking, *self._slips, return_exceptions=True)
                await self._printer.close()
                await self._office.close()
        if self._fault is not None:
            raise self._fault

    def state(self) -> dict[str, Any]:
        """What a rehearsal may ask; no personal data."""
        session = self._session
        return {
            "screen": self._on_glass[0].value,
            "language": session.language,
            "number": session.number,
            "link": self._office.link.state.value,
            "printer": self._showing.condition,
            "visit": session.visit,
            "warning": session.warning(time.monotonic()),
            "least_text_px": self._least_text_px(),
            "touch_to_slip_ms": round(self._printer.last_slip_ms, 1),
        }

    def _least_text_px(self) -> int:
        """The smallest text on the glass; 0 before it is laid out."""
        columns = [one for one in self._glass.walk() if isinstance(one, Column) and one.children]
        sizes = [words.font_size for column in columns for words in column.children if words.text]
        return int(min(sizes, default=0))

    # --- what the office says ---

    def site_told(self, site: m.KioskSite) -> None:
        """What does not change with the queue."""
        self._showing.site = site
        self._session.timing = replace(self._session.timing, idle=site.timeout_s, warning=site.warning_s)
        try:
            self._showing.look = look(site.accent, landscape=self._landscape)
        except ValueError:
            log.warning("the site's accent %r is no colour", site.accent)
        self._refresh()

    def view_told(self, view: m.KioskView) -> None:
        """What is offered now."""
        self._showing.view = view
        self._session.office(view.open_now, view.too_late)
        self._refresh()

    def answered(self, answer: m.Done | m.Refused | m.Fault) -> None:
        """The office gave a ticket or none."""
        now = time.monotonic()
        if not isinstance(answer, m.Done):
            log.warning("no ticket: %s (%s)", answer.code, answer.message)
            self._session.refused(answer.key, answer.code, now)
        elif isinstance(answer.result, m.TicketOnPaper):
            if self._session.issued(answer.key, answer.result.number, now):
                log.info("ticket, %.0f ms after the touch", (time.perf_counter() - self._touched_at) * 1000)
                self._showing.ticket = answer.result
                slip = asyncio.create_task(self._print(answer.key, answer.result), name="slip")
                self._slips.add(slip)
                slip.add_done_callback(self._slips.discard)
                slip.add_done_callback(self._ended)
            else:
                log.warning("ticket %s came when its visitor had gone: cancel it", answer.result.number)
        self._refresh()

    def link_changed(self, state: LinkState) -> None:
        """The link came or went."""
        self._session.link(state is LinkState.UP, time.monotonic())
        self._showing.rejected = state is LinkState.REJECTED
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
        self._showing.condition, self._showing.troubles = self._printer.condition, status.troubles
        self._refresh()

    async def _print(self, key: str, ticket: m.TicketOnPaper) -> None:
        site = self._showing.site
        assert site is not None  # the office tells its site before it gives tickets
        fate = await self._printer.print(ticket, site, self._touched_at)
        self._showing.condition = self._printer.condition
        self._session.on_paper(key, fate is Fate.PRINTED, time.monotonic())
        self._refresh()

    # --- the glass ---

    def _felt(self, _glass: Any, _touch: Any) -> bool:
        if self._question is None:
            self._session.stay(time.monotonic())
        return False

    def _chosen(self, _screen: Any, key: str) -> None:
        log.info("touched %s", key.partition(":")[0])
        touched_at = time.perf_counter()
        order = self._session.touch(key, time.monotonic())
        if order is not None:
            self._touched_at = touched_at
            self._office.order(order)
            self._draw_after = time.monotonic() + SLIP_FIRST_S
        self._refresh()

    async def _tick(self) -> None:
        while True:
            self._session.tick(time.monotonic())
            self._refresh()
            await asyncio.sleep(TICK_S)

    def _refresh(self) -> None:
        """Let the glass show what is the case."""
        now = time.monotonic()
        step, visit = self._session.shown(now), self._session.visit
        if step is Step.PRINTING and now < self._draw_after:
            return
        if visit != self._on_glass[1]:
            self._showing.ticket = None
            self._office.forget_order()
        properties = self._showing.screen(step, self._local())
        if self._sheet is None or (step, visit) != self._on_glass:
            self._put(step, properties)
            log.info("shows %s", step.value)
        else:
            _dress(self._sheet, properties)
        self._on_glass = step, visit
        assert self._sheet is not None
        self._sheet.disabled = not self._session.settled(now)
        self._ask(self._session.warning(now) if step is self._session.step else 0)

    def _put(self, step: Step, properties: dict[str, Any]) -> None:
        """A new sheet for each step: nothing of the last visitor can be left on it."""
        if isinstance(self._sheet, PrintingScreen):
            self._sheet.rest()
        sheet = SCREENS[step](size=self._glass.size, **properties)
        sheet.bind(on_chosen=self._chosen)
        self._glass.clear_widgets()
        self._question = None
        self._glass.add_widget(sheet)
        self._sheet = sheet
        if isinstance(sheet, PrintingScreen):
            sheet.play()

    def _ask(self, seconds: int) -> None:
        if not seconds:
            if self._question is not None:
                self._glass.remove_widget(self._question)
                self._question = None
            return
        properties = self._showing.still_there(seconds)
        if self._question is None:
            log.info("asks whether anybody is there")
            self._question = StillThere(**properties)
            self._question.bind(on_chosen=self._chosen)
            self._glass.add_widget(self._question)
        else:
            _dress(self._question, properties)

    def _local(self) -> datetime:
        site = self._showing.site
        return datetime.now(ZoneInfo(site.timezone)) if site else datetime.now().astimezone()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            self._fault = task.exception()
            self._app.stop()


def _dress(widget: Any, properties: dict[str, Any]) -> None:
    for name, value in properties.items():
        if getattr(widget, name) != value:
            setattr(widget, name, value)
