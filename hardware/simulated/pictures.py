"""Bit images: GS v 0 and ESC *."""

from hardware.simulated import events as ev
from hardware.simulated.reader import Reader
from hardware.simulated.settings import Settings


def raster(settings: Settings, reader: Reader) -> ev.Event:
    """GS v 0 m xL xH yL yH: rows of packed dots; m doubles their width (1), height (2) or both (3)."""
    zero, m = reader.take(2)
    row_bytes, height = reader.word(), reader.word()
    if zero != 0x30 or m % 48 > 3 or m > 51 or not row_bytes or not height:
        raise reader.refuse()
    return ev.Picture(
        width=row_bytes * 8,
        height=height,
        rows=reader.take(row_bytes * height),
        wide=2 if m & 1 else 1,
        high=2 if m & 2 else 1,
        area=settings.area,
    )


def bit_image(settings: Settings, reader: Reader) -> ev.Event:
    """ESC * m nL nH: columns of 8 or 24 dots, single or double density, inside the line."""
    m = reader.byte()
    if m not in (0, 1, 32, 33):
        raise reader.refuse()
    columns = reader.word()
    column_bytes = 3 if m >= 32 else 1
    packed = reader.take(columns * column_bytes)
    height, row_bytes = column_bytes * 8, (columns + 7) // 8
    rows = bytearray(row_bytes * height)
    for x in range(columns):
        column = int.from_bytes(packed[x * column_bytes : (x + 1) * column_bytes], "big")
        for y in range(height):
            if column >> (height - 1 - y) & 1:
                rows[y * row_bytes + x // 8] |= 0x80 >> x % 8
    # 8-dot columns stand 3 dots apart vertically, single density is half as fine horizontally.
    return ev.Picture(
        width=columns,
        height=height,
        rows=bytes(rows),
        wide=1 if m in (1, 33) else 2,
        high=1 if m >= 32 else 3,
        area=settings.area,
        inline=True,
    )
