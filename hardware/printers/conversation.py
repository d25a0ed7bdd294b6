"""Talking ESC/POS over an open line: questions, one slip, and the word that it is on paper. Every wait has an end."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hardware.printers.dialect import Dialect
from hardware.printers.line import Line
from hardware.printers.printer import Fate
from hardware.printers.replies import Cleared, Confirmed, Full, Passed, Pushed, RealTime, Reply, Sorter
from hardware.printers.status import (
    QUESTIONS,
    UNREACHABLE,
    PrinterStatus,
    decode_full,
    decode_in_order,
    decode_pushed,
)

# Epson's "clear buffer". A printer that does not know it prints nothing for it: all its bytes are control characters.
_CLEAR: Final = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
_PUSH, _PUSH_NO_MORE = b"\x1da\x0e", b"\x1da\x00"
# Asked twice: a single stray byte that looks like the answer cannot confirm a slip.
_PASSED_TWICE: Final = b"\x1dr\x01" * 2
_NAME_LETTERS: Final = b"0123456789ABCDEF"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds: to answer one question, between looks while printing, for a printer that has stopped to go on, and for
    the whole slip beyond what the line needs to carry it."""

    answer_s: float = 1
    poll_s: float = 0.5
    blocked_s: float = 3
    limit_s: float = 15


class Conversation:
    """One line's talk, one thing at a time. `told` hears of each status on the way."""

    def __init__(
        self,
        line: Line,
        dialect: Dialect,
        deadlines: Deadlines,
        told: Callable[[PrinterStatus], None] = lambda status: None,
    ) -> None:
        self._line, self._dialect, self._deadlines, self._told = line, dialect, deadlines, told
        self._sorter = Sorter(full_status=dialect.full_status)
        self.cleared = False
        """Whether the printer confirmed to have forgotten the slip that was given up last."""
        self._status = PrinterStatus()

    async def ask(self) -> PrinterStatus:
        """How the printer is; UNREACHABLE when it does not answer in time."""
        try:
            await self._drain()
            if self._dialect.full_status:
                return await self._asked_at_once()
            replies = [await self._answer(question) for question in QUESTIONS]
        except OSError:
            return UNREACHABLE
        return decode_in_order(replies)

    async def clear(self) -> bool:
        """Let the printer forget what it holds; whether it confirmed that. A printer that cannot confirm may have done
        it, too. Raises OSError."""
        async with asyncio.timeout(self._deadlines.answer_s):
            await self._line.write(_CLEAR)
        ends = time.monotonic() + self._deadlines.answer_s
        while (rest := ends - time.monotonic()) > 0:
            if any(isinstance(reply, Cleared) for reply in await self._heard(rest)):
                return True
        return False

    async def print(self, payload: bytes) -> Fate:
        """Send one slip, once, and watch until its end is confirmed. Never raises; UNKNOWN or BLOCKED otherwise.

        After anything but PRINTED the line has to be closed with `drop`, and unless the printer is `cleared` it has to
        be told to `clear` over the next one.
        """
        self.cleared = False
        self._status = PrinterStatus()
        fence = _Fence(self._dialect)
        pushed = self._dialect.pushes and not self._dialect.full_status
        whole = (_PUSH if pushed else b"") + payload + (_PUSH_NO_MORE if pushed else b"") + fence.command
        carried_s = len(whole) / self._line.bytes_per_s if self._line.bytes_per_s else 0.0
        self._sending = asyncio.create_task(self._line.write(whole), name="send a slip")
        try:
            async with asyncio.timeout(self._deadlines.limit_s + carried_s):
                fate = await self._watch(fence)
        except OSError:
            fate = Fate.UNKNOWN if self._status.ready else Fate.BLOCKED
        finally:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
        if fate is not Fate.PRINTED:
            await self._forget()
        return fate

    async def _watch(self, fence: "_Fence") -> Fate:
        """Read until the fence is answered, and look at the status now and then."""
        stopped_since: float | None = None
        answers: list[int] = []
        asked_at = time.monotonic()
        while True:
            for reply in await self._heard(self._deadlines.poll_s):
                if fence.passed(reply):
                    return Fate.PRINTED
                match reply:
                    case RealTime(byte=byte):
                        answers.append(byte)
                        if len(answers) == len(QUESTIONS):
                            self._seen(decode_in_order(answers))
                    case Pushed(raw=raw):
                        self._seen(decode_pushed(raw))
                    case Full(raw=raw):
                        self._seen(decode_full(raw))
            now = time.monotonic()
            stopped_since = None if self._status.ready else stopped_since or now
            if stopped_since is not None and now - stopped_since >= self._deadlines.blocked_s:
                return Fate.BLOCKED
            if self._sending.done():
                self._sending.result()
                if now - asked_at >= self._deadlines.poll_s:
                    # Not inside the slip: a printer may take a real-time command for dots as well. Four at once:
                    # it answers them in the order they were asked.
                    answers, asked_at = [], now
                    self._sending = asyncio.create_task(self._line.write(self._questions()), name="look at the printer")

    async def _forget(self) -> None:
        """Else the slip would come out in front of another visitor once the printer goes on."""
        self._line.drop()
        try:
            self.cleared = await self.clear()
        except OSError:
            return

    def _seen(self, status: PrinterStatus) -> None:
        self._status = status
        self._told(status)

    def _questions(self) -> bytes:
        return b"\x10\x04\x14" if self._dialect.full_status else b"".join(bytes((0x10, 0x04, n)) for n in QUESTIONS)

    async def _answer(self, question: int) -> int:
        async with asyncio.timeout(self._deadlines.answer_s):
            await self._line.write(bytes((0x10, 0x04, question)))
            while True:
                for reply in self._sorter.feed(await self._line.read()):
                    if isinstance(reply, RealTime):
                        return reply.byte

    async def _asked_at_once(self) -> PrinterStatus:
        async with asyncio.timeout(self._deadlines.answer_s):
            await self._line.write(self._questions())
            while True:
                for reply in self._sorter.feed(await self._line.read()):
                    if isinstance(reply, Full):
                        return decode_full(reply.raw)

    async def _heard(self, within_s: float) -> list[Reply]:
        """The replies that the next bytes complete; none when nothing comes within the time. Raises OSError."""
        try:
            async with asyncio.timeout(within_s):
                heard = await self._line.read()
        except TimeoutError:
            return []
        return self._sorter.feed(heard)

    async def _drain(self) -> None:
        """Pass over what came unasked: pushes, and answers that came too late. Raises OSError."""
        while True:
            try:
                async with asyncio.timeout(0.001):
                    heard = await self._line.read()
            except TimeoutError:
                return
            self._sorter.feed(heard)


class _Fence:
    """The question behind a slip's last byte. Its answer comes when everything before it is on paper."""

    def __init__(self, dialect: Dialect) -> None:
        self._name = bytes(secrets.choice(_NAME_LETTERS) for _ in range(4)) if dialect.process_ids else b""
        self._passed = 0
        self.command = b"\x1d(H\x06\x0000" + self._name if self._name else _PASSED_TWICE

    def passed(self, reply: Reply) -> bool:
        """Whether this reply completes the answer."""
        if self._name:
            return reply == Confirmed(self._name)
        self._passed += isinstance(reply, Passed)
        return self._passed >= 2
