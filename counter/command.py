"""`lotse counter`: opens the counter page in the browser of this PC."""

import argparse
import asyncio
import logging
import sys
import webbrowser
from urllib.parse import urlencode, urlsplit

import aiohttp

from server.wire import messages as m
from server.wire.discovery import SERVER_TYPE, Sighting, Watch, multicast

SUMMARY = """Open the counter page in the browser of this PC.

The office's server is found on the network by itself; --server names it where that is not possible."""

PATIENCE_S = 5.0
# after the first server is found: so that a second office on this network is noticed
LOOK_AROUND_S = 0.5
HEALTH_S = 4.0


class NoOffice(Exception):
    """There is no server to open; the text says what to do about it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `lotse counter`."""
    parser.add_argument("--server", metavar="URL", help='the server\'s address, as "http://192.168.1.10:8300"')
    parser.add_argument("--counter", metavar="ID", default="", help='work at this counter, as "101"')
    parser.add_argument("--print-url", action="store_true", help="only print the page's address, open nothing")


def run(args: argparse.Namespace) -> int:
    """Open the page; 0 when it was opened (or printed), 1 when there is no server or no browser."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    try:
        base = address(args.server) if args.server else ""
        url = page_url(asyncio.run(office(base)), args.counter)
    except NoOffice as error:
        print(f"lotse counter: {error}", file=sys.stderr)
        return 1
    print(url, flush=True)
    if args.print_url:
        return 0
    if not webbrowser.open(url):
        print("lotse counter: found no browser on this PC; open the address above in one", file=sys.stderr)
        return 1
    return 0


def address(given: str) -> str:
    """A server's address as somebody typed it → "http://host:port". Raises `NoOffice`."""
    whole = given if "://" in given else f"http://{given}"
    try:
        parts = urlsplit(whole)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NoOffice(f'"{given}" is no address of a server; give it as --server http://192.168.1.10:8300')
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def page_url(base: str, counter: str) -> str:
    """The counter page's address, with the counter chosen where one is given."""
    return f"{base}/counter" + (f"?{urlencode({'counter': counter})}" if counter else "")


async def office(base: str, patience_s: float = PATIENCE_S) -> str:
    """The address of the office's server that answers: `base`, or the one found by mDNS. Raises `NoOffice`."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=HEALTH_S)) as session:
        if base:
            if await _answers(session, base):
                return base
            raise NoOffice(f"no server of Lotse answers at {base}; is it running, and is the address right?")
        found = await _look(patience_s)
        if len(found) > 1:
            names = ", ".join(f"{s.name} (http://{s.addresses[0]}:{s.port})" for s in found)
            raise NoOffice(f"there is more than one server on this network: {names}; choose one with --server")
        for sighting in found:
            for host in sighting.addresses:
                if await _answers(session, f"http://{host}:{sighting.port}"):
                    return f"http://{host}:{sighting.port}"
            raise NoOffice(
                f"{sighting.name} announces itself at {sighting.addresses[0]}:{sighting.port} but does not answer; "
                "does a firewall stand between?"
            )
    raise NoOffice("found no server on this network; is it running? Name it with --server http://ADDRESS:8300")


async def _look(patience_s: float) -> list[Sighting]:
    found: dict[str, Sighting] = {}
    first = asyncio.Event()

    def seen(sighting: Sighting) -> None:
        if sighting.protocol == m.PROTOCOL:
            found[sighting.machine] = sighting
            first.set()

    async with multicast() as zeroconf:
        if zeroconf is None:
            return []
        watch = Watch(zeroconf, SERVER_TYPE, seen)
        try:
            await asyncio.wait_for(first.wait(), patience_s)
            await asyncio.sleep(LOOK_AROUND_S)
        except TimeoutError:
            pass
        finally:
            await watch.close()
    return list(found.values())


async def _answers(session: aiohttp.ClientSession, base: str) -> bool:
    try:
        async with session.get(f"{base}/health") as response:
            health = await response.json(content_type=None)
            return isinstance(health, dict) and health.get("type") == "health"
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False
