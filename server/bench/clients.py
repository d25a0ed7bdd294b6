"""Machines and people at the server's WebSocket, without glass."""

import asyncio
import time
from types import TracebackType
from typing import Self

import aiohttp
import msgspec

from server.bench.office import key
from server.web.access import COOKIE
from server.wire import messages as m
from server.wire.opening import open_as_machine

_replies: msgspec.json.Decoder[m.FromServer] = msgspec.json.Decoder(m.FromServer)


_ANSWERS = tuple(f'{{"type":"{tag}"' for tag in ("done", "refused", "fault"))


class Client:
    """One connection that sends commands and waits for their answers; views are read and thrown away."""

    def __init__(
        self,
        url: str,
        *,
        machine: tuple[str, str] | None = None,
        role: m.MachineRole = "kiosk",
        cookie: str = "",
        counter: str = "",
    ) -> None:
        """Speaks as a `machine` (its id and secret) of that role or as the clerk of `cookie` at `counter`."""
        self._role: m.MachineRole = role
        self._url, self._machine, self._cookie, self._counter = url, machine, cookie, counter
        self.orders: asyncio.Queue[m.OrderCopy] = asyncio.Queue()
        """What the office asks this kiosk for."""
        self._waiting: dict[str, asyncio.Future[m.Done | m.Refused | m.Fault]] = {}

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(cookies={COOKIE: self._cookie} if self._cookie else None)
        try:
            self._socket = await self._session.ws_connect(f"{self._url}/ws", compress=0, max_msg_size=0)
            if self._machine is not None:
                await open_as_machine(self._socket, self._role, *self._machine)
            else:
                await self._socket.send_str(m.encode(m.Hello(m.PROTOCOL, "clerk", counter=self._counter)).decode())
        except BaseException:
            await self._session.close()
            raise
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._socket.close()
        await self._session.close()

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            if message.data.startswith('{"type":"order_copy"'):
                order = _replies.decode(message.data)
                assert isinstance(order, m.OrderCopy)
                self.orders.put_nowait(order)
            elif message.data.startswith(_ANSWERS):
                reply = _replies.decode(message.data)
                assert isinstance(reply, m.Done | m.Refused | m.Fault)
                waiting = self._waiting.pop(reply.key, None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(reply)
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError("the server went away"))

    async def tell(self, report: m.ReportSlips | m.ReportPrinters | m.ReportDevices) -> None:
        """Report as a machine."""
        await self._socket.send_str(m.encode(report).decode())

    async def do(
        self, command: m.Command | m.PrintCopy | m.SettleNumber, own_key: str = ""
    ) -> m.Done | m.Refused | m.Fault:
        """The answer to `command`. Raises ConnectionError when the server goes away first."""
        own_key = own_key or key()
        if self._reader.done():
            raise ConnectionError("the server went away")
        reply: asyncio.Future[m.Done | m.Refused | m.Fault] = asyncio.get_running_loop().create_future()
        self._waiting[own_key] = reply
        await self._socket.send_str(m.encode(m.Do(own_key, command)).decode())
        return await reply

    async def timed(self, command: m.Command) -> tuple[float, m.Done | m.Refused | m.Fault]:
        """Milliseconds until the answer, and the answer."""
        began = time.perf_counter()
        reply = await self.do(command)
        return (time.perf_counter() - began) * 1000, reply


def kiosk(url: str, machine: tuple[str, str], role: m.MachineRole = "kiosk") -> Client:
    """A kiosk that joined, or a counter's PC."""
    return Client(url, machine=machine, role=role)


def desk(url: str, cookie: str, counter: str) -> Client:
    """A counter page of somebody who signed in."""
    return Client(url, cookie=cookie, counter=counter)


def percentile(values: list[float], share: float) -> float:
    """The nearest-rank percentile; `share` in 0..1."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
