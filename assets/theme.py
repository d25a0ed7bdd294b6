"""The design tokens of `theme.toml`: one look for kiosk, display, slip and pages."""

import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, TypeVar

from assets import path
from assets.colour import ink_on, readable

_AAA = 7.0

T = TypeVar("T")


@dataclass(frozen=True)
class Palette:
    """Colours by their role, each as "#RRGGBB"."""

    ground: str
    panel: str
    ink: str
    muted: str
    primary: str
    on_primary: str
    border: str
    danger: str
    success: str
    warning: str
    call: str
    on_call: str
    focus: str
    focus_edge: str


@dataclass(frozen=True)
class Fonts:
    """Font families; `fallback` is a CSS list for machines without them."""

    text: str
    arabic: str
    fallback: str


@dataclass(frozen=True)
class KioskType:
    """Text sizes in px on the 1080x1920 kiosk screen."""

    text: int
    button: int
    title: int
    number: int


@dataclass(frozen=True)
class DisplayType:
    """Text sizes in px on the 3840x2160 display."""

    call: int
    row: int
    header: int


@dataclass(frozen=True)
class PagesType:
    """Text sizes in CSS px."""

    small: int
    text: int
    heading: int
    title: int
    number: int


@dataclass(frozen=True)
class SlipType:
    """Text sizes in printer dots, 8 a millimetre."""

    small: int
    text: int
    title: int
    number: int


@dataclass(frozen=True)
class Spacing:
    """Distances in px on the kiosk screen; `target` is the least size of what a finger touches."""

    step: int
    margin: int
    gutter: int
    target: int


@dataclass(frozen=True)
class Radius:
    """Corner radii in px."""

    small: int
    large: int


@dataclass(frozen=True)
class Motion:
    """Durations in milliseconds."""

    fade: int
    pulse: int
    pulse_for: int


@dataclass(frozen=True)
class Theme:
    """Every design token."""

    light: Palette
    night: Palette
    contrast: Palette
    fonts: Fonts
    kiosk: KioskType
    display: DisplayType
    pages: PagesType
    slip: SlipType
    spacing: Spacing
    radius: Radius
    motion: Motion

    def with_accent(self, accent: str) -> "Theme":
        """This theme with the site's colour "#RRGGBB" for what is primary.

        A colour too weak to be read is moved towards black (by day) or white (at night) until it has 7:1.
        The high contrast palette stays as it is.
        """
        return replace(self, light=_accented(self.light, accent), night=_accented(self.night, accent))


@cache
def theme() -> Theme:
    """The tokens of assets/theme.toml."""
    tokens = tomllib.loads(path("theme.toml").read_text("utf-8"))
    colours, sizes = tokens["colours"], tokens["type"]
    return Theme(
        light=_read(Palette, colours["light"]),
        night=_read(Palette, colours["night"]),
        contrast=_read(Palette, colours["contrast"]),
        fonts=_read(Fonts, tokens["fonts"]),
        kiosk=_read(KioskType, sizes["kiosk"]),
        display=_read(DisplayType, sizes["display"]),
        pages=_read(PagesType, sizes["pages"]),
        slip=_read(SlipType, sizes["slip"]),
        spacing=_read(Spacing, tokens["spacing"]),
        radius=_read(Radius, tokens["radius"]),
        motion=_read(Motion, tokens["motion"]),
    )


def css_variables(tokens: Theme, accent: str | None = None) -> str:
    """The tokens as a style sheet of custom properties for the pages (`--ink`, `--size-title`, ..).

    Light by default, night when the device is set to dark, high contrast when it asks for more contrast.
    `accent`: the site's colour "#RRGGBB"; None or "" keeps the theme's own.
    """
    if accent:
        tokens = tokens.with_accent(accent)
    fixed = {
        "font": f'"{tokens.fonts.text}", "{tokens.fonts.arabic}", {tokens.fonts.fallback}',
        **{f"size-{name}": f"{size / 16:g}rem" for name, size in _named(tokens.pages)},
        "radius-small": f"{tokens.radius.small}px",
        "radius-large": f"{tokens.radius.large}px",
        "fade": f"{tokens.motion.fade}ms",
        "pulse": f"{tokens.motion.pulse}ms",
        "pulse-count": str(tokens.motion.pulse_for // tokens.motion.pulse),
    }
    return "\n".join(
        (
            f":root {{ color-scheme: light dark; {_declared(fixed)} {_declared(dict(_named(tokens.light)))} }}",
            f"@media (prefers-color-scheme: dark) {{ :root {{ {_declared(dict(_named(tokens.night)))} }} }}",
            f"@media (prefers-contrast: more) {{ :root {{ {_declared(dict(_named(tokens.contrast)))} }} }}",
            f"@media print {{ :root {{ color-scheme: light; {_declared(dict(_named(tokens.light)))} }} }}",
            "",
        )
    )


def _accented(palette: Palette, accent: str) -> Palette:
    primary = readable(accent, palette.ground, _AAA)
    on_primary = ink_on(primary, palette.ink, palette.ground)
    shows_calls_in_primary = palette.call == palette.primary
    call = {"call": primary, "on_call": on_primary} if shows_calls_in_primary else {}
    return replace(palette, primary=primary, on_primary=on_primary, **call)


def _read(kind: type[T], table: dict[str, Any]) -> T:
    return kind(**table)


def _named(group: Any) -> list[tuple[str, Any]]:
    return [(field.name.replace("_", "-"), getattr(group, field.name)) for field in fields(group)]


def _declared(variables: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in variables.items())
