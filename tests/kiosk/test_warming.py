"""What a kiosk has drawn before its first visitor comes, on the real window."""

import time

import pytest
from conftest import go, until

pytestmark = pytest.mark.journey


def test_screens_near_the_start_are_drawn_before_anybody_comes_and_outlive_who_typed_something(office, open_kiosk):
    hand = open_kiosk(office, "none", "540x960")
    interrupted = 0
    while not (state := hand.state())["warm"]:
        until(lambda drawn=state["drawn"]: (now := hand.state())["drawn"] > drawn + 400 or now["warm"], 120)
        go(hand, "language:en", "start-again")  # a visitor interrupts it
        until(lambda: hand.state()["screen"] == "start")
        interrupted += 1
    assert interrupted >= 3
    before = hand.state()["drawn"]

    go(hand, "language:de", "ask", "type:v")
    until(lambda: hand.state()["drawn"] > before)
    hand.tap("start-again")
    until(lambda: hand.state()["screen"] == "start")
    until(lambda: 1 < time.time() % 60 < 35, 30)  # the clock is not drawn anew meanwhile
    before = hand.state()["drawn"]
    for language in ("ti", "ps"):
        go(hand, f"language:{language}", "group:ausgabe")
        hand.wait_for("start-again")
        hand.tap("start-again")
        until(lambda: hand.state()["screen"] == "start")

    assert hand.state()["drawn"] == before
