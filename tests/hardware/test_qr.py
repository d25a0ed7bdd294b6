"""QR codes are read by a decoder that is not ours."""

import pytest
import zxingcpp
from PIL import Image

from hardware.qr import QUIET_ZONE, modules


def picture(rows: list[list[bool]], scale: int = 4) -> Image.Image:
    side = len(rows) + 2 * QUIET_ZONE
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((x + QUIET_ZONE, y + QUIET_ZONE), 0)
    return image.resize((side * scale, side * scale), Image.Resampling.NEAREST)


@pytest.mark.parametrize("text", ["https://lotse.example/faq/pass?lang=ar", "P012", "Bürgeramt مرحبا"])
def test_a_code_says_its_text(text):
    (code,) = zxingcpp.read_barcodes(picture(modules(text)))

    assert code.text == text


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="do not fit into a QR code"):
        modules("x" * 5000)
