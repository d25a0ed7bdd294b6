"""Real-time commands: a printer watches for them in every byte it receives, even inside pictures."""

from dataclasses import dataclass, field, replace

DLE, EOT, ENQ, DC4 = 0x10, 0x04, 0x05, 0x14
_CLEAR = bytes((1, 3, 20, 1, 6, 2, 8))


@dataclass(frozen=True, slots=True)
class RealTime:
    """`kind` is "status" (DLE EOT n), "recover", "clear" (DLE ENQ 1, 2; DLE DC4 8) or "drawer" (DLE DC4 1).

    `end`: how many of the bytes that completed it belong to it or lie before it.
    """

    kind: str
    n: int = 0
    end: int = field(default=0, compare=False)


class RealTimeWatch:
    """Finds real-time commands in a stream that arrives in any pieces."""

    def __init__(self) -> None:
        self._tail = b""

    def feed(self, data: bytes) -> list[RealTime]:
        """The commands completed by `data`."""
        seen, known = self._tail + data, len(self._tail)
        found: list[RealTime] = []
        at = 0
        while (at := seen.find(DLE, at)) >= 0:
            length, command = _read(seen[at : at + 10])
            if length is None:
                break
            if command is not None:
                found.append(replace(command, end=at + length - known))
            at += length
        self._tail = seen[at:] if at >= 0 else b""
        return found


def _read(head: bytes) -> tuple[int | None, RealTime | None]:
    """Length and meaning of what begins with DLE; length None when more bytes are needed."""
    if len(head) < 2:
        return None, None
    if head[1] not in (EOT, ENQ, DC4):
        return 1, None
    if len(head) < 3:
        return None, None
    n = head[2]
    if head[1] == EOT:
        return (3, RealTime("status", n)) if 1 <= n <= 4 or n == 20 else (1, None)
    if head[1] == ENQ:
        return (3, RealTime("recover" if n == 1 else "clear", n)) if n in (1, 2) else (1, None)
    if n == 1:
        return (None, None) if len(head) < 5 else (5, RealTime("drawer", head[3]))
    if n == 8:
        if not _CLEAR.startswith(head[3:10]):
            return 1, None
        return (None, None) if len(head) < 10 else (10, RealTime("clear", 8))
    return 1, None


def length_in_stream(head: bytes) -> int | None:
    """How many bytes at `head` (beginning with DLE) are a real-time command; 0: none; None: more bytes needed."""
    length, command = _read(head)
    return None if length is None else (length if command is not None else 0)
