"""Whole visits on a real window: fingers, the office's server, the printer, each a process of its own."""

import json
import urllib.request

import pytest
import zxingcpp
from conftest import OfficeProcess, go, site_folder, until
from PIL import Image

pytestmark = pytest.mark.journey

LEAST_TEXT_PX = 49  # K1: capitals of 0.7 degrees at 700 mm on a 21.5 inch glass


@pytest.fixture(scope="module")
def hand(office, paper, open_kiosk):
    touching = open_kiosk(office, paper.address)
    until(lambda: touching.state()["link"] == "up" and touching.state()["printer"] == "ready")
    return touching


@pytest.fixture
def at_start(hand, paper):
    """A kiosk nobody stands at, with paper in its printer."""
    paper.ask({"set": "paper_out", "on": False})
    if hand.state()["screen"] in ("take_slip", "remember", "ask_desk"):
        hand.wait_for("done")
        hand.tap("done")
    elif hand.state()["screen"] != "start":
        hand.wait_for("start-again")
        hand.tap("start-again")
    until(lambda: hand.state()["screen"] == "start" and hand.state()["printer"] == "ready")
    return hand


def to_confirm(hand, language):
    go(hand, f"language:{language}", "group:ausgabe", "service:abholung")
    hand.wait_for("confirm")


def followed(url):
    """What the visitor's phone is told of the ticket at `url`."""
    where, _, token = url.rpartition("/t/")
    port = where.rpartition(":")[2]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/tickets/{token}", timeout=5) as reply:
        return json.load(reply)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_touches_lead_to_a_ticket_whose_number_glass_paper_and_phone_agree_on(at_start, paper, tmp_path, language):
    hand, before = at_start, len(paper.slips)

    to_confirm(hand, language)
    hand.tap("confirm")
    hand.wait_for("done")

    state = hand.state()
    assert (state["screen"], state["language"]) == ("take_slip", language)
    assert hand.wait_for_text(state["number"])
    slips = paper.slips
    assert len(slips) == before + 1
    faq, follow = slips[-1]["codes"]
    assert f"lang={language}" in faq
    with urllib.request.urlopen(faq, timeout=5) as page:
        assert f'lang="{language}"' in page.read().decode(), "the slip leads to answers in the visitor's language"
    ticket = followed(follow)
    assert (ticket["number"], ticket["language"], ticket["state"]) == (state["number"], language, "waiting")
    with Image.open(hand.screenshot(tmp_path / "take.png")) as glass:
        assert [code.text for code in zxingcpp.read_barcodes(glass)] == [follow], "a phone reads the code off the glass"
    assert paper.ask({"do": "unknown"}) == {"unknown": []}


def test_arabic_mirrors_cards_and_bar(at_start):
    boxes = {}
    for language in ("de", "ar"):
        go(at_start, f"language:{language}")
        at_start.wait_for("group:titel")
        boxes[language] = {seen.key: seen for seen in at_start.widgets()}
        go(at_start, "start-again")
        at_start.wait_for("language:de")

    assert boxes["de"].keys() == boxes["ar"].keys()
    for key, box in boxes["de"].items():
        mirrored = boxes["ar"][key]
        assert abs(1080 - box.x - box.width - mirrored.x) <= 2, key
        assert (box.y, box.height) == (mirrored.y, mirrored.height), key


def test_what_a_finger_touches_is_large_and_within_reach(at_start):
    seen = list(at_start.widgets())
    for key in ("language:uk", "group:ausgabe", "service:abholung"):
        go(at_start, key)
        at_start.wait_for("back")
        seen += at_start.widgets()

    for widget in seen:
        assert min(widget.width, widget.height) >= 88, widget
        assert widget.y >= 710, widget


def test_a_double_tap_on_confirm_gives_one_ticket_and_one_slip(at_start, paper, office):
    before, waiting = len(paper.slips), health(office)["waiting"]
    to_confirm(at_start, "de")

    at_start.tap("confirm", times=3, gap_ms=90)
    at_start.wait_for("done")

    assert len(paper.slips) == before + 1
    assert health(office)["waiting"] == waiting + 1


def health(office):
    with urllib.request.urlopen(f"{office.url}/health", timeout=5) as reply:
        return json.load(reply)


