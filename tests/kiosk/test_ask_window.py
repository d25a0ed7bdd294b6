"""Asking on a real window: typed by fingers, answered at once."""

import itertools

import pytest
from conftest import go, until

pytestmark = pytest.mark.journey

TARGET, GAP = 88, 16
LEAST_TEXT_PX = 49


@pytest.fixture(scope="module")
def hand(office, open_kiosk):
    touching = open_kiosk(office, "none")
    until(lambda: touching.state()["link"] == "up")
    return touching


def write(hand, text):
    for letter in text:
        go(hand, f"type:{letter}")


def found(hand):
    return [seen.key for seen in hand.widgets() if seen.key.startswith(("topic:", "service:"))]


def test_german_words_lead_to_a_topic_and_its_service_to_a_ticket(hand):
    go(hand, "language:de", "ask")
    hand.wait_for_text("Schreiben Sie ein Wort")
    write(hand, "umzg")
    until(lambda: "topic:adresse" in found(hand))
    assert until(lambda: hand.state()["least_text_px"]) >= LEAST_TEXT_PX

    go(hand, "results", "topic:adresse")
    assert hand.wait_for_text("Umzug: neue Adresse auf der Karte")
    go(hand, "back")
    assert hand.wait_for_text("umzg"), "who comes back finds the question as it was"
    go(hand, "service:adresse", "back")
    hand.wait_for("erase")
    go(hand, "clear")
    until(lambda: not found(hand))
    until(lambda: hand.state()["untouched_s"] > 1)
    write(hand, "f")
    assert hand.state()["untouched_s"] < 1, "who types is there"
    write(hand, "oto")
    go(hand, "start-again", "language:de", "ask")
    assert hand.wait_for_text("Schreiben Sie ein Wort"), "the next visitor finds an empty field"
    assert found(hand) == []
    go(hand, "start-again")
    hand.wait_for("language:de")


def test_keys_and_answers_are_large_and_apart_and_arabic_mirrors_the_answers(hand):
    go(hand, "language:ar", "ask")
    write(hand, "تجديد")
    until(lambda: "topic:titel-laeuft-ab" in found(hand))
    go(hand, "page:chooser", "board:tr", "type:ğ", "erase", "page:chooser", "board:uk")
    hand.wait_for("type:ґ")

    seen = hand.widgets()
    for one, other in itertools.combinations(seen, 2):
        across = max(other.x - one.x - one.width, one.x - other.x - other.width)
        along = max(other.y - one.y - one.height, one.y - other.y - other.height)
        assert max(across, along) >= GAP - 1, (one, other)
    assert all(min(one.width, one.height) >= TARGET for one in seen)
    go(hand, "results")
    hand.wait_for("typing")
    below = [one for one in hand.widgets() if one.key.startswith(("topic:", "service:", "typing"))]
    assert all(one.y >= 710 for one in below), "with the keyboard away every answer is within reach"
    go(hand, "start-again")
    hand.wait_for("language:de")
