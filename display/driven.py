"""Where the server drives this display: it dials `/lotse`, proves the office, and then sends board after board.

server → dials; display → `Challenge`; server → `Drive` with its proof; display → `Presence` with its own;
server → `Board` ... The newest proven connection replaces an older one, which may be the ghost of a dead server.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import Final

from aiohttp import WSCloseCode, WSMsgType, web

from display.board import is_older
from display.membership import Membership
from server.wire import messages as m
from server.wire.codec import MAX_VIEW_BYTES, Decoder, Garbled
from server.wire.proof import nonce, proof, proves, secret_hash

log = logging.getLogger(__name__)

HEARTBEAT_S: Final = 2.0
"""A silent server is given up after one and a half of these."""
GREETING_S: Final = 5.0
MAX_GREETINGS: Final = 8
_to_display: Decoder[m.ToDisplay] = Decoder(m.ToDisplay, MAX_VIEW_BYTES)


class PortTaken(Exception):
    """Somebody else listens there, or this computer has no such address."""


class _Stranger(Exception):
    """Whoever dialled may not drive this display."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.refused = m.Refused(code, message)


class Endpoint:
    """Lets the office's server in, and nobody else.

    `board(board)` gets each new board, `link(up)` tells when a proven server came or went.
    """

    def __init__(
        self, membership: Membership, version: str, board: Callable[[m.Board], None], link: Callable[[bool], None]
    ) -> None:
        self._membership = membership
        self._hash = secret_hash(membership.secret)
        self._version = version
        self._board = board
        self._link = link
        self._driver: web.WebSocketResponse | None = None
        self._greetings = 0
        self._closing: set[asyncio.Task[bool]] = set()

    @contextlib.asynccontextmanager
    async def listening(self, host: str = "", port: int = 0) -> AsyncIterator[int]:
        """Listen until the block ends; gives the port. `host` "" is every address, `port` 0 any. Raises `PortTaken`."""
        app = web.Application()
        app.router.add_get("/lotse", self._drive)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, host or None, port).start()
            except OSError as error:
                where = f"port {port}" + (f" of {host}" if host else "")
                raise PortTaken(
                    f"cannot listen on {where} ({error.strerror or error}); is another display running here? "
                    "Stop it or choose another port with --port"
                ) from error
            yield int(runner.addresses[0][1])
        finally:
            if self._driver is not None:
                await self._driver.close(code=WSCloseCode.GOING_AWAY)
            await runner.cleanup()

    def rename(self, membership: Membership) -> None:
        """Go by another name from now on; the server learns it by dialling anew."""
        self._membership = membership
        if self._driver is not None:
            self._hang_up(self._driver, b"renamed")

    async def _drive(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=MAX_VIEW_BYTES, compress=False)
        await socket.prepare(request)
        try:
            if self._greetings >= MAX_GREETINGS:
                raise _Stranger("slow_down", "too many are dialling this display at once")
            self._greetings += 1
            try:
                async with asyncio.timeout(GREETING_S):
                    server = await self._greet(socket)
            finally:
                self._greetings -= 1
        except _Stranger as stranger:
            log.warning("refused %s: %s", request.remote, stranger)
            await _say(socket, stranger.refused)
            await socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return socket
        except (TimeoutError, ConnectionError):
            await socket.close()
            return socket
        ghost, self._driver = self._driver, socket
        if ghost is not None:
            log.info("a newer connection of %s replaces the one before", server)
            self._hang_up(ghost, b"replaced by a newer connection")
        log.info("driven by %s from %s", server, request.remote)
        self._link(True)
        try:
            await self._listen(socket)
        finally:
            if self._driver is socket:
                self._driver = None
                log.info("%s is gone", server)
                self._link(False)
        return socket

    async def _greet(self, socket: web.WebSocketResponse) -> str:
        """Prove each other; the server's id. Raises `_Stranger`."""
        own = nonce()
        await _say(socket, m.Challenge(m.PROTOCOL, self._membership.machine, own))
        try:
            drive = _to_display(await socket.receive_str())
        except TypeError as error:
            raise ConnectionError("it hung up") from error
        except Garbled as error:
            raise _Stranger(error.code, str(error)) from error
        if not isinstance(drive, m.Drive):
            raise _Stranger("prove_first", "a proof (`drive`) is expected first")
        if drive.protocol != m.PROTOCOL:
            raise _Stranger(
                "protocol",
                f"this display speaks protocol {m.PROTOCOL}, the server {drive.protocol}: update the older one",
            )
        if not proves(self._hash, "server", own, drive.proof):
            raise _Stranger("wrong_proof", "this display belongs to another office; let it join this one")
        shown = self._membership
        await _say(
            socket, m.Presence(shown.machine, shown.name, proof(self._hash, "display", drive.nonce), self._version)
        )
        return drive.server

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        last: m.Board | None = None
        async for message in socket:
            if message.type is not WSMsgType.TEXT or self._driver is not socket:
                continue
            try:
                board = _to_display(message.data)
            except Garbled as error:
                log.warning("the server sent something that is no board: %s", error)
                await _say(socket, m.Refused(error.code, str(error)))
                continue
            # Only within a connection: after a restart, or restored from a backup, the server is right again.
            if isinstance(board, m.Board) and not (last is not None and is_older(board, last)):
                last = board
                self._board(board)

    def _hang_up(self, socket: web.WebSocketResponse, why: bytes) -> None:
        task = asyncio.create_task(socket.close(code=WSCloseCode.GOING_AWAY, message=why))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


async def _say(socket: web.WebSocketResponse, message: m.Message) -> None:
    with contextlib.suppress(ConnectionError):
        await socket.send_str(m.encode(message).decode())
