"""Slips from the document to the paper: complete, legible by other programs, and harmless to a printer."""

from io import BytesIO

import pytest
import zxingcpp
from escpos.printer import Dummy
from hypothesis import given, settings
from hypothesis import strategies as st
from paper import printed
from PIL import Image, ImageOps

from hardware.printers import raster
from hardware.printers.document import Code, Gap, Line, Number, Rule, Slip
from hardware.printers.encode import encode
from hardware.printers.profile import Profile
from hardware.simulated import events as ev
from hardware.simulated.interpreter import Interpreter
from hardware.text import Bitmap

FOLLOW = "https://lotse.musterstadt.example/t/Kx7Qp2Lm9aZt"
FAQ = "https://lotse.musterstadt.example/faq/aufenthaltserlaubnis-verlaengern?lang=ar"


def a_slip(language: str = "ar", service: str = "تمديد تصريح الإقامة") -> Slip:
    return Slip(
        (
            Line("Ausländerbehörde Musterstadt", bold=True),
            Number("P012"),
            Line(service, language, size="fact", bold=True),
            Line("22.11.2026  15:47 Uhr"),
            Rule(),
            Code(FOLLOW, service, language, short="Kx7Q"),
            Gap(2),
            Code(FAQ, service, language),
        )
    )


DEAREST, FINEST = Profile(max_bytes=1_000), Profile(max_bytes=100_000)
PROFILES = [
    Profile(),
    DEAREST,
    FINEST,
    Profile(encoding="raster"),
    Profile(encoding="text", pages={"CP1252": 16}),
    Profile(native_qr=False),
    Profile(centers_pictures=False),
    Profile(buffer_bytes=256, feed_dpi=203),
]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("language", "service"),
    [("ar", "تمديد تصريح الإقامة"), ("de", "Aufenthaltserlaubnis"), ("uk", "Продовження посвідки")],
)
def test_both_codes_are_read_off_the_paper_and_no_command_is_unknown(profile, language, service):
    (slip,), unknown = printed(encode(a_slip(language, service), profile))

    assert unknown == []
    assert [code.text for code in zxingcpp.read_barcodes(slip.picture)] == [FOLLOW, FAQ]


