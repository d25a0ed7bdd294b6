"""Belonging to an office: the key that a display got when it joined, and the file that keeps it."""

import asyncio
import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final

import aiohttp
import msgspec

from server.wire import messages as m
from server.wire.codec import Decoder, Garbled
from server.wire.discovery import SERVER_TYPE, Sighting, Watch, multicast

SEARCH_S: Final = 6.0
_MORE_S: Final = 1.0
_ANSWER_S: Final = 10.0
_answers: Decoder[m.Joined | m.Refused | m.Fault] = Decoder(m.Joined | m.Refused | m.Fault)


class NotJoined(Exception):
    """This display does not belong to an office; the text says what a person does about it."""


class Membership(msgspec.Struct, frozen=True):
    """Who this display is. `secret` is its own; the server keeps a hash."""

    machine: str
    secret: str
    server: str
    office: str
    name: str
    zone: str = ""


def load(file: Path) -> Membership:
    """The membership kept in `file`; raises `NotJoined`."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Membership)
    except FileNotFoundError:
        raise NotJoined(
            "this display does not belong to an office yet. Run `lotse display --join TOKEN` once; "
            "the server printed the token at its first start (`lotse server SITE --new-join-token` makes a new one)"
        ) from None
    except OSError as error:
        raise NotJoined(f"{file} cannot be read ({error.strerror}); run this as the user who joined") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotJoined(f"{file} is damaged ({error}); join again with `lotse display --join TOKEN`") from error


def save(membership: Membership, file: Path) -> None:
    """Keep the membership in `file`, for this user's eyes only; raises `NotJoined` where that cannot be done."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes the file 0600 from its first moment; replacing is all or nothing
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".display-")
        with os.fdopen(handle, "wb") as out:
            out.write(msgspec.json.format(msgspec.json.encode(membership)) + b"\n")
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, file)
    except OSError as error:
        raise NotJoined(f"{file} cannot be written ({error.strerror}); choose another with --config FILE") from error


async def join(token: str, server: str, name: str, zone: str, port: int) -> Membership:
    """Join the office at `server` ("" looks for it by mDNS) and return the new membership; raises `NotJoined`.

    `port`: where this display will listen, so that the server can dial it at once.
    """
    base = (server or await find_server()).rstrip("/")
    if "://" not in base:
        base = f"http://{base}"
    wanted = m.Join(token, "display", name, port)
    try:
        timeout = aiohttp.ClientTimeout(total=_ANSWER_S)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(f"{base}/api/join", data=m.encode(wanted)) as reply,
        ):
            answer = _answers(await reply.read())
    except Garbled as error:
        raise NotJoined(f"what answers at {base} is no Lotse server; give its address with --server URL") from error
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        why = str(error) or "no answer in time"
        raise NotJoined(
            f"no server could be reached at {base} ({why}). Is it running, and is the address right (--server URL)?"
        ) from error
    if not isinstance(answer, m.Joined):
        remedy = answer.remedy if isinstance(answer, m.Fault) else _REMEDIES.get(answer.code, "")
        raise NotJoined(f"{base} did not let this display join: {answer.message}. {remedy}".strip())
    return Membership(answer.machine, answer.secret, answer.server, answer.office, name, zone)


_REMEDIES: Final = {
    "wrong_token": "Look at what the server printed at its first start, or make a new token with "
    "`lotse server SITE --new-join-token`",
    "slow_down": "Wait a moment and try again",
}


async def find_server(search_s: float = SEARCH_S) -> str:
    """The address of the one server that announces itself on the LAN; raises `NotJoined` for none or several."""
    found: dict[str, Sighting] = {}
    first = asyncio.Event()

    def seen(sighting: Sighting) -> None:
        found[sighting.machine] = sighting
        first.set()

    async with multicast() as zeroconf:
        if zeroconf is not None:
            watch = Watch(zeroconf, SERVER_TYPE, seen)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(first.wait(), search_s)
                await asyncio.sleep(_MORE_S)  # a second office on this LAN gets the chance to be noticed
            await watch.close()
    if not found:
        raise NotJoined(
            "no Lotse server was found on this network. Is it running? "
            "Else name its address with --server http://ADDRESS:8300"
        )
    urls = {f"{s.name} at http://{s.addresses[0]}:{s.port}" for s in found.values()}
    if len(urls) > 1:
        raise NotJoined(f"several servers answer: {'; '.join(sorted(urls))}. Choose one with --server URL")
    (one,) = found.values()
    return f"http://{one.addresses[0]}:{one.port}"
