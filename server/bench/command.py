"""`lotse bench`: measure the office's speed and safety."""

import argparse
import json
import signal
import sys
from collections.abc import Awaitable, Callable

import uvloop

from server.bench.beside import beside
from server.bench.forecast import forecast
from server.bench.forgetting import forgetting
from server.bench.glass import glass
from server.bench.measure import displays, growth, issue_and_call, start
from server.bench.printing import matrix, printing
from server.bench.safety import safety
from server.bench.search import search
from server.bench.touch import touch_to_slip

SUMMARY = """Measure the office's speed and safety on this computer, with the whole server running.

Everything happens on loopback and in temporary folders. Without a PART or --only, speed and safety are measured,
which takes about four minutes. `lotse bench balance` plays days of offices by every rule and tells how good the
order and how true the times are; all worlds at 200 days take an hour or more, `--worlds reference --days 50` a few
minutes. `lotse bench print` makes slips, prints them and kills the kiosk while it does; three minutes.
`lotse bench kiosk` touches a kiosk's window as visitors do and measures what they feel, then plays 10,000 hasty
visits and measures what stays in memory; two hours, or ten minutes with `--hasty 200`."""

Say = Callable[[str], None]
PARTS: dict[str, Callable[[Say], Awaitable[dict[str, float]]]] = {
    "issue": issue_and_call,
    "growth": growth,
    "displays": displays,
    "start": start,
    "safety": safety,
    "touch": touch_to_slip,
    "forecast": forecast,
    "beside": beside,
    "search": search,
}

BALANCE = "balance"
KIOSK = "kiosk"
PRINT = "print"

# The marks of the issue "The office runs": (figure, sign, limit).
MARKS = [
    ("issue_p99_ms", "<=", 20.0),
    ("call_p99_ms", "<=", 20.0),
    ("issue_per_s", ">=", 1500.0),
    ("growth", "<=", 1.3),
    ("display_p99_ms", "<=", 60.0),
    ("duplicates", "<=", 0.0),
    ("lost", "<=", 0.0),
    ("double_calls", "<=", 0.0),
    ("start_s", "<=", 1.0),
    ("rss_mb", "<=", 150.0),
    ("touch_to_slip_ms", "<=", 250.0),
    ("forecast_12_ms", "<=", 100.0),
    ("forecast_60_ms", "<=", 100.0),
    ("snapshot_500_ms", "<=", 5.0),
    ("decision_60_ms", "<=", 50.0),
    *((f"search_{language}_held_out", ">=", 0.85) for language in ("de", "en")),
    *((f"search_{language}_held_out", ">=", 0.75) for language in ("ar", "uk", "tr")),
    ("search_find_p95_ms", "<=", 50.0),
    ("kiosk_start_s", "<=", 3.0),
    ("touch_to_screen_p95_ms", "<=", 100.0),
    ("frames_above_100_ms", "<=", 0.0),
    ("kiosk_growth", "<=", 1.05),
    ("making_ms", "<=", 10.0),
    ("bytes_hybrid", "<=", 12_000.0),
    ("wire_115200_s", "<=", 1.1),
    ("slips_lost", "<=", 0.0),
    ("slips_doubled", "<=", 0.0),
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `lotse bench`."""
    parser.add_argument(
        "part", nargs="?", choices=[*PARTS, KIOSK, PRINT, BALANCE], metavar="PART", help="the only part to measure"
    )
    parser.add_argument("--only", choices=list(PARTS), action="append", help="measure only this part (may be repeated)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object on the last line")
    parser.add_argument("--kills", type=int, default=20, help="how often to kill the server (default: %(default)s)")
    parser.add_argument("--worlds", default="", help="balance: these worlds, with commas between (default: all)")
    parser.add_argument("--days", type=int, default=200, help="balance: days of each world (default: %(default)s)")
    parser.add_argument(
        "--slips", type=int, default=1000, help="print: slips, one kill -9 in ten (default: %(default)s)"
    )
    parser.add_argument(
        "--visits",
        type=int,
        default=120,
        help="kiosk: visits at a visitor's pace, about three seconds each (default: %(default)s)",
    )
    parser.add_argument(
        "--hasty", type=int, default=10_000, help="kiosk: hasty visits that measure memory (default: %(default)s)"
    )
    parser.add_argument(
        "--matrix", action="store_true", help="print: play every fault and write the matrix as Markdown"
    )
    parser.add_argument(
        "--no-look-ahead", action="store_true", help="balance: leave out the slow rule that looks ahead"
    )


def run(args: argparse.Namespace) -> int:
    """Measure; 0 also when a mark is missed, which is said."""
    # ends the programs that were started, as Ctrl-C does
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    if args.part == BALANCE:
        return _balance(args)
    if args.part == PRINT:
        return matrix() if args.matrix else _told(printing(args.slips), as_json=args.json)
    if args.part == KIOSK and min(args.visits, args.hasty) < 0:
        print("lotse bench kiosk: --visits and --hasty count visits: 0 or more", file=sys.stderr)
        return 2
    if args.part == KIOSK:
        return _told(uvloop.run(_kiosk(args.visits, args.hasty)), as_json=args.json)
    figures: dict[str, float] = {}
    for name in [args.part] if args.part else args.only or list(PARTS):
        print(f"lotse bench: {name}", file=sys.stderr)
        found = uvloop.run(_measure(name, args.kills))
        for figure, value in found.items():
            adds_up = figure in ("lost", "duplicates", "double_calls")
            figures[figure] = figures.get(figure, 0.0) + value if adds_up else value
    return _told(figures, as_json=args.json)


def _told(figures: dict[str, float], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
        return 0
    marks = {name: (sign, limit) for name, sign, limit in MARKS}
    for name, value in figures.items():
        sign, limit = marks.get(name, ("", 0.0))
        met = not sign or (value <= limit if sign == "<=" else value >= limit)
        print(f"{name:<28} {value:>12.3f}   {f'mark {sign} {limit:g}' if sign else ''}{'' if met else '   MISSED'}")
    return 0


def _balance(args: argparse.Namespace) -> int:
    from server.bench import balance  # compiles for a while, which the other parts need not wait for
    from server.bench.marks import marks
    from server.bench.worlds import WORLDS

    names = [name.strip() for name in args.worlds.split(",") if name.strip()] or list(WORLDS)
    unknown = [name for name in names if name not in WORLDS]
    if unknown or args.days < 2:
        wrong = f"there is no world {unknown[0]!r}; there are {', '.join(WORLDS)}" if unknown else "--days: 2 or more"
        print(f"lotse bench balance: {wrong}", file=sys.stderr)
        return 2
    found = balance.run(names, args.days, look_ahead=not args.no_look_ahead, say=_say)
    reached = list(marks(found))
    if args.json:
        print(json.dumps({"worlds": found, "marks": [mark._asdict() for mark in reached]}))
        return 0
    for mark in reached:
        missed = "" if mark.met else "   MISSED"
        print(f"mark {mark.number}  {mark.what:<55} {mark.figure:>12.6g}   {mark.aim}{missed}")
    return 0


def _say(line: str) -> None:
    print(f"  {line}", file=sys.stderr)


async def _kiosk(visits: int, hasty: int) -> dict[str, float]:
    figures = {**(await glass(_say, visits) if visits else {}), **await search(_say)}
    return {**figures, **(await forgetting(_say, hasty) if hasty else {})}


async def _measure(name: str, kills: int) -> dict[str, float]:
    return await safety(_say, kills) if name == "safety" else await PARTS[name](_say)
