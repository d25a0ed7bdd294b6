"""The wait, and the end of the day, on a real kiosk window at a server whose forecast the test tells."""

import pytest
import zxingcpp
from conftest import go, site_folder, until
from foretold import foretold_office
from PIL import Image

from server.web.access import Actor
from server.wire import messages as m

pytestmark = pytest.mark.journey

GROUP, OPEN, LATE = "group:unbefristet", "niederlassung", "einbuergerung"
LEAST_TEXT_PX = 49


@pytest.fixture(scope="module")
def foretold(tmp_path_factory):
    folder = tmp_path_factory.mktemp("foretold")
    with foretold_office(site_folder(folder / "site", hours="00:00-24:00"), folder / "data") as office:
        yield office


@pytest.fixture(scope="module")
def hand(foretold, paper, open_kiosk):
    touching = open_kiosk(foretold, paper.address)
    until(lambda: touching.state()["link"] == "up" and touching.state()["printer"] == "ready")
    return touching


@pytest.fixture
def at_start(hand, foretold):
    foretold.tell({})
    if hand.state()["screen"] != "start":
        hand.wait_for("start-again")
        hand.tap("start-again")
    until(lambda: hand.state()["screen"] == "start")
    return hand


def waiting(foretold):
    return foretold.do(foretold.server.context.office.read(lambda queue: queue.lines.total))


def readable(hand):
    return until(lambda: hand.state()["least_text_px"]) >= LEAST_TEXT_PX


@pytest.mark.parametrize(
    ("language", "brief", "words", "estimate"),
    [
        ("de", "20–35 Min.", "Aufruf in etwa 20 bis 35 Minuten", "Das ist nur eine Schätzung."),
        ("en", "20–35 min", "Called in about 20 to 35 minutes", "This is only an estimate."),
        ("ar", "20 إلى 35 دقيقة", "النداء بعد حوالي 20 إلى 35 دقيقة", "هذا تقدير فقط."),
        ("uk", "20–35 хв", "Виклик приблизно через 20–35 хв", "Це лише приблизна оцінка."),
    ],
)
def test_row_question_ticket_and_slip_say_the_same_span(at_start, foretold, paper, language, brief, words, estimate):
    foretold.tell({OPEN: (22, 33)})
    go(at_start, f"language:{language}", GROUP)
    at_start.wait_for_text(brief)
    assert readable(at_start)
    go(at_start, f"service:{OPEN}")
    at_start.wait_for_text(words)
    assert readable(at_start)

    go(at_start, "confirm")
    at_start.wait_for("done")

    assert at_start.wait_for_text(words)
    assert at_start.wait_for_text(estimate)
    assert readable(at_start)
    assert at_start.state()["screen"] == "take_slip"
    go(at_start, "done")


def test_a_touch_counts_although_the_spans_change_under_the_finger(at_start, foretold):
    foretold.tell({OPEN: (22, 33)})
    go(at_start, "language:de", GROUP)
    at_start.wait_for_text("20–35 Min.")
    at_start.ask({"do": "press", "key": f"service:{OPEN}"})
    foretold.tell({OPEN: (42, 53)})
    at_start.wait_for_text("40–55 Min.")
    at_start.ask({"do": "release"})

    until(lambda: at_start.state()["screen"] == "confirm")


def test_without_a_forecast_rows_show_how_many_wait_and_the_ticket_says_that_nobody_can_tell(at_start):
    go(at_start, "language:de", GROUP, f"service:{OPEN}")
    assert at_start.wait_for_text("Wartezeit noch nicht absehbar")


@pytest.mark.parametrize(
    ("language", "mark", "title"),
    [("de", "heute zu spät", "Heute nicht mehr möglich"), ("ar", "فات الأوان اليوم", "لم يعد ممكنًا اليوم")],
)
def test_too_late_is_marked_and_said_before_any_ticket_with_the_next_opening_and_what_else_helps(
    at_start, foretold, tmp_path, language, mark, title
):
    before = waiting(foretold)
    foretold.tell({OPEN: (22, 33)}, frozenset({LATE}))
    go(at_start, f"language:{language}", GROUP)
    at_start.wait_for_text(mark)

    go(at_start, f"service:{LATE}")

    assert at_start.wait_for_text(title)
    assert at_start.state()["screen"] == "too_late"
    assert at_start.wait_for_text("00:00"), "when the office opens next"
    assert readable(at_start)
    assert not [seen for seen in at_start.widgets() if seen.key == "confirm"]
    with Image.open(at_start.screenshot(tmp_path / "late.png")) as glass:
        (code,) = zxingcpp.read_barcodes(glass)
    assert code.text.endswith(f"/faq/einbuergerung?lang={language}")
    go(at_start, "back")
    at_start.wait_for(f"service:{OPEN}")
    assert waiting(foretold) == before


def test_a_forecast_that_turns_just_before_the_touch_draws_no_ticket_and_says_why(at_start, foretold, paper):
    before, slips = waiting(foretold), len(paper.slips)
    go(at_start, "language:de", GROUP, f"service:{LATE}")
    at_start.wait_for("confirm")
    foretold.tell_silently(frozenset({LATE}))

    at_start.tap("confirm")

    assert at_start.wait_for_text("Heute nicht mehr möglich")
    assert (waiting(foretold), len(paper.slips)) == (before, slips)
    go(at_start, "back", f"service:{OPEN}", "confirm")
    at_start.wait_for("done")
    assert waiting(foretold) == before + 1
    go(at_start, "done")


def test_a_service_that_the_lead_keeps_open_gives_tickets_again(at_start, foretold):
    foretold.tell({}, frozenset({LATE}))
    go(at_start, "language:de", GROUP)
    at_start.wait_for_text("heute zu spät")
    context = foretold.server.context

    keep = m.Do("keep-it-open", m.KeepServiceOpen(LATE, True))
    foretold.do(context.reception.carry_out(Actor("lea", "lead"), keep, context.waits))

    until(lambda: not [seen for seen in at_start.texts() if "heute zu spät" in seen.text])
    go(at_start, f"service:{LATE}")
    at_start.wait_for("confirm")
