"""How long a slip takes to be made, and on the wire."""

import statistics
import time
from typing import Final

from msgspec.structs import replace

from hardware.printers.encode import Profile, encode
from kiosk.slip import slip
from kiosk.trial.pages import page

_LANGUAGES: Final = ("de", "en", "ar", "uk")
_BAUDS: Final = (115200, 9600)
_BITS_PER_BYTE: Final = 10
_ROUNDS: Final = 20
_SERIAL: Final = Profile(max_bytes=12_000)


def figures() -> dict[str, float]:
    """Medians when warm: `layout_ms`, `encode_ms` and their sum `making_ms` of a real slip of `bytes` for a network;
    `serial_bytes` for a serial line (hybrid), with the computed seconds on the wire. The largest of several languages.
    """
    worst: dict[str, float] = {}
    for language in _LANGUAGES:
        shown = page("P012")
        ticket = replace(shown.ticket, language=language)
        laid_out, encoded, sizes = [], [], (0, 0)
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            document = slip(ticket, shown.office, shown.timezone)
            middle = time.perf_counter()
            payload = encode(document)
            ended = time.perf_counter()
            laid_out.append((middle - began) * 1000)
            encoded.append((ended - middle) * 1000)
            sizes = len(payload), sizes[1] or len(encode(document, _SERIAL))
        found = {
            "layout_ms": statistics.median(laid_out),
            "encode_ms": statistics.median(encoded),
            "making_ms": statistics.median(map(sum, zip(laid_out, encoded, strict=True))),
            "bytes": float(sizes[0]),
            "serial_bytes": float(sizes[1]),
            **{f"wire_{baud}_s": sizes[1] * _BITS_PER_BYTE / baud for baud in _BAUDS},
        }
        worst = {name: max(value, worst.get(name, 0.0)) for name, value in found.items()}
    return worst
