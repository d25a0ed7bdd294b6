"""`lotse server SITE`: run the office's server."""

import argparse
import asyncio
import getpass
import logging
import signal
import sys
from pathlib import Path

import uvloop
from platformdirs import user_data_path

from server import no_authorities  # noqa: F401 - before anything else imports aiohttp
from server.clock import utc_now
from server.running import Options, PortTaken, running
from server.site.content import Site
from server.site.load import load_site
from server.site.mistakes import SiteError
from server.store.database import Opened, StoreFault
from server.store.members import Members
from server.sweeping import sweeping
from server.web.appointments import new_token
from server.web.login import hash_password
from server.web.pages import markdown

SUMMARY = """Run the office's server for a site folder: the queue, the pages for phones and counters, the displays.

At its first start it prints the join token: `lotse kiosk --join TOKEN`, `lotse display --join TOKEN`.
People who sign in at the counter page are added with --add-user."""

SHORTEST_PASSWORD = 8
SWITCH_S = 0.0005
"""After a commit the disk's thread waits at most so long for a busy event loop; Python's own 5 ms are half a call."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `lotse server`."""
    parser.add_argument("site", type=Path, metavar="SITE", help="the site folder (make one with `lotse init`)")
    data = user_data_path("lotse") / "office"
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=data, help="where the database lives (default: %(default)s)"
    )
    parser.add_argument("--host", default="", help="listen on this address only (default: on all)")
    parser.add_argument("--port", type=int, default=8300, help="listen on this port, 0 for any (default: %(default)s)")
    parser.add_argument(
        "--display",
        action="append",
        default=[],
        metavar="HOST:PORT",
        help="a display at a fixed address, where mDNS does not reach (may be repeated)",
    )
    parser.add_argument("--no-mdns", action="store_true", help="do not announce, and do not look for new displays")
    parser.add_argument("--no-forecast", action="store_true", help="do not tell anybody how long the wait will be")
    parser.add_argument("--new-join-token", action="store_true", help="make and print a new join token, then run")
    parser.add_argument(
        "--new-appointments-token",
        action="store_true",
        help="make and print a new token with which a booking system puts appointments, then run",
    )
    parser.add_argument(
        "--add-user",
        metavar="NAME",
        help="add a person (or give them a new password, asked for or read from standard input), then end",
    )
    parser.add_argument(
        "--role",
        choices=["clerk", "lead", "admin"],
        default="clerk",
        help="what --add-user makes of them (default: clerk)",
    )
    parser.add_argument("--verbose", action="store_true", help="log details too")


def run(args: argparse.Namespace) -> int:
    """Run until a signal; 0 when it ended well, 1 when it could not start."""
    logging.basicConfig(
        level=logging.DEBUG if args.verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    sys.setswitchinterval(SWITCH_S)
    for chatty in ("asyncio", "zeroconf", "aiohttp"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        if args.add_user:
            return _add_user(args)
        site = load_site(args.site)
        uvloop.run(_serve(site, args))
    except SiteError as error:
        for mistake in error.mistakes:
            print(mistake, file=sys.stderr)
        print(f"lotse server: {args.site} has {len(error.mistakes)} mistakes, named above", file=sys.stderr)
        return 1
    except StoreFault as fault:
        print(f"lotse server: {fault}. {fault.remedy}", file=sys.stderr)
        return 1
    except PortTaken as error:
        print(f"lotse server: {error}", file=sys.stderr)
        return 1
    return 0


async def _serve(site: Site, args: argparse.Namespace) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    options = Options(
        args.data, args.host, args.port, not args.no_mdns, tuple(args.display), forecast=not args.no_forecast
    )
    async with running(site, options) as server:
        members = server.context.members
        print(f"{site.name.text('de')} is open at {server.url}")
        print(f"counter page: {server.url}/counter")
        if args.new_join_token or not members.has_join_token():
            print(f"join token (shown once): {members.new_join_token()}")
        if args.new_appointments_token:
            print(f"appointments token (shown once): {new_token(members)}")
        if not members.anybody():
            print("nobody can sign in yet; in another terminal: lotse server SITE --add-user NAME --role admin")
        sys.stdout.flush()
        with sweeping(server.context.office.quiet):
            await server.context.office.make_room()
            await asyncio.to_thread(markdown.ready)
            await ended.wait()


def _add_user(args: argparse.Namespace) -> int:
    if sys.stdin.isatty():
        password = getpass.getpass(f"Password for {args.add_user}: ")
        if getpass.getpass("Once more: ") != password:
            print("lotse server: the two passwords differ", file=sys.stderr)
            return 1
    else:
        password = sys.stdin.readline().rstrip("\n")
    if len(password) < SHORTEST_PASSWORD:
        print(f"lotse server: a password has at least {SHORTEST_PASSWORD} characters", file=sys.stderr)
        return 1
    opened = Opened(args.data, alone=False)
    Members(opened).add_person(args.add_user, args.role, hash_password(password), utc_now())
    opened.close()
    print(f"{args.add_user} can sign in as {args.role}")
    return 0
