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
    """the button that is always there; upright also the staff's hint, which stands in the band else"""


def rows_in(height: float, least: float, gap: float) -> int:
    """How many rows of at least the height `least`, `gap` apart, find room in `height`; at least two, so that a list
    can be paged."""
    return max(2, int((height + gap) // (least + gap)))


def places(width: float, height: float, unit: float, *, landscape: bool, rtl: bool, low: bool = False) -> Places:
    """Where everything stands; `unit` is the number of pixels of one px of the drawn size.

    `low` brings everything on the upright glass down to where a child or a wheelchair user reads and reaches: what is
    touched begins 1,044 mm above the floor. Lying, all of it is there anyway.
    """

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
    down = 202 if low else 0
    sunk = 226 if low else 0
    return Places(
        band=(0, (high - 210 - sunk) * unit, width, (210 + sunk) * unit),
        head=box(MARGIN, 32 + sunk, full, 146),
        words=box(MARGIN, 258 + sunk, full, 710 - 258 + down - sunk),
        touch=box(MARGIN, 734 + down, full, high - 734 - 344 - down),
        bar=box(MARGIN, high - 320, full, 118),
        foot=box(MARGIN, high - 168, full, 136),
    )
