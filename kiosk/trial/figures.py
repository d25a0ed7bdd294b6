"""How long a slip takes to be made, and on the wire."""

from assets.languages import LANGUAGES
from hardware.printers.measure import costs
from hardware.printers.profile import Profile
from hardware.text import warm_up
from kiosk.specimen import specimen


def figures() -> dict[str, float]:
    """The worst of all languages, of hybrid slips as on a serial line: medians when warm (`layout_ms`, `encode_ms`,
    their sum `making_ms`), the largest slip's `bytes_hybrid`, and the seconds these take at two speeds (computed).
    """
    warm_up(LANGUAGES)
    found = costs(specimen, LANGUAGES, Profile()).values()
    return {
        "layout_ms": max(one.layout_ms for one in found),
        "encode_ms": max(one.encode_ms for one in found),
        "making_ms": max(one.layout_ms + one.encode_ms for one in found),
        "bytes_hybrid": float(max(one.bytes_hybrid for one in found)),
        "wire_115200_s": max(one.wire_115200_s for one in found),
        "wire_9600_s": max(one.wire_9600_s for one in found),
    }
