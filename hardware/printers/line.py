"""An open connection to a printer, whatever it is made of."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol


class Line(Protocol):
    """Bytes both ways. What is broken raises OSError, for ever after."""

    bytes_per_s: float
    """How fast it carries bytes at best; 0: so fast that it does not matter."""

    async def read(self) -> bytes:
        """What has come, at least one byte; waits for it. May be cancelled without loss."""
        ...

    async def write(self, sent: bytes) -> None:
        """Give it all away. Cancelled, it sends no more, and what it had sent is not known."""
        ...

    def drop(self) -> None:
        """Throw away what was given away and has not left yet, where that can be known."""
        ...

    async def close(self, *, drop: bool = False) -> None:
        """Hang up; with `drop` do not wait for what is still on its way."""
        ...


Opener = Callable[[], Awaitable[Line]]
"""Opens a line within a bounded time; raises OSError (TimeoutError is one)."""


class Inbox:
    """What came over a line that is read outside the event loop's streams; `put` and `break_off` in the loop."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._broken: OSError | None = None
        self._news = asyncio.Event()

    def put(self, heard: bytes) -> None:
        """Keep what came."""
        self._bytes += heard
        self._news.set()

    def break_off(self, why: OSError) -> None:
        """Nothing more will come."""
        self._broken = self._broken or why
        self._news.set()

    @property
    def broken(self) -> OSError | None:
        """Why nothing more comes."""
        return self._broken

    async def read(self) -> bytes:
        """See `Line.read`."""
        while not self._bytes:
            if self._broken is not None:
                raise self._broken
            self._news.clear()
            await self._news.wait()
        heard = bytes(self._bytes)
        self._bytes.clear()
        return heard
