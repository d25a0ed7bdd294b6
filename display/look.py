"""The display's colours as Kivy wants them, and the two designs that every screen is scaled from."""

from typing import Final

from assets.theme import Palette, theme

LANDSCAPE: Final = (3840, 2160)
PORTRAIT: Final = (2160, 3840)

Rgba = tuple[float, float, float, float]


def rgba(colour: str) -> Rgba:
    """ "#RRGGBB" as parts from 0 to 1, opaque."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue, 1.0


def accented(accent: str) -> Palette:
    """The night palette with the site's accent, readable on it; "" keeps the theme's own."""
    return (theme().with_accent(accent) if accent else theme()).night


NIGHT: Final = theme().night
GROUND: Final = rgba(NIGHT.ground)
PANEL: Final = rgba(NIGHT.panel)
INK: Final = rgba(NIGHT.ink)
MUTED: Final = rgba(NIGHT.muted)
BORDER: Final = rgba(NIGHT.border)
CALL: Final = rgba(NIGHT.call)
ON_CALL: Final = rgba(NIGHT.on_call)
WARNING: Final = rgba(NIGHT.warning)
CALL_PX: Final = theme().display.call
ROW_PX: Final = theme().display.row
HEADER_PX: Final = theme().display.header
PULSE_S: Final = theme().motion.pulse / 1000
PULSE_FOR_S: Final = theme().motion.pulse_for / 1000


def dimmed(since_s: float) -> Rgba:
    """The fill of a call that got the large place `since_s` ago: it breathes once a pulse, then holds."""
    from math import cos, pi

    if since_s >= PULSE_FOR_S:
        return CALL
    depth = 0.45 * (1 - cos(2 * pi * since_s / PULSE_S)) / 2
    red, green, blue = (c + (g - c) * depth for c, g in zip(CALL[:3], GROUND[:3], strict=True))
    return red, green, blue, 1.0
