"""A printer that is a folder: each slip as its bytes or as the picture of its paper."""

import asyncio
import logging
import os
from pathlib import Path

from hardware.printers.printer import Fate
from hardware.printers.status import UNREACHABLE, History, PrinterStatus

_log = logging.getLogger(__name__)


class FilePrinter:
    """See `Printer`. Writes slip-0001.bin, or slip-0001.png with `pictures`, counting on from what lies there."""

    def __init__(self, folder: Path, *, pictures: bool) -> None:
        self.address = f"{'png' if pictures else 'file'}://{folder}"
        self.last_status = UNREACHABLE
        self.history = History()
        self._folder = folder
        self._pictures = pictures
        self._turn = asyncio.Lock()

    async def status(self) -> PrinterStatus:
        """Ready where the folder can be written; it is made when it is not there."""
        self.last_status = await asyncio.to_thread(self._look)
        self.history.note(self.last_status)
        return self.last_status

    async def send(self, payload: bytes) -> Fate:
        """Write one slip."""
        async with self._turn:
            if not (await self.status()).ready:
                return Fate.REFUSED
            try:
                await asyncio.to_thread(self._write, payload)
            except OSError as why:
                _log.warning("%s: slip not written: %s", self.address, why)
                return Fate.UNKNOWN
            return Fate.PRINTED

    def distrust(self) -> None:
        """Nothing: a file that was begun and not ended is not gone on with."""

    async def close(self) -> None:
        """Nothing is held."""

    def _look(self) -> PrinterStatus:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return UNREACHABLE
        return PrinterStatus() if os.access(self._folder, os.W_OK) else UNREACHABLE

    def _write(self, payload: bytes) -> None:
        ending = "png" if self._pictures else "bin"
        taken = [int(file.stem[5:]) for file in self._folder.glob(f"slip-*.{ending}") if file.stem[5:].isdigit()]
        path = self._folder / f"slip-{max(taken, default=0) + 1:04}.{ending}"
        if not self._pictures:
            path.write_bytes(payload)
            return
        from hardware.simulated.interpreter import Interpreter
        from hardware.simulated.paper import Paper

        paper = Paper()
        for event in Interpreter().feed(payload):
            slip = paper.apply(event)
            if slip is not None:
                slip.picture.save(path, dpi=(203, 203))
