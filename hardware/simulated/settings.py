"""What a printer remembers from command to command."""

from dataclasses import dataclass, field, replace
from typing import Final, Literal

from hardware.simulated import events as ev

CODE_PAGES: Final = {
    0: "cp437",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    13: "cp857",
    14: "cp737",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
    36: "cp862",
    37: "cp864",
    39: "iso8859_2",
    40: "iso8859_15",
    45: "cp1250",
    46: "cp1251",
    47: "cp1253",
    48: "cp1254",
    49: "cp1255",
    50: "cp1256",
}
_SIDES: Final[tuple[ev.Side, ...]] = ("left", "center", "right")


@dataclass(slots=True)
class Settings:
    """What ESC @ resets."""

    style: ev.Style = field(default_factory=ev.Style)
    area: ev.Area = field(default_factory=ev.Area)
    page: str = "cp437"
    german: bool = False
    line_spacing: int = 30
    tabs: tuple[int, ...] = tuple(range(96, 4000, 96))
    barcode_height: int = 162
    barcode_module: int = 3
    barcode_hri: int = 0
    qr_module: int = 3
    qr_level: Literal["L", "M", "Q", "H"] = "L"
    qr_content: bytes = b""


def restyled(settings: Settings, **changes: object) -> None:
    """Change the style of the characters that follow."""
    settings.style = replace(settings.style, **changes)  # type: ignore[arg-type]


def aligned(settings: Settings, n: int) -> None:
    """Change the side lines stand on (0 left, 1 centre, 2 right)."""
    settings.area = replace(settings.area, side=_SIDES[n])
