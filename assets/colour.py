"""Contrast between colours as WCAG 2.2 defines it, and colours moved until they can be read."""

import colorsys
import re

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def is_colour(text: str) -> bool:
    """Whether `text` is a colour as the theme writes it: "#0B3D91"."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two "#RRGGBB" colours, 1.0 to 21.0 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, ground: str, ratio: float) -> str:
    """`colour`, made darker or lighter in small steps, its hue kept, until it reaches `ratio` on `ground`.

    The direction is the one away from `ground`; black or white is the answer when nothing before is enough.
    """
    end = ink_on(ground, "#000000", "#FFFFFF")
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    goal = 0.0 if end == "#000000" else 1.0
    moved = colour
    for step in range(1, 51):
        if contrast(moved, ground) >= ratio:
            return moved
        rgb = colorsys.hls_to_rgb(hue, lightness + (goal - lightness) * step / 50, saturation)
        moved = "#" + "".join(f"{round(channel * 255):02X}" for channel in rgb)
    return end


def ink_on(ground: str, *inks: str) -> str:
    """Whichever of `inks` reads best on `ground`."""
    return max(inks, key=lambda ink: contrast(ink, ground))


def _channels(colour: str) -> tuple[int, int, int]:
    if not is_colour(colour):
        raise ValueError(f"{colour!r} is not a colour like #0B3D91")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
