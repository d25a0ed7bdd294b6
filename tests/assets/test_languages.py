"""The interface texts: every text in every language, with the right numbers and directions."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from assets import path
from assets.languages import AUTONYMS, LANGUAGES, Texts, fallbacks, known_language

PROJECT = Path(__file__).parents[2]
LOCALES = {"de-x-leicht": "de", "kmr": "ku", "en": "en_GB"}
ROOMS_THAT_SHOW_TEXTS = ("assets", "kiosk", "display", "server", "hardware")


def catalogue(language: str) -> Catalog:
    with path(f"locale/{language}/lotse.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def texts_asked_for(source: str) -> Iterator[tuple[int, str | tuple[str, str]]]:
    """Every msgid that Python source asks of a Texts: `.text("..")`, `.plural("..", "..", n)`, `.plural_forms(..)`.

    Only English msgids count: a lower-case language tag, as in `name.text("de")`, is not one.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        words = [literal(argument) for argument in node.args]
        if node.func.attr == "text" and len(words) == 1 and words[0] and words[0] not in LANGUAGES:
            yield node.lineno, words[0]
        elif node.func.attr in {"plural", "plural_forms"} and len(words) >= 2 and words[0] and words[1]:
            yield node.lineno, (words[0], words[1])


def test_every_text_the_rooms_ask_for_stands_in_every_catalogue() -> None:
    catalogues = {language: catalogue(language) for language in LANGUAGES}

    missing = [
        f"{file.relative_to(PROJECT)}:{line}: {asked!r} is missing in {language}"
        for room in ROOMS_THAT_SHOW_TEXTS
        for file in sorted((PROJECT / room).rglob("*.py"))
        for line, asked in texts_asked_for(file.read_text("utf-8"))
        for language, texts in catalogues.items()
        if asked not in texts
    ]

    assert missing == []


