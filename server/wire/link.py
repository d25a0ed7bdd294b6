"""A WebSocket that stays connected to a machine that may be switched off at night.

States: IDLE (no address yet) → DIALLING → UP → WAITING → DIALLING ...; REJECTED means that a person has to act
(wrong key, other protocol): it is tried again, but slowly. The first failure is a warning, repeats are
debug lines, recovery is an info line.
"""

import asyncio
import enum
import logging
from collections.abc import Awaitable, Callable

import aiohttp

from server.wire.backoff import CAP_S, pauses
from server.wire.codec import MAX_VIEW_BYTES

log = logging.getLogger(__name__)

HEARTBEAT_S = 2.0
OUTBOX = 64
DIAL_S = 5.0
REJECTED_PAUSE_S = 10.0


class LinkState(enum.Enum):
    """Where a link stands."""

    IDLE = "idle"
    DIALLING = "dialling"
    UP = "up"
    WAITING = "waiting"
    REJECTED = "rejected"
    CLOSED = "closed"


class Rejected(Exception):
    """The other side will not have us, or we not them; a person has to act. The text says how."""


class Link:
    """One connection, kept for ever.

    `address()` gives the URL to dial now ("" when none is known). `greet(socket)` performs the opening of the
    protocol and raises `Rejected`. `heard(raw)` gets each later text message. `changed(state)` each new state.
    """

    def __init__(
        self,
        peer: str,
        address: Callable[[], str],
        greet: Callable[[aiohttp.ClientWebSocketResponse], Awaitable[None]],
        heard: Callable[[str], None],
        changed: Callable[[LinkState], None] = lambda state: None,
    ) -> None:
        self.peer = peer
        self.state = LinkState.IDLE
        self.reason = ""
        self._address = address
        self._greet = greet
        self._heard = heard
        self._changed = changed
        self._wake = asyncio.Event()
        self._outbox: asyncio.Queue[bytes] | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin dialling, in the running event loop."""
        self._task = asyncio.create_task(self._run(), name=f"link to {self.peer}")

    async def close(self) -> None:
        """Hang up and stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._enter(LinkState.CLOSED)

    def wake(self) -> None:
        """Somebody saw the other side: dial now instead of after the pause."""
        self._wake.set()

    def send(self, raw: bytes) -> bool:
        """Queue a message; False when the link is down or the other side does not read (then it is dropped)."""
        if self.state is not LinkState.UP or self._outbox is None:
            return False
        try:
            self._outbox.put_nowait(raw)
        except asyncio.QueueFull:
            return False
        return True

    def _enter(self, state: LinkState) -> None:
        if state is not self.state:
            self.state = state
            self._changed(state)

    async def _run(self) -> None:
        pause = pauses()
        failures = 0
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, connect=DIAL_S)) as session:
            while True:
                address = self._address()
                if address:
                    try:
                        await self._stay(session, address, failures)
                        failures, pause = 0, pauses()
                    except Rejected as error:
                        self._failed(failures, str(error))
                        failures += 1
                        self._enter(LinkState.REJECTED)
                        await self._rest(REJECTED_PAUSE_S)
                        continue
                    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
                        if self.state is LinkState.UP:
                            failures, pause = 0, pauses()
                        self._failed(failures, f"{type(error).__name__} {error}".strip())
                        failures += 1
                    self._enter(LinkState.WAITING)
                    await self._rest(next(pause))
                else:
                    self._enter(LinkState.IDLE)
                    await self._rest(CAP_S)

    def _failed(self, failures: int, reason: str) -> None:
        self.reason = reason
        log.log(logging.DEBUG if failures else logging.WARNING, "no link to %s: %s", self.peer, reason)

    async def _rest(self, seconds: float) -> None:
        self._wake.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _stay(self, session: aiohttp.ClientSession, address: str, failures: int) -> None:
        self._enter(LinkState.DIALLING)
        async with session.ws_connect(
            address, heartbeat=HEARTBEAT_S, max_msg_size=MAX_VIEW_BYTES, compress=0, autoclose=True
        ) as socket:
            async with asyncio.timeout(DIAL_S):
                await self._greet(socket)
            self._outbox = asyncio.Queue(OUTBOX)
            log.log(logging.INFO if failures else logging.DEBUG, "link to %s is up", self.peer)
            self.reason = ""
            self._enter(LinkState.UP)
            writer = asyncio.create_task(self._write(socket, self._outbox))
            try:
                async for message in socket:
                    if message.type is aiohttp.WSMsgType.TEXT:
                        self._heard(message.data)
                    elif message.type is aiohttp.WSMsgType.ERROR:
                        break
            finally:
                self._outbox = None
                writer.cancel()
                await asyncio.gather(writer, return_exceptions=True)

    async def _write(self, socket: aiohttp.ClientWebSocketResponse, outbox: asyncio.Queue[bytes]) -> None:
        while True:
            raw = await outbox.get()
            try:
                await socket.send_str(raw.decode())
            except (aiohttp.ClientError, ConnectionError):
                await socket.close()
                return
