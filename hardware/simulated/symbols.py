"""Native codes as pictures: 0 is ink, 255 is paper."""

from barcode.codex import Code39, Code128
from barcode.ean import EuropeanArticleNumber13
from barcode.errors import BarcodeError
from PIL import Image, ImageChops

from hardware import qr
from hardware.simulated import glyphs
from hardware.simulated.events import Barcode, Picture, QrSymbol, Style


def bit_picture(picture: Picture) -> Image.Image:
    """A bit image, its dots blown up as asked."""
    row_bytes = len(picture.rows) // picture.height
    image = Image.frombytes("1", (row_bytes * 8, picture.height), picture.rows).convert("L")
    image = image.point(lambda dot: 0 if dot else 255).crop((0, 0, picture.width, picture.height))
    return image.resize((image.width * picture.wide, image.height * picture.high), Image.Resampling.NEAREST)


def qr_symbol(symbol: QrSymbol) -> Image.Image:
    """A QR code without a quiet zone, as printers draw it."""
    rows = qr.modules(symbol.content.decode("utf-8", "replace"), symbol.level)
    side = len(rows)
    image = Image.frombytes("L", (side, side), bytes(0 if dark else 255 for row in rows for dark in row))
    return image.resize((side * symbol.module, side * symbol.module), Image.Resampling.NEAREST)


def barcode(code: Barcode) -> Image.Image:
    """A barcode and its readable text. Raises ValueError for content that the kind cannot hold."""
    try:
        bars = _bars(code)
    except BarcodeError as wrong:
        raise ValueError(f"no {code.kind} for {code.content!r}: {wrong}") from wrong
    strip = Image.frombytes("L", (len(bars), 1), bytes(0 if bar == "1" else 255 for bar in bars))
    strip = strip.resize((len(bars) * code.module, code.height), Image.Resampling.NEAREST)
    if not code.hri:
        return strip
    letters = [glyphs.cell(letter, Style()) for letter in code.content]
    above, below = (24 if code.hri & 1 else 0), (24 if code.hri & 2 else 0)
    whole = Image.new("L", (max(strip.width, 12 * len(letters)), above + strip.height + below), 255)
    whole.paste(strip, ((whole.width - strip.width) // 2, above))
    for top in ([0] if above else []) + ([above + strip.height] if below else []):
        for place, letter in enumerate(letters):
            at = ((whole.width - 12 * len(letters)) // 2 + 12 * place, top)
            whole.paste(ImageChops.darker(letter, whole.crop((*at, at[0] + 12, at[1] + 24))), at)
    return whole


def _bars(code: Barcode) -> str:
    """The modules from left to right, "1" is dark."""
    match code.kind:
        case "CODE39":
            return str(Code39(code.content, add_checksum=False).build()[0])
        case "CODE128":
            return str(Code128(code.content).build()[0])
        case "EAN13":
            return str(EuropeanArticleNumber13(code.content).build()[0])
