"""`lotse kiosk`: run a visitors' kiosk."""

import argparse
import asyncio
import logging
import sys
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hardware.devices.serial_line import device_path
from hardware.glass.window import NoGlassError, glass_size, open_glass
from hardware.printers.address import open_printer
from hardware.printers.printer import Printer
from hardware.text import missing_fonts, warm_up
from kiosk.membership import Membership, default_path, join, load
from kiosk.printer_profile import profile_of, with_fence
from kiosk.session import Timing
from server.wire.finding import NoOffice, server_url
from server.wire.joining import save

SUMMARY = """Run a visitors' kiosk: a touch screen and a slip printer.

The first start joins the office: lotse kiosk --join TOKEN --printer tcp://192.168.1.50:9100
Every later one needs no arguments; what was given once is remembered."""

log = logging.getLogger(__name__)

UPRIGHT, LYING = (1080, 1920), (1920, 1080)
SWITCH_S = 0.0005
"""The glass waits for a thread that computes after each text it draws, for so long; Python's own is ten times that."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `lotse kiosk`."""
    parser.add_argument("--join", metavar="TOKEN", help="join the office with the token that its server printed")
    parser.add_argument("--server", metavar="URL", help="the server's address (default: found on the network by mDNS)")
    parser.add_argument("--name", default="", help="this kiosk's name in the office, given with --join")
    parser.add_argument(
        "--printer",
        metavar="ADDRESS",
        action="append",
        help="the slip printer, remembered: tcp://host:9100, serial:///dev/serial/by-id/NAME?baud=115200&flow=rtscts, "
        "usb:// or usb://04b8:0202, png:///folder, file:///folder, or none; given twice, the second one prints what "
        "the first refuses",
    )
    parser.add_argument(
        "--scanner",
        metavar="DEVICE",
        help="the code scanner on a serial line, as /dev/serial/by-id/usb-..., or none; remembered. One that poses as "
        "a keyboard needs nothing",
    )
    parser.add_argument(
        "--printer-profile",
        type=Path,
        metavar="FILE",
        help="what the printer can do, as `lotse printer setup` wrote it; remembered (default: what most printers can)",
    )
    parser.add_argument(
        "--size",
        type=glass_size,
        default=UPRIGHT,
        metavar="WIDTHxHEIGHT",
        help="upright or lying glass: 1080x1920 (default) or 1920x1080; a smaller window shows the same, scaled down",
    )
    parser.add_argument("--windowed", action="store_true", help="in a window instead of the whole screen")
    parser.add_argument(
        "--config", type=Path, metavar="FILE", default=default_path(), help="the kiosk's memory (default: %(default)s)"
    )
    parser.add_argument(
        "--headset",
        default="",
        metavar="DEVICE",
        help="the headphones' ALSA device, e.g. plughw:1,0 (default: this computer's sound); file:///folder for tests",
    )
    parser.add_argument(
        "--keypad",
        default="",
        metavar="KEYS",
        help="what the keypad's keys mean, e.g. f1=up,f2=down,f3=select,f4=back,f5=repeat,f6=louder,f7=quieter,f8=pause"
        " (default: arrows, Enter, Escape, R, +, -, space)",
    )
    parser.add_argument("--jack", type=Path, metavar="DEVICE", help="the headphone socket, e.g. /dev/input/event3")
    parser.add_argument(
        "--speech-log", type=Path, metavar="FILE", help="write down all that is said, for tests (never in service)"
    )
    parser.add_argument(
        "--strike",
        type=_pause,
        default=Timing.strike,
        metavar="SECONDS",
        help="how long touches are not taken after a change of the screen, for they may be the second half of a double"
        " strike (default: %(default)s; 0 for benchmarks only)",
    )
    parser.add_argument(
        "--rehearse",
        metavar="SOCKET",
        help="let demo and tests touch this window over a unix socket (never in service)",
    )
    parser.add_argument("--verbose", action="store_true", help="log details too")


def run(args: argparse.Namespace) -> int:
    """Run until a signal; 0 when it ended well, 1 when it could not start."""
    logging.basicConfig(
        level=logging.DEBUG if args.verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for chatty in ("asyncio", "zeroconf", "aiohttp", "pyvips", "PIL"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        membership = _membership(args)
        profile = profile_of(membership)
        addresses = [with_fence(one, profile) for one in (membership.printer, membership.second_printer) if one]
        printers = [open_printer(address) for address in addresses]
        if lacking := missing_fonts():
            raise NoGlassError(" ".join(lacking))
        window = _open_window(args)
        return _serve(args, membership, printers, window)
    except (NoOffice, NoGlassError, ValueError) as why:
        print(f"lotse kiosk: {why}", file=sys.stderr)
        return 1


def _membership(args: argparse.Namespace) -> Membership:
    given = args.printer
    printer, second = _two_printers(given) if given else ("", "")
    if args.join:
        membership = asyncio.run(join(args.join, args.server or "", args.name, printer))
        print(f"this kiosk belongs to {membership.office} now", flush=True)
    else:
        membership = load(args.config)
    changed = membership
    if given:
        changed = replace(changed, printer=printer, second_printer=second)
    if args.scanner:
        changed = replace(changed, scanner="" if args.scanner == "none" else device_path(args.scanner))
    if args.printer_profile is not None:
        changed = replace(changed, printer_profile=str(args.printer_profile.absolute()))
    if args.server and not args.join:
        changed = replace(changed, url=server_url(args.server), fixed=True)
    if args.join or changed != membership:
        save(changed, args.config)
    return changed


def _pause(written: str) -> float:
    """Seconds, none to two. Raises argparse.ArgumentTypeError."""
    try:
        seconds = float(written)
    except ValueError:
        seconds = -1.0
    if not 0.0 <= seconds <= 2.0:
        raise argparse.ArgumentTypeError(f"{written!r} is no pause; give seconds from 0 to 2")
    return seconds


def _two_printers(given: list[str]) -> tuple[str, str]:
    """The printers' addresses, "" for none. Raises ValueError that says now what is wrong with one."""
    addresses = [address for address in given if address not in ("", "none")]
    if len(addresses) > 2:
        raise ValueError("a kiosk has two printers at most; give --printer once or twice")
    for address in addresses:
        open_printer(address)
    return (*addresses, "", "")[0], (*addresses, "", "")[1]


def _open_window(args: argparse.Namespace) -> Any:
    width, height = args.size
    design = LYING if width > height else UPRIGHT
    warm_up()
    return open_glass("Lotse", size=args.size, fullscreen=not args.windowed, design=design, cursor=args.windowed)


def _serve(args: argparse.Namespace, membership: Membership, printers: list[Printer], window: Any) -> int:
    from kiosk.app import Kiosk
    from kiosk.ears import Ears

    sys.setswitchinterval(SWITCH_S)
    if not args.windowed:
        window.bind(on_request_close=lambda *_, **__: True)
    landscape = args.size[0] > args.size[1]
    ears = Ears(args.headset, args.keypad, args.jack, args.speech_log)
    kiosk = Kiosk(
        membership,
        args.config,
        printers,
        landscape=landscape,
        timing=Timing(strike=args.strike),
        scanner=membership.scanner,
        ears=ears,
    )
    try:
        asyncio.run(kiosk.run(args.rehearse))
    except Exception:
        log.exception("a mistake in the program has stopped the kiosk")
        return 1
    return 0
