"""Bytes from a serial line → lines of text, whatever comes."""

from typing import Final

MOST: Final = 512
_ENDS: Final = frozenset(b"\r\n\x03")


class Lines:
    """Gathers bytes until a line ends (CR, LF or ETX). Control characters are dropped, bytes that are no UTF-8 become
    U+FFFD, and a line longer than `most` bytes is thrown away as a whole.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._line = bytearray()
        self._too_long = False

    def feed(self, came: bytes) -> list[str]:
        """The lines that are complete now, without empty ones."""
        lines = []
        for byte in came:
            if byte in _ENDS:
                lines.append(self.rest())
            elif len(self._line) < self._most:
                if byte >= 0x20:
                    self._line.append(byte)
            else:
                self._too_long = True
        return [line for line in lines if line]

    def rest(self) -> str:
        """What has come since the last line's end, taken as a line; "" where there is nothing."""
        line = "" if self._too_long else self._line.decode("utf-8", "replace").strip()
        self._line.clear()
        self._too_long = False
        return line
