"""What slips cost: the time to make them, their bytes, and how long those take on a serial line."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from hardware.printers.document import Slip
from hardware.printers.encode import encode_blocks, prepared
from hardware.printers.layout import lay_out
from hardware.printers.profile import Profile

_WARM: Final = 12
_BITS_A_BYTE: Final = 10  # a start bit, eight, a stop bit


@dataclass(frozen=True, slots=True)
class Cost:
    """Of slips in one language: medians of the times (warm), the largest one's bytes and its seconds on the wire."""

    layout_ms: float
    encode_ms: float
    bytes_hybrid: int
    wire_115200_s: float
    wire_9600_s: float


def cost(slip: Callable[[int], Slip], profile: Profile | None = None, rounds: int = 20) -> Cost:
    """The cost of slips that differ as visitors' do: `slip(n)` makes the n-th one."""
    profile = profile or Profile()
    for n in range(_WARM):
        encode_blocks(lay_out(prepared(slip(n), profile), profile), profile)
    layouts, encodes, sizes = [], [], []
    for n in range(_WARM, rounds + _WARM):
        made = slip(n)
        began = time.perf_counter()
        blocks = lay_out(prepared(made, profile), profile)
        laid = time.perf_counter()
        sizes.append(len(encode_blocks(blocks, profile)))
        encodes.append(time.perf_counter() - laid)
        layouts.append(laid - began)
    return Cost(
        layout_ms=round(statistics.median(layouts) * 1000, 2),
        encode_ms=round(statistics.median(encodes) * 1000, 2),
        bytes_hybrid=max(sizes),
        wire_115200_s=round(wire_s(max(sizes), 115_200), 2),
        wire_9600_s=round(wire_s(max(sizes), 9_600), 1),
    )


def costs(
    slip: Callable[[str, int], Slip], languages: Iterable[str], profile: Profile | None = None
) -> dict[str, Cost]:
    """`cost` by language; `slip(language, n)` makes the n-th slip in it."""

    def in_language(language: str) -> Callable[[int], Slip]:
        return lambda n: slip(language, n)

    return {language: cost(in_language(language), profile) for language in languages}


def wire_s(size: int, baud: int) -> float:
    """How long so many bytes take on a serial line."""
    return size * _BITS_A_BYTE / baud
