"""A line over the network (TCP 9100)."""

import asyncio
import contextlib

from hardware.printers.line import Line, Opener


class TcpLine:
    """See `Line`."""

    bytes_per_s = 0.0

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        writer.transport.set_write_buffer_limits(high=0)  # `drain` waits until the system has taken everything

    async def read(self) -> bytes:
        """See `Line`."""
        heard = await self._reader.read(4096)
        if not heard:
            raise ConnectionResetError("the printer hung up")
        return heard

    async def write(self, sent: bytes) -> None:
        """See `Line`."""
        self._writer.write(sent)
        await self._writer.drain()

    def drop(self) -> None:
        """See `Line`. What the system holds cannot be called back without breaking the connection."""

    async def close(self, *, drop: bool = False) -> None:
        """See `Line`."""
        if drop:
            self._writer.transport.abort()
        self._writer.close()
        with contextlib.suppress(OSError):
            async with asyncio.timeout(1):
                await self._writer.wait_closed()


def tcp_opener(host: str, port: int, connect_s: float = 2) -> Opener:
    """Dials a printer on the network."""

    async def open_line() -> Line:
        async with asyncio.timeout(connect_s):
            return TcpLine(*await asyncio.open_connection(host, port))

    return open_line
