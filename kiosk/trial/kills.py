"""kill -9 at any byte of a slip and between slips, then look at the paper and at the journal."""

import asyncio
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hardware.simulated.events import Unknown
from hardware.simulated.printer import SimulatedPrinter
from hardware.simulated.tray import PrintedSlip
from kiosk.journal import Journal, State
from kiosk.trial.pages import dots, on_paper, page, small_slip

_BYTES_PER_S: Final = 300_000.0
_END_S: Final = 60.0


async def kills(
    slips: int, every: int, seed: int = 1, say: Callable[[str], None] = lambda line: None
) -> dict[str, float]:
    """Print `slips` slips and kill the kiosk once in every `every`.

    `slips_lost`: slips whose fate nobody knows, or that are called printed and are not on paper; `slips_doubled`: slips
    that came out whole more than once; both must be 0. `unknown`: those that staff are told of as perhaps printed.
    """
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="lotse-trial-") as name:
        folder = Path(name)
        whole: Counter[str] = Counter()

        def cut(what: PrintedSlip | Unknown) -> None:
            if isinstance(what, PrintedSlip):
                for number in _numbers(what.text):
                    whole[number] += dots(what.path) == on_paper(small_slip(page(number), False))
                what.path.unlink()

        async with SimulatedPrinter(folder, tell=cut) as printer:
            printer.bytes_per_s = _BYTES_PER_S
            killed = 0
            size = len(small_slip(page("A0001"), False))
            for first in range(1, slips + 1, every):
                last = min(slips, first + every - 1)
                kiosk = await _start(folder, printer.address, 1, last)
                victim = chance.randint(first, last)
                # after the slip before it is out; half of the times at a byte of the slip, else at any moment
                await _wait_for(victim, kiosk, whole)
                if chance.random() < 0.5:
                    printer.ambush_with(kiosk.kill, chance.randint(1, size))
                else:
                    await asyncio.sleep(chance.uniform(0, 0.05))
                    if kiosk.returncode is None:
                        kiosk.kill()
                async with asyncio.timeout(_END_S):
                    killed += await kiosk.wait() != 0
                if first // every % 10 == 0:
                    say(f"{last} slips, killed {killed} times")
            last_life = await _start(folder, printer.address, 1, slips)
            async with asyncio.timeout(_END_S):
                await last_life.wait()
        return _judge(folder / "slips.db", slips, whole) | {"kills": killed}


def _numbers(text: str) -> set[str]:
    return {word for word in text.split() if word[:1] == "A" and word[1:].isdigit()}


async def _start(folder: Path, address: str, first: int, last: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kiosk.trial.kiosk", str(folder / "slips.db"), address, str(first), str(last)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def _wait_for(victim: int, kiosk: asyncio.subprocess.Process, whole: Counter[str]) -> None:
    """Until the slip before the victim is out, or the kiosk has ended."""
    async with asyncio.timeout(_END_S):
        while victim > 1 and kiosk.returncode is None and all(int(seen[1:]) < victim - 1 for seen in whole):
            await asyncio.sleep(0.002)


def _judge(file: Path, slips: int, whole: Counter[str]) -> dict[str, float]:
    journal = Journal(file)
    found = {entry.number: entry.state for entry in journal.latest(slips * 2)}
    journal.close()
    numbers = [f"A{number:04}" for number in range(1, slips + 1)]
    open_ends = (State.QUEUED, State.SENDING)
    lost = [
        number
        for number in numbers
        if found.get(number, State.QUEUED) in open_ends or (found[number] is State.PRINTED and not whole[number])
    ]
    return {
        "slips": slips,
        "slips_lost": len(lost),
        "slips_doubled": sum(max(0, whole[number] - 1) for number in numbers),
        **{state.value: sum(one is state for one in found.values()) for state in State if state not in open_ends},
    }
