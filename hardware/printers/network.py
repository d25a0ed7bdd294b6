"""A printer on the network (TCP 9100): every wait has a deadline, and no slip is ever sent twice."""

import asyncio
import contextlib
import logging
import time
from typing import Final

from hardware.printers.printer import Fate
from hardware.printers.status import QUESTIONS, UNREACHABLE, PrinterStatus, decode, is_fence, is_real_time

_log = logging.getLogger(__name__)

_FENCE: Final = b"\x1dr\x01"
# Epson's "clear buffer", then cut off what may have been half printed. A printer that does not know the first
# prints nothing for it: all its bytes are control characters.
_CLEAR: Final = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
_CUT_OFF: Final = b"\x1b@\x1dVB\x00"


class NetworkPrinter:
    """See `Printer`. Connects for each question and each slip: most printers serve one host at a time."""

    def __init__(
        self,
        host: str,
        port: int = 9100,
        *,
        connect_s: float = 2,
        answer_s: float = 1,
        poll_s: float = 0.5,
        blocked_s: float = 3,
        limit_s: float = 15,
    ) -> None:
        """Deadlines: to connect, to answer one question, between looks while printing, for a printer that has stopped
        to go on, and for the whole slip.
        """
        self.address = f"tcp://{host}:{port}"
        self.last_status = UNREACHABLE
        self._host, self._port = host, port
        self._connect_s, self._answer_s, self._poll_s = connect_s, answer_s, poll_s
        self._blocked_s, self._limit_s = blocked_s, limit_s
        self._turn = asyncio.Lock()
        self._torso = False  # something unfinished may lie in the printer

    async def status(self) -> PrinterStatus:
        """Ask the printer how it is."""
        async with self._turn:
            try:
                reader, writer = await self._connect()
            except (OSError, TimeoutError):
                return self._told(UNREACHABLE)
            try:
                return self._told(await self._ask(reader, writer))
            finally:
                await _hang_up(writer)

    async def send(self, payload: bytes) -> Fate:
        """Print one slip: look, send once, wait for the confirmation behind its last byte."""
        async with self._turn:
            try:
                reader, writer = await self._connect()
            except (OSError, TimeoutError):
                self._told(UNREACHABLE)
                return Fate.REFUSED
            try:
                fate = await self._print(reader, writer, payload)
            finally:
                await _hang_up(writer)
        if fate is not Fate.PRINTED:
            _log.warning(
                "%s: slip %s (%s)", self.address, fate.value, ", ".join(self.last_status.troubles) or "no word"
            )
        return fate

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.wait_for(asyncio.open_connection(self._host, self._port), self._connect_s)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> PrinterStatus:
        replies: dict[int, int] = {}
        try:
            for question in QUESTIONS:
                writer.write(bytes((0x10, 0x04, question)))
                async with asyncio.timeout(self._answer_s):
                    while not is_real_time(reply := (await reader.readexactly(1))[0]):
                        pass
                replies[question] = reply
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return UNREACHABLE
        return decode(replies)

    async def _print(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, payload: bytes) -> Fate:
        if self._torso:
            writer.write(_CLEAR)
        if not self._told(await self._ask(reader, writer)).ready:
            return Fate.REFUSED
        if self._torso:
            payload = _CUT_OFF + payload
        self._torso = True
        try:
            async with asyncio.timeout(self._limit_s):
                writer.write(payload + _FENCE)
                fate = await self._confirmed(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            fate = Fate.UNKNOWN if self.last_status.ready or self.last_status.unreachable else Fate.BLOCKED
        if fate is Fate.BLOCKED:
            # Else the slip would come out in front of another visitor once the printer goes on.
            writer.write(_CLEAR)
        self._torso = fate is not Fate.PRINTED
        return fate

    async def _confirmed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Fate:
        """Read until the fence is answered, looking at the status now and then."""
        stopped_since: float | None = None
        replies: list[int] = []
        while True:
            try:
                async with asyncio.timeout(self._poll_s):
                    while True:
                        reply = (await reader.readexactly(1))[0]
                        if is_real_time(reply):
                            replies.append(reply)
                        elif is_fence(reply):
                            return Fate.PRINTED
            except TimeoutError:
                pass
            if len(replies) == len(QUESTIONS):
                self._told(decode(dict(zip(QUESTIONS, replies, strict=True))))
                stopped_since = None if self.last_status.ready else stopped_since or time.monotonic()
            if stopped_since is not None and time.monotonic() - stopped_since >= self._blocked_s:
                return Fate.BLOCKED
            # Four at once: a printer answers them in the order they were asked.
            replies = []
            writer.write(b"".join(bytes((0x10, 0x04, question)) for question in QUESTIONS))

    def _told(self, status: PrinterStatus) -> PrinterStatus:
        if status.troubles != self.last_status.troubles:
            _log.info("%s: %s", self.address, ", ".join(status.troubles) or "ready")
        self.last_status = status
        return status


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError, TimeoutError):
        await asyncio.wait_for(writer.wait_closed(), 1)
