"""The server dies in the middle of a visit: nobody is sent away, and nobody gets two places in the queue."""

import os
from pathlib import Path

import pytest
from alone import KioskProcess, counts, in_queue, kill, ready, wished
from conftest import OfficeProcess, go, site_folder, until

pytestmark = pytest.mark.journey

SERVICE = ("person",)


@pytest.fixture
def lonely(tmp_path, paper):
    (tmp_path / "office").mkdir()
    office = OfficeProcess(tmp_path / "office", site_folder(tmp_path / "site", hours="00:00-24:00", triage=True))
    office.open()
    (tmp_path / "kiosk").mkdir()
    kiosk = KioskProcess(tmp_path / "kiosk", paper.address)
    yield office, kiosk
    kiosk.close()
    office.close()


def number(hand):
    hand.wait_for("done")
    state = hand.state()
    assert state["screen"] == "take_slip"
    hand.tap("done")
    until(lambda: hand.state()["screen"] == "start")
    return state["number"]


def picture(hand, name):
    if folder := os.environ.get("LOTSE_PICTURES"):
        hand.screenshot(Path(folder) / f"{name}.png")


def test_numbers_drawn_without_the_server_join_the_queue_in_order_once_though_all_machines_were_killed(lonely, paper):
    office, kiosk = lonely
    hand = kiosk.open(office)
    ready(hand)
    until(lambda: hand.state()["printer"] == "ready")
    go(hand, "language:de", *SERVICE, "confirm")
    given = [number(hand)]
    go(hand, "language:ar", *SERVICE)
    hand.wait_for("confirm")

    kill(office)
    until(lambda: hand.state()["link"] != "up")
    hand.wait_for_text("لا يوجد اتصال بالدائرة")
    picture(hand, "away-confirm-ar")
    before = len(paper.slips)
    go(hand, "wishes", "wish:more", "wish:more", "wish:step_free", "wish:priority", "wish:other", "back", "confirm")
    picture(hand, "away-take-ar")
    given.append(number(hand))
    assert len(paper.slips) == before + 1
    assert "/t/" in paper.slips[-1]["codes"][1]
    picture(hand, "away-start")

    go(hand, "language:de", "answer:termin", "answer:ja")
    hand.wait_for_text("Ihr Termin kann jetzt nicht geprüft werden")
    picture(hand, "away-appointment-de")
    go(hand, "done")

    counted = until(lambda: hand.state()["counts_kept"])
    hand.close()
    kiosk.kill()
    hand = kiosk.open()
    assert hand.state()["counts_kept"] == counted, "what came of visits is not lost with the kiosk"
    until(lambda: hand.state()["numbers_left"] and hand.state()["printer"] == "ready")
    go(hand, "language:de")
    hand.wait_for_text("Keine Verbindung zum Amt", 15)
    picture(hand, "away-question-de")
    go(hand, *SERVICE, "confirm")
    given.append(number(hand))
    assert kiosk.drawn() == [(drawn, "") for drawn in given[1:]]

    office.open()
    ready(hand)
    go(hand, "language:de", *SERVICE, "confirm")
    given.append(number(hand))

    assert in_queue(office) == given
    assert wished(office) == {given[1]: (3, "step_free", True, True)}
    until(lambda: hand.state()["counts_kept"] == 0)
    assert counts(office) == len(given) + 1, "each visit is counted once, and the one with an appointment too"
    assert kiosk.drawn() == [(drawn, "issued") for drawn in given[1:3]]
    hand.close()
