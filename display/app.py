"""A display that runs: what the server sends, onto the glass and into the loudspeaker.

Import after `open_glass`: it loads the screen.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kivy.core.window import Window

from assets import path
from display.board import Calls, OfficeTime
from display.driven import Endpoint
from display.membership import Membership
from display.presence import Presence
from display.screen import Picture, Screen
from display.turns import turn_at
from hardware import sound
from hardware.glass.window import glass_app
from hardware.rehearsal.stage import open_stage
from server.wire.discovery import own_addresses
from server.wire.messages import Board

log = logging.getLogger(__name__)

TICK_S: Final = 0.2
GRACE_S: Final = 1.0
"""A link away for less than this is not worth a note."""


@dataclass(frozen=True)
class Options:
    """How to run. `host` "": every address; `port` 0: any free one; `stage`: where a rehearsal connects."""

    host: str = ""
    port: int = 8310
    mdns: bool = True
    mute: bool = False
    stage: str | None = None
    version: str = ""


class Display:
    """One waiting-room display."""

    def __init__(self, membership: Membership, options: Options, chime: Callable[[Path], object] = sound.play) -> None:
        self._membership, self._options, self._chime = membership, options, chime
        self._calls, self._time = Calls(), OfficeTime()
        self._screen: Screen | None = None
        self._up = False
        self._lost_at: float | None = None
        self._chimes = 0
        self._port = options.port
        self._presence: Presence | None = None
        self._app: Any = None
        self._stopped = False
        self._endpoint = Endpoint(membership, options.version, self._take, self._link)

    async def run(self) -> None:
        """Show, listen and announce until `stop`. Raises `driven.PortTaken`."""
        self._app = glass_app(self._root, "Lotse")
        async with contextlib.AsyncExitStack() as stack:
            self._port = await stack.enter_async_context(
                self._endpoint.listening(self._options.host, self._options.port)
            )
            log.info("display %s (%s) listens on port %d", self._membership.name, self._membership.machine, self._port)
            await stack.enter_async_context(open_stage(self._options.stage, self.state))
            if self._options.mdns:
                self._presence = Presence(self._membership, self._port)
                announcing = asyncio.create_task(self._presence.stay(), name="presence")
                stack.push_async_callback(_ended, announcing)
            ticking = asyncio.create_task(self._tick(), name="tick")
            stack.push_async_callback(_ended, ticking)
            if not self._stopped:
                await self._app.async_run("asyncio")

    def stop(self) -> None:
        """Close the window and end `run`, even if it has hardly begun."""
        self._stopped = True
        if self._app is not None:
            self._app.stop()

    def rename(self, membership: Membership) -> None:
        """Go by another name or zone from now on."""
        self._membership = membership
        self._endpoint.rename(membership)
        if self._presence is not None:
            self._presence.rename(membership)

    def state(self) -> dict[str, Any]:
        """What a rehearsal is told."""
        board, scene = self._calls.board, self._calls.scene()
        return {
            "board": {
                "newest": scene.newest.number if scene.newest else "",
                "numbers": [call.number for call in board.calls] if board else [],
                "counters": [call.counter for call in board.calls] if board else [],
                "waiting": {group.prefix: group.waiting for group in board.waiting} if board else {},
                "revision": board.revision if board else -1,
            },
            "link": self._link_state(),
            "as_of": board.as_of.isoformat() if board else "",
            "chimes": self._chimes,
            "name": self._membership.name,
        }

    def _root(self) -> Screen:
        self._screen = Screen(size=Window.size)
        self._show()
        return self._screen

    def _take(self, board: Board) -> None:
        now = time.monotonic()
        self._calls.take(board)
        self._time.take(board, now)
        self._call_out(now)
        self._show()

    def _link(self, up: bool) -> None:
        self._up = up
        self._lost_at = None if up else time.monotonic()
        self._show()

    def _link_state(self) -> str:
        if self._calls.board is None:
            return "never"
        if self._up or self._lost_at is None:
            return "up"
        return "lost" if time.monotonic() - self._lost_at >= GRACE_S else "up"

    async def _tick(self) -> None:
        """What time alone changes: the clock, the next call's turn, the note of a lost link."""
        while True:
            self._call_out(time.monotonic())
            self._show()
            await asyncio.sleep(TICK_S)

    def _call_out(self, now: float) -> None:
        call = self._calls.turn(now)
        if call is None:
            return
        log.info("call %s: %s to counter %s", call.call, call.number, call.counter)
        self._chimes += 1
        if not self._options.mute:
            self._chime(path("sounds/chime.wav"))
        if self._screen is not None:
            self._show()
            self._screen.pulse()

    def _show(self) -> None:
        if self._screen is None:
            return
        board, local = self._calls.board, self._time.at(time.monotonic())
        lost = self._link_state() == "lost" and self._lost_at is not None
        since = self._time.at(self._lost_at) if lost and self._lost_at is not None else None
        shown = self._membership
        self._screen.show(
            Picture(
                scene=self._calls.scene(),
                told=board is not None,
                stale=f"{since:%H:%M}" if since else "",
                clock=f"{local:%H:%M}" if local else "",
                office=(board.office.get("de") or next(iter(board.office.values()), "")) if board else shown.office,
                accent=board.accent if board else "",
                languages=tuple(board.languages) if board else (),
                turn=turn_at(time.monotonic()),
                myself="" if board else f"{shown.name} · {shown.machine} · {own_addresses()[0]}:{self._port}",
            )
        )


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
