"""A line over a serial port (RS-232, or a USB cable that behaves like one)."""

import asyncio
import contextlib
import os
from typing import Any, Literal

from hardware.printers.line import Inbox, Line, Opener

Flow = Literal["none", "rtscts", "xonxoff"]
BITS_PER_BYTE = 10
_PIECE = 512


class SerialLine:
    """See `Line`. `port` is a pyserial port, open and without time-outs."""

    def __init__(self, port: Any) -> None:
        self.bytes_per_s = port.baudrate / BITS_PER_BYTE
        self._port = port
        self._fd: int = port.fileno()
        self._inbox = Inbox()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._fd, self._readable)

    async def read(self) -> bytes:
        """See `Line`."""
        return await self._inbox.read()

    async def write(self, sent: bytes) -> None:
        """See `Line`. Goes out in small pieces: a cancelled slip leaves little in the system's buffer."""
        at = 0
        while at < len(sent):
            if self._inbox.broken is not None:
                raise self._inbox.broken
            try:
                at += os.write(self._fd, sent[at : at + _PIECE])
            except BlockingIOError:
                await self._writable()
            else:
                await asyncio.sleep(0)

    def drop(self) -> None:
        """See `Line`."""
        with contextlib.suppress(OSError, _termios_error()):
            self._port.reset_output_buffer()

    async def close(self, *, drop: bool = False) -> None:
        """See `Line`."""
        if not self._port.is_open:
            return
        self._loop.remove_reader(self._fd)
        self._loop.remove_writer(self._fd)
        self._inbox.break_off(ConnectionResetError("the port is closed"))
        if drop:
            self.drop()
        # closing waits until everything has left the port, for ever where flow control holds it back
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        with contextlib.suppress(OSError, _termios_error()):
            self._port.close()

    def _readable(self) -> None:
        try:
            heard = os.read(self._fd, 4096)
        except BlockingIOError:
            return
        except OSError as why:
            self._lost(why)
            return
        if heard:
            self._inbox.put(heard)
        else:
            self._lost(ConnectionResetError("the port is gone"))

    def _lost(self, why: OSError) -> None:
        self._loop.remove_reader(self._fd)
        self._inbox.break_off(why)

    async def _writable(self) -> None:
        writable = self._loop.create_future()

        def wake() -> None:
            if not writable.done():
                writable.set_result(None)

        self._loop.add_writer(self._fd, wake)
        try:
            await writable
        finally:
            self._loop.remove_writer(self._fd)


def serial_opener(path: str, baud: int = 115200, flow: Flow = "rtscts") -> Opener:
    """Opens a port alone: a second program on the same port is refused. Raises ValueError without pyserial."""
    try:
        import serial
    except ImportError:
        raise ValueError(
            f"the printer at {path} needs the package pyserial, which is not installed: pip install pyserial"
        ) from None

    def open_port() -> Any:
        return serial.Serial(
            path,
            baud,
            timeout=0,
            write_timeout=0,
            rtscts=flow == "rtscts",
            xonxoff=flow == "xonxoff",
            exclusive=True,
        )

    async def open_line() -> Line:
        try:
            return SerialLine(await asyncio.to_thread(open_port))
        except ValueError as why:  # a speed that the port does not know
            raise OSError(str(why)) from why

    return open_line


def _termios_error() -> type[Exception]:
    import termios

    return termios.error
