"""What the text engine promises: every script shaped, ordered, wrapped; no text can break it."""

import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.text import Rendered, bitmap, is_rtl, measure, missing_fonts, paragraph, warm_up

ARABIC = "يرجى الانتظار"


def ink_columns(picture: Rendered) -> list[int]:
    """The columns that hold ink, from the left."""
    alpha = picture.pixels[3::4]
    return [x for x in range(picture.width) if any(alpha[x :: picture.width])]


def alpha_crop(picture: Rendered) -> tuple[int, int, bytes]:
    """Width, height and coverage of the ink alone."""
    alpha = pyvips.Image.new_from_memory(picture.pixels, picture.width, picture.height, 4, "uchar")[3]
    left, top, width, height = alpha.find_trim(threshold=10, background=[0])
    return width, height, bytes(alpha.crop(left, top, width, height).write_to_memory())


def test_arabic_letters_are_joined_and_run_from_right_to_left():
    joined = measure(ARABIC, language="ar", size_px=40)[0]
    apart = measure("\u200c".join(ARABIC), language="ar", size_px=40)[0]

    assert joined < apart * 0.9, "joined letters take less room than isolated forms"
    first_word = alpha_crop(paragraph("يرجى", language="ar", size_px=40))
    whole = paragraph(ARABIC, language="ar", size_px=40)
    image = pyvips.Image.new_from_memory(whole.pixels, whole.width, whole.height, 4, "uchar")[3]
    left, top, width, height = image.find_trim(threshold=10, background=[0])
    right_end = image.crop(left + width - first_word[0], top, first_word[0], height)
    trimmed = right_end.find_trim(threshold=10, background=[0])
    assert bytes(right_end.crop(*trimmed).write_to_memory()) == first_word[2], "the first word stands at the right"


def test_a_ticket_number_inside_arabic_looks_as_it_does_alone():
    alone = alpha_crop(paragraph("A012", language="de", size_px=40))
    first = paragraph("A012 " + ARABIC, language="ar", size_px=40, width_px=600)

    image = pyvips.Image.new_from_memory(first.pixels, first.width, first.height, 4, "uchar")[3]
    left, top, width, height = image.find_trim(threshold=10, background=[0])
    number = image.crop(left + width - alone[0], top, alone[0], height)
    trimmed = number.find_trim(threshold=10, background=[0])
    assert (trimmed[2], trimmed[3]) == alone[:2]
    assert bytes(number.crop(*trimmed).write_to_memory()) == alone[2], "first read, so it stands at the right"


def test_telephone_numbers_keep_their_order_in_arabic():
    alone = alpha_crop(paragraph("030 90269-4000", language="de", size_px=30))
    among = paragraph("030 90269-4000", language="ar", size_px=30)

    assert alpha_crop(among) == alone


@pytest.mark.parametrize("term", ["Meldebestätigung", "Blaue Karte EU", "Verpflichtungserklärung", "Übertrag"])
def test_german_terms_keep_their_order_in_arabic(term):
    alone = alpha_crop(paragraph(term, language="de", size_px=30))
    among = paragraph(term, language="ar", size_px=30)

    assert alpha_crop(among) == alone


def test_places_to_break_a_german_word_do_not_stir_its_syllables_in_arabic():
    text = "شهادة (Fik\u00adtions\u00adbe\u00adschei\u00adni\u00adgung)"

    assert alpha_crop(paragraph(text, language="ar", size_px=40)) == alpha_crop(
        paragraph(text.replace("\u00ad", ""), language="ar", size_px=40)
    )


def test_start_is_the_right_side_in_arabic_and_the_left_in_german():
    german = ink_columns(paragraph("Bitte warten", language="de", size_px=30, width_px=500))
    arabic = ink_columns(paragraph(ARABIC, language="ar", size_px=30, width_px=500))
    arabic_end = ink_columns(paragraph(ARABIC, language="ar", size_px=30, width_px=500, align="end"))

    assert german[0] < 10
    assert german[-1] < 300
    assert arabic[0] > 200
    assert arabic[-1] > 490
    assert arabic_end[0] < 10


def test_markup_shows_as_it_stands():
    shown = measure("<b>&amp;</b>", language="de", size_px=30)[0]

    assert shown > 2 * measure("&", language="de", size_px=30)[0]
    assert alpha_crop(paragraph("<", language="de", size_px=30)) != alpha_crop(
        paragraph(">", language="de", size_px=30)
    )


