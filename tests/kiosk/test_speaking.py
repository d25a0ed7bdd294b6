"""What is said of a screen, and how the keypad walks it."""

import pytest

from assets.languages import Texts
from kiosk.comfort import RATES, VOLUMES, Comfort
from kiosk.keypad import Walker, read_keys
from kiosk.outline import Choice, Outline, Said
from kiosk.panel import no_voice
from kiosk.speaking import choice, in_words, screen, spoken

SERVICES = Outline(
    "de",
    (Said("Bitte wählen", "de"), Said("Ausgabe", "de", "title"), Said("10:30", "en", "title", "clock")),
    (
        Choice("service:a", "Abholung", "3", "de", icon="people"),
        Choice("service:b", "Adresse", "geschlossen", "de", enabled=False),
        Choice("back", "Zurück", "", "de"),
    ),
)


def texts(utterances):
    return [one.text for one in utterances]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Ihre Nummer: P012", "Ihre Nummer: P 0 1 2"),
        ("Rufen Sie 0301234567 an", "Rufen Sie 0 3 0 1 2 3 4 5 6 7 an"),
        ("20–35 min", "20 bis 35 min"),
        ("Weiter · 1/3", "Weiter, 1 von 3"),
        ("•\u00a0Reisepass", "Reisepass"),
        ("Aufenthalts\u00adtitel", "Aufenthaltstitel"),
        ("Reise·ausweis", "Reiseausweis"),
        ("um 14:30", "um 14:30"),
    ],
)
def test_signs_that_a_voice_would_garble_are_put_into_words(written, said):
    assert spoken(written, Texts("de")) == said


def test_a_screen_begins_with_its_title_and_counts_its_choices():
    said = texts(screen(in_words(SERVICES)))

    assert said == [
        *("Ausgabe", "Bitte wählen", "3 Möglichkeiten"),
        *("Abholung, 3 Personen warten, 1 von 3", "Adresse, geschlossen, 2 von 3", "Zurück, 3 von 3"),
    ]


def test_the_keys_are_explained_before_anything_else_when_speech_begins():
    said = texts(screen(SERVICES, first=True))

    assert said[0].startswith("Die Taste nach unten")
    assert said[1] == "Ausgabe"
    assert "10:30" in said, "then the clock is told too"


def test_a_number_is_said_twice_in_the_visitors_language():
    outline = Outline("ar", (Said("خذ ورقتك", "ar", "title"), Said("P012", "en", "number")))

    assert [(one.text, one.language) for one in screen(outline)][1:] == [("P 0 1 2", "ar")] * 2


def test_each_language_name_is_read_by_its_own_voice():
    outline = Outline("de", (), (Choice("language:uk", "Українська", "", "uk"),))

    assert [(one.text, one.language) for one in choice(outline, 1)] == [("Українська", "uk"), ("1 von 1", "de")]


@pytest.mark.parametrize("wanted", [1, 2, 3])
def test_so_many_presses_lead_to_the_choice_of_that_number(wanted):
    walker = Walker()

    wrapped = [walker.move(SERVICES.keys, 1) for _ in range(wanted)]

    assert walker.place(SERVICES.keys) == wanted
    assert not any(wrapped)


def test_the_walk_goes_round_and_says_so():
    walker = Walker()

    assert [walker.move(SERVICES.keys, 1) for _ in range(4)] == [False, False, False, True]
    assert walker.key == "service:a"
    assert walker.move(SERVICES.keys, -1)
    assert walker.key == "back"
    assert choice(SERVICES, 1, wrapped=True)[0].text == "Die Liste beginnt von vorn"


def test_the_focus_stays_on_what_is_still_there_and_leaves_what_has_gone():
    walker = Walker()
    walker.move(SERVICES.keys, -1)

    walker.stand(("other", "back"))
    assert walker.key == "back"
    walker.stand(("other",))
    assert walker.key == ""
    assert not walker.move((), 1)


def test_a_keypad_may_have_other_keys_but_needs_those_to_walk_with():
    keys = "f1=up,f2=down,f3=select,f4=back,f5=repeat"

    assert read_keys(keys)["f4"] == "back"
    with pytest.raises(ValueError, match="repeat"):
        read_keys("f1=up,f2=down,f3=select,f4=back")
    with pytest.raises(ValueError, match="write for example"):
        read_keys("f1=sideways")


def test_volume_has_five_steps_and_ends_and_speed_goes_round_from_three_quarters_to_one_and_a_half():
    comfort, rates = Comfort(), set()
    for _ in range(9):
        comfort = comfort.after("louder").after("rate")
        rates.add(comfort.rate)

    assert comfort.volume == VOLUMES[-1] == 5
    assert rates == set(RATES)
    assert (min(RATES), max(RATES)) == (0.75, 1.5)
    with pytest.raises(ValueError, match="sideways"):
        comfort.after("sideways")


def test_a_language_without_a_voice_offers_those_that_have_one_by_their_own_names():
    entries = no_voice(["de", "ar"], Texts("uk"))["entries"]

    assert [(key, name, language) for key, _, name, _, language in entries] == [
        ("read:de", "Deutsch", "de"),
        ("read:ar", "العربية", "ar"),
        ("set:speech", "Продовжити без звуку", "uk"),
    ]
