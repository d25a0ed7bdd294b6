"""A printer at the end of a line that may break: one thing at a time, reopened with growing pauses, no slip twice."""

import asyncio
import logging
import time
from typing import Final

from hardware.printers.conversation import Conversation, Deadlines
from hardware.printers.dialect import PLAIN, Dialect
from hardware.printers.line import Line, Opener
from hardware.printers.printer import Fate
from hardware.printers.status import UNREACHABLE, History, PrinterStatus

_log = logging.getLogger(__name__)

# Cut off what may have been half printed.
_CUT_OFF: Final = b"\x1b@\x1dVB\x00"
# How often to ask for it: a printer that never confirms it has probably never heard of it.
_CLEARINGS: Final = 3
PAUSES_S: Final = (0.0, 0.5, 1.0, 2.0, 4.0)
"""How long to leave a line alone that could not be opened, by the number of failures."""


class DevicePrinter:
    """See `Printer`. `keep` the line open between questions: right for cables; most network printers serve one host at
    a time, and to dial proves that they are there."""

    def __init__(
        self,
        address: str,
        open_line: Opener,
        *,
        keep: bool,
        dialect: Dialect = PLAIN,
        deadlines: Deadlines | None = None,
    ) -> None:
        self.address = address
        self.last_status = UNREACHABLE
        self.history = History()
        self._open_line, self._keep = open_line, keep
        self._dialect, self._deadlines = dialect, deadlines or Deadlines()
        self._turn = asyncio.Lock()
        self._line: Line | None = None
        self._talk: Conversation | None = None
        self._failures = 0
        self._closed_until = 0.0
        self._torso = False
        self._to_clear = 0

    async def status(self) -> PrinterStatus:
        """Ask the printer how it is."""
        async with self._turn:
            if time.monotonic() < self._closed_until:
                return self._told(UNREACHABLE)
            return await self._ask(last=not self._keep)

    async def send(self, payload: bytes) -> Fate:
        """Print one slip: look, send once, wait for the confirmation behind its last byte."""
        async with self._turn:
            if not (await self._ask(last=False)).ready or self._talk is None:
                await self._hang_up(drop=False, kept=True)
                return Fate.REFUSED
            if self._torso:
                payload = _CUT_OFF + payload
            self._torso, self._to_clear = True, _CLEARINGS
            fate = Fate.UNKNOWN
            try:
                fate = await self._talk.print(payload)
            finally:
                self._torso = fate is not Fate.PRINTED
                if not self._torso or self._talk.cleared:
                    self._to_clear = 0
                await self._hang_up(drop=fate is not Fate.PRINTED, kept=fate is Fate.PRINTED)
        if fate is not Fate.PRINTED:
            troubles = ", ".join(self.last_status.troubles) or "no word"
            _log.warning("%s: slip %s (%s)", self.address, fate.value, troubles)
        return fate

    def distrust(self) -> None:
        """Half a slip of an earlier life may lie in the printer: clear it and cut it off before the next one."""
        self._torso, self._to_clear = True, _CLEARINGS

    async def close(self) -> None:
        """Hang up."""
        async with self._turn:
            await self._hang_up(drop=False)

    async def _ask(self, *, last: bool) -> PrinterStatus:
        """Ask over the line, opened if need be; hang up behind it when that was the `last` word or no answer came."""
        kept = self._talk is not None
        status = await self._asked()
        if status.unreachable and kept:  # the line may have been dead for long: once more over a new one
            status = await self._asked()
        if last:
            await self._hang_up(drop=False)
        return self._told(status)

    async def _asked(self) -> PrinterStatus:
        try:
            talk = self._talk or await self._dial()
            if self._to_clear:
                self._to_clear = 0 if await talk.clear() else self._to_clear - 1
            status = await talk.ask()
        except OSError as why:
            _log.debug("%s: %s", self.address, why)
            status = UNREACHABLE
        if status.unreachable:
            await self._hang_up(drop=True)
            self._failures += 1
            self._closed_until = time.monotonic() + PAUSES_S[min(self._failures, len(PAUSES_S)) - 1]
        else:
            self._failures, self._closed_until = 0, 0.0
        return status

    async def _dial(self) -> Conversation:
        self._line = await self._open_line()
        self._talk = Conversation(self._line, self._dialect, self._deadlines, self._tell)
        return self._talk

    async def _hang_up(self, *, drop: bool, kept: bool = False) -> None:
        """Close the line, unless it is one to keep and may be `kept`."""
        if self._line is None or (kept and self._keep):
            return
        line, self._line, self._talk = self._line, None, None
        try:
            await line.close(drop=drop)
        except OSError as why:
            _log.debug("%s: closing: %s", self.address, why)

    def _tell(self, status: PrinterStatus) -> None:
        self._told(status)

    def _told(self, status: PrinterStatus) -> PrinterStatus:
        self.last_status = status
        if self.history.note(status):
            _log.info("%s: %s", self.address, ", ".join(status.troubles) or "ready")
        return status
