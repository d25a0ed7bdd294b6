"""What the interpreter reads out of the byte stream: marks on paper, movements, questions. Lengths are dots."""

from dataclasses import dataclass
from typing import Literal

Side = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Style:
    """How characters stand: multiples of the font's cell (`font` "A": 12x24 dots, "B": 9x17)."""

    font: Literal["A", "B"] = "A"
    wide: int = 1
    high: int = 1
    bold: bool = False
    underline: int = 0
    inverse: bool = False
    upside_down: bool = False
    spacing: int = 0


@dataclass(frozen=True, slots=True)
class Area:
    """Where a line is printed."""

    side: Side = "left"
    margin: int = 0
    width: int | None = None
    """None: to the right edge."""


@dataclass(frozen=True, slots=True)
class Characters:
    """Text put into the line buffer; nothing is printed before the line ends."""

    text: str
    style: Style
    area: Area


@dataclass(frozen=True, slots=True)
class Tab:
    """The next tab stop, in dots from the line's start; None beyond the last."""

    stops: tuple[int, ...]
    style: Style


@dataclass(frozen=True, slots=True)
class MoveTo:
    """The next character stands `dots` from the line's start, or from where it would have stood."""

    dots: int
    relative: bool


@dataclass(frozen=True, slots=True)
class LineEnd:
    """Print the line buffer and advance by the line spacing, or by the tallest character if that is more."""

    spacing: int


@dataclass(frozen=True, slots=True)
class Feed:
    """Print the line buffer and advance."""

    dots: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A bit image: `rows` packed as in GS v 0, each dot drawn `wide` x `high`. `inline`: part of the line (ESC *)."""

    width: int
    height: int
    rows: bytes
    wide: int
    high: int
    area: Area
    inline: bool = False


@dataclass(frozen=True, slots=True)
class QrSymbol:
    """A native QR code without quiet zone."""

    content: bytes
    module: int
    level: Literal["L", "M", "Q", "H"]
    area: Area


@dataclass(frozen=True, slots=True)
class Barcode:
    """A one-dimensional code; `hri` tells where its text stands (bit 0 above, bit 1 below)."""

    kind: Literal["CODE39", "CODE128", "EAN13"]
    content: str
    module: int
    height: int
    hri: int
    area: Area


@dataclass(frozen=True, slots=True)
class Cut:
    """Cut the paper after feeding `feed`; `to_cutter` first brings the last line to the blade."""

    partial: bool
    feed: int
    to_cutter: bool


@dataclass(frozen=True, slots=True)
class Drawer:
    """A pulse for the cash drawer's connector pin (2 or 5)."""

    pin: int


@dataclass(frozen=True, slots=True)
class Question:
    """The host asks, and is answered when the stream is read up to here."""

    kind: Literal["paper", "drawer", "identity", "process"]
    detail: bytes = b""


@dataclass(frozen=True, slots=True)
class StatusBack:
    """The host subscribes to automatic status messages (GS a); 0 ends them."""

    kinds: int


@dataclass(frozen=True, slots=True)
class Initialized:
    """ESC @: line buffer and settings are forgotten."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Bytes that mean nothing to this printer, at their offset in the whole stream."""

    offset: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Quiet:
    """A command that changed a setting only."""


Event = (
    Characters
    | Tab
    | MoveTo
    | LineEnd
    | Feed
    | Picture
    | QrSymbol
    | Barcode
    | Cut
    | Drawer
    | Question
    | StatusBack
    | Initialized
    | Unknown
    | Quiet
)
