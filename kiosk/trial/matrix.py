"""Each fault in each phase of a slip over each transport: what became of the slip, and whether that is the truth."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from hardware.printers.address import open_printer
from hardware.printers.conversation import Deadlines
from hardware.simulated.printer import SimulatedPrinter
from kiosk.journal import Journal, State
from kiosk.spool import Page, Spool
from kiosk.trial.pages import dots, on_paper, page, small_slip

Phase = Literal["before", "first byte", "mid-raster", "before the fence", "after", "all the time"]
Transport = Literal["tcp", "serial"]
PHASES: Final[tuple[Phase, ...]] = ("before", "first byte", "mid-raster", "before the fence", "after")
TRANSPORTS: Final[tuple[Transport, ...]] = ("tcp", "serial")
DEADLINES: Final = Deadlines(answer_s=0.25, poll_s=0.03, blocked_s=0.1, limit_s=0.6)
"""Short ones: nobody stands in front of this printer."""
NUMBER, NEXT = "P012", "P013"


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong: an act or a switch of the simulated printer. `lasts`: it is over only when somebody sees to it.

    `whole_time`: it has no phase, the printer is like that from before the slip until after it.
    """

    act: str
    lasts: bool = False
    whole_time: Callable[[SimulatedPrinter], None] | None = None
    query: str = ""
    limit: str = ""
    """What is known not to hold with such a printer."""


def _slowly(printer: SimulatedPrinter) -> None:
    printer.bytes_per_s = 60_000


def _tiny(printer: SimulatedPrinter) -> None:
    printer.bytes_per_s, printer.buffer_bytes = 60_000, 256


def _tiny_and_out(printer: SimulatedPrinter) -> None:
    _tiny(printer)
    printer.ambush("paper_out", 800)


def _late(printer: SimulatedPrinter) -> None:
    printer.late_s = 0.05


def _too_late(printer: SimulatedPrinter) -> None:
    printer.late_s = 0.6


def _mixed(noise: bytes) -> Callable[[SimulatedPrinter], None]:
    def mix(printer: SimulatedPrinter) -> None:
        printer.mixed_in = noise

    return mix


def _without_process_ids(printer: SimulatedPrinter) -> None:
    printer.knows_process_ids = False


def _without_clear(printer: SimulatedPrinter) -> None:
    printer.knows_clear = False
    printer.ambush("paper_out", 300)


# What a slip may have come to, where only one answer is right; anywhere else truth is all that is asked.
EXPECTED: Final[dict[tuple[str, Phase], State]] = {
    ("nothing", "all the time"): State.PRINTED,
    **{(fault, "before"): State.REFUSED for fault in ("paper out", "cover open", "offline", "no answer at all")},
    **{(fault, "mid-raster"): State.BLOCKED for fault in ("paper out", "cover open", "cutter error")},
    **{(fault, "mid-raster"): State.UNKNOWN for fault in ("line broken", "power cycle", "no answer at all")},
    ("tiny buffer, paper out", "all the time"): State.BLOCKED,
    ("XON and XOFF mixed in", "all the time"): State.PRINTED,
    ("GS ( H understood", "all the time"): State.PRINTED,
}

