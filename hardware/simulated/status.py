"""How a printer answers questions about itself, in Epson's bits."""

from dataclasses import dataclass
from typing import Final

_IDENTITIES: Final = {
    1: b"\x20",
    2: b"\x02",
    3: b"\x01",
    49: b"\x20",
    50: b"\x02",
    51: b"\x01",
    65: b"_1.0\0",
    66: b"_LOTSE\0",
    67: b"_SIMULATED\0",
    68: b"_0001\0",
    69: b"_ANK\0",
}


@dataclass(slots=True)
class Condition:
    """What is the matter with the printer."""

    paper_out: bool = False
    cover_open: bool = False
    offline: bool = False
    near_end: bool = False
    cutter_error: bool = False
    head_hot: bool = False
    unrecoverable: bool = False
    slip_not_taken: bool = False

    @property
    def stopped(self) -> bool:
        """Nothing is printed."""
        return self.offline or self.paper_out or self.cover_open or self.broken

    @property
    def broken(self) -> bool:
        """In an error state."""
        return self.cutter_error or self.head_hot or self.unrecoverable

    def real_time(self, n: int) -> bytes:
        """The answer to DLE EOT n."""
        match n:
            case 1:
                bits = 0x08 * self.stopped
            case 2:
                bits = 0x04 * self.cover_open | 0x20 * self.paper_out | 0x40 * self.broken
            case 3:
                bits = 0x08 * self.cutter_error | 0x20 * self.unrecoverable | 0x40 * self.head_hot
            case _:
                bits = 0x0C * (self.near_end or self.paper_out) | 0x60 * self.paper_out
        return bytes([0x12 | bits])

    def pushed(self) -> bytes:
        """The automatic status message (ASB)."""
        return bytes(
            [
                0x10 | 0x08 * self.stopped | 0x20 * self.cover_open,
                0x08 * self.cutter_error | 0x20 * self.unrecoverable | 0x40 * self.head_hot,
                0x03 * (self.near_end or self.paper_out) | 0x0C * self.paper_out,
                0x00,
            ]
        )

    def full(self) -> bytes:
        """The answer to DLE EOT 20 of Custom's printers."""
        paper = 0x01 * self.paper_out | 0x04 * (self.near_end or self.paper_out) | 0x20 * self.slip_not_taken
        return bytes(
            [
                *(0x10, 0x0F, paper, 0x02 * self.cover_open),
                *(0x01 * self.head_hot, 0x01 * self.cutter_error | 0x04 * self.unrecoverable),
            ]
        )

    def paper(self) -> bytes:
        """The answer to GS r 1."""
        return bytes([0x03 * (self.near_end or self.paper_out) | 0x0C * self.paper_out])


def identity(n: int) -> bytes:
    """The answer to GS I n."""
    return _IDENTITIES[n]


def process(identification: bytes) -> bytes:
    """The answer to GS ( H function 48: everything before it has been printed."""
    return b"\x37\x22" + identification + b"\x00"
