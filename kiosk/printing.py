"""The kiosk's printers: how they are, and what became of each slip."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from hardware.printers.document import Code, Line, Number, Slip
from hardware.printers.encode import encode
from hardware.printers.printer import Fate, Printer
from hardware.printers.profile import Profile, default_for
from hardware.printers.status import UNREACHABLE, PrinterStatus
from kiosk.journal import Entry, Journal, State
from kiosk.slip import slip
from kiosk.spool import Page, Spool
from server.wire.messages import (
    KioskSite,
    OrderCopy,
    PrinterState,
    ReportPrinters,
    ReportSlips,
    SlipFate,
    TicketOnPaper,
)

log = logging.getLogger(__name__)

POLL_S = 1.0
_SAMPLE = Slip((Number("A001"), Line("Aä", size="fact", bold=True), Line("Aä"), Code("http://lotse.example/", "Aä")))
_COPY = Line("KOPIE · COPY", size="title", bold=True)


def journal_beside(config: Path) -> Path:
    """Where a kiosk keeps its slips."""
    return config.with_suffix(".slips.db")


def usual(addresses: Sequence[str]) -> Profile:
    """The profile that suits printers that nobody has set up: that of the slowest line."""
    return default_for(next((address for address in addresses if address.startswith("serial:")), ""))


class SlipPrinter:
    """Prints each slip once, and looks after the printers in between. `told(status)` hears of each change,
    `ended(slip)` what became of each slip.

    The first of the `printers` prints, the next one what the first refused; without any, every slip is refused.
    """

    def __init__(
        self,
        printers: Sequence[Printer],
        journal: Journal,
        told: Callable[[PrinterStatus], None] = lambda status: None,
        ended: Callable[[Entry], None] = lambda entry: None,
        profile: Profile | None = None,
    ) -> None:
        self.printers = tuple(printers)
        self.last_slip_ms = 0.0
        """How long the last slip took from the confirming touch to the printer's word that it has all of it."""
        self._told = told
        self._profile = profile or usual([printer.address for printer in printers])
        self.spool = Spool(journal, self.printers, self._made, ended)
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def status(self) -> PrinterStatus:
        """Of the printer that would print the next slip, else of the first; UNREACHABLE without any."""
        known = [printer.last_status for printer in self.printers]
        return next((status for status in known if status.ready), known[0] if known else UNREACHABLE)

    @property
    def condition(self) -> str:
        """ "none", "ready", or what is the matter ("paper_out", "unreachable" ...)."""
        if not self.printers:
            return "none"
        status = self.status
        causes = [trouble for trouble in status.troubles if trouble not in ("paper_near_end", "offline")]
        return "ready" if status.ready else (causes or ["offline"])[0]

    def start(self, wanted: Callable[[], bool] = lambda: True) -> None:
        """Begin to look after the printers about once a second, in the running loop; warm what makes slips.

        A young slip that an earlier life did not begin is printed if it is still `wanted()`.
        """
        self._tasks.append(asyncio.create_task(self.spool.recover(wanted), name="slips of an earlier life"))
        if self.printers:
            asyncio.get_running_loop().run_in_executor(None, encode, _SAMPLE, self._profile)
        for printer in self.printers:
            self._tasks.append(asyncio.create_task(self._look_after(printer), name=f"look after {printer.address}"))

    async def close(self) -> None:
        """Look no more, and let go of printers and journal."""
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for printer in self.printers:
            await printer.close()
        await self.spool.close()

    async def print(self, ticket: TicketOnPaper, site: KioskSite, touched_at: float) -> Fate:
        """Print the slip of `ticket`, once; never raises. `touched_at`: when it was asked for (perf_counter)."""
        state = await self.spool.print(Page(ticket, site.office, site.timezone))
        took_ms = (time.perf_counter() - touched_at) * 1000
        if state is State.PRINTED:
            self.last_slip_ms = took_ms
        log.info("slip %s, %.0f ms after the touch", state.value, took_ms)
        return Fate.REFUSED if state is State.EXPIRED else Fate(state.value)

    def fates(self, entries: Iterable[Entry]) -> ReportSlips:
        """What became of slips, for the office."""
        return ReportSlips(
            tuple(
                SlipFate(one.ticket, one.state.value, datetime.fromtimestamp(one.changed_at, UTC), one.copy)  # type: ignore[arg-type]
                for one in entries
            )
        )

    def states(self) -> ReportPrinters:
        """How the printers are, for the office."""
        return ReportPrinters(tuple(PrinterState(one.last_status.troubles) for one in self.printers))  # type: ignore[arg-type]

    async def copy(self, order: OrderCopy) -> None:
        """Print a slip once more, marked as a copy, because staff asked for it; never raises."""
        try:
            state = await self.spool.copy(order.ticket, order.key)
        except ValueError as why:
            log.warning("no copy: %s", why)
        else:
            log.info("copy %s", state.value)

    def _made(self, page: Page, copy: bool) -> bytes:
        document = slip(page.ticket, page.office, page.timezone)
        if copy:
            document = Slip((_COPY, *document.elements, _COPY))
        return encode(document, self._profile)

    async def hand_out(self, sheet: Slip) -> Fate:
        """Print a sheet that is no ticket, once; never raises."""
        try:
            payload = await asyncio.to_thread(encode, sheet, self._profile)
        except ValueError as why:
            log.error("a sheet cannot be made: %s", why)
            return Fate.REFUSED
        return await self.spool.hand_out(payload)

    async def _look_after(self, printer: Printer) -> None:
        last: PrinterStatus | None = None
        while True:
            status = await printer.status()
            if status != last:
                last = status
                self._told(status)
            await asyncio.sleep(POLL_S)
