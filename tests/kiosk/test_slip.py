"""What stands on a slip, and what a printer makes of it."""

from datetime import UTC, datetime

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image

from hardware.printers.document import Code, Line, Number
from hardware.printers.encode import encode
from hardware.simulated.interpreter import Interpreter
from hardware.simulated.paper import Paper
from kiosk.slip import slip
from server.wire.messages import TicketOnPaper, Wait

NAMES = {"de": "Abholung Aufenthaltstitel", "ar": "استلام بطاقة الإقامة", "uk": "Отримання посвідки"}
OFFICE = {"de": "Ausländerbehörde Lotsenburg", "ar": "دائرة شؤون الأجانب"}
FOLLOW, FAQ = "http://192.168.1.10:8300/t/Kx7w2mQ9", "http://192.168.1.10:8300/faq/abholung?lang=ar"


def ticket(language: str, ahead: int = 3, wait: Wait | None = None) -> TicketOnPaper:
    issued = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
    return TicketOnPaper("t1", "A012", "abholung", NAMES, language, "walk_in", issued, ahead, FOLLOW, FAQ, wait)


def lines(language: str, ahead: int = 3, wait: Wait | None = None) -> list[tuple[str, str]]:
    made = slip(ticket(language, ahead, wait), OFFICE, "Europe/Berlin")
    return [(one.language, one.text) for one in made.elements if isinstance(one, Line)]


def test_an_arabic_slip_says_everything_in_arabic_and_the_service_in_german_too():
    said = lines("ar")

    assert ("ar", NAMES["ar"]) in said
    assert ("de", NAMES["de"]) in said
    assert ("de", "Aufruf verpasst? Bitte fragen Sie am Empfang.") in said
    assert said[0] == ("ar", OFFICE["ar"])


def test_a_german_slip_says_nothing_twice():
    said = [text for _, text in lines("de")]

    assert len(said) == len(set(said))
    assert "23. November 2026\u00a0·\u00a009:05" in said, "office time, not UTC"


def test_who_comes_for_somebody_else_reads_on_the_slip_what_to_bring():
    made = slip(replace(ticket("de"), for_other=True), OFFICE, "Europe/Berlin")

    said = [one.text for one in made.elements if isinstance(one, Line)]
    told = "Für andere: Vollmacht und Ausweis dieser Person mitbringen."
    assert told in said
    assert told not in [text for _, text in lines("de")]


def test_the_slip_says_how_many_are_before_the_visitor():
    assert ("de", "3 Personen vor Ihnen") in lines("de")
    assert ("de", "1 Person vor Ihnen") in lines("de", 1)
    assert ("de", "Sie sind als Nächstes dran") in lines("de", 0)


def test_the_slip_calls_nobody_the_next_who_has_to_wait_for_those_with_other_concerns():
    assert ("de", "Sie sind als Nächstes dran") in lines("de", 0, Wait(0, 5))
    assert ("de", "Sie sind als Nächstes dran") not in lines("de", 0, Wait(10, 40))


def test_the_slip_says_the_wait_as_a_span_and_that_it_is_an_estimate_or_that_nobody_can_tell():
    said = lines("de", wait=Wait(20, 35))

    assert ("de", "Aufruf in etwa 20 bis 35 Minuten") in said
    assert ("de", "Das ist nur eine Schätzung.") in said
    assert ("de", "Wartezeit noch nicht absehbar") in lines("de")
    assert ("de", "Das ist nur eine Schätzung.") not in lines("de")
    assert ("ar", "النداء بعد حوالي 20 إلى 35 دقيقة") in lines("ar", wait=Wait(20, 35))
    assert ("uk", "Виклик, імовірно, протягом 5 хв") in lines("uk", wait=Wait(0, 5))
    assert ("en", "Called in about 1½ to 2 hours") in lines("en", wait=Wait(90, 120))


def test_a_language_that_the_site_lacks_falls_back_to_german_names():
    assert ("en", NAMES["de"]) in lines("en")


def test_the_number_stands_once_large_and_once_under_the_follow_code():
    elements = slip(ticket("uk"), OFFICE, "Europe/Berlin").elements

    assert [one.number for one in elements if isinstance(one, Number)] == ["A012"]
    assert [(one.url, one.short) for one in elements if isinstance(one, Code)] == [(FAQ, ""), (FOLLOW, "A012")]


def test_for_a_printer_without_arabic_letters_the_slip_is_in_english_with_german_for_the_staff():
    plain = slip(ticket("ar"), OFFICE | {"en": "Immigration Office"}, "Europe/Berlin").plain

    assert {one.language for one in plain if isinstance(one, Line)} == {"de", "en"}
    assert Number("A012") in plain
    assert [one.url for one in plain if isinstance(one, Code)] == [FAQ, FOLLOW]


@pytest.mark.parametrize("language", ["de", "en", "ar", "uk"])
def test_a_printer_understands_every_byte_and_both_codes_can_be_read_off_the_paper(language, tmp_path):
    paper, interpreter = Paper(), Interpreter()
    events = list(interpreter.feed(encode(slip(ticket(language, wait=Wait(100, 150)), OFFICE, "Europe/Berlin"))))

    cut = [done for event in events if (done := paper.apply(event)) is not None]

    assert not [event for event in events if type(event).__name__ == "Unknown"]
    (printed,) = cut
    printed.picture.save(tmp_path / "slip.png")
    with Image.open(tmp_path / "slip.png") as picture:
        found = {code.text for code in zxingcpp.read_barcodes(picture.convert("L"))}
    assert found == {FOLLOW, FAQ}
