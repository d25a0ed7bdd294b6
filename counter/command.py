"""`lotse counter`: opens the counter page in the browser of this PC."""

import argparse
import asyncio
import logging
import sys
import webbrowser
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from counter.bridge import default_path, serve_devices
from server.wire.finding import FIND_S, NoOffice, server_urls

SUMMARY = """Open the counter page in the browser of this PC.

The office's server is found on the network by itself; --server names it where that is not possible.

A call button and a numeric sign on serial lines are served as long as it runs; the PC joins the office for that once:
lotse counter --counter 101 --join TOKEN --button /dev/serial/by-id/usb-... --sign /dev/serial/by-id/usb-..."""

HEALTH_S = 4.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `lotse counter`."""
    parser.add_argument("--server", metavar="URL", help='the server\'s address, as "http://192.168.1.10:8300"')
    parser.add_argument("--counter", metavar="ID", default="", help='work at this counter, as "101"')
    parser.add_argument("--print-url", action="store_true", help="only print the page's address, open nothing")
    parser.add_argument("--join", metavar="TOKEN", help="join the office as this counter's PC (needs --counter)")
    parser.add_argument("--button", metavar="DEVICE", help="serial call button: calls the next visitor")
    parser.add_argument("--sign", metavar="DEVICE", help="serial numeric sign: shows the number at this counter")
    parser.add_argument(
        "--config", type=Path, metavar="FILE", default=default_path(), help="this PC's memory (default: %(default)s)"
    )


def run(args: argparse.Namespace) -> int:
    """Open the page; 0 when it was opened (or printed), 1 when there is no server or no browser."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    try:
        if args.join or args.button or args.sign:
            return serve_devices(args)
        url = page_url(asyncio.run(office(args.server or "")), args.counter)
    except (NoOffice, ValueError) as error:
        print(f"lotse counter: {error}", file=sys.stderr)
        return 1
    print(url, flush=True)
    if args.print_url:
        return 0
    if not webbrowser.open(url):
        print("lotse counter: found no browser on this PC; open the address above in one", file=sys.stderr)
        return 1
    return 0


def page_url(base: str, counter: str) -> str:
    """The counter page's address, with the counter chosen where one is given."""
    return f"{base}/counter" + (f"?{urlencode({'counter': counter})}" if counter else "")


async def office(given: str, patience_s: float = FIND_S) -> str:
    """The address of the office's server that answers: `given`, or the one found by mDNS. Raises `NoOffice`."""
    urls = await server_urls(given, patience_s)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=HEALTH_S)) as session:
        for url in urls:
            if await _answers(session, url):
                return url
    raise NoOffice(
        f"no server of Lotse answers at {urls[0]}; is it running, is the address right, does a firewall stand between?"
    )


async def _answers(session: aiohttp.ClientSession, base: str) -> bool:
    try:
        async with session.get(f"{base}/health") as response:
            health = await response.json(content_type=None)
            return isinstance(health, dict) and health.get("type") == "health"
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False