def test_the_search_for_texts_finds_what_it_should() -> None:
    source = 'a.text("Back")\nb.plural("{n} x", "{n} y", 3)\nname.text("de")\nc.text(variable)\n'

    assert list(texts_asked_for(source)) == [(1, "Back"), (2, ("{n} x", "{n} y"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_holds_the_same_texts_and_none_is_empty(language: str) -> None:
    german = {message.id for message in catalogue("de") if message.id}
    texts = catalogue(language)

    assert {message.id for message in texts if message.id} == german
    for message in texts:
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        assert all(strings), f"{message.id!r} is empty in {language}"
        assert not message.fuzzy, f"{message.id!r} is marked fuzzy in {language}"
        if isinstance(message.id, tuple):
            assert len(strings) == texts.num_plurals, f"{message.id!r} needs {texts.num_plurals} forms in {language}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_use_the_placeholders_of_the_english_text(language: str) -> None:
    for message in catalogue(language):
        if isinstance(message.id, tuple):
            allowed = set(re.findall(r"{\w+}", message.id[1]))
            # zero, one and two may be said without a digit, as Arabic does
            assert all(set(re.findall(r"{\w+}", form)) <= allowed for form in message.string)
            assert set(re.findall(r"{\w+}", message.string[-1])) == allowed
        elif message.id:
            assert set(re.findall(r"{\w+}", message.string)) == set(re.findall(r"{\w+}", message.id)), message.id


@pytest.mark.parametrize(
    ("language", "n", "expected"),
    [
        ("de", 1, "1 Person vor Ihnen"),
        ("de", 2, "2 Personen vor Ihnen"),
        ("en", 1, "1 person before you"),
        ("uk", 21, "Перед вами 21 особа"),
        ("uk", 3, "Перед вами 3 особи"),
        ("uk", 11, "Перед вами 11 осіб"),
        ("ar", 1, "شخص واحد قبلك"),
        ("ar", 2, "شخصان قبلك"),
        ("ar", 3, "3 أشخاص قبلك"),
        ("ar", 11, "11 شخصًا قبلك"),
        ("ar", 100, "100 شخص قبلك"),
    ],
)
def test_numbers_take_the_plural_of_their_language(language: str, n: int, expected: str) -> None:
    texts = Texts(language)

    assert texts.plural("{n} person before you", "{n} people before you", n) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forms_for_a_browser_say_the_same_as_the_plural_itself(language: str) -> None:
    texts = Texts(language)

    forms = texts.plural_forms("{n} person before you", "{n} people before you")

    expected = {"de": 2, "en": 2, "uk": 4, "ar": 6}.get(language)
    assert expected is None or len(forms) == expected
    assert texts.plural("{n} person before you", "{n} people before you", 5) in {f.format(n=5) for f in forms.values()}


def test_values_in_a_right_to_left_text_keep_their_own_direction() -> None:
    assert Texts("ar").text("Ticket {number}", number="A012") == "الرقم \u2068A012\u2069"
    assert Texts("de").text("Ticket {number}", number="A012") == "Nummer A012"


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_and_times_are_written_in_latin_digits(language: str) -> None:
    texts = Texts(language)

    assert {"22", "2026"} <= set(re.findall(r"[0-9]+", texts.date(date(2026, 11, 22))))
    assert texts.time(datetime(2026, 11, 22, 14, 5, tzinfo=UTC)) == "14:05"


def test_a_text_that_no_catalogue_knows_is_shown_as_it_is_and_a_foreign_language_in_german() -> None:
    assert Texts("ar").text("No such text") == "No such text"
    assert Texts("xx").text("Back") == "Zurück"


def test_language_tags_find_their_language() -> None:
    assert [known_language(tag) for tag in ("ar-EG", "EN", "de_AT", "xx", "", None)] == [
        "ar",
        "en",
        "de",
        "de",
        "de",
        "de",
    ]
    assert Texts("ar").direction == "rtl"
    assert set(AUTONYMS) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("prs", "fa-AF"),
        ("fa-AF", "fa-AF"),
        ("fa-IR", "fa"),
        ("ku", "kmr"),
        ("ku-Latn-TR", "kmr"),
        ("sr", "sr-Latn"),
        ("sr-Latn-RS", "sr-Latn"),
        ("bs-BA", "sr-Latn"),
        ("hr", "sr-Latn"),
        ("de-X-Leicht", "de-x-leicht"),
        ("de-simple", "de-x-leicht"),
        ("ti-ER", "ti"),
    ],
)
def test_a_tag_leads_to_the_language_that_its_speakers_read(tag: str, language: str) -> None:
    assert known_language(tag) == language


def test_a_text_is_looked_for_in_the_nearest_languages_first() -> None:
    assert fallbacks("de-x-leicht") == ("de-x-leicht", "de")
    assert fallbacks("fa-AF") == ("fa-AF", "fa", "de")
    assert fallbacks("de") == ("de",)


def test_eighteen_languages_stand_in_the_order_of_the_picker() -> None:
    assert len(LANGUAGES) == 18
    assert LANGUAGES[:2] == ("de", "de-x-leicht")
    assert {language for language in LANGUAGES if Texts(language).direction == "rtl"} == {"ar", "fa", "fa-AF", "ps"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_its_own_weekdays(language: str) -> None:
    for other in LANGUAGES:
        Texts(other)

    monday = Texts(language).weekday(0)

    # Babel once gave Polish the Monday of whichever language was loaded before.
    assert monday == format_date(date(2026, 11, 23), "EEEE", locale=LOCALES.get(language, language.replace("-", "_")))


def test_an_office_adds_a_language_by_adding_a_catalogue(tmp_path: Path) -> None:
    (tmp_path / "it").mkdir()
    (tmp_path / "it/lotse.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: it\\n"\n"X-Autonym: Italiano\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Back"\nmsgstr "Indietro"\n',
        "utf-8",
    )
    ask = "from assets.languages import *; t = Texts('it-CH'); print(AUTONYMS['it'], t.text('Back'), t.text('Next'))"

    said = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, "LOTSE_LOCALE": str(tmp_path), "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == ["Italiano", "Indietro", "Weiter"]


def test_weekdays_begin_with_monday() -> None:
    assert Texts("de").weekday(0) == "Montag"
    assert Texts("uk").weekday(6) == "неділя"


def test_an_asset_that_is_missing_or_outside_is_refused() -> None:
    assert path("theme.toml").is_file()
    with pytest.raises(FileNotFoundError, match="incomplete"):
        path("no-such-file")
    with pytest.raises(ValueError, match="not inside"):
        path("../pyproject.toml")