def test_text_wraps_at_its_width_and_a_too_long_word_breaks():
    one_line = measure("Bitte nehmen Sie Platz", language="de", size_px=30)
    wrapped = measure("Bitte nehmen Sie Platz", language="de", size_px=30, width_px=200)
    broken = paragraph("W" * 100, language="de", size_px=30, width_px=200)

    assert wrapped == (200, 2 * one_line[1])
    assert broken.height > 5 * one_line[1]
    assert ink_columns(broken)[-1] <= 199


def test_a_word_too_long_for_its_line_is_broken_as_its_language_breaks_it():
    word = "Niederlassungserlaubnis"
    broken = paragraph(word, language="de", size_px=30, width_px=245)
    by_hand = paragraph("Niederlassungs\u00aderlaubnis", language="de", size_px=30, width_px=245)

    assert alpha_crop(broken) == alpha_crop(by_hand)
    assert measure(word, language="de", size_px=30, width_px=400)[1] == 41, "where it fits it stays whole"
    assert measure("x " + word, language="de", size_px=30, width_px=360)[1] == 82


@pytest.mark.parametrize("text", ["a", "Ägyptenß", "'", "_", "\u4e2d", "हिन्दी", "A\u0301"])
def test_a_line_is_equally_tall_whatever_letters_it_holds(text: str):
    assert measure(text, language="de", size_px=40)[1] == 54
    assert measure(f"{text}\n{text}\n{text}", language="de", size_px=40)[1] == 163 - 1


def test_nothing_of_a_letter_is_cut_off_at_the_foot():
    roomy = paragraph("\u062d\u0650\u062c\u0650\n", language="ar", size_px=60)
    tight = paragraph("\u062d\u0650\u062c\u0650", language="ar", size_px=60)

    assert alpha_crop(tight) == alpha_crop(roomy)


def test_empty_text_is_one_blank_line():
    blank = paragraph("", language="de", size_px=20, width_px=100)

    assert (blank.width, blank.height) == (100, 27)
    assert not any(blank.pixels)


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=60),
    st.sampled_from(["de", "ar", "uk", "fa-AF"]),
    st.sampled_from([None, 40, 400]),
    st.sampled_from(["start", "center", "end"]),
)
def test_no_text_can_break_the_engine(text, language, width, align):
    picture = paragraph(text, language=language, size_px=16, width_px=width, align=align)

    assert len(picture.pixels) == picture.width * picture.height * 4
    assert width is None or picture.width == width


def test_color_and_opacity_reach_the_pixels():
    picture = paragraph("█", language="de", size_px=20, color=(10, 20, 30, 128))

    solid = max(range(picture.width * picture.height), key=lambda n: picture.pixels[n * 4 + 3])
    assert tuple(picture.pixels[solid * 4 : solid * 4 + 4]) == (10, 20, 30, 128)


def test_a_bitmap_holds_the_same_ink_in_single_bits():
    bits = bitmap("Öffnungszeiten", language="de", size_px=32, width_px=576)
    gray = paragraph("Öffnungszeiten", language="de", size_px=32, width_px=576)

    assert (bits.width, bits.row_bytes, bits.height) == (576, 72, gray.height)
    unpacked = [bits.rows[i // 8] >> (7 - i % 8) & 1 for i in range(bits.width * bits.height)]
    assert unpacked == [int(alpha >= 128) for alpha in gray.pixels[3::4]]
    with pytest.raises(ValueError, match="multiple of 8"):
        bitmap("x", language="de", size_px=32, width_px=577)


def test_directions_of_languages():
    assert all(is_rtl(tag) for tag in ("ar", "fa", "fa-AF", "ps", "ur", "he", "ckb", "ar-SY"))
    assert not any(is_rtl(tag) for tag in ("de", "en", "uk", "tr", "ti", "de-LS", "ku-Latn"))


def test_a_language_that_is_no_tag_is_refused_with_a_hint():
    with pytest.raises(ValueError, match="no language tag"):
        paragraph("x", language="de'><b>", size_px=20)


def test_missing_fonts_name_the_package(tmp_path):
    (tmp_path / "NotoSans-Regular.ttf").touch()

    assert missing_fonts([str(tmp_path)]) == [
        "no Noto font for Arabic letters: install it with `apt install fonts-noto-core`.",
        "no Noto font for Ethiopic letters: install it with `apt install fonts-noto-core`.",
    ]
    warm_up()
    assert missing_fonts() == []
