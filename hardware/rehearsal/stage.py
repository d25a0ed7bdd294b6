"""The window's side of a rehearsal: serves the hand's requests inside the event loop that runs Kivy."""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pyvips
from kivy.core.window import Keyboard, Window
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

from hardware.rehearsal import scene
from hardware.rehearsal.frames import Frames, shown_after

_log = logging.getLogger(__name__)
_HOLD_S = 0.06
_FRAME_S = 5.0
_STILL_S = 2.0
_SHIFT = 304


def add_argument(parser: argparse.ArgumentParser) -> None:
    """Add `--rehearse SOCKET` to a command."""
    parser.add_argument(
        "--rehearse",
        metavar="SOCKET",
        help="let demo and tests touch this window over a unix socket (never in service)",
    )


@contextlib.asynccontextmanager
async def open_stage(path: str | Path | None, state: Callable[[], dict[str, Any]] = dict) -> AsyncIterator[None]:
    """Serve rehearsals at the unix socket `path` while the block runs; with None do nothing.

    The socket is this user's alone. `state` makes what `{"do": "state"}` answers.
    """
    if path is None:
        yield
        return
    stage = _Stage(state)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    mask = os.umask(0o177)
    try:
        server = await asyncio.start_unix_server(stage.serve, path)
    finally:
        os.umask(mask)
    _log.warning("this window is being rehearsed over %s", path)
    try:
        yield
    finally:
        server.close()
        stage.hang_up()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)


