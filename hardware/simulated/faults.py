"""What goes wrong with a simulated printer at a given byte, and what happens to its answers on their way."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_SLIP_BEGINS = b"\x1b@"


@dataclass(slots=True)
class _Ambush:
    at: int
    act: Callable[[], None]
    armed: int
    """Where in the stream it was laid."""


class Ambushes:
    """Acts that wait for a byte of the next slip."""

    def __init__(self) -> None:
        self._laid: list[_Ambush] = []

    def lay(self, at: int, act: Callable[[], None], stream_bytes: int) -> None:
        """`act` when `at` bytes have come, counted from the next ESC @ behind the `stream_bytes` that came already."""
        self._laid.append(_Ambush(at, act, stream_bytes))

    def split(self, whole: bytes | bytearray, new: int) -> Iterator[tuple[bytes, Callable[[], None] | None]]:
        """The last `new` bytes of the `whole` stream in pieces, each with what happens behind it."""
        before = len(whole) - new
        due: list[tuple[int, _Ambush]] = []
        for one in self._laid:
            begins = whole.find(_SLIP_BEGINS, one.armed)
            if begins >= 0 and begins + one.at <= len(whole):
                due.append((max(begins + one.at, before), one))
        done = before
        for place, one in sorted(due, key=lambda found: found[0]):
            self._laid.remove(one)
            yield bytes(whole[done:place]), one.act
            done = place
        yield bytes(whole[done:]), None


@dataclass(slots=True)
class Voice:
    """How answers leave: not at all (`mute`), with a wrong highest bit (`garbled`), `late_s` seconds later, and with
    the bytes `mixed_in` before each."""

    mute: bool = False
    garbled: bool = False
    late_s: float = 0.0
    mixed_in: bytes = b""

    def say(self, reply: bytes, out: Callable[[bytes], None]) -> None:
        """Let an answer go its way."""
        if self.mute:
            return
        if self.garbled:
            reply = bytes(byte ^ 0x80 for byte in reply)
        reply = self.mixed_in + reply
        if self.late_s:
            asyncio.get_running_loop().call_later(self.late_s, out, reply)
        else:
            out(reply)
