"""How a kiosk becomes a machine of the office: find the server, show the join token, keep the key."""

import asyncio
import socket
from urllib.parse import urlsplit

import aiohttp

from kiosk.membership import Membership, NotAMember
from server.wire import messages as m
from server.wire.codec import Decoder, Garbled
from server.wire.discovery import SERVER_TYPE, Sighting, Watch, multicast

FIND_S = 5.0
MORE_S = 1.0  # a second server answers within this time of the first
ANSWER_S = 10.0

_answer: Decoder[m.Joined | m.Refused | m.Fault] = Decoder(m.Joined | m.Refused | m.Fault)


def server_url(given: str) -> str:
    """An address as a person writes it ("office:8300", "http://10.0.0.5:8300/") as "http://host:port". NotAMember."""
    url = given if "://" in given else f"http://{given}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise NotAMember(f"the server's address {given!r} is not understood; write http://192.168.1.10:8300")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if port is None else f":{port}")


async def find_servers(wait_s: float = FIND_S) -> list[Sighting]:
    """The servers that announce themselves on this network; waits for the first, and a little for others."""
    found: dict[str, Sighting] = {}
    first = asyncio.Event()

    def seen(sighting: Sighting) -> None:
        found[sighting.machine] = sighting
        first.set()

    async with multicast() as zeroconf:
        if zeroconf is None:
            return []
        watch = Watch(zeroconf, SERVER_TYPE, seen)
        try:
            await asyncio.wait_for(first.wait(), wait_s)
            await asyncio.sleep(MORE_S)
        except TimeoutError:
            pass
        await watch.close()
    return list(found.values())


async def join(token: str, given: str, name: str, printer: str) -> Membership:
    """Join the server at the address `given` ("" looks for it). Raises NotAMember."""
    if given:
        urls = [server_url(given)]
    else:
        servers = await find_servers()
        if not servers:
            raise NotAMember(
                "no server was found on this network; is it running? "
                "If it is on another network, say where: --server URL"
            )
        if len(servers) > 1:
            offices = ", ".join(f"{one.name} (http://{one.addresses[0]}:{one.port})" for one in servers)
            raise NotAMember(f"there are several servers here: {offices}; choose one with --server URL")
        urls = [f"http://{address}:{servers[0].port}" for address in servers[0].addresses]
    wanted = m.Join(token=token, role="kiosk", name=(name or f"Kiosk {socket.gethostname()}")[:80])
    why = ""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_S)) as http:
        for url in urls:
            try:
                async with http.post(f"{url}/api/join", data=m.encode(wanted)) as response:
                    answer = _answer(await response.content.read(64 * 1024))
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                why = str(error) or "no answer"
                continue
            except Garbled:
                raise NotAMember(f"what answers at {url} is not a server of Lotse; check the address") from None
            if isinstance(answer, m.Joined):
                return Membership(
                    answer.machine, answer.secret, answer.server, url, answer.office, name, printer, bool(given)
                )
            raise NotAMember(_remedy(answer))
    raise NotAMember(f"no server answers at {urls[0]} ({why}); is it running, and is the address right?")


def _remedy(answer: m.Refused | m.Fault) -> str:
    if isinstance(answer, m.Fault):
        return f"the server has a fault: {answer.message}. {answer.remedy}"
    if answer.code == "wrong_token":
        return (
            "the join token is wrong; it was printed when the server started first, "
            "a new one is made by: lotse server SITE --new-join-token"
        )
    if answer.code == "slow_down":
        return f"too many wrong tokens: {answer.message}"
    return f"the server refused: {answer.message}"
