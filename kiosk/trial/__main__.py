"""`python -m kiosk.trial`: what `lotse bench print` measures, as JSON; `matrix` writes the fault matrix as Markdown."""

import argparse
import asyncio
import json
import logging
import sys
from itertools import groupby

from kiosk.trial.figures import figures
from kiosk.trial.kills import kills
from kiosk.trial.matrix import FAULTS, PHASES, TRANSPORTS, Outcome, cases, outcome

_HEAD = """# What becomes of a slip when the printer fails

Written by `lotse bench print --matrix`; every case is played with the kiosk's real spool and journal on a simulated
printer, and checked: what the kiosk says is true, the journal says the same, no slip comes out twice without COPY,
asking again prints nothing, the next visitor's slip comes out, and staff can order a marked copy. The visitor has a
number in every case: it was given before anything was printed.

`printed`: confirmed; `refused`: nothing was sent; `blocked`: sent, the printer stopped and was told to forget the rest;
`unknown`: sent, and no word came. "(whole)": the slip is on paper all the same. A line
that breaks or a printer that restarts just before the slip is refused or printed, whichever is the case by then. Over
USB nothing could be tried here.

A serial line of a simulated printer is a pseudo terminal: it has no speed and no modem lines. What only a real printer
can show: flow control, a printer that restarts so fast over a slow serial line that it misses no question, and whether
a make knows `DLE DC4 8` (clear the buffer).
"""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.trial")
    parser.add_argument("what", choices=["all", "matrix"], nargs="?", default="all")
    parser.add_argument("--slips", type=int, default=1000)
    parser.add_argument("--kill-every", type=int, default=10)
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if args.what == "matrix":
        sys.stdout.write(asyncio.run(_matrix()))
        return 0
    found = figures() | asyncio.run(kills(args.slips, args.kill_every, say=_say))
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(f"  {line}\n")


async def _matrix() -> str:
    rows = []
    for fault, together in groupby(cases(), lambda case: case[0]):
        rows += _rows(fault, await asyncio.gather(*(outcome(*case) for case in together)))
    head = f"| fault | line | {' | '.join(PHASES)} |\n|{'---|' * (len(PHASES) + 2)}\n"
    return _HEAD + "\n" + head + "\n".join(rows) + "\n"


def _rows(fault: str, outcomes: list[Outcome]) -> list[str]:
    rows = []
    for transport in TRANSPORTS:
        seen = {one.phase: one for one in outcomes if one.transport == transport}
        phases = ("all the time",) if "all the time" in seen else PHASES
        cells = [_cell(seen[phase]) for phase in phases]
        rows.append(f"| {fault} | {transport} | {' | '.join(cells + [''] * (len(PHASES) - len(cells)))} |")
    return rows


def _cell(seen: Outcome) -> str:
    whole = " (whole)" if seen.whole and seen.state.value != "printed" else ""
    wrong = [f"**{lie}**" for lie in seen.lies if lie != FAULTS[seen.fault].limit]
    known = [f"known limit: {lie}" for lie in seen.lies if lie == FAULTS[seen.fault].limit]
    return "; ".join([f"{seen.state.value}{whole}", *wrong, *known])


if __name__ == "__main__":
    raise SystemExit(main())
