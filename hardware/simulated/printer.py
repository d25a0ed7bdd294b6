"""The printer itself: a buffer, a condition that can be changed, faults that wait for a byte, and the slips it cut."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Self

from hardware.simulated import events as ev
from hardware.simulated.faults import Ambushes, Voice
from hardware.simulated.interpreter import Interpreter
from hardware.simulated.paper import DOTS_PER_MM
from hardware.simulated.ports import Port, SerialPort, TcpPort
from hardware.simulated.realtime import RealTime, RealTimeWatch
from hardware.simulated.status import Condition, identity, process
from hardware.simulated.tray import PrintedSlip, Tray

CONDITIONS: Final = (
    *("paper_out", "cover_open", "offline", "near_end", "cutter_error", "head_hot", "unrecoverable"),
    "slip_not_taken",
)
ABILITIES: Final = ("knows_process_ids", "knows_clear", "knows_full_status")
SWITCHES: Final = (*CONDITIONS, *ABILITIES, "mute", "garbled")
NUMBERS: Final = ("late_s", "bytes_per_s", "buffer_bytes", "paper_left_mm")
ACTS: Final = ("hang_up", "power_cycle", "reset")
_STEP_S: Final = 0.005
_RESET_S: Final = 0.05


def _part(whole: str, name: str) -> Any:
    """An attribute of the printer that lives in one of its parts."""
    return property(
        lambda printer: getattr(getattr(printer, whole), name),
        lambda printer, value: setattr(getattr(printer, whole), name, value),
    )


def _condition(name: str) -> Any:
    return property(
        lambda printer: bool(getattr(printer._condition, name)), lambda printer, on: printer._turn(name, bool(on))
    )


class SimulatedPrinter:
    """Listens while its `async with` block runs; `port` 0 takes a free one, `serial` names a serial cable instead.

    Pictures go to `out` as slip-0001.png ... Like a real one it talks to one host at a time, prints from a buffer, and
    answers real-time questions even while it is stopped. The attributes of SWITCHES and NUMBERS may be set at any time:
    `paper_left_mm` lets the paper end in the middle of a slip, `bytes_per_s` prints slowly (0: at once), `buffer_bytes`
    takes no more than that (0: everything), `late_s` delays answers; `mixed_in` are bytes before each answer.
    `tell` hears of each slip and each unknown command.
    """

    paper_out, cover_open = _condition("paper_out"), _condition("cover_open")
    offline, near_end = _condition("offline"), _condition("near_end")
    cutter_error, head_hot = _condition("cutter_error"), _condition("head_hot")
    unrecoverable, slip_not_taken = _condition("unrecoverable"), _condition("slip_not_taken")
    mute, garbled = _part("_voice", "mute"), _part("_voice", "garbled")
    late_s, mixed_in = _part("_voice", "late_s"), _part("_voice", "mixed_in")
    slips, unknown = _part("_tray", "slips"), _part("_tray", "unknown")

    def __init__(
        self,
        out: Path | str,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        serial: Path | None = None,
        width_mm: int = 80,
        tell: Callable[[PrintedSlip | ev.Unknown], None] | None = None,
    ) -> None:
        self.received = bytearray()
        self.drawer_pulses = 0
        self.paper_left_mm = self.bytes_per_s = self.buffer_bytes = 0.0
        self.knows_process_ids = self.knows_clear = True
        self.knows_full_status = False
        self._condition, self._voice, self._ambushes = Condition(), Voice(), Ambushes()
        self._tray = Tray(Path(out), width_mm, tell)
        self._queue = bytearray()
        self._forget()
        self._off = False
        self._deaf_since = 0.0
        self._port: Port = SerialPort(self, serial) if serial else TcpPort(self, host, port)
        self._cut, self._moved = asyncio.Event(), asyncio.Event()
        self._errands: set[asyncio.Task[None]] = set()
        self._printing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._tray.out.mkdir(parents=True, exist_ok=True)
        await self._port.up()
        return self

    async def __aexit__(self, *_: object) -> None:
        for errand in (*self._errands, *([self._printing] if self._printing else [])):
            errand.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)
        await self.switch_off()

    async def switch_off(self) -> None:
        """Hang up on every host and stop listening; slips stay."""
        await self._port.down()

    @property
    def address(self) -> str:
        """Where hosts print to, as `open_printer` takes it."""
        return self._port.address

    @property
    def host(self) -> str:
        """The TCP port's host."""
        return self.address.removeprefix("tcp://").rpartition(":")[0]

    @property
    def port(self) -> int:
        """The TCP port's number."""
        return int(self.address.rpartition(":")[2])

    def hang_up(self, back_after_s: float = 0.1) -> None:
        """Break the line. A pulled serial cable is back after that time; a network printer listens on."""
        self._port.hang_up()
        self._errand(self._back(back_after_s))

    def reset(self) -> None:
        """Forget settings and buffer, deaf for a moment. Over a network the line breaks, over a serial cable nobody
        notices."""
        self.power_cycle(_RESET_S)

    def power_cycle(self, off_s: float = 0.2) -> None:
        """Off and on again: what was in the buffer and what comes meanwhile is lost; the paper stays as it is. It goes
        on again when nothing has come for `off_s`: at the speed of a real line a slip is over in that time."""
        self._off, self._deaf_since = True, time.monotonic()
        self._forget()
        if isinstance(self._port, TcpPort):
            self._port.hang_up()
        self._errand(self._cycle(off_s))

    def say(self, said: bytes) -> None:
        """Send the host bytes that it did not ask for."""
        self._port.say(said)

    def ambush(self, act: str, at: int) -> None:
        """Do something when `at` bytes of the next slip have come (counted from its ESC @): one of ACTS, or turn on
        one of SWITCHES. Raises ValueError for anything else."""
        if act in ACTS:
            self.ambush_with(getattr(self, act), at)
        elif act in SWITCHES:
            self.ambush_with(lambda: setattr(self, act, True), at)
        else:
            raise ValueError(f"{act} cannot wait for a byte; {', '.join((*ACTS, *SWITCHES))} can")

    def ambush_with(self, act: Callable[[], None], at: int) -> None:
        """Call `act` when `at` bytes of the next slip have come."""
        self._ambushes.lay(at, act, len(self.received))

    def receive(self, data: bytes) -> None:
        """Take bytes as from the wire; print what can be printed."""
        self.received += data
        for piece, act in self._ambushes.split(self.received, len(data)):
            if self._off:
                self._deaf_since = time.monotonic()
                break
            self._take(piece)
            if act is not None:
                act()
                if act == self.hang_up:
                    break  # what the host had sent behind it never arrives

    async def room(self) -> int:
        """See `Inlet`."""
        while (free := self._free()) <= 0:
            self._moved.clear()
            await self._moved.wait()
        return free

    def host_left(self) -> None:
        """See `Inlet`."""
        self._pushing = 0

    async def wait_for_slips(self, count: int, deadline_s: float = 10) -> list[PrintedSlip]:
        """Wait until `count` slips have been cut altogether. Raises TimeoutError."""
        async with asyncio.timeout(deadline_s):
            while len(self._tray.slips) < count:
                self._cut.clear()
                await self._cut.wait()
        return self._tray.slips

    # --- off and on ---

    def _forget(self) -> None:
        self._interpreter = Interpreter(offset=getattr(self, "_interpreter", Interpreter()).offset)
        self._watch = RealTimeWatch()
        self._pushing = 0
        self._queue.clear()

    async def _cycle(self, off_s: float) -> None:
        await self._port.down(powered=True)
        while (rest := self._deaf_since + off_s - time.monotonic()) > 0:
            await asyncio.sleep(rest)
        self._off = False
        await self._port.up()

    async def _back(self, after_s: float) -> None:
        await asyncio.sleep(after_s)
        await self._port.up()

    def _errand(self, errand: Any) -> None:
        task = asyncio.create_task(errand, name="simulated printer")
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    # --- the buffer ---

    def _free(self) -> int:
        if not self.buffer_bytes:
            return 1 << 20
        # what the interpreter holds of an unfinished command is on its way to the head, unless the head stands still
        held = len(self._queue) + (self._interpreter.held if self._condition.stopped else 0)
        return int(self.buffer_bytes) - held

    def _take(self, piece: bytes) -> None:
        begins = 0
        for command in self._watch.feed(piece):
            if command.kind == "clear" and (command.n != 8 or self.knows_clear):
                self._queue.clear()
                self._interpreter.clear()
                begins = command.end
            self._at_once(command)
        self._queue += piece[begins:]
        if not self.bytes_per_s:
            self._print_on()
        elif self._printing is None or self._printing.done():
            self._printing = asyncio.create_task(self._print_slowly(), name="a slow print head")

    async def _print_slowly(self) -> None:
        while self._queue:
            if not self._condition.stopped:
                self._print_on(max(1, int(self.bytes_per_s * _STEP_S)))
            await asyncio.sleep(_STEP_S)

    def _turn(self, name: str, on: bool) -> None:
        if getattr(self._condition, name) == on:
            return
        setattr(self._condition, name, on)
        self._push_status()
        if not self.bytes_per_s:
            self._print_on()

    def _at_once(self, command: RealTime) -> None:
        match command.kind:
            case "status" if command.n != 20:
                self._answer(self._condition.real_time(command.n))
            case "status" if self.knows_full_status:
                self._answer(self._condition.full())
            case "clear" if command.n == 8 and self.knows_clear:
                self._answer(b"\x37\x25\x00")
            case "drawer":
                self.drawer_pulses += 1
            case "recover":
                self.cutter_error = False

    def _print_on(self, most: int | None = None) -> None:
        if self._condition.stopped:
            return
        most = len(self._queue) if most is None else most
        self._interpreter.push(bytes(self._queue[:most]))
        del self._queue[:most]
        while not self._condition.stopped and (event := self._interpreter.take()) is not None:
            before = self._tray.length
            self._happen(event)
            if self.paper_left_mm:
                self.paper_left_mm -= (self._tray.length - before) / DOTS_PER_MM
                if self.paper_left_mm <= 0:
                    self.paper_left_mm = 0.0
                    self.paper_out = True
        self._moved.set()

    # --- what happens on paper ---

    def _happen(self, event: ev.Event) -> None:
        match event:
            case ev.Unknown():
                self._tray.report(event)
            case ev.Question(kind="process") if not self.knows_process_ids:
                self._tray.report(ev.Unknown(self._interpreter.offset, b"\x1d(H" + event.detail))
            case ev.Question():
                self._reply(event)
            case ev.Drawer():
                self.drawer_pulses += 1
            case ev.StatusBack(kinds=kinds):
                self._pushing = kinds
                self._push_status()
            case _:
                if self._tray.apply(event, self._interpreter.offset):
                    self._cut.set()

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
        self._voice.say(reply, self._port.say)
