"""The kiosk's code scanner: one on a serial line, and any that poses as a keyboard."""

import time
from collections.abc import Callable
from typing import Any

from kivy.core.window import Window

from hardware.devices.serial_line import DeviceStatus, SerialLine
from hardware.devices.wedge import Wedge


class CodeScanner:
    """`scanned(line)` gets what was scanned, `told(condition)` each new condition. `path` "": keyboards only."""

    def __init__(self, path: str, scanned: Callable[[str], None], told: Callable[[str], None]) -> None:
        self._scanned, self._told = scanned, told
        self._wedge = Wedge()
        self._line = SerialLine(path, scanned, self._line_told) if path else None

    @property
    def condition(self) -> str:
        """ "none", "ready", or what is the matter ("unreachable", "busy" ...)."""
        if self._line is None:
            return "none"
        return (self._line.last_status.troubles or ("ready",))[0]

    def start(self) -> None:
        """Begin to listen, in the running loop."""
        Window.bind(on_key_down=self._key)
        if self._line is not None:
            self._line.start()

    async def close(self) -> None:
        """Listen no more."""
        Window.unbind(on_key_down=self._key)
        if self._line is not None:
            await self._line.close()

    def _line_told(self, status: DeviceStatus) -> None:
        self._told(self.condition)

    def _key(self, _window: Any, key: int, _scancode: int, character: str | None, modifiers: list[str]) -> bool:
        if line := self._wedge.key(key, character, "shift" in modifiers, time.monotonic()):
            self._scanned(line)
        return False
