"""The printer itself: a TCP port, a buffer, a condition that can be changed, and the slips it has cut."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from hardware.simulated import events as ev
from hardware.simulated.interpreter import Interpreter
from hardware.simulated.paper import DOTS_PER_MM, CutSlip, Paper
from hardware.simulated.realtime import RealTime, RealTimeWatch
from hardware.simulated.status import Condition, identity, process

SWITCHES = ("paper_out", "cover_open", "offline", "near_end", "cutter_error", "head_hot", "unrecoverable")


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """A slip that has been cut: where its picture lies, what it says, what its native codes hold."""

    path: Path
    text: str
    codes: tuple[str, ...]
    bytes_read: int
    """How many bytes of the stream it took."""


def _switch(name: str) -> property:
    def is_on(printer: "SimulatedPrinter") -> bool:
        return bool(getattr(printer._condition, name))

    def turn(printer: "SimulatedPrinter", on: bool) -> None:
        printer._turn(name, on)

    return property(is_on, turn)


class SimulatedPrinter:
    """Listens while its `async with` block runs; `port` 0 takes a free one. Pictures go to `out` as slip-0001.png ...

    Like a real one it talks to one host at a time (the next is served when that one hangs up), prints from a buffer,
    and answers real-time questions even while it is stopped. The attributes of SWITCHES may be set at any time;
    `paper_left_mm` lets the paper end in the middle of a slip. `tell` hears of each slip and each unknown command.
    """

    paper_out = _switch("paper_out")
    cover_open = _switch("cover_open")
    offline = _switch("offline")
    near_end = _switch("near_end")
    cutter_error = _switch("cutter_error")
    head_hot = _switch("head_hot")
    unrecoverable = _switch("unrecoverable")

    def __init__(
        self,
        out: Path | str,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        width_mm: int = 80,
        tell: Callable[[PrintedSlip | ev.Unknown], None] | None = None,
    ) -> None:
        self._tell = tell
        self.out = Path(out)
        self.host, self.port = host, port
        self.slips: list[PrintedSlip] = []
        self.unknown: list[ev.Unknown] = []
        self.received = bytearray()
        self.drawer_pulses = 0
        self.paper_left_mm: float | None = None
        self._condition = Condition()
        self._paper = Paper(width_mm)
        self._interpreter = Interpreter()
        self._watch = RealTimeWatch()
        self._slip_began = 0
        self._pushing = 0
        self._line = asyncio.Lock()
        self._host: asyncio.StreamWriter | None = None
        self._server: asyncio.Server | None = None
        self._hosts: set[asyncio.StreamWriter] = set()
        self._cut = asyncio.Event()

    async def __aenter__(self) -> Self:
        self.out.mkdir(parents=True, exist_ok=True)
        self._server = await asyncio.start_server(self._serve, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.switch_off()

    async def switch_off(self) -> None:
        """Hang up on every host and stop listening; slips stay."""
        if self._server is not None:
            self._server.close()
            for host in list(self._hosts):
                host.transport.abort()
            await self._server.wait_closed()
            self._server = None

    @property
    def address(self) -> str:
        """Where hosts print to, as `open_printer` takes it."""
        return f"tcp://{self.host}:{self.port}"

    def receive(self, data: bytes) -> None:
        """Take bytes as from the wire; print what can be printed."""
        self.received += data
        for command in self._watch.feed(data):
            self._at_once(command)
        self._interpreter.push(data)
        self._print_on()

    async def wait_for_slips(self, count: int, deadline_s: float = 10) -> list[PrintedSlip]:
        """Wait until `count` slips have been cut altogether. Raises TimeoutError."""
        async with asyncio.timeout(deadline_s):
            while len(self.slips) < count:
                self._cut.clear()
                await self._cut.wait()
        return self.slips

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._hosts.add(writer)
        try:
            async with self._line:
                self._host = writer
                while data := await reader.read(4096):
                    self.receive(data)
                    await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            if self._host is writer:
                self._host, self._pushing = None, 0
            self._hosts.discard(writer)
            writer.close()

    def _turn(self, name: str, on: bool) -> None:
        if getattr(self._condition, name) == on:
            return
        setattr(self._condition, name, on)
        self._push_status()
        self._print_on()

    def _at_once(self, command: RealTime) -> None:
        match command.kind:
            case "status":
                self._answer(self._condition.real_time(command.n))
            case "clear":
                self._interpreter.clear()
                if command.n == 8:
                    self._answer(b"\x37\x25\x00")
            case "drawer":
                self.drawer_pulses += 1
            case "recover":
                self.cutter_error = False

    def _print_on(self) -> None:
        while not self._condition.stopped and (event := self._interpreter.take()) is not None:
            before = self._paper.length
            match event:
                case ev.Unknown():
                    self._report(event)
                case ev.Question():
                    self._reply(event)
                case ev.Drawer():
                    self.drawer_pulses += 1
                case ev.StatusBack(kinds=kinds):
                    self._pushing = kinds
                    self._push_status()
                case _:
                    self._mark(event)
            if self.paper_left_mm is not None:
                self.paper_left_mm -= (self._paper.length - before) / DOTS_PER_MM
                if self.paper_left_mm <= 0:
                    self.paper_left_mm = None
                    self.paper_out = True

    def _mark(self, event: ev.Event) -> None:
        try:
            slip = self._paper.apply(event)
        except ValueError as refused:
            self._report(ev.Unknown(self._interpreter.offset, str(refused).encode()))
            return
        if slip is not None:
            self._keep(slip)

    def _report(self, unknown: ev.Unknown) -> None:
        self.unknown.append(unknown)
        if self._tell is not None:
            self._tell(unknown)

    def _keep(self, slip: CutSlip) -> None:
        path = self.out / f"slip-{len(self.slips) + 1:04}.png"
        slip.picture.save(path, dpi=(203, 203))
        took = self._interpreter.offset - self._slip_began
        self._slip_began = self._interpreter.offset
        self.slips.append(PrintedSlip(path, slip.text, slip.codes, took))
        self._cut.set()
        if self._tell is not None:
            self._tell(self.slips[-1])

    def _reply(self, question: ev.Question) -> None:
        match question.kind:
            case "paper":
                self._answer(self._condition.paper())
            case "drawer":
                self._answer(b"\x00")
            case "identity":
                self._answer(identity(question.detail[0]))
            case "process":
                self._answer(process(question.detail))

    def _push_status(self) -> None:
        if self._pushing:
            self._answer(self._condition.pushed())

    def _answer(self, reply: bytes) -> None:
        if self._host is not None:
            with contextlib.suppress(ConnectionError):
                self._host.write(reply)
