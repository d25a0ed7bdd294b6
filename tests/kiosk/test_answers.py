"""Asking in one's own words: each tolerance of the search, on the model site as a kiosk is told of it."""

import pytest

from assets import path
from kiosk.answers.answers import Answers
from kiosk.answers.folding import fold, sound, words
from kiosk.answers.spelling import Spelling, alike, distance
from kiosk.asking import LONGEST, Asking
from server.addresses import Addresses
from server.site import load_site
from server.views import kiosk_site
from server.wire.messages import KioskSite


@pytest.fixture(scope="module")
def site() -> KioskSite:
    return kiosk_site(load_site(path("site")), Addresses("http://office"))


@pytest.fixture(scope="module")
def answers(site) -> Answers:
    return Answers(site)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Änderung", "aenderung", "anderung", "ÄNDERUNG"),
        ("Straße", "strasse", "STRASSE"),
        ("adresse", "addresse", "adrese"),
        ("kayıp", "kayip", "KAYIP"),
        ("Ещё", "еще"),
        ("паспорт", "pasport"),
        ("Україна", "ukraina"),
        ("سلّمَ", "سلم"),
        ("الإقامة", "اقامه", "إقامتي", "الاقامة"),
        ("کرت", "كرت"),
        ("٢٤", "24"),
    ],
)
def test_what_is_spelt_in_two_ways_is_folded_into_one(spellings):
    assert len({fold(word) for word in spellings}) == 1, [fold(word) for word in spellings]


def test_words_leave_out_punctuation_and_apostrophes():
    assert words("§ 24: возз'єднання, sim-karte!") == ["24", "vozednania", "sim", "karte"]


@pytest.mark.parametrize(("arabic", "latin"), [("تجديد", "tajdid"), ("مستعجل", "mosta3jel"), ("جنسية", "jinsiya")])
def test_arabic_in_latin_letters_sounds_like_arabic(arabic, latin):
    assert sound(fold(arabic)) == sound(fold(latin)) != ""


@pytest.mark.parametrize(
    ("typed", "known", "slips"),
    [("karte", "karte", 0), ("katre", "karte", 1), ("kart", "karte", 1), ("kqrtr", "karte", 2), ("haus", "karte", 3)],
)
def test_a_slip_of_the_finger_counts_once_a_swap_too(typed, known, slips):
    assert distance(typed, known, 2) == slips


def test_a_typo_is_nearer_than_a_stranger_and_farther_than_the_word():
    assert 1.0 == alike("verlust", "verlust") > alike("verlsut", "verlust") > 0.8 > 0.5 > alike("verlust", "gebur")


def test_short_words_are_never_taken_for_others():
    assert Spelling(["pas", "das"]).meant("was") == {}


def test_a_compound_is_taken_apart_into_words_that_are_known():
    spelling = Spelling(["adrese", "anderung", "verlangerung"])

    assert spelling.parts("adresanderung") == ["adrese", "anderung"]
    assert spelling.parts("blumenkohlauflauf") == ["blumenkohlauflauf"]


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("aufenthaltstitelverlängerung", "titel-laeuft-ab"),
        ("adressänderung", "adresse"),
        ("einbuergerung", "einbuergerung"),
        ("einburgerung", "einbuergerung"),
        ("niederlasungserlaubnis", "niederlassung"),
        ("gebühern", "gebuehren"),
        ("verpflichtungserklärng", "verpflichtungserklaerung"),
        ("anmeldung adresse change", "adresse"),
        ("my karte lost", "karte-verloren"),
        ("pasaport yeni", "neuer-pass"),
        ("дульдунг", "duldung"),
        ("posvidka vkrali", "karte-verloren"),
        ("tajdid iqama", "titel-laeuft-ab"),
        ("انملدونغ", "adresse"),
        ("تجديد الاقامه", "titel-laeuft-ab"),
        ("vatandaslik", "einbuergerung"),
        ("kartımı kaybettim", "karte-verloren"),
        ("fikt", "fiktionsbescheinigung"),
    ],
)
def test_the_right_topic_comes_among_the_first_three_however_it_is_written(answers, asked, topic):
    found = [hit.slug for hit in answers.find(asked, "de") if hit.kind == "topic"]

    assert topic in found[:3]


@pytest.mark.parametrize(
    "asked", ["", "   ", "???", "ich und du", "qxqxqx", "zzz 999999", '"(AND OR" NEAR*', "a" * 500]
)
def test_what_means_nothing_finds_nothing_or_little_and_breaks_nothing(answers, asked):
    assert len(answers.find(asked, "de", limit=6)) <= 6


def test_nonsense_has_no_answer(answers):
    assert answers.find("qxqxqx", "de") == []


def test_a_site_without_pages_has_no_answers(site):
    bare = Answers(KioskSite(site.office, site.languages, [], [], {}, 90, 20, "", site.timezone))

    assert bare.find("karte", "de") == []


def test_a_question_grows_and_shrinks_is_answered_at_once_and_forgotten(answers):
    asking = Asking()
    asking.learn(answers, "de")
    for letter in " verloren":
        asking.touched(f"type:{letter}", "de")
    assert (asking.text, asking.hits[0].slug) == ("verloren", "karte-verloren")

    asking.touched("erase", "de")
    assert asking.text == "verlore"
    asking.touched("confirm", "de")
    assert asking.text == "verlore"

    asking.forget()

    assert (asking.text, asking.hits) == ("", [])


def test_a_question_never_outgrows_its_field():
    asking = Asking()
    for _ in range(LONGEST + 9):
        asking.touched("type:لا", "ar")

    assert len(asking.text) == LONGEST
