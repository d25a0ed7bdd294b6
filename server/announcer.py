"""Whole views to whoever watches: rendered once for all who see the same, sent only when changed.

A batch of events marks the views as stale; they are rendered again at once, but at most every `GAP_S`, so a
storm of commands costs few renderings. Nothing polls; a slow tick follows what the clock alone changes
(opening hours, appointments that become due).
"""

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import msgspec

from server.domain.events import Event
from server.domain.queue import Queue
from server.office import Office
from server.wire.messages import Message, encode

GAP_S = 0.015
TICK_S = 10.0

Send = Callable[[bytes], None]
Render = Callable[[Queue], Message | None]


@dataclass
class _Channel:
    render: Render
    sends: set[Send] = field(default_factory=set)
    shown: object = None


class Announcer:
    """All views that somebody watches at this moment."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._channels: dict[Hashable, _Channel] = {}
        self._flushed_at = 0.0
        self._pending: asyncio.TimerHandle | None = None
        self._ticker: asyncio.Task[None] | None = None
        self._unlisten = office.listen(self._happened)

    def start(self) -> None:
        """Begin to follow the clock."""
        self._ticker = asyncio.create_task(self._tick(), name="view tick")

    async def close(self) -> None:
        """Announce nothing more."""
        self._unlisten()
        if self._pending:
            self._pending.cancel()
        if self._ticker:
            self._ticker.cancel()
            await asyncio.gather(self._ticker, return_exceptions=True)

    async def watch(self, key: Hashable, render: Render, send: Send) -> Callable[[], None]:
        """Send the view now and at each change; `render` may give None for "nothing". Returns what ends it."""
        channel = self._channels.setdefault(key, _Channel(render))
        channel.sends.add(send)
        view = await self._office.read(channel.render)
        if view is not None:
            send(encode(view))

        def unwatch() -> None:
            channel.sends.discard(send)
            if not channel.sends and self._channels.get(key) is channel:
                del self._channels[key]

        return unwatch

    def _happened(self, queue: Queue, events: list[Event]) -> None:
        if self._pending is not None:
            return
        loop = asyncio.get_running_loop()
        pause = max(0.0, self._flushed_at + GAP_S - loop.time())
        self._pending = loop.call_later(pause, self._start_flush)

    def _start_flush(self) -> None:
        self._pending = None
        self._flushed_at = asyncio.get_running_loop().time()
        self._flushing = asyncio.ensure_future(self._office.read(self._flush))

    def _flush(self, queue: Queue) -> None:
        for channel in list(self._channels.values()):
            view = channel.render(queue)
            if view is None or _content(view) == channel.shown:
                continue
            channel.shown = _content(view)
            raw = encode(view)
            for send in list(channel.sends):
                send(raw)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self._start_flush()


def _content(view: Message) -> dict[str, object]:
    """The view without what changes by itself."""
    fields: dict[str, object] = msgspec.structs.asdict(view)
    for volatile in ("revision", "as_of", "updated_at"):
        fields.pop(volatile, None)
    return fields
