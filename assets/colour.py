"""Contrast between colours as WCAG 2.2 defines it, and colours moved until they can be read."""

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
    """`colour`, moved towards black or white in small steps until it reaches `ratio` on `ground`.

    The direction is the one away from `ground`; the end of it is the answer when even that is too little.
    """
    target = max(("#000000", "#FFFFFF"), key=lambda end: contrast(end, ground))
    for percent in range(0, 101, 4):
        moved = _mixed(colour, target, percent / 100)
        if contrast(moved, ground) >= ratio:
            return moved
    return target


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


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
