"""Displays without glass: they speak the wire's part of a display and note when each board comes."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import msgspec
from aiohttp import web

from server.wire import messages as m
from server.wire.proof import nonce, proof, proves, secret_hash

_boards: msgspec.json.Decoder[m.ToDisplay] = msgspec.json.Decoder(m.ToDisplay)


class Receivers:
    """Many displays on one port of this process, told apart by the order in which they are dialled."""

    def __init__(self, machines: list[tuple[str, str]]) -> None:
        self._machines = machines
        self.connected = 0
        self.seen: dict[str, list[float]] = {}
        """call → moments (perf_counter) at which a display first had it"""
        self.ports: list[int] = []

    def address_of(self, machine: str) -> str:
        """host:port where the server finds this display."""
        return f"127.0.0.1:{self.ports[[id for id, _ in self._machines].index(machine)]}"

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen on one port per display until the block ends."""
        runners = []
        for machine, secret in self._machines:
            app = web.Application()
            app.router.add_get("/lotse", self._handler(machine, secret_hash(secret)))
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.ports.append(runner.addresses[0][1])
            runners.append(runner)
        try:
            yield
        finally:
            await asyncio.gather(*(runner.cleanup() for runner in runners))

    def _handler(self, machine: str, hashed: str):  # type: ignore[no-untyped-def]
        async def drive(request: web.Request) -> web.WebSocketResponse:
            socket = web.WebSocketResponse(compress=False)
            await socket.prepare(request)
            own = nonce()
            await socket.send_str(m.encode(m.Challenge(m.PROTOCOL, machine, own)).decode())
            driver = _boards.decode(await socket.receive_str())
            assert isinstance(driver, m.Drive)
            assert proves(hashed, "server", own, driver.proof)
            presence = m.Presence(machine, machine, proof(hashed, "display", driver.nonce), "bench")
            await socket.send_str(m.encode(presence).decode())
            self.connected += 1
            shown: set[str] = set()
            async for message in socket:
                now = time.perf_counter()
                board = _boards.decode(message.data)
                assert isinstance(board, m.Board)
                for call in board.calls:
                    if call.call not in shown:
                        shown.add(call.call)
                        self.seen.setdefault(call.number, []).append(now)
            self.connected -= 1
            return socket

        return drive
