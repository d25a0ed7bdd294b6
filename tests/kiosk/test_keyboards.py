"""The keyboards on the glass: all letters are there, and a finger hits them."""

import pytest

from assets.languages import LANGUAGES
from kiosk.keyboards import CHOOSER, COLUMNS, GAP, HEIGHT, ROWS, WIDTH, boxes, cap_size, caps, keyboard_for, keyboards

TARGET = 88
PAGES = [(name, page) for name, board in keyboards().items() for page in ("", board.page, CHOOSER)]
ALPHABETS = {
    "de": "abcdefghijklmnopqrstuvwxyzäöüß",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyzqwx",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئ",
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
}


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_every_key_is_large_and_apart_from_the_next(name, page):
    placed = boxes(caps(name, page, space="", done=""), WIDTH, HEIGHT, GAP)
    unit, high = cap_size(WIDTH, HEIGHT, GAP)
    spans = [(left, top, left + cap.units * unit + (cap.units - 1) * GAP, top + high) for cap, left, top in placed]

    for number, (left, top, right, bottom) in enumerate(spans):
        assert right - left >= TARGET
        assert bottom - top >= TARGET
        assert left >= 0
        assert top >= 0
        assert right <= WIDTH + 0.01
        assert bottom <= HEIGHT + 0.01
        for other in spans[number + 1 :]:
            apart = max(other[0] - right, left - other[2], other[1] - bottom, top - other[3])
            assert apart >= GAP - 0.01


def test_the_keyboard_fits_the_narrow_glass():
    assert WIDTH <= 1080 - 2 * 16
    assert GAP >= 16


@pytest.mark.parametrize("name", keyboards())
def test_a_keyboard_has_every_letter_of_its_language_once(name):
    letters = [letter for row in keyboards()[name].rows for letter in row]

    assert set(ALPHABETS[name]) <= set(letters)
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_every_page_can_write_a_space_erase_clear_finish_and_lead_on(name, page):
    rows = caps(name, page, space="Space", done="Done")
    keys = [cap.key for row in rows for cap in row]

    assert {"type: ", "erase", "clear", "results", f"page:{CHOOSER}"} <= set(keys)
    assert len(rows) <= ROWS
    assert all(sum(cap.units for cap in row) <= COLUMNS for row in rows)
    assert len(keys) == len(set(keys))


def test_all_keyboards_can_be_chosen_from_each_of_them():
    for name in keyboards():
        chosen = {cap.key for row in caps(name, CHOOSER, space="", done="") for cap in row}
        assert {f"board:{other}" for other in keyboards()} <= chosen


def test_everybody_finds_the_keyboard_of_their_script_open():
    assert {language: keyboard_for(language) for language in ("de", "en", "uk", "ar", "tr", "ru", "fa", "fr-CA")} == {
        **{language: language for language in ("de", "en", "uk", "ar", "tr", "ru", "fa")},
        "fr-CA": "de",
    }
    assert all(keyboard_for(language) in keyboards() for language in LANGUAGES)
