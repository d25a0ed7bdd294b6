"""How a machine becomes one of the office's: show the join token once, keep the key in a file."""

from pathlib import Path
from typing import TypeVar

import aiohttp
import msgspec

from server.wire import messages as m
from server.wire.codec import Decoder, Garbled
from server.wire.finding import NoOffice, server_urls
from server.wire.whole import write_whole

ANSWER_S = 10.0

T = TypeVar("T", bound=msgspec.Struct)

_answer: Decoder[m.Joined | m.Refused | m.Fault] = Decoder(m.Joined | m.Refused | m.Fault)
_REMEDIES = {
    "wrong_token": "Look at what the server printed at its first start, or make a new token with "
    "`lotse server SITE --new-join-token`",
    "slow_down": "Wait a moment and try again",
}


class NotAMember(NoOffice):
    """This machine does not belong to an office; the text says what a person does about it."""


async def join(wanted: m.Join, server: str) -> tuple[m.Joined, str]:
    """Join the server at the address `server` ("" looks for it by mDNS); also the URL at which it answered.

    Raises NoOffice or NotAMember.
    """
    why = ""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_S)) as http:
        for url in await server_urls(server):
            try:
                async with http.post(f"{url}/api/join", data=m.encode(wanted)) as response:
                    answer = _answer(await response.content.read(64 * 1024))
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                why = f"{url}: {error or 'no answer in time'}"
                continue
            except Garbled:
                raise NotAMember(f"what answers at {url} is not a server of Lotse; check the address") from None
            if isinstance(answer, m.Joined):
                return answer, url
            remedy = answer.remedy if isinstance(answer, m.Fault) else _REMEDIES.get(answer.code, "")
            raise NotAMember(f"{url} did not let this {wanted.role} join: {answer.message}. {remedy}".strip())
    raise NotAMember(f"the server does not answer ({why}); is it running, and is the address right (--server URL)?")


def load(file: Path, kind: type[T], role: m.MachineRole) -> T:
    """The membership kept in `file`. Raises NotAMember."""
    again = f"lotse {role} --join TOKEN"
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except FileNotFoundError:
        raise NotAMember(
            f"this {role} does not belong to an office yet. Run `{again}` once; the server printed the token "
            "at its first start (`lotse server SITE --new-join-token` makes a new one)"
        ) from None
    except OSError as error:
        raise NotAMember(f"{file} cannot be read ({error.strerror}); run this as the user who joined") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotAMember(f"{file} is damaged ({error}); remove it and join again: {again}") from error


def save(membership: msgspec.Struct, file: Path) -> None:
    """Keep it in `file`, for this user's eyes only, whole or not at all. Raises NotAMember."""
    try:
        write_whole(file, msgspec.json.format(msgspec.json.encode(membership), indent=2) + b"\n")
    except OSError as error:
        raise NotAMember(f"{file} cannot be written ({error.strerror}); choose another with --config FILE") from error
