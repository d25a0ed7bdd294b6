"""The kiosk's printer: how it is, and what became of each slip."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable

from hardware.printers.document import Code, Line, Number, Slip
from hardware.printers.encode import Profile, encode
from hardware.printers.printer import Fate, Printer
from hardware.printers.status import PrinterStatus
from kiosk.slip import slip
from server.wire.messages import KioskSite, TicketOnPaper

log = logging.getLogger(__name__)

POLL_S = 1.0
_SAMPLE = Slip((Number("A001"), Line("Aä", size="fact", bold=True), Line("Aä"), Code("http://lotse.example/", "Aä")))


class SlipPrinter:
    """Prints each slip once, and looks after the printer in between. `told(status)` hears of each change.

    Without a `printer` every slip is refused at once.
    """

    def __init__(
        self,
        printer: Printer | None,
        told: Callable[[PrinterStatus], None] = lambda status: None,
        profile: Profile | None = None,
    ) -> None:
        self.printer = printer
        self.last_slip_ms = 0.0
        """How long the last slip took from the confirming touch to the printer's word that it has all of it."""
        self._told = told
        self._profile = profile
        self._task: asyncio.Task[None] | None = None

    @property
    def condition(self) -> str:
        """ "none", "unknown", "ready", or what is the matter ("paper_out", "unreachable" ...)."""
        if self.printer is None:
            return "none"
        status = self.printer.last_status
        causes = [trouble for trouble in status.troubles if trouble not in ("paper_near_end", "offline")]
        return "ready" if status.ready else (causes or ["offline"])[0]

    def start(self) -> None:
        """Begin to look after the printer about once a second, in the running loop; warm what makes slips."""
        if self.printer is not None:
            asyncio.get_running_loop().run_in_executor(None, encode, _SAMPLE, self._profile)
            self._task = asyncio.create_task(self._look_after(self.printer), name="look after the printer")

    async def close(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def print(self, ticket: TicketOnPaper, site: KioskSite, touched_at: float) -> Fate:
        """Print the slip of `ticket`, once; never raises. `touched_at`: when it was asked for (perf_counter)."""
        if self.printer is None:
            return Fate.REFUSED
        try:
            payload = await asyncio.to_thread(encode, slip(ticket, site.office, site.timezone), self._profile)
        except ValueError as why:
            log.error("the slip of %s cannot be made: %s", ticket.number, why)
            return Fate.REFUSED
        made_ms = (time.perf_counter() - touched_at) * 1000
        fate = await self.printer.send(payload)
        took_ms = (time.perf_counter() - touched_at) * 1000
        if fate is Fate.PRINTED:
            self.last_slip_ms = took_ms
        log.info(
            "slip sent: %s, %d bytes, made %.0f and confirmed %.0f ms after the touch",
            *(fate.value, len(payload), made_ms, took_ms),
        )
        return fate

    async def hand_out(self, sheet: Slip) -> Fate:
        """Print a sheet that is no ticket, once; never raises."""
        if self.printer is None:
            return Fate.REFUSED
        try:
            payload = await asyncio.to_thread(encode, sheet, self._profile)
        except ValueError as why:
            log.error("a sheet cannot be made: %s", why)
            return Fate.REFUSED
        return await self.printer.send(payload)

    async def _look_after(self, printer: Printer) -> None:
        last: PrinterStatus | None = None
        while True:
            status = await printer.status()
            if status != last:
                last = status
                self._told(status)
            await asyncio.sleep(POLL_S)