def test_a_finger_that_slides_off_a_button_does_nothing(at_start):
    at_start.ask({"do": "press", "key": "language:de"})
    at_start.ask({"do": "release", "x": 540, "y": 400})

    assert at_start.state()["screen"] == "start"


def test_without_paper_the_number_stays_on_the_glass_and_the_staff_are_told(at_start, paper):
    before = len(paper.slips)
    paper.ask({"set": "paper_out", "on": True})
    until(lambda: at_start.state()["printer"] == "paper_out")
    to_confirm(at_start, "de")
    assert at_start.wait_for_text("Drucker: Papier fehlt")

    at_start.tap("confirm")
    at_start.wait_for("done")

    state = at_start.state()
    assert (state["screen"], state["printer"]) == ("remember", "paper_out")
    assert at_start.wait_for_text(state["number"])
    assert at_start.wait_for_text("Der Drucker kann nicht drucken")
    assert len(paper.slips) == before, "and the slip does not come out in front of the next visitor"
    paper.ask({"set": "paper_out", "on": False})
    until(lambda: at_start.state()["printer"] == "ready")
    assert len(paper.slips) == before


@pytest.mark.parametrize("language", ["de", "en", "ar", "uk"])
def test_no_text_of_a_visit_is_smaller_than_can_be_read(at_start, language):
    sizes = {}
    for key in (f"language:{language}", "group:unbefristet", "service:niederlassung", "language"):
        go(at_start, key)
        at_start.wait_for("back")
        state = until(lambda: (now := at_start.state())["least_text_px"] and now)
        sizes[state["screen"]] = state["least_text_px"]
    go(at_start, "back", "start-again")

    assert len(sizes) == 4
    assert min(sizes.values()) >= LEAST_TEXT_PX, sizes


def test_a_closed_office_shows_its_hours_and_no_way_to_a_ticket(tmp_path, open_kiosk, paper):
    closed = OfficeProcess(tmp_path, site_folder(tmp_path / "site", hours="appointment"))
    closed.open()
    try:
        hand = open_kiosk(closed, "none", "1920x1080")
        hand.wait_for("language")
        assert hand.state()["screen"] == "closed"
        assert hand.wait_for_text("Wir haben jetzt geschlossen")
        go(hand, "language", "language:uk")
        assert hand.wait_for_text("Зараз ми зачинені")
        assert not [seen for seen in hand.widgets() if seen.key.startswith(("group", "confirm"))]
        with Image.open(hand.screenshot(tmp_path / "closed.png")) as glass:
            assert [code.text.endswith("/faq?lang=uk") for code in zxingcpp.read_barcodes(glass)] == [True]
    finally:
        closed.close()


def test_an_idle_visitor_is_asked_and_without_an_answer_the_kiosk_forgets_all_and_starts_again(tmp_path, open_kiosk):
    hasty = OfficeProcess(tmp_path, site_folder(tmp_path / "site", hours="00:00-24:00", timeout_s=22, warning_s=20))
    hasty.open()
    try:
        hand = open_kiosk(hasty, "none")
        until(lambda: hand.state()["link"] == "up")
        hand.wait_for_text("Ausländerbehörde")  # the office has told what it offers
        go(hand, "language:ar")
        assert hand.wait_for("still-here", 10)
        go(hand, "still-here")
        hand.wait_for("group:titel")
        until(lambda: hand.state()["warning"] == 0)
        go(hand, "ask", "type:س", "type:ر", "type:ق")
        hand.wait_for("topic:karte-verloren")
        go(hand, "comfort", "set:contrast")
        assert hand.wait_for("still-here", 10)
        hand.strike("down")
        until(lambda: hand.state()["warning"] == 0)
        assert hand.state()["access"]["tones"] == 2, "the ear is asked too, once each time"
        assert hand.wait_for("still-here", 10)
        until(lambda: hand.state()["screen"] == "start", 30)
        assert hand.state()["language"] == ""
        assert not hand.state()["access"]["contrast"], "the next visitor finds the kiosk as it was"
        go(hand, "language:ar", "ask")
        hand.wait_for("erase")
        assert not [seen for seen in hand.texts() if "سرق" in seen.text], "what was typed is forgotten"
        assert not [seen for seen in hand.widgets() if seen.key.startswith("topic:")]
    finally:
        hasty.close()
