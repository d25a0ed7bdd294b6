"""The hand: asks a rehearsed window to be touched, looked at and waited for."""

import asyncio
import json
import os
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

_LINE_LIMIT = 8_000_000


class RehearsalError(RuntimeError):
    """The window could not do what was asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A widget on the glass: its box in window pixels from the upper left corner."""

    key: str
    text: str
    x: float
    y: float
    width: float
    height: float
    enabled: bool


class RehearsalClient:
    """Rehearses a window from an event loop. Every method raises RehearsalError when the window refuses."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._turn = asyncio.Lock()

    @classmethod
    async def connect(cls, path: str | Path, deadline_s: float = 20) -> Self:
        """Connect to the socket at `path`, waiting for the window to open it."""
        ends = time.monotonic() + deadline_s
        while True:
            try:
                return cls(*await asyncio.open_unix_connection(path, limit=_LINE_LIMIT))
            except (FileNotFoundError, ConnectionRefusedError):
                if time.monotonic() > ends:
                    raise RehearsalError(f"no window opened {path} within {deadline_s:g} s") from None
                await asyncio.sleep(0.05)

    async def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send one request and return its reply."""
        async with self._turn:
            self._writer.write(json.dumps(request).encode() + b"\n")
            await self._writer.drain()
            return _checked(await self._reader.readline())

    async def widgets(self) -> list[Seen]:
        """The visible widgets that carry a key, in reading order of their boxes."""
        return _seen((await self.ask({"do": "widgets"}))["widgets"])

    async def texts(self) -> list[Seen]:
        """Every visible text; `key` is empty."""
        return _seen((await self.ask({"do": "texts"}))["texts"])

    async def tap(self, key: str, *, times: int = 1, gap_ms: int = 120) -> None:
        """Touch and let go of the middle of a widget; `gap_ms` lies between the touches when `times` > 1."""
        await self.ask({"do": "tap", "key": key, "times": times, "gap_ms": gap_ms})

    async def walk(self, keys: Sequence[str], deadline_s: float = 10) -> None:
        """Touch one widget after the other, each as soon as it is there, and let go at once."""
        await self.ask({"do": "walk", "keys": list(keys), "deadline_s": deadline_s})

    async def time(self, key: str) -> float:
        """Touch a widget; milliseconds from letting go until what that changed stands on the glass."""
        return float((await self.ask({"do": "time", "key": key}))["shown_ms"])

    async def begin_frames(self) -> None:
        """Note from now on what each turn of the window's loop takes."""
        await self.ask({"do": "frames", "begin": True})

    async def end_frames(self) -> list[float]:
        """Milliseconds of the turns since then."""
        return list((await self.ask({"do": "frames"}))["frames_ms"])

    async def memory_mb(self) -> float:
        """The window's process in memory, in millions of bytes (Linux only)."""
        return float((await self.ask({"do": "memory"}))["memory_mb"])

    async def press(self, key: str) -> None:
        """Touch a widget and stay."""
        await self.ask({"do": "press", "key": key})

    async def release(self, key: str | None = None) -> None:
        """Let go: where the finger is, or, having slid there, on another widget."""
        await self.ask({"do": "release", **({} if key is None else {"key": key})})

    async def strike(self, name: str, *, repeats: int = 1) -> None:
        """Strike a key by Kivy's name ("down", "enter"); `repeats` > 1: it is held, and the keyboard repeats it."""
        await self.ask({"do": "key", "name": name, "repeats": repeats})

    async def type(self, text: str, *, gap_ms: int = 8) -> None:
        """Type as a scanner does that poses as a keyboard; a line feed is Enter."""
        await self.ask({"do": "type", "text": text, "gap_ms": gap_ms})

    async def wait_for(self, key: str, deadline_s: float = 10) -> Seen:
        """Wait until a widget with this key is visible and enabled."""
        return _seen([(await self.ask({"do": "wait", "key": key, "deadline_s": deadline_s}))["widget"]])[0]

    async def wait_for_text(self, text: str, deadline_s: float = 10) -> Seen:
        """Wait until a visible text contains `text`."""
        return _seen([(await self.ask({"do": "wait", "text": text, "deadline_s": deadline_s}))["widget"]])[0]

    async def screenshot(self, path: str | Path) -> Path:
        """Save what the window shows, once it stands still, as a PNG of exactly the window's size."""
        return Path((await self.ask({"do": "screenshot", "path": _absolute(path)}))["path"])

    async def state(self) -> dict[str, Any]:
        """What the application tells about itself."""
        return dict((await self.ask({"do": "state"}))["state"])

    async def close(self) -> None:
        """Hang up; the window stays."""
        self._writer.close()
        await self._writer.wait_closed()


