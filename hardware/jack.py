"""Hears headphones being plugged in and out, from a Linux input device (/dev/input/event3)."""

import asyncio
import logging
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Final

_log = logging.getLogger(__name__)

_EVENT: Final = struct.Struct("@llHHi")  # input_event of linux/input.h: time, type, code, value
_EV_SW, _SW_HEADPHONE_INSERT = 5, 2


def jack_event(plugged: bool) -> bytes:
    """What the device says when headphones come or go."""
    return _EVENT.pack(0, 0, _EV_SW, _SW_HEADPHONE_INSERT, int(plugged))


class Jack:
    """Tells `told` True and False for plugged in and out, until it is closed or the device goes away.

    Raises OSError when the device cannot be opened (is the user in the group 'input'?).
    """

    def __init__(self, device: Path, told: Callable[[bool], None]) -> None:
        self._told, self._held = told, b""
        self._device = device
        self._file = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
        asyncio.get_running_loop().add_reader(self._file, self._read)

    def close(self) -> None:
        """Listen no more."""
        if self._file >= 0:
            asyncio.get_running_loop().remove_reader(self._file)
            os.close(self._file)
            self._file = -1

    def _read(self) -> None:
        try:
            heard = os.read(self._file, _EVENT.size * 64)
        except BlockingIOError:
            return
        except OSError as why:
            _log.warning("the headphone socket %s has gone: %s", self._device, why.strerror)
            self.close()
            return
        if not heard:
            _log.warning("the headphone socket %s has gone", self._device)
            self.close()
            return
        self._held += heard
        while len(self._held) >= _EVENT.size:
            event, self._held = self._held[: _EVENT.size], self._held[_EVENT.size :]
            _, _, kind, code, value = _EVENT.unpack(event)
            if (kind, code) == (_EV_SW, _SW_HEADPHONE_INSERT):
                self._told(bool(value))
