"""Keeps the kiosk's block of numbers filled, and tells the server, in order, what was drawn without it."""

import asyncio
import contextlib
import logging
import secrets
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Final, TypeVar

from kiosk.block import Block, Drawn
from kiosk.wishes import Order
from server.wire import messages as m

log = logging.getLogger(__name__)

ANSWER_S: Final = 10.0
LOOK_S: Final = 30.0
"""So often it is looked whether the block is still today's; a failed errand is tried again then."""
Answer = m.Done | m.Refused | m.Fault
T = TypeVar("T")


class Leases:
    """`send(raw)` hands a message to the link, as far as there is one."""

    def __init__(self, block: Block, send: Callable[[bytes], bool]) -> None:
        self._block, self._send = block, send
        self._desk = ThreadPoolExecutor(1, thread_name_prefix="numbers")
        self._wake = asyncio.Event()
        self._up = False
        self._wanted = True
        self._asked: dict[str, asyncio.Future[Answer | None]] = {}
        self._task: asyncio.Task[None] | None = None
        self.left: dict[str, int] = {}
        """How many numbers of each prefix could be drawn when it was looked last."""
        self.untold = 0

    def start(self) -> None:
        """Begin, in the running loop."""
        self._task = asyncio.create_task(self._run(), name="leased numbers")

    async def close(self) -> None:
        """Let go of the block."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._at_desk(self._block.close)
        self._desk.shutdown(wait=False)

    def link(self, up: bool) -> None:
        """The link came up or went down."""
        self._up, self._wanted = up, True
        for asked in self._asked.values():
            if not asked.done():
                asked.set_result(None)
        self._wake.set()

    def answered(self, answer: Answer) -> bool:
        """Whether `answer` is one to these errands."""
        asked = self._asked.get(answer.key)
        if asked is None:
            return False
        if not asked.done():
            asked.set_result(answer)
        return True

    async def draw(self, prefix: str, order: Order, instead_of: str) -> Drawn | None:
        """The next number, durably drawn for this order; None when there is none."""
        try:
            drawn = await self._at_desk(self._block.draw, prefix, order, instead_of, time.time())
            await self._look()
        except sqlite3.Error as why:
            log.warning("no number can be drawn: %s", why)
            return None
        self._wanted = True
        self._wake.set()
        return drawn

    async def _run(self) -> None:
        while True:
            try:
                await self._look()
                if self._up and (self._wanted or self.untold or not self.left):
                    self._wanted = not await self._errands()
            except sqlite3.Error as why:
                log.warning("the numbers of this kiosk cannot be kept: %s", why)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):  # wait_for may swallow the cancelling while the wake is set
                    await self._wake.wait()
            self._wake.clear()

    async def _look(self) -> None:
        self.left = await self._at_desk(self._block.left, time.time())
        self.untold = len(await self._at_desk(self._block.untold))

    async def _errands(self) -> bool:
        """Whether all is told and the block is full."""
        for drawn in await self._at_desk(self._block.untold):
            if not await self._tell(drawn):
                return False
        answer = await self._ask(f"lease-{secrets.token_urlsafe(12)}", m.LeaseNumbers())
        if isinstance(answer, m.Done) and isinstance(answer.result, m.NumbersHeld):
            await self._at_desk(self._block.take_over, answer.result, time.time())
        await self._look()
        return isinstance(answer, m.Done)

    async def _tell(self, drawn: Drawn) -> bool:
        command = m.IssueLeased(
            drawn.number,
            drawn.service,
            drawn.language,
            datetime.fromtimestamp(drawn.drawn_at, UTC),
            drawn.instead_of or None,
            drawn.people,
            drawn.needs,
            drawn.priority,
            drawn.for_other,
        )
        answer = await self._ask(drawn.key, command)
        if isinstance(answer, m.Refused):
            log.warning("the server turned down number %s, drawn without it: %s", drawn.number, answer.message)
            await self._at_desk(self._block.told, drawn.key, answer.code)
        elif isinstance(answer, m.Done):
            await self._at_desk(self._block.told, drawn.key, "issued")
        else:
            return False
        return True

    async def _ask(self, key: str, command: m.LeaseNumbers | m.IssueLeased) -> Answer | None:
        """The server's answer; None when none comes."""
        asked: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._asked[key] = asked
        try:
            if not self._send(m.encode(m.Do(key, command))):
                return None
            async with asyncio.timeout(ANSWER_S):
                return await asked
        except TimeoutError:
            return None
        finally:
            del self._asked[key]

    async def _at_desk(self, act: Callable[..., T], *told: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._desk, act, *told)