def test_codes_are_read_off_a_picture_of_half_the_size():
    (slip,), _ = printed(encode(a_slip()))

    half = slip.picture.resize((slip.picture.width // 2, slip.picture.height // 2), Image.Resampling.BOX)
    assert [code.text for code in zxingcpp.read_barcodes(half)] == [FOLLOW, FAQ]


def test_codes_are_at_least_25_mm_and_centred():
    (slip,), _ = printed(encode(a_slip()))

    for code in zxingcpp.read_barcodes(slip.picture):
        left, right = code.position.top_left.x, code.position.top_right.x
        assert right - left >= 25 * 8 - 2
        assert abs((left + right) / 2 - 320) < 8


@pytest.mark.parametrize("width_mm", [80, 58])
@pytest.mark.parametrize("number", ["P012", "A999", "W000"])
def test_the_number_is_at_least_20_mm_tall_on_both_papers(number, width_mm):
    width_dots = {80: 576, 58: 384}[width_mm]
    (slip,), _ = printed(encode(Slip((Number(number),)), Profile(width_dots=width_dots)), width_mm)

    box = ImageOps.invert(slip.picture).getbbox()
    assert box is not None
    assert box[3] - box[1] >= 20 * 8 - 1
    assert box[2] - box[0] <= width_dots


def test_a_long_number_and_narrow_paper_make_it_smaller_not_cut():
    (slip,), _ = printed(encode(Slip((Number("ABC0123"),)), Profile(width_dots=384)), width_mm=58)

    box = ImageOps.invert(slip.picture).getbbox()
    assert box is not None
    assert box[0] >= 40
    assert box[2] <= 464 - 40


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(("size", "millimetres"), [("rest", 3.5), ("fact", 4.9), ("title", 6)])
def test_capitals_have_their_height(size, millimetres, profile):
    (slip,), _ = printed(encode(Slip((Line("H", "de", size=size),)), profile))

    box = ImageOps.invert(slip.picture).getbbox()
    assert box is not None
    assert box[3] - box[1] >= millimetres * 8 - 1


def test_a_slip_for_a_serial_line_saves_bytes():
    slip = a_slip()

    assert len(encode(slip, Profile(max_bytes=12_000))) <= 12_000 < len(encode(slip, FINEST))


def test_arabic_is_never_sent_as_characters():
    (slip,), _ = printed(encode(Slip((*[Line("مرحبا", "ar")] * 20, Line("Grüße", "de"))), DEAREST))

    assert slip.text == "Grüße"


def test_what_the_code_page_does_not_hold_is_drawn():
    (slip,), _ = printed(encode(Slip((Line("Ştefan Łódź", "de"),)), DEAREST))

    assert slip.text == ""
    assert ImageOps.invert(slip.picture).getbbox() is not None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.sampled_from(PROFILES), st.sampled_from(["de", "ar"]))
def test_no_text_can_command_the_printer(words, profile, language):
    words += "\x1dVA\x10\x04\x01"
    payload = encode(
        Slip((Line(words, language), Number("P012" + words), Code(words, words, language, words))), profile
    )

    slips, unknown = printed(payload)
    assert len(slips) == 1, "one cut, at the end"
    assert unknown == []
    assert not raster.REAL_TIME.search(payload)


@given(st.binary(min_size=40, max_size=40))
def test_a_picture_that_spells_a_command_is_moved_aside(noise):
    rows = b"\x10\x04" + noise + b"\x10\x14\x10\x05\x10\x04"
    payload = raster.commands(Bitmap(48, 8, 6, rows))

    assert not raster.REAL_TIME.search(payload)
    (picture,) = Interpreter().feed(payload)
    assert isinstance(picture, ev.Picture)
    assert sum(byte.bit_count() for byte in picture.rows) == sum(byte.bit_count() for byte in rows)


def test_a_picture_that_spells_commands_wherever_it_stands_loses_dots_not_its_place():
    rows = b"".join((0x10_04_00_00_00_00 << shift & (1 << 48) - 1).to_bytes(6, "big") for shift in range(16))
    rows += b"".join((0x00_00_10_04_00_00 >> shift).to_bytes(6, "big") for shift in range(16))

    payload = raster.commands(Bitmap(48, 32, 6, rows))

    assert not raster.REAL_TIME.search(payload)
    (picture,) = Interpreter().feed(payload)
    assert (picture.width, picture.height) == (48, 32)


def test_all_bands_of_a_picture_are_moved_alike():
    payload = raster.commands(Bitmap(16, 300, 2, b"\x01\x01" * 250 + b"\x10\x04" + b"\x01\x01" * 49))

    first, second = Interpreter().feed(payload)
    assert first.rows[: len(first.rows) // first.height] == second.rows[: len(second.rows) // second.height]
    assert not raster.REAL_TIME.search(payload)


def test_tall_pictures_are_sent_in_bands():
    payload = raster.commands(Bitmap(8, 450, 1, b"\xaa" * 450))

    heights = [event.height for event in Interpreter().feed(payload) if isinstance(event, ev.Picture)]
    assert heights == [200, 200, 50]


def test_the_simulator_understands_another_programs_slips():
    encoder = Dummy()
    encoder.hw("INIT")
    encoder.set(align="center", bold=True, custom_size=True, width=4, height=4)
    encoder.text("P012\n")
    encoder.set(align="left", bold=False, normal_textsize=True)
    encoder.charcode("CP858")
    encoder.text("Grüße\n")
    encoder.qr(FOLLOW, native=True, size=6)
    picture = BytesIO()
    Image.new("1", (64, 40)).save(picture, "PNG")
    encoder.image(Image.open(picture), impl="bitImageRaster")
    encoder.image(Image.open(picture), impl="bitImageColumn")
    encoder.barcode("P012", "CODE39", height=80, width=2, check=False)
    encoder.cashdraw(2)
    encoder.cut()

    (slip,), unknown = printed(encoder.output)

    assert unknown == []
    assert slip.codes == (FOLLOW, "P012")
    assert "Grüße" in slip.text
