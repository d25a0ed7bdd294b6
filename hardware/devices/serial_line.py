"""A device on a serial line: opened, heard, written to, and opened again when it was gone."""

import asyncio
import contextlib
import errno
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Final

from hardware.devices.lines import Lines

_log = logging.getLogger(__name__)

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 4.0
SILENCE_S = 0.15
"""A line that does not end is taken as ended after so long without a byte: not every scanner sends an end."""


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """All False: ready. See `PrinterStatus`."""

    unreachable: bool = False
    forbidden: bool = False
    busy: bool = False

    @property
    def ready(self) -> bool:
        """It can be heard and written to."""
        return not self.troubles

    @property
    def troubles(self) -> tuple[str, ...]:
        """The names of the fields that are set."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))


READY: Final = DeviceStatus()
UNREACHABLE: Final = DeviceStatus(unreachable=True)
REMEDIES: Final = {
    "unreachable": "is it plugged in, and is this its name under /dev/serial/by-id?",
    "forbidden": "add this user to the group dialout, and sign in anew",
    "busy": "another program uses it; stop that one",
}


def device_path(written: str) -> str:
    """The path of a serial device; raises ValueError that says what to write instead."""
    if not written.startswith("/dev/") or "\0" in written:
        raise ValueError(
            f"{written!r} is no serial device; write its path, as /dev/serial/by-id/usb-... (it stays the same "
            "when the device is plugged in elsewhere) or /dev/ttyUSB0"
        )
    return written


class SerialLine:
    """One device. `heard(line)` gets each line, `told(status)` each new status; both in the running loop.

    It is opened for this program alone, and again and again while it is away.
    """

    def __init__(
        self,
        path: str,
        heard: Callable[[str], None] = lambda line: None,
        told: Callable[[DeviceStatus], None] = lambda status: None,
        *,
        baud: int = 9600,
    ) -> None:
        self.path = path
        self.last_status = UNREACHABLE
        self._heard, self._told, self._baud = heard, told, baud
        self._port: Any = None
        self._gone = asyncio.Event()
        self._lines = Lines()
        self._silence: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the running loop."""
        self._task = asyncio.create_task(self._run(), name=f"serial line {self.path}")

    async def close(self) -> None:
        """Hang up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def write(self, out: bytes) -> bool:
        """Send at once; False when the device is away or takes no more, and nothing is kept for later."""
        if self._port is None:
            return False
        try:
            return os.write(self._port.fileno(), out) == len(out)
        except BlockingIOError:
            return False
        except OSError:
            self._gone.set()
            return False

    async def _run(self) -> None:
        pause, first = FIRST_PAUSE_S, True
        while True:
            try:
                self._port = await asyncio.to_thread(self._open)
            except OSError as error:
                self._tell(_status_of(error), logging.WARNING if first else logging.DEBUG)
                first = False
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)
                continue
            pause, first = FIRST_PAUSE_S, True
            await self._listen()

    def _open(self) -> Any:
        import serial  # where no serial device is, its library need not be

        return serial.Serial(self.path, self._baud, timeout=0, write_timeout=0, exclusive=True)

    async def _listen(self) -> None:
        loop, number = asyncio.get_running_loop(), self._port.fileno()
        self._gone.clear()
        self._lines = Lines()
        loop.add_reader(number, self._read, number)
        self._tell(READY, logging.INFO)
        try:
            await self._gone.wait()
        finally:
            loop.remove_reader(number)
            if self._silence is not None:
                self._silence.cancel()
            port, self._port = self._port, None
            with contextlib.suppress(OSError):
                port.close()
        self._tell(UNREACHABLE, logging.WARNING)

    def _read(self, number: int) -> None:
        try:
            came = os.read(number, 4096)
        except BlockingIOError:
            return
        except OSError:
            came = b""
        if not came:
            self._gone.set()
            asyncio.get_running_loop().remove_reader(number)  # else it is told so again without end
            return
        if self._silence is not None:
            self._silence.cancel()
        for line in self._lines.feed(came):
            self._heard(line)
        self._silence = asyncio.get_running_loop().call_later(SILENCE_S, self._ended_by_silence)

    def _ended_by_silence(self) -> None:
        if line := self._lines.rest():
            self._heard(line)

    def _tell(self, status: DeviceStatus, level: int) -> None:
        if status != self.last_status or level == logging.WARNING:
            what = ", ".join(status.troubles) or "ready"
            remedy = "".join(f"; {REMEDIES[trouble]}" for trouble in status.troubles)
            _log.log(level, "%s: %s%s", self.path, what, remedy)
        changed, self.last_status = status != self.last_status, status
        if changed or status is UNREACHABLE:
            self._told(status)


def _status_of(error: OSError) -> DeviceStatus:
    number = error.errno
    if number in (errno.EACCES, errno.EPERM):
        return DeviceStatus(forbidden=True)
    if number in (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK):
        return DeviceStatus(busy=True)
    return UNREACHABLE
