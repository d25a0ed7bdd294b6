"""Where hosts reach a simulated printer: a TCP port, or a pseudo terminal that stands for a serial cable."""

import asyncio
import contextlib
import os
import pty
import tty
from pathlib import Path
from typing import Protocol

_MOST = 4096


class Inlet(Protocol):
    """The printer behind a port."""

    def receive(self, data: bytes) -> None:
        """Take bytes from the wire."""
        ...

    async def room(self) -> int:
        """Wait until the buffer has room, and tell how many bytes."""
        ...

    def host_left(self) -> None:
        """The host hung up."""
        ...


class Port(Protocol):
    """A way in. `up` and `down` may alternate: somebody pulls the plug."""

    @property
    def address(self) -> str:
        """Where hosts print to, as `open_printer` takes it."""
        ...

    async def up(self) -> None:
        """Begin to listen."""
        ...

    async def down(self, *, powered: bool = False) -> None:
        """Hang up and stop listening; `powered`: only the printer is off, the cable stays where it is."""
        ...

    def hang_up(self) -> None:
        """Break the line now; it may be opened again once it is up."""
        ...

    def say(self, reply: bytes) -> None:
        """Send to the host, if there is one."""
        ...


class TcpPort:
    """Like most printers it serves one host at a time; the next one when that one hangs up."""

    def __init__(self, inlet: Inlet, host: str, port: int) -> None:
        self._inlet = inlet
        self.host, self.port = host, port
        self._line = asyncio.Lock()
        self._host: asyncio.StreamWriter | None = None
        self._hosts: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        """See `Port`."""
        return f"tcp://{self.host}:{self.port}"

    async def up(self) -> None:
        """See `Port`."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, self.host, self.port, reuse_address=True)
            self.port = self._server.sockets[0].getsockname()[1]

    async def down(self, *, powered: bool = False) -> None:
        """See `Port`."""
        if self._server is not None:
            server, self._server = self._server, None
            server.close()
            for host in list(self._hosts):
                host.transport.abort()
            await server.wait_closed()

    def hang_up(self) -> None:
        """See `Port`."""
        if self._host is not None:
            self._host.transport.abort()
            self._host = None

    def say(self, reply: bytes) -> None:
        """See `Port`."""
        if self._host is not None:
            with contextlib.suppress(ConnectionError):
                self._host.write(reply)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._hosts.add(writer)
        try:
            async with self._line:
                self._host = writer
                while data := await reader.read(min(_MOST, await self._inlet.room())):
                    if self._host is not writer:
                        break
                    self._inlet.receive(data)
                    await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            if self._host in (writer, None):
                self._host = None
                self._inlet.host_left()
            self._hosts.discard(writer)
            writer.close()


class SerialPort:
    """A pseudo terminal whose name is the link `name`, as /dev/serial/by-id names a port. There are no modem lines and
    no speed on it. It cannot tell whether a host listens."""

    def __init__(self, inlet: Inlet, name: Path) -> None:
        self._inlet, self._name = inlet, name
        self._ends: tuple[int, int] | None = None
        self._reading: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """See `Port`."""
        return f"serial://{self._name}"

    async def up(self) -> None:
        """See `Port`."""
        if self._ends is not None:
            return
        own, hosts = pty.openpty()
        tty.setraw(hosts)
        os.set_blocking(own, False)
        self._ends = own, hosts
        self._name.parent.mkdir(parents=True, exist_ok=True)
        draft = self._name.with_name(self._name.name + ".new")
        draft.unlink(missing_ok=True)
        draft.symlink_to(os.ttyname(hosts))
        draft.replace(self._name)
        self._reading = asyncio.create_task(self._read(own), name="serial port of a simulated printer")

    async def down(self, *, powered: bool = False) -> None:
        """See `Port`."""
        if powered:
            return
        reading = self._reading
        self.hang_up()
        if reading is not None:
            await asyncio.gather(reading, return_exceptions=True)

    def hang_up(self) -> None:
        """See `Port`: the cable is pulled, and its name goes with it."""
        if self._ends is None:
            return
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        ends, self._ends = self._ends, None
        asyncio.get_running_loop().remove_reader(ends[0])
        for end in ends:
            os.close(end)
        self._name.unlink(missing_ok=True)
        self._inlet.host_left()

    def say(self, reply: bytes) -> None:
        """See `Port`."""
        if self._ends is not None:
            with contextlib.suppress(OSError):  # nobody reads: a real port would lose it as well
                os.write(self._ends[0], reply)

    async def _read(self, own: int) -> None:
        loop = asyncio.get_running_loop()
        while True:
            room = await self._inlet.room()
            readable = asyncio.Event()
            loop.add_reader(own, readable.set)
            try:
                await readable.wait()
            finally:
                if self._ends is not None and self._ends[0] == own:
                    loop.remove_reader(own)
            try:
                data = os.read(own, min(_MOST, room))
            except BlockingIOError:
                continue
            self._inlet.receive(data)
