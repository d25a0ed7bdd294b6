"""Slips that nobody meant: too long, too wide, no logo at all. A visitor still gets paper."""

import pytest
import zxingcpp
from paper import printed
from PIL import Image, ImageOps

from hardware.printers import raster
from hardware.printers.document import Code, Gap, Line, Number, Rule, Slip, Tick
from hardware.printers.encode import encode
from hardware.printers.logo import logo
from hardware.printers.profile import Profile
from hardware.printers.testpage import proof_page

WIDTHS = [(80, 576), (58, 384)]
ENCODINGS = ["hybrid", "raster", "text"]
URL = "https://lotse.example/t/Kx7Q"


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageOps.invert(picture).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("words", ["Aufenthalt " * 182, "A" * 2000, "تصريح الإقامة " * 140])
def test_a_name_of_2000_characters_ends_with_three_dots_after_its_lines(encoding, words):
    language = "ar" if words[0] == "ت" else "de"
    slip = Slip((Line(words, language, "fact", bold=True, most_lines=4), Number("A001")))

    (cut,), unknown = printed(encode(slip, Profile(encoding=encoding)))

    assert unknown == []
    assert cut.picture.height < 900, "four lines and a number"
    assert len(encode(slip, Profile())) <= 12_000


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("width_mm", "width_dots"), WIDTHS)
def test_an_address_too_long_for_a_code_leaves_the_short_form_and_the_rest_of_the_slip(encoding, width_mm, width_dots):
    slip = Slip(
        (Number("A001"), Code("https://x.example/" + "y" * 3000, "Follow", "en", short="K7Q2"), Line("The end", "en"))
    )

    (cut,), unknown = printed(encode(slip, Profile(encoding=encoding, width_dots=width_dots)), width_mm)

    assert unknown == []
    assert zxingcpp.read_barcodes(cut.picture) == []
    if encoding == "text":
        assert "K7Q2" in cut.text
        assert "The end" in cut.text


def test_an_address_that_a_narrow_paper_cannot_show_is_not_drawn_illegibly():
    long = "https://lotse.example/" + "abcdefg/" * 130

    (cut,), _ = printed(encode(Slip((Code(long, "Follow", "en", short="K7Q2"),)), Profile(width_dots=384)), 58)

    assert zxingcpp.read_barcodes(cut.picture) == []
    assert ink(cut.picture)[3] - ink(cut.picture)[1] < 200, "no code stands there"


def test_an_address_whose_length_spells_a_real_time_command_is_drawn():
    # 1040 bytes with its head: 10 04 in the length of GS ( k would be DLE EOT.
    url = "https://lotse.example/" + "a" * (0x0410 - 3 - 22)

    payload = encode(Slip((Code(url, "Follow", "en"),)), Profile())

    assert not raster.REAL_TIME.search(payload)
    (cut,), _ = printed(payload)
    assert [code.text for code in zxingcpp.read_barcodes(cut.picture)] == [url]


def test_a_profile_that_lies_about_its_width_prints_no_garbage_and_the_frame_of_the_test_page_shows_it():
    honest, lying = (printed(proof_page(Profile(width_dots=dots)))[0][0].picture for dots in (576, 640))

    def right_edges(picture: Image.Image) -> int:
        return sum(dot == 0 for dot in picture.crop((606, 0, 607, picture.height)).tobytes())

    assert right_edges(honest) == right_edges(lying) + 32, "the frame's right side is missing"
    (cut,), unknown = printed(encode(Slip((Number("A001"), Line("x " * 60))), Profile(width_dots=640)))
    assert unknown == []
    assert ink(cut.picture)


def test_a_list_of_papers_has_a_box_at_the_side_where_its_language_begins():
    (german,), _ = printed(encode(Slip((Tick("Pass", "de"),))))
    (arabic,), _ = printed(encode(Slip((Tick("جواز", "ar"),))))
    (written,), _ = printed(encode(Slip((Tick("Pass", "de"),)), Profile(encoding="text")))

    assert ink(german.picture)[0] < 80
    assert ink(arabic.picture)[2] > 560
    assert written.text == "[ ] Pass"


def test_a_text_printer_writes_the_plain_version_of_what_it_has_no_letters_for_and_says_so():
    slip = Slip((Number("A001"), Line("مرحبا", "ar")), plain=(Number("A001"), Line("Welcome", "en"), Line("Grüße")))

    (cut,), _ = printed(encode(slip, Profile(encoding="text")))

    assert cut.text.split("\n") == [
        "A001",
        "Welcome",
        "Grüße",
        "Dieser Drucker kann Ihre",
        "Sprache nicht schreiben.",
        "This printer cannot",
        "write your language.",
    ]


def test_a_text_printer_with_the_right_code_page_writes_ukrainian():
    slip = Slip((Line("Привіт", "uk"), Line("Grüße", "de")), plain=(Line("Welcome", "en"),))

    (cut,), _ = printed(encode(slip, Profile(encoding="text", pages={"CP858": 19, "CP1251": 46})))

    assert cut.text == "Привіт\nGrüße"


def test_native_and_drawn_slips_have_the_same_parts():
    elements = (Line("Amt"), Number("A001"), Rule(), Gap(2), Code(URL, "Folgen", short="K7Q2"), Tick("Pass"))

    heights = {}
    for encoding in ENCODINGS:
        (cut,), _ = printed(encode(Slip(elements), Profile(encoding=encoding)))
        assert [code.text for code in zxingcpp.read_barcodes(cut.picture)] == [URL]
        heights[encoding] = cut.picture.height
    assert abs(heights["hybrid"] - heights["raster"]) < 24


@pytest.mark.parametrize(("dpi", "width_dots"), [(180, 512), (203, 576)])
def test_sizes_hold_at_both_finenesses(dpi, width_dots):
    (cut,), _ = printed(encode(Slip((Number("A001"),)), Profile(dpi=dpi, width_dots=width_dots)))

    assert (ink(cut.picture)[3] - ink(cut.picture)[1]) / (dpi / 25.4) >= 19.8


def test_a_logo_stands_at_the_head_and_takes_few_bytes(tmp_path):
    Image.new("L", (900, 300), 0).save(tmp_path / "logo.png")
    with_logo = Profile(logo_file=str(tmp_path / "logo.png"))

    (cut,), unknown = printed(encode(Slip((Line("Amt"),)), with_logo))

    assert unknown == []
    assert len(logo(with_logo)) <= 1_800
    left, top, right, _ = ink(cut.picture)
    assert abs((left + right) / 2 - 320) <= 4
    assert cut.picture.getpixel((320, top + 90)) == 0, "12 mm tall"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"x" * 20_000_000, "20,000,000 bytes"), (b"no picture", "no picture that can be read"), (None, "cannot be read")],
)
def test_a_file_that_is_no_logo_is_refused(tmp_path, content, said):
    if content is not None:
        (tmp_path / "logo.png").write_bytes(content)

    with pytest.raises(ValueError, match=said):
        logo(Profile(logo_file=str(tmp_path / "logo.png")))


def test_a_picture_larger_than_a_wall_is_no_logo(tmp_path):
    Image.new("1", (8, 5000)).save(tmp_path / "logo.png")

    with pytest.raises(ValueError, match="larger than 4000"):
        logo(Profile(logo_file=str(tmp_path / "logo.png")))


@pytest.mark.parametrize(("key", "command"), [("7", b"\x1cp\x07\x00"), ("L1", b"\x1d(L\x06\x000EL1\x01\x01")])
def test_a_logo_in_the_printers_memory_is_only_called(key, command):
    assert command in encode(Slip((Number("A001"),)), Profile(logo_nv=key))
