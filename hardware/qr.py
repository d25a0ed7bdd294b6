"""QR codes as plain modules, for glass and paper."""

from typing import Final, Literal

import qrcode
from qrcode.exceptions import DataOverflowError
from qrcode.util import BIT_LIMIT_TABLE

ErrorLevel = Literal["L", "M", "Q", "H"]
QUIET_ZONE: Final = 4
"""The white border a reader needs, in modules."""

_LEVELS: Final = {
    "L": qrcode.ERROR_CORRECT_L,
    "M": qrcode.ERROR_CORRECT_M,
    "Q": qrcode.ERROR_CORRECT_Q,
    "H": qrcode.ERROR_CORRECT_H,
}


def side(text: str, error: ErrorLevel = "M") -> int | None:
    """How many modules wide `modules` draws the text, told without drawing; None for a text that is too long."""
    held = len(text.encode())
    for version, bits in enumerate(BIT_LIMIT_TABLE[_LEVELS[error]][1:], start=1):
        if 4 + (8 if version < 10 else 16) + 8 * held <= bits:
            return 17 + 4 * version
    return None


def modules(text: str, error: ErrorLevel = "M") -> list[list[bool]]:
    """The code's rows without the quiet zone, True is dark. Raises ValueError for a text that is too long."""
    code = qrcode.QRCode(error_correction=_LEVELS[error], border=0)
    code.add_data(text.encode(), optimize=0)
    try:
        code.make(fit=True)
    except (ValueError, DataOverflowError) as too_long:
        raise ValueError(f"{len(text.encode())} bytes do not fit into a QR code") from too_long
    return [[bool(dark) for dark in row] for row in code.get_matrix()]
