"""The theme as screens use it: colours for Kivy and sizes for the way the glass stands."""

from dataclasses import dataclass, replace

from assets.theme import theme

Colour = tuple[float, float, float, float]
PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)
"""The sizes that the screens are drawn for; other windows show them larger or smaller."""


@dataclass(frozen=True)
class Look:
    """Colours as Kivy takes them; `band`: the ground of office and clock.

    `text`, `button`, `title`, `number`: font sizes in px of the drawn size."""

    landscape: bool
    ground: Colour
    panel: Colour
    ink: Colour
    muted: Colour
    primary: Colour
    on_primary: Colour
    band: Colour
    on_band: Colour
    pressed: Colour
    border: Colour
    danger: Colour
    success: Colour
    warning: Colour
    text: int
    button: int
    title: int
    number: int
    radius: int
    focus: Colour
    focus_edge: Colour
    contrast: bool = False
    low: bool = False


def look(accent: str = "", *, landscape: bool = False, contrast: bool = False, low: bool = False) -> Look:
    """The look with the site's colour; raises ValueError for what is no colour.

    `contrast`: the palette of high contrast, whatever the site's colour; `low`: what is touched stands lower.
    """
    tokens = theme().with_accent(accent) if accent else theme()
    light, sizes = tokens.contrast if contrast else tokens.light, tokens.kiosk
    primary = colour(light.primary)
    return Look(
        landscape=landscape,
        ground=colour(light.ground),
        panel=colour(light.panel),
        ink=colour(light.ink),
        muted=colour(light.muted),
        primary=primary,
        on_primary=colour(light.on_primary),
        band=colour(light.ground) if contrast else primary,
        on_band=colour(light.primary if contrast else light.on_primary),
        pressed=_mixed(primary, colour(light.ground), 0.4 if contrast else 0.14),
        border=colour(light.border),
        danger=colour(light.danger),
        success=colour(light.success),
        warning=colour(light.warning),
        text=sizes.text,
        button=sizes.button,
        title=sizes.title,
        number=sizes.number,
        radius=tokens.radius.large,
        focus=colour(light.focus),
        focus_edge=colour(light.focus_edge),
        contrast=contrast,
        low=low,
    )


def larger(normal: Look, scale: float) -> Look:
    """The look with text `scale` times as large; titles grow less, for they are large already."""
    text = round(normal.text * scale)
    return replace(normal, text=text, button=round(text * 1.06), title=max(normal.title, round(text * 1.12)))


def colour(hexadecimal: str) -> Colour:
    """ "#0B3D91" as Kivy takes it."""
    red, green, blue = (int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue, 1.0


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(one[:3], other[:3], strict=True))
    return red, green, blue, 1.0
