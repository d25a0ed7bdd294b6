"""The kiosk's code scanner on a serial line. Those that pose as keyboards are heard by `kiosk.keys`."""

from collections.abc import Callable

from hardware.devices.serial_line import DeviceStatus, SerialLine


class CodeScanner:
    """`scanned(line)` gets what was scanned, `told(condition)` each new condition. `path` "": there is none."""

    def __init__(self, path: str, scanned: Callable[[str], None], told: Callable[[str], None]) -> None:
        self._told = told
        self._line = SerialLine(path, scanned, self._line_told) if path else None

    @property
    def condition(self) -> str:
        """ "none", "ready", or what is the matter ("unreachable", "busy" ...)."""
        if self._line is None:
            return "none"
        return (self._line.last_status.troubles or ("ready",))[0]

    def start(self) -> None:
        """Begin to listen, in the running loop."""
        if self._line is not None:
            self._line.start()

    async def close(self) -> None:
        """Listen no more."""
        if self._line is not None:
            await self._line.close()

    def _line_told(self, status: DeviceStatus) -> None:
        self._told(self.condition)
