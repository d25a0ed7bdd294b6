"""Whole views to whoever watches: rendered once for all who see the same, sent only when changed.

A batch of events marks every view as stale. Each kind of view has a gap, the least time between two
renderings: short for displays, longer where nobody minds. Rendering goes in small slices with rests between
them, so that a storm of commands is never held up by it. Nothing polls; a slow tick follows what the clock
alone changes (opening hours, appointments that become due).
"""

import asyncio
import contextlib
import logging
import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial

import msgspec

from server.domain.events import Event
from server.domain.queue import Queue
from server.office import Office
from server.wire.messages import Message, encode

log = logging.getLogger(__name__)

REPLIES_FIRST_S = 0.001
SLICE_S = 0.002
REST_PER_WORK = 7.0  # rendering gets at most an eighth of the event loop
TICK_S = 10.0

Send = Callable[[bytes], None]
Render = Callable[[Queue], Message | None]


@dataclass(eq=False)
class _Channel:
    render: Render
    gap_s: float
    sends: set[Send] = field(default_factory=set)
    shown: object = None
    stale: bool = False
    ready_at: float = 0.0

    def show(self, queue: Queue) -> None:
        """Render, and send what is new."""
        self.stale = False
        view = self.render(queue)
        if view is None or (content := _content(view)) == self.shown:
            return
        self.shown = content
        raw = encode(view)
        for send in list(self.sends):
            send(raw)


class Announcer:
    """All views that somebody watches at this moment."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._channels: dict[Hashable, _Channel] = {}
        self._stale = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._unlisten = office.listen(self._happened)

    def start(self) -> None:
        """Begin to announce."""
        self._tasks = [asyncio.create_task(self._pump(), name="views"), asyncio.create_task(self._tick(), name="tick")]

    async def close(self) -> None:
        """Announce nothing more."""
        self._unlisten()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def watch(self, key: Hashable, render: Render, send: Send, gap_s: float = 0.0) -> Callable[[], None]:
        """Send the view now and at each change, at most every `gap_s`; returns what ends it.

        Watchers of the same `key` share the first one's rendering. `render` gives None for "nothing to say".
        """
        channel = self._channels.setdefault(key, _Channel(render, gap_s))
        channel.sends.add(send)
        view = await self._office.read(channel.render)
        if view is not None:
            send(encode(view))

        def unwatch() -> None:
            channel.sends.discard(send)
            if not channel.sends and self._channels.get(key) is channel:
                del self._channels[key]

        return unwatch

    def refresh(self) -> None:
        """Something that views show has changed without an event."""
        for channel in self._channels.values():
            channel.stale = True
        self._stale.set()

    def _happened(self, queue: Queue, events: list[Event]) -> None:
        self.refresh()

    async def _pump(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            stale = [channel for channel in self._channels.values() if channel.stale]
            ready = sorted((c for c in stale if c.ready_at <= began), key=lambda c: c.gap_s)
            if not ready:  # until something happens, or the gap of what is stale is over
                self._stale.clear()
                pause = min((c.ready_at for c in stale), default=math.inf) - began
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(None if pause == math.inf else pause):
                        await self._stale.wait()
                await asyncio.sleep(REPLIES_FIRST_S)
                continue
            took = await self._office.read(partial(_show, ready, loop.time))
            await asyncio.sleep(took * REST_PER_WORK)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.refresh()


def _show(ready: list[_Channel], clock: Callable[[], float], queue: Queue) -> float:
    """Render for a slice of time, all from one state, which views of a kind share much of; the seconds it took."""
    began = clock()
    for channel in ready:
        channel.ready_at = began + channel.gap_s
        try:
            channel.show(queue)
        except Exception:  # a bug in one view must not silence the others
            log.exception("bug while rendering a view")
        if clock() - began > SLICE_S:
            break
    return clock() - began


def _content(view: Message) -> dict[str, object]:
    """The view without what changes by itself."""
    fields: dict[str, object] = msgspec.structs.asdict(view)
    for volatile in ("revision", "as_of", "updated_at", "estimated_at"):
        fields.pop(volatile, None)
    return fields
