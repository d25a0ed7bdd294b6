"""Asks a printer what it is and what it understands, before it is put to work."""

import contextlib
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from hardware.printers.profile import Fence

_MAKER, _MODEL = b"\x1dIB", b"\x1dIC"
_MARK: Final = b"Lots"
_PROCESS: Final = b"\x1d(H\x06\x0000" + _MARK
_ANSWER: Final = b"\x37\x22" + _MARK + b"\x00"
_MOST: Final = 90


@dataclass(frozen=True, slots=True)
class Identity:
    """What the printer said; "" where it was silent."""

    maker: str = ""
    model: str = ""
    fence: Fence = "paper"


class _Wire(Protocol):
    def sendall(self, data: bytes, /) -> object: ...
    def recv(self, most: int, /) -> bytes: ...


def ask(address: str, seconds: float = 1) -> Identity:
    """What stands at tcp:// or serial://; waits so long for each of three answers.

    A silent printer, or another kind of address, yields an empty identity. Raises OSError where there is none.
    """
    with _wire(address, seconds) as wire:
        if wire is None:
            return Identity()
        maker, model = _told(wire, _MAKER, seconds), _told(wire, _MODEL, seconds)
        confirms = _ANSWER in _heard(wire, _PROCESS, _ANSWER[-1:], seconds)
        return Identity(maker, model, "process" if confirms else "paper")


@contextlib.contextmanager
def _wire(address: str, seconds: float) -> Iterator[_Wire | None]:
    parts = urlsplit(address)
    if parts.scheme == "tcp" and parts.hostname:
        with socket.create_connection((parts.hostname, parts.port or 9100), timeout=2) as connection:
            connection.settimeout(seconds)
            yield connection
    elif parts.scheme == "serial":
        import serial

        baud = int(parse_qs(parts.query).get("baud", ["115200"])[0])
        with serial.Serial(unquote(parts.path), baud, timeout=seconds, write_timeout=seconds) as line:
            yield _SerialWire(line)
    else:
        yield None


class _SerialWire:
    def __init__(self, line: Any) -> None:
        self._line = line

    def sendall(self, data: bytes, /) -> None:
        self._line.write(data)

    def recv(self, most: int, /) -> bytes:
        return bytes(self._line.read(1) + self._line.read(min(most - 1, self._line.in_waiting)))


def _told(wire: _Wire, question: bytes, seconds: float) -> str:
    answer = _heard(wire, question, b"\0", seconds)
    words = answer[answer.find(b"_") + 1 :].split(b"\0")[0] if b"_" in answer else b""
    return "".join(sign for sign in words.decode("ascii", "ignore") if sign.isprintable())[:40].strip()


def _heard(wire: _Wire, question: bytes, end: bytes, seconds: float) -> bytes:
    heard = b""
    deadline = time.monotonic() + seconds
    with contextlib.suppress(TimeoutError):
        wire.sendall(question)
        while not heard.endswith(end) and len(heard) < _MOST and time.monotonic() < deadline:
            more = wire.recv(_MOST)
            if not more:
                break
            heard += more
    return heard
