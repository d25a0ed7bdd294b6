"""Watches the folder into which files of appointments are laid."""

import asyncio
import logging
from pathlib import Path

from server.appointments.book import Book
from server.appointments.entry import MOST_BYTES, Unreadable
from server.appointments.reading import KINDS, read
from server.store.database import StoreFault
from server.web.context import Context

log = logging.getLogger(__name__)

LOOK_S = 0.5
WARNINGS = "appointments"
_Seen = tuple[int, int, int]
"""Inode, size and time of the last change."""


class Watch:
    """Reads each file that is new or was changed, once it has been left alone for `LOOK_S`. Deleting one changes
    nothing. What is wrong is a warning in the log and at `/health` until the file is right or gone.
    """

    def __init__(self, context: Context, book: Book, folder: Path) -> None:
        self._context, self._book, self._folder = context, book, folder
        self._seen: dict[str, _Seen] = {}
        self._read: dict[str, _Seen] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch, in the running loop."""
        self._task = asyncio.create_task(self._run(), name="watch for appointments")

    async def close(self) -> None:
        """Watch no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                now = await asyncio.to_thread(_look, self._folder)
                self._warn("", "")
            except OSError as error:
                self._warn("", f"The folder of appointments {self._folder} cannot be read: {error.strerror}.")
                now = {}
            for name in [name for name in self._read if name not in now]:
                del self._read[name]
                self._warn(name, "")
            for name, signs in now.items():
                new = self._seen.get(name) == signs and self._read.get(name) != signs
                if new and await self._take_in(name):
                    self._read[name] = signs
            self._seen = now
            await asyncio.sleep(LOOK_S)

    async def _take_in(self, name: str) -> bool:
        """Whether the file need not be read again before it changes."""
        file = self._folder / name
        try:
            if (await asyncio.to_thread(file.stat)).st_size > MOST_BYTES:
                raise Unreadable(f"it has more than {MOST_BYTES // 2**20} MB; split it by weeks")
            raw = await asyncio.to_thread(file.read_bytes)
            found = await read(KINDS[file.suffix.lower()], raw, self._book.terms())
            taken = await self._book.take_in(f"file:{name}", found)
        except FileNotFoundError:
            return False
        except OSError as error:
            self._warn(name, f"The appointments in {name} cannot be read: {error.strerror}.")
            return True
        except Unreadable as why:
            self._warn(name, f"The appointments in {name} were not read: {why}.")
            return True
        except StoreFault as fault:
            self._warn(name, f"The appointments in {name} could not be kept: {fault}. {fault.remedy}")
            return False
        self._warn(name, f"Appointments in {name}: {'; '.join(taken.mistakes)}." if taken.mistakes else "")
        return True

    def _warn(self, name: str, warning: str) -> None:
        key, warnings = f"{WARNINGS}:{name}", self._context.warnings
        if not warning:
            warnings.pop(key, None)
        elif warnings.get(key) != warning:
            warnings[key] = warning
            log.warning("%s", warning)


def _look(folder: Path) -> dict[str, _Seen]:
    """The signs of each file of appointments, by name; makes the folder where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in KINDS and not file.name.startswith((".", "~")) and file.is_file():
            stat = file.stat()
            found[file.name] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    return found
