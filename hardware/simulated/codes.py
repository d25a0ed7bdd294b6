"""Barcodes (GS k and its settings) and native QR codes (GS ( k)."""

from typing import Final, Literal, get_args

from hardware.simulated import events as ev
from hardware.simulated.reader import Reader
from hardware.simulated.settings import Settings

_Kind = Literal["CODE39", "CODE128", "EAN13"]
_KINDS: Final[dict[int, _Kind]] = {2: "EAN13", 4: "CODE39", 67: "EAN13", 69: "CODE39", 73: "CODE128"}
_Level = Literal["L", "M", "Q", "H"]
_LEVELS: Final[dict[int, _Level]] = dict(zip((48, 49, 50, 51), get_args(_Level), strict=True))


def height(settings: Settings, reader: Reader) -> None:
    """GS h: the height of barcodes in dots."""
    settings.barcode_height = reader.byte()


def module(settings: Settings, reader: Reader) -> None:
    """GS w: the width of a barcode's narrowest bar in dots."""
    settings.barcode_module = reader.byte()
    if not 1 <= settings.barcode_module <= 6:
        raise reader.refuse()


def readable(settings: Settings, reader: Reader) -> None:
    """GS H: where a barcode's text stands."""
    settings.barcode_hri = reader.byte() % 48
    if settings.barcode_hri > 3:
        raise reader.refuse()


def one_dimensional(settings: Settings, reader: Reader) -> ev.Event:
    """GS k: a barcode, its content ended by NUL (form A) or preceded by its length (form B)."""
    m = reader.byte()
    if m not in _KINDS:
        raise reader.refuse()
    content = (reader.until_zero() if m < 65 else reader.take(reader.byte())).decode("latin-1")
    if _KINDS[m] == "CODE128" and content[:1] == "{":
        content = content[2:]
    return ev.Barcode(
        kind=_KINDS[m],
        content=content,
        module=settings.barcode_module,
        height=settings.barcode_height,
        hri=settings.barcode_hri,
        area=settings.area,
    )


def two_dimensional(settings: Settings, reader: Reader) -> ev.Event | None:
    """GS ( k: model, module size, error level, content and printing of a QR code."""
    block = reader.take(reader.word())
    if len(block) < 3 or block[0] != 49:
        raise reader.refuse()
    function, parameters = block[1], block[2:]
    match function:
        case 65 if parameters in (b"1\x00", b"2\x00"):
            return None
        case 67 if 1 <= parameters[0] <= 16:
            settings.qr_module = parameters[0]
            return None
        case 69 if parameters[0] in _LEVELS:
            settings.qr_level = _LEVELS[parameters[0]]
            return None
        case 80 if parameters[0] == 48 and len(parameters) > 1:
            settings.qr_content = parameters[1:]
            return None
        case 81 if parameters == b"0" and settings.qr_content:
            return ev.QrSymbol(settings.qr_content, settings.qr_module, settings.qr_level, settings.area)
    raise reader.refuse()
