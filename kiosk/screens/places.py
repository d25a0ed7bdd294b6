"""Where things stand on the glass: the kiosk's grid (ACCESS, "Visual design"), upright and lying, mirrored or not."""

from typing import NamedTuple

MARGIN, GUTTER = 60, 24


class Places(NamedTuple):
    """Boxes (x, y, width, height) in pixels from the lower left corner."""

    band: tuple[float, float, float, float]
    """the coloured ground of office and clock"""
    head: tuple[float, float, float, float]
    words: tuple[float, float, float, float]
    """text only"""
    touch: tuple[float, float, float, float]
    """what is touched, within reach"""
    bar: tuple[float, float, float, float]
    """Back, Language, Start again"""
    foot: tuple[float, float, float, float]
    """the staff's hint"""


def places(width: float, height: float, unit: float, *, landscape: bool, rtl: bool) -> Places:
    """Where everything stands; `unit` is the number of pixels of one px of the drawn size."""

    def box(x: float, y: float, w: float, h: float) -> tuple[float, float, float, float]:
        """From the upper left corner in drawn px; mirrored for right-to-left."""
        left = (wide - x - w) if rtl else x
        return left * unit, (high - y - h) * unit, w * unit, h * unit

    wide, high = width / unit, height / unit
    full = wide - 2 * MARGIN
    if landscape:
        aside = round(full * 0.4)
        rest, beside = full - aside - 2 * GUTTER, MARGIN + aside + 2 * GUTTER
        return Places(
            band=(0, (high - 132) * unit, width, 132 * unit),
            head=box(MARGIN, 16, full, 100),
            words=box(MARGIN, 172, aside, high - 172 - 200),
            touch=box(beside, 172, rest, high - 172 - 176),
            bar=box(beside, high - 152, rest, 118),
            foot=box(MARGIN, high - 152, aside, 118),
        )
    return Places(
        band=(0, (high - 210) * unit, width, 210 * unit),
        head=box(MARGIN, 32, full, 146),
        words=box(MARGIN, 258, full, 710 - 258),
        touch=box(MARGIN, 734, full, high - 734 - 344),
        bar=box(MARGIN, high - 320, full, 118),
        foot=box(MARGIN, high - 168, full, 136),
    )
