"""What stays of a visitor among the pictures of texts."""

from hardware.text import drawn, paragraph
from kiosk.traces import Traces


def draw(text):
    """Draw the text; whether it had to be drawn, for no picture of it was kept."""
    before = drawn()
    paragraph(text, language="de", size_px=20)
    return drawn() > before


def test_nothing_stays_of_what_a_visitor_has_typed_and_all_that_was_there_before():
    traces = Traces()
    draw("Wie können wir helfen?")
    traces.wipe()
    draw("Wie können wir helfen?")
    traces.leave()
    draw("Ich heiße Oksana")

    traces.wipe()

    assert not draw("Wie können wir helfen?")
    assert draw("Ich heiße Oksana")


def test_pictures_of_a_visit_that_typed_nothing_are_kept():
    traces = Traces()
    traces.leave()
    traces.wipe()
    draw("Bitte nehmen Sie Ihren Zettel")

    traces.wipe()

    assert not draw("Bitte nehmen Sie Ihren Zettel")
