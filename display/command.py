"""`lotse display`: a waiting-room display."""

import argparse
import asyncio
import logging
import signal
import socket
import sys
from pathlib import Path

import msgspec
from platformdirs import user_config_path

from display import membership as members
from display.membership import Membership
from hardware.glass.window import glass_size
from server.cli import installed_version
from server.wire.finding import NoOffice
from server.wire.joining import save

SUMMARY = """Run a waiting-room display: the newest calls, large, and what is waiting.

Once: `lotse display --join TOKEN --name "Waiting room 1"`, with the token that the server printed. From then on
`lotse display` is enough: it announces itself on the network, and the office's server drives it. A new --name or
--zone is remembered; a display that runs takes them over from its file when it gets SIGHUP."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `lotse display`."""
    parser.add_argument("--join", metavar="TOKEN", help="join the office with the token that its server printed (once)")
    parser.add_argument(
        "--server",
        metavar="URL",
        default="",
        help="the server to join, http://ADDRESS:8300 (default: looked for by mDNS)",
    )
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        default=user_config_path("lotse") / "display.json",
        help="where this display's key is kept (default: %(default)s)",
    )
    parser.add_argument("--name", help="what people call this display (default: this computer's name)")
    parser.add_argument("--zone", help="the part of the building where it hangs")
    parser.add_argument("--host", default="", help="listen on this address only (default: on all)")
    parser.add_argument(
        "--port", type=int, default=8310, help="where the server dials it, 0 for any free port (default: %(default)s)"
    )
    parser.add_argument(
        "--size",
        type=glass_size,
        metavar="WIDTHxHEIGHT",
        help="the window's size (default: the whole screen; name its size where X runs without a window manager)",
    )
    parser.add_argument("--windowed", action="store_true", help="a window with a frame instead of the whole screen")
    parser.add_argument("--mute", action="store_true", help="show calls without a chime")
    parser.add_argument("--no-mdns", action="store_true", help="do not announce this display on the network")
    parser.add_argument(
        "--rehearse",
        metavar="SOCKET",
        help="let demo and tests look at this window over a unix socket (never in service)",
    )
    parser.add_argument("--verbose", action="store_true", help="log details too")


def run(args: argparse.Namespace) -> int:
    """Run until a signal; 0 when it ended well, 1 when it could not start."""
    logging.basicConfig(
        level=logging.DEBUG if args.verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for chatty in ("asyncio", "aiohttp", "kivy", "pyvips"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # zeroconf warns with a traceback when the network goes away; `presence` says that in a sentence
    logging.getLogger("zeroconf").setLevel(logging.ERROR)
    try:
        return _run(args, _membership(args))
    except NoOffice as error:
        return _failed(str(error))


def _membership(args: argparse.Namespace) -> Membership:
    """Who this display is, joined now or before; new names are kept. Raises `NoOffice`."""
    if args.join:
        name = args.name or socket.gethostname() or "display"
        joined = asyncio.run(members.join(args.join, args.server, name[:60], args.zone or "", args.port))
        save(joined, args.config)
        print(f"this display joined {joined.office} as {joined.name} ({joined.machine})", flush=True)
        return joined
    known = members.load(args.config)
    changes = {field: getattr(args, field) for field in ("name", "zone") if getattr(args, field) is not None}
    renamed = msgspec.structs.replace(known, **changes)
    if renamed != known:
        save(renamed, args.config)
    return renamed


def _run(args: argparse.Namespace, membership: Membership) -> int:
    try:
        from hardware.glass.window import NoGlassError, open_glass
        from hardware.text import missing_fonts, warm_up
    except OSError as error:  # pyvips without its library
        return _failed(f"the text engine cannot be loaded ({error}); install it with: pip install 'lotse[display]'")
    if lacking := missing_fonts():
        return _failed(" ".join(lacking))
    from display.look import GROUND

    try:
        open_glass(
            f"Lotse: {membership.name}",
            size=args.size or (1920, 1080),
            fullscreen=not (args.windowed or args.size),
            background=GROUND[:3],
            cursor=False,
        )
    except NoGlassError as error:
        return _failed(str(error))
    warm_up()
    return asyncio.run(_show(args, membership))


async def _show(args: argparse.Namespace, membership: Membership) -> int:
    from display.app import Display, Options
    from display.driven import PortTaken

    display = Display(
        membership, Options(args.host, args.port, not args.no_mdns, args.mute, args.rehearse, installed_version())
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, display.stop)

    def take_new_name() -> None:
        try:
            display.rename(members.load(args.config))
        except NoOffice as error:
            logging.getLogger(__name__).warning("kept the name: %s", error)

    loop.add_signal_handler(signal.SIGHUP, take_new_name)
    try:
        await display.run()
    except PortTaken as error:
        return _failed(str(error))
    return 0


def _failed(reason: str) -> int:
    print(f"lotse display: {reason}", file=sys.stderr)
    return 1
