"""What real slips cost, and that they say the same however they are printed."""

import pytest
import zxingcpp

from assets.languages import LANGUAGES
from hardware.printers.encode import encode
from hardware.printers.measure import cost, wire_s
from hardware.printers.profile import Profile
from hardware.simulated.interpreter import Interpreter
from hardware.simulated.paper import Paper
from kiosk.specimen import specimen

WESTERN = {"de", "de-x-leicht", "en", "fr", "so", "sq", "sr-Latn"}
"""Languages whose letters in the specimen stand in the usual code page."""


@pytest.mark.parametrize("width_dots", [576, 384])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hybrid_slip_takes_a_second_on_a_serial_line_in_every_language(language, width_dots):
    found = cost(lambda n: specimen(language, n), Profile(width_dots=width_dots), rounds=6)

    assert found.bytes_hybrid <= 12_000
    assert found.wire_115200_s <= 1.1
    assert found.layout_ms + found.encode_ms < 60, "10 where nothing else runs; see docs/printers.md"


@pytest.mark.parametrize("encoding", ["hybrid", "raster", "text"])
@pytest.mark.parametrize(("width_mm", "width_dots"), [(80, 576), (58, 384)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_codes_can_be_read_however_a_slip_is_printed(language, width_mm, width_dots, encoding):
    paper = Paper(width_mm)
    payload = encode(specimen(language), Profile(encoding=encoding, width_dots=width_dots))

    events = list(Interpreter().feed(payload))
    (cut,) = (done for event in events if (done := paper.apply(event)) is not None)

    assert not [event for event in events if type(event).__name__ == "Unknown"]
    shown = language if encoding != "text" or language in WESTERN else "en"
    codes = [code.text for code in zxingcpp.read_barcodes(cut.picture)]
    assert codes == [
        f"https://lotse.lotsenburg.example/faq/aufenthaltserlaubnis-verlaengern?lang={language}",
        "https://lotse.lotsenburg.example/t/Kx7w2m0012",
    ]
    if encoding == "text":
        assert ("Immigration Office" in cut.text) == (shown == "en")
        assert ("Dieser Drucker kann" in cut.text.replace("\n", " ")) == (shown != language)


def test_seconds_on_the_wire_count_ten_bits_a_byte():
    assert wire_s(11_520, 115_200) == 1.0
