"""Whole visits through the decision tree on a real window, one for each kind of outcome, and their counts."""

import itertools
import sqlite3
from collections import Counter

import pytest
import zxingcpp
from conftest import OfficeProcess, go, site_folder, until
from PIL import Image

pytestmark = pytest.mark.journey

LEAST_TEXT_PX = 49


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    running = OfficeProcess(folder, site_folder(folder / "site", hours="00:00-24:00", triage=True))
    running.open()
    yield running
    running.close()


@pytest.fixture(scope="module")
def hand(office, paper, open_kiosk):
    touching = open_kiosk(office, paper.address)
    until(lambda: touching.state()["link"] == "up" and touching.state()["printer"] == "ready")
    return touching


@pytest.fixture
def at_start(hand):
    if hand.state()["screen"] != "start":
        key = "done" if hand.state()["screen"] in ("take_slip", "remember", "ask_desk") else "start-again"
        hand.wait_for(key)
        hand.tap(key)
    until(lambda: hand.state()["screen"] == "start")
    return hand


def counted(office):
    sql = sqlite3.connect(office.folder / "data" / "office.db")
    try:
        rows = sql.execute("SELECT language, question, outcome, times FROM triage_counts").fetchall()
    finally:
        sql.close()
    return Counter({row[:3]: row[3] for row in rows})


def codes(hand, file):
    with Image.open(hand.screenshot(file)) as glass:
        return [code.text for code in zxingcpp.read_barcodes(glass)]


WAYS = {
    "answer": (("answer:abholen", "answer:karte", "answer:nein"), ("karte", "karte-noch-nicht"), "/faq/abholung?lang="),
    "online": (
        ("answer:antrag", "answer:arbeit", "answer:studium", "answer:online"),
        ("studium", "titel-online"),
        "https://online.lotsenburg.example/titel",
    ),
    "authority": (("answer:frage", "answer:wohnung"), ("frage", "buergeramt"), "lotsenburg.example/buergeramt"),
    "documents": (
        ("answer:antrag", "answer:familie", "answer:gast", "have:no"),
        ("familie", "gast-papiere"),
        "/faq/verpflichtungserklaerung?lang=",
    ),
}


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("screen", WAYS)
def test_an_outcome_without_a_counter_is_read_scanned_and_counted(at_start, office, tmp_path, screen, language):
    hand, (way, end, code) = at_start, WAYS[screen]
    before = counted(office)

    go(hand, f"language:{language}", *way)
    hand.wait_for("done")

    assert hand.state()["screen"] == screen
    (found,) = codes(hand, tmp_path / "glass.png")
    assert code in found
    assert not code.endswith("lang=") or found.endswith(f"lang={language}")
    assert until(lambda: hand.state()["least_text_px"]) >= LEAST_TEXT_PX
    assert all(min(seen.width, seen.height) >= 88 and seen.y >= 710 for seen in hand.widgets())
    go(hand, "done")
    until(lambda: counted(office) - before == Counter({(language, *end): 1}))


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_papers_are_asked_for_before_a_ticket_is_printed(at_start, office, paper, language):
    hand, before, slips = at_start, counted(office), len(paper.slips)

    go(hand, f"language:{language}", "answer:antrag", "answer:arbeit", "answer:fachkraft", "answer:hier")
    hand.wait_for("have:yes")
    first = hand.texts()
    go(hand, "more")
    until(lambda: hand.texts() != first)
    go(hand, "have:yes", "confirm", "done")

    assert len(paper.slips) == slips + 1
    until(lambda: counted(office) - before == Counter({(language, "fachkraft", "fachkraft-ticket"): 1}))


def test_an_answer_is_printed_on_request_and_its_code_leads_to_the_page(at_start, paper):
    slips = len(paper.slips)

    go(at_start, "language:ar", "answer:frage", "answer:gebuehr", "print")
    at_start.wait_for("printed")
    at_start.wait_for_text("خذ الورقة")

    assert len(paper.slips) == slips + 1
    (code,) = paper.slips[-1]["codes"]
    assert "/faq/gebuehren?lang=ar" in code


def test_who_has_an_appointment_or_needs_a_person_gets_there_from_the_first_question(at_start):
    go(at_start, "language:de", "answer:termin", "answer:ja")
    at_start.wait_for_text("Zum Termin anmelden")
    assert at_start.state()["screen"] == "check_in"
    go(at_start, "start-again", "language:de", "person")
    at_start.wait_for("confirm")

    assert at_start.wait_for_text("Beratung")


@pytest.mark.parametrize("language", ["de", "uk"])
def test_six_answers_and_a_person_are_large_within_reach_and_legible(at_start, language):
    for way in ((), ("answer:antrag",)):
        go(at_start, f"language:{language}", *way)
        until(lambda way=way: at_start.state()["place"] == ("antrag" if way else "anlass"))
        at_start.wait_for("person")
        rows = [seen for seen in at_start.widgets() if seen.key.startswith(("answer:", "person"))]

        assert len(rows) == 7
        assert all(seen.height >= 88 and seen.y >= 710 for seen in rows)
        assert all(lower.y - upper.y - upper.height >= 15.5 for upper, lower in itertools.pairwise(rows)), rows
        assert until(lambda: at_start.state()["least_text_px"]) >= LEAST_TEXT_PX
        go(at_start, "start-again")


def test_visits_that_end_without_the_server_are_counted_when_it_is_back(at_start, office):
    before = counted(office)
    go(at_start, "language:uk", "answer:frage", "answer:asyl")
    at_start.wait_for("done")

    office.close()
    until(lambda: at_start.state()["link"] != "up")
    go(at_start, "done")
    office.open()

    until(lambda: at_start.state()["counts_kept"] == 0 and at_start.state()["screen"] == "start")
    assert counted(office) - before == Counter({("uk", "frage", "bamf"): 1})
