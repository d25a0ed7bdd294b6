"""`lotse printer-sim`: a slip printer for those who have none."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from hardware.simulated.control import open_control
from hardware.simulated.events import Unknown
from hardware.simulated.printer import SimulatedPrinter
from hardware.simulated.tray import PrintedSlip

SUMMARY = (
    "Run a simulated ESC/POS slip printer: it listens on TCP or a serial line like a real one and saves each slip "
    "as a picture."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=9100, help="port to listen on, 0 for any (default: %(default)s)")
    parser.add_argument(
        "--serial", type=Path, metavar="NAME", help="be a serial printer instead: NAME becomes its port (a pty)"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("slips"), metavar="DIR", help="folder for the pictures (default: %(default)s)"
    )
    parser.add_argument("--width-mm", type=int, choices=(80, 58), default=80, help="paper width (default: %(default)s)")
    parser.add_argument(
        "--control", metavar="SOCKET", help='unix socket for switches, e.g. {"set": "paper_out", "on": true}'
    )


def run(args: argparse.Namespace) -> int:
    """Print until interrupted; 1 when it cannot start."""
    try:
        asyncio.run(_serve(args))
    except OSError as why:
        where = args.serial or f"{args.host}:{args.port}"
        print(
            f"lotse printer-sim: cannot start on {where} with pictures in {args.out}: {why.strerror}. "
            "Choose another --port (0 takes a free one), --serial or --out.",
            file=sys.stderr,
        )
        return 1
    return 0


async def _serve(args: argparse.Namespace) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    printer = SimulatedPrinter(
        args.out, host=args.host, port=args.port, serial=args.serial, width_mm=args.width_mm, tell=_tell
    )
    async with printer, open_control(printer, args.control):
        print(f"printing at {printer.address}, slips go to {args.out}/", flush=True)
        await ended.wait()


def _tell(happened: PrintedSlip | Unknown) -> None:
    if isinstance(happened, Unknown):
        print(f"unknown command at byte {happened.offset}: {happened.raw[:16].hex(' ')}", flush=True)
        return
    first = next((line.strip() for line in happened.text.splitlines() if line.strip()), "no text")
    print(f"{happened.path}  {happened.bytes_read} bytes  {first}", flush=True)