FAULTS: Final[dict[str, Fault]] = {
    "nothing": Fault(""),
    "paper out": Fault("paper_out", lasts=True),
    "cover open": Fault("cover_open", lasts=True),
    "offline": Fault("offline", lasts=True),
    "cutter error": Fault("cutter_error", lasts=True),
    "line broken": Fault("hang_up"),
    "reset": Fault("reset"),
    "power cycle": Fault("power_cycle"),
    "no answer at all": Fault("mute", lasts=True),
    "wrong answers": Fault("garbled", lasts=True),
    "slow print head": Fault("", whole_time=_slowly),
    "tiny buffer": Fault("", whole_time=_tiny),
    "tiny buffer, paper out": Fault("paper_out", lasts=True, whole_time=_tiny_and_out),
    "answers late": Fault("", whole_time=_late),
    "answers much too late": Fault("", whole_time=_too_late),
    "XON and XOFF mixed in": Fault("", whole_time=_mixed(b"\x13\x11")),
    "stray confirmations": Fault("stray"),
    "GS ( H understood": Fault("", whole_time=lambda printer: None, query="fence=process"),
    "GS ( H expected, not understood": Fault("", whole_time=_without_process_ids, query="fence=process"),
    "buffer cannot be cleared, paper out": Fault(
        "paper_out", lasts=True, whole_time=_without_clear, limit="it came out in front of the next visitor"
    ),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one slip, and what is wrong with that: `lies` is empty when everything holds."""

    fault: str
    phase: Phase
    transport: Transport
    state: State
    whole: int
    """How many whole slips of the number came out altogether, the copy not counted."""
    afterwards: State
    """The next visitor's slip, when the fault was over."""
    lies: tuple[str, ...]


def cases() -> Iterator[tuple[str, Phase, Transport]]:
    """Every fault with the phases and transports that can show it."""
    for fault, what in FAULTS.items():
        once = what.whole_time is not None or not what.act
        phases: tuple[Phase, ...] = ("all the time",) if once else PHASES
        for phase in phases:
            for transport in TRANSPORTS:
                yield fault, phase, transport


async def outcome(fault: str, phase: Phase, transport: Transport) -> Outcome:
    """Play one case in a folder of its own, in about half a second."""
    what, payload = FAULTS[fault], small_slip(page(NUMBER), False)
    with tempfile.TemporaryDirectory(prefix="lotse-trial-") as name:
        folder = Path(name)
        port = folder / "port" if transport == "serial" else None
        async with SimulatedPrinter(folder, serial=port) as simulated, _spool(simulated, folder, what.query) as spool:
            if what.whole_time is not None:
                what.whole_time(simulated)
            elif phase not in ("after", "all the time"):
                _lay(simulated, what.act, phase, len(payload))
            state = await spool.print(page(NUMBER))
            if phase == "after":
                _lay(simulated, what.act, "before", 0)
            return await _judge(Outcome(fault, phase, transport, state, 0, state, ()), simulated, spool)


@asynccontextmanager
async def _spool(simulated: SimulatedPrinter, folder: Path, query: str) -> AsyncIterator[Spool]:
    address = f"{simulated.address}?{query}" if query else simulated.address
    printer = open_printer(address, DEADLINES)
    await printer.status()
    spool = Spool(Journal(folder / "slips.db"), [printer], small_slip)
    try:
        yield spool
    finally:
        await printer.close()
        await spool.close()


def _lay(simulated: SimulatedPrinter, act: str, phase: Phase, size: int) -> None:
    at = {"first byte": 1, "mid-raster": size // 2, "before the fence": size}.get(phase, -1)
    if act == "stray":
        # what a printer's word for "all printed" looks like
        simulated.say(b"\x00") if at < 0 else simulated.ambush_with(lambda: simulated.say(b"\x00"), at)
    elif at >= 0:
        simulated.ambush(act, at)
    elif act in ("hang_up", "reset", "power_cycle"):
        getattr(simulated, act)()
    else:
        setattr(simulated, act, True)


async def _judge(seen: Outcome, simulated: SimulatedPrinter, spool: Spool) -> Outcome:
    lies: list[str] = []
    held_back = seen.state in (State.BLOCKED, State.REFUSED)
    asked, copy = page(NUMBER), on_paper(small_slip(page(NUMBER), True))
    expected = on_paper(small_slip(asked, False))

    def whole() -> int:
        return sum(dots(slip.path) == expected for slip in list(simulated.slips))

    if seen.state is State.PRINTED and not whole():
        lies.append("called printed, but it is not on paper")
    if seen.state is State.REFUSED and whole():
        lies.append("called refused, but it is on paper")
    known = (await spool.latest())[0]
    if known.state is not seen.state or known.number != NUMBER:
        lies.append(f"the journal says {known.state.value}")
    again = await spool.print(asked)
    if again is not seen.state:
        lies.append("asked again, it tells something else")
    before = whole()
    _mend(simulated)
    afterwards = await _next_one(spool, page(NEXT))
    found = whole()
    if found > before and held_back:
        lies.append("it came out in front of the next visitor")
    if found > 1:
        lies.append("it came out twice")
    if afterwards is not State.PRINTED:
        lies.append("the next slip does not come out")
    printed_next = sum(dots(slip.path) == on_paper(small_slip(page(NEXT), False)) for slip in simulated.slips)
    if printed_next != (afterwards is State.PRINTED):
        lies.append(f"{printed_next} slips for the next visitor")
    if afterwards is State.PRINTED:
        if await spool.copy(asked.ticket.ticket, "copy-ordered-by-staff") is not State.PRINTED:
            lies.append("a copy cannot be printed")
        elif not any(dots(slip.path) == copy for slip in simulated.slips):
            lies.append("the copy is not marked as one")
    right = EXPECTED.get((seen.fault, seen.phase), seen.state)
    if seen.state is not right:
        lies.append(f"called {seen.state.value} where {right.value} is right")
    return Outcome(seen.fault, seen.phase, seen.transport, seen.state, found, afterwards, tuple(lies))


def _mend(simulated: SimulatedPrinter) -> None:
    """Somebody sees to the printer."""
    for switch in ("paper_out", "cover_open", "offline", "cutter_error", "mute", "garbled"):
        setattr(simulated, switch, False)
    simulated.late_s, simulated.mixed_in = 0.0, b""
    simulated.bytes_per_s = simulated.buffer_bytes = 0.0
    simulated.knows_process_ids = True


async def _next_one(spool: Spool, next_page: Page, deadline_s: float = 4.0) -> State:
    """The next visitor's slip; the kiosk does not give up while the printer comes back."""
    ends = time.monotonic() + deadline_s
    state, turn = State.REFUSED, 0
    while state is State.REFUSED and time.monotonic() < ends:
        await asyncio.sleep(0.02)
        turn += 1
        state = await spool.print(next_page, f"{next_page.ticket.ticket}-{turn}")
    return state
