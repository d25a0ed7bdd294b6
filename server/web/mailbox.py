"""What waits to be sent over one WebSocket: replies in order, of each view only the newest."""

import asyncio
from collections import deque

from aiohttp import web

MAX_REPLIES = 256


class Mailbox:
    """Bounded by construction for views; a reader that leaves too many replies unread is cut off."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._replies: deque[bytes] = deque()
        self._views: dict[str, bytes] = {}
        self._work = asyncio.Event()
        self._sending = False
        self.overrun = False

    def reply(self, raw: bytes) -> None:
        """Send this, after the replies before it."""
        if len(self._replies) >= MAX_REPLIES:
            self.overrun = True
        else:
            self._replies.append(raw)
        self._work.set()

    async def answer(self, raw: bytes) -> None:
        """As `reply`; at once when nothing is in its way."""
        if self._sending or self._replies:
            self.reply(raw)
        else:
            await self._send(raw)

    def view(self, kind: str, raw: bytes) -> None:
        """Send the newest view of this kind; one that was not sent yet is replaced."""
        self._views[kind] = raw
        self._work.set()

    async def deliver(self) -> None:
        """Send for as long as the socket lives."""
        while not self.overrun:
            await self._work.wait()
            self._work.clear()
            while self._replies or self._views:
                raw = self._replies.popleft() if self._replies else self._views.pop(next(iter(self._views)))
                if not await self._send(raw):
                    return
        await self._socket.close(code=4008, message=b"too slow")

    async def _send(self, raw: bytes) -> bool:
        """Whether the socket still took it. The bytes are on their way when this waits for a slow reader."""
        self._sending = True
        try:
            await self._socket.send_str(raw.decode())
        except (ConnectionError, RuntimeError):
            return False
        finally:
            self._sending = False
        return True