class _Stage:
    def __init__(self, state: Callable[[], dict[str, Any]]) -> None:
        self._state = state
        self._finger: tuple[float, float] | None = None
        self._frames = Frames()
        self._guests: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._guests.add(writer)
        try:
            while line := await reader.readline():
                writer.write(json.dumps(await self._answer(line)).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._guests.discard(writer)
            writer.close()

    def hang_up(self) -> None:
        for guest in self._guests:
            guest.close()

    async def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            request = json.loads(line)
            act = getattr(self, "_do_" + str(request["do"]), None)
            if act is None:
                return {"error": f"cannot do {request['do']!r}"}
            answer: dict[str, Any] = await act(request)
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            return {"error": f"bad request {line[:200]!r}: {wrong}"}
        except (LookupError, TimeoutError, OSError) as refused:
            return {"error": str(refused)}
        return answer

    async def _do_widgets(self, request: dict[str, Any]) -> dict[str, Any]:
        await _frame()
        return {"widgets": [shown.described() for shown in scene.keyed()], "size": list(Window.size)}

    async def _do_texts(self, request: dict[str, Any]) -> dict[str, Any]:
        await _frame()
        return {"texts": [shown.described() for shown in scene.texts()], "size": list(Window.size)}

    async def _do_state(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"state": self._state()}

    async def _do_tap(self, request: dict[str, Any]) -> dict[str, Any]:
        # A finger does not follow a button that the first touch has made go away.
        point = _point(request)
        for turn in range(int(request.get("times", 1))):
            if turn:
                await asyncio.sleep(max(0.0, float(request.get("gap_ms", 120)) / 1000 - _HOLD_S))
            self._down(point)
            await asyncio.sleep(_HOLD_S)
            self._up(point)
        await _frame()
        return {"x": point[0], "y": point[1]}

    async def _do_walk(self, request: dict[str, Any]) -> dict[str, Any]:
        for key in request["keys"]:
            ends = time.monotonic() + float(request.get("deadline_s", 10))
            await _frame()  # only what has been drawn once stands where it will stand
            while not any(one.widget.key == key and one.enabled for one in scene.keyed()):
                if time.monotonic() > ends:
                    raise TimeoutError(f"{key!r} did not appear")
                await _frame()
            point = _point({"key": key})
            self._down(point)
            self._up(point)
        return {}

    async def _do_frames(self, request: dict[str, Any]) -> dict[str, Any]:
        if request.get("begin"):
            self._frames.begin()
            return {}
        return {"frames_ms": [round(took, 1) for took in self._frames.end()]}

    async def _do_memory(self, request: dict[str, Any]) -> dict[str, Any]:
        resident = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return {"memory_mb": resident * os.sysconf("SC_PAGE_SIZE") / 1e6}

    async def _do_time(self, request: dict[str, Any]) -> dict[str, Any]:
        point = _point(request)
        self._down(point)
        await asyncio.sleep(_HOLD_S)
        began = time.perf_counter()
        self._up(point)
        return {"shown_ms": round(await shown_after(began), 1)}

    async def _do_press(self, request: dict[str, Any]) -> dict[str, Any]:
        self._down(_point(request))
        await _frame()
        return {}

    async def _do_release(self, request: dict[str, Any]) -> dict[str, Any]:
        if self._finger is None:
            raise TimeoutError("nothing is pressed")
        point = _point(request) if "key" in request or "x" in request else self._finger
        if point != self._finger:
            Window.dispatch("on_mouse_move", *point, [])
            await _frame()
        self._up(point)
        await _frame()
        return {}

    async def _do_key(self, request: dict[str, Any]) -> dict[str, Any]:
        code = Keyboard.keycodes[str(request["name"])]
        for _ in range(int(request.get("repeats", 1))):
            Window.dispatch("on_key_down", code, 0, chr(code), [])
        Window.dispatch("on_key_up", code, 0)
        await _frame()
        return {}

    async def _do_type(self, request: dict[str, Any]) -> dict[str, Any]:
        # Keys wait for the window, not for one another: after a long frame it is told of several at once.
        began, gap_s = time.monotonic(), float(request.get("gap_ms", 8)) / 1000
        for place, letter in enumerate(str(request["text"])):
            await asyncio.sleep(max(0.0, began + place * gap_s - time.monotonic()))
            _type(letter)
        await _frame()
        return {}

    async def _do_wait(self, request: dict[str, Any]) -> dict[str, Any]:
        deadline_s = float(request.get("deadline_s", 10))
        key, text = request.get("key"), request.get("text")
        if key is None and text is None:
            raise ValueError("wait needs a key or a text")
        ends = time.monotonic() + deadline_s
        while True:
            for shown in scene.keyed() if key is not None else scene.texts():
                one = shown.described()
                if one["enabled"] and (one["key"] == key if key is not None else str(text) in one["text"]):
                    return {"widget": one}
            if time.monotonic() > ends:
                shows = ", ".join(one.described()["key"] for one in scene.keyed()) or "no keys"
                says = " | ".join(one.described()["text"] for one in scene.texts())
                raise TimeoutError(
                    f"{key or text!r} did not appear within {deadline_s:g} s; the window shows {shows}: {says}"
                )
            await asyncio.sleep(0.02)

    async def _do_screenshot(self, request: dict[str, Any]) -> dict[str, Any]:
        path = Path(request["path"])
        if not path.parent.is_dir():
            raise NotADirectoryError(f"there is no folder {path.parent} for the picture")
        width, height, pixels = await _still_picture()
        picture = pyvips.Image.new_from_memory(pixels, width, height, 4, "uchar").flipver()[:3]
        picture.copy(interpretation="srgb").pngsave(str(path))
        return {"path": str(path), "size": [width, height]}

    def _down(self, point: tuple[float, float]) -> None:
        self._finger = point
        Window.dispatch("on_mouse_down", *point, "left", [])

    def _up(self, point: tuple[float, float]) -> None:
        self._finger = None
        Window.dispatch("on_mouse_up", *point, "left", [])


def _type(letter: str) -> None:
    """As SDL tells of it: a capital is Shift, to which Kivy gives a letter of another alphabet, and the small one."""
    key = {"\n": "\r", ":": ";"}.get(letter, letter.lower())
    code, modifiers = ord(key), ["shift"] if letter.isupper() or letter == ":" else []
    if modifiers:
        Window.dispatch("on_key_down", _SHIFT, 0, chr(_SHIFT), modifiers)
    Window.dispatch("on_key_down", code, 0, chr(code), modifiers)
    Window.dispatch("on_key_up", code, 0)
    if modifiers:
        Window.dispatch("on_key_up", _SHIFT, 0)


def _point(request: dict[str, Any]) -> tuple[float, float]:
    if "key" not in request:
        return float(request["x"]), float(request["y"])
    for shown in scene.keyed():
        if shown.widget.key == request["key"]:
            left, top, right, bottom = shown.box
            return (left + right) / 2, (top + bottom) / 2
    raise TimeoutError(
        f"no widget {request['key']!r} is visible, only: "
        + (", ".join(shown.widget.key for shown in scene.keyed()) or "none")
    )


async def _frame(look: Callable[[], Any] = lambda: None) -> Any:
    """Wait for the next frame to be drawn; return what `look` makes of it before it is shown."""
    drawn: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def before_flip(*_: Any) -> None:
        Window.unbind(on_flip=before_flip)
        if not drawn.done():
            drawn.set_result(look())

    Window.bind(on_flip=before_flip)
    Window.canvas.ask_update()
    try:
        async with asyncio.timeout(_FRAME_S):
            return await drawn
    except TimeoutError:
        Window.unbind(on_flip=before_flip)
        raise TimeoutError(f"the window drew nothing for {_FRAME_S:g} s") from None


def _pixels() -> tuple[int, int, bytes]:
    """Width, height and RGBA pixels of the window, bottom row first."""
    width, height = (int(side) for side in Window.size)
    return width, height, glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE)


async def _still_picture() -> tuple[int, int, bytes]:
    """The first picture that stays the same for three looks; after two seconds of motion, the last one."""
    ends = time.monotonic() + _STILL_S
    last: tuple[int, int, bytes] = await _frame(_pixels)
    same = 1
    while same < 3 and time.monotonic() < ends:
        await asyncio.sleep(0.05)
        now = await _frame(_pixels)
        same = same + 1 if now == last else 1
        last = now
    return last