class BlockingRehearsalClient:
    """`RehearsalClient` for code without an event loop."""

    def __init__(self, path: str | Path, deadline_s: float = 20) -> None:
        ends = time.monotonic() + deadline_s
        while True:
            self._socket = socket.socket(socket.AF_UNIX)
            try:
                self._socket.connect(str(path))
                break
            except (FileNotFoundError, ConnectionRefusedError):
                self._socket.close()
                if time.monotonic() > ends:
                    raise RehearsalError(f"no window opened {path} within {deadline_s:g} s") from None
                time.sleep(0.05)
        self._file = self._socket.makefile("rwb")

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send one request and return its reply."""
        self._file.write(json.dumps(request).encode() + b"\n")
        self._file.flush()
        return _checked(self._file.readline())

    def widgets(self) -> list[Seen]:
        """The visible widgets that carry a key."""
        return _seen(self.ask({"do": "widgets"})["widgets"])

    def texts(self) -> list[Seen]:
        """Every visible text; `key` is empty."""
        return _seen(self.ask({"do": "texts"})["texts"])

    def tap(self, key: str, *, times: int = 1, gap_ms: int = 120) -> None:
        """Touch and let go of the middle of a widget."""
        self.ask({"do": "tap", "key": key, "times": times, "gap_ms": gap_ms})

    def strike(self, name: str, *, repeats: int = 1) -> None:
        """Strike a key by Kivy's name ("down", "enter"); `repeats` > 1: it is held, and the keyboard repeats it."""
        self.ask({"do": "key", "name": name, "repeats": repeats})

    def type(self, text: str, *, gap_ms: int = 8) -> None:
        """Type as a scanner does that poses as a keyboard; a line feed is Enter."""
        self.ask({"do": "type", "text": text, "gap_ms": gap_ms})

    def wait_for(self, key: str, deadline_s: float = 10) -> Seen:
        """Wait until a widget with this key is visible and enabled."""
        return _seen([self.ask({"do": "wait", "key": key, "deadline_s": deadline_s})["widget"]])[0]

    def wait_for_text(self, text: str, deadline_s: float = 10) -> Seen:
        """Wait until a visible text contains `text`."""
        return _seen([self.ask({"do": "wait", "text": text, "deadline_s": deadline_s})["widget"]])[0]

    def screenshot(self, path: str | Path) -> Path:
        """Save what the window shows, once it stands still."""
        return Path(self.ask({"do": "screenshot", "path": _absolute(path)})["path"])

    def state(self) -> dict[str, Any]:
        """What the application tells about itself."""
        return dict(self.ask({"do": "state"})["state"])

    def close(self) -> None:
        """Hang up; the window stays."""
        self._file.close()
        self._socket.close()


def _absolute(path: str | Path) -> str:
    return os.path.abspath(path)


def _checked(line: bytes) -> dict[str, Any]:
    if not line:
        raise RehearsalError("the rehearsed window hung up")
    reply: dict[str, Any] = json.loads(line)
    if "error" in reply:
        raise RehearsalError(reply["error"])
    return reply


def _seen(found: list[dict[str, Any]]) -> list[Seen]:
    return [
        Seen(one.get("key", ""), one["text"], one["x"], one["y"], one["w"], one["h"], one["enabled"]) for one in found
    ]
