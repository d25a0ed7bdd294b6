"""Pages that are read at the kiosk: Markdown as blocks, blocks in pages, and texts that fit at their full size."""

import pytest

from assets import path
from assets.languages import Texts
from hardware.printers.document import Code, Line
from hardware.text import LINE_HEIGHT, measure
from kiosk.leaflet import leaflet
from kiosk.page import page
from kiosk.reading import Block, blocks
from kiosk.screens.flow import pages
from server.addresses import Addresses
from server.site.load import load_site
from server.views import kiosk_site


@pytest.fixture(scope="module")
def site():
    return kiosk_site(load_site(path("site")), Addresses("http://lotse.example"))


def outcome(site, slug):
    return next(one for one in site.triage.outcomes if one.slug == slug)


def test_markdown_becomes_headings_paragraphs_and_lists_without_its_signs():
    text = (
        "Erst **fett**\nund *weiter*.\n\n## Was?\n\n- [Amt](https://x.example) fragen\n- 100 €\n\n| a | b |\n|---|---|"
    )

    assert [(one.kind, one.text) for one in blocks(text, "de")] == [
        ("text", "Erst fett und weiter."),
        ("heading", "Was?"),
        ("bullet", "Amt fragen"),
        ("bullet", "100\u00a0€"),
        ("bullet", "a: b"),
    ]


def test_no_topic_of_the_model_site_shows_signs_of_markdown(site):
    for topic in site.topics:
        for language, text in topic.text.items():
            for block in blocks(text, language):
                assert not set(block.text) & set("*#|`[]"), (topic.slug, language, block.text)


def test_pages_hold_all_words_in_order_and_no_heading_stands_alone_at_the_end():
    made = [Block("heading", f"Kapitel {n}", "de") for n in range(6)]
    text = [Block("text", f"Satz {n}. " + "Noch ein Satz mit Wörtern. " * n, "de") for n in range(6)]
    every = [block for pair in zip(made, text, strict=True) for block in pair]

    found = pages(every, 100, lambda block: 10 + 10 * (len(block.text) // 30))

    assert " ".join(block.text.strip() for one in found for block in one) == " ".join(b.text.strip() for b in every)
    assert all(one and one[-1].kind != "heading" for one in found)
    assert all(sum(10 + 10 * (len(b.text) // 30) for b in one) <= 100 for one in found)


def test_a_word_that_is_higher_than_a_page_still_ends():
    assert len(pages([Block("text", "a b c", "de")] * 2, 5, lambda block: 10)) >= 2


def test_an_answer_says_what_holds_here_first_and_leads_to_its_page(site):
    shown = page(outcome(site, "karte-noch-nicht"), "", site, Texts("ar"))

    assert shown.blocks[0].language == "ar"
    assert len(shown.blocks) > 5
    assert shown.url == "http://lotse.example/faq/abholung?lang=ar"


def test_an_answer_that_is_not_translated_is_german_and_says_so(without_page):
    lacking = without_page(load_site(path("site")), "einbuergerung", "uk")
    site = kiosk_site(lacking, Addresses("http://lotse.example"))

    shown = page(outcome(site, "einbuergerung-noch-nicht"), "", site, Texts("uk"))

    assert (shown.title_language, shown.blocks[-1].language) == ("de", "de")
    assert shown.blocks[0].language == "uk"
    assert shown.url.endswith("lang=uk")


def test_missing_papers_are_those_of_the_service_unless_the_outcome_has_its_own(site):
    of_service = page(outcome(site, "papiere-fehlen"), "fachkraft", site, Texts("de"))
    own = page(outcome(site, "notfall-nachweis"), "", site, Texts("de"))

    assert of_service.blocks[0].shown == "•\u00a0Reisepass"
    assert of_service.url.endswith("/faq/blaue-karte?lang=de")
    assert own.blocks[0].text.startswith("Brief oder E-Mail")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_leaflet_says_the_same_as_the_glass(site, language):
    shown = page(outcome(site, "jobcenter"), "", site, Texts(language))

    sheet = leaflet(site.office, language, (shown.title, shown.title_language), shown.blocks, shown.url, shown.caption)

    said = [one.text for one in sheet.elements if isinstance(one, Line)]
    assert said[1:] == [shown.title, *(block.shown for block in shown.blocks)]
    assert [one.url for one in sheet.elements if isinstance(one, Code)] == ["https://www.jobcenter.example/lotsenburg"]


def test_every_answer_of_the_model_tree_fits_its_row_at_full_size(site):
    """Six rows of 113 px upright; the text stands beside an icon."""
    tight = []
    for question in site.triage.questions:
        rows = len(question.answers)
        room = (866 - 92 - 16 - 16 * (rows - 1)) / rows - 4
        for answer in question.answers:
            for language, text in answer.text.items():
                high = measure(text, language=language, size_px=50, width_px=816, line_height=LINE_HEIGHT * 0.8)[1]
                tight += [(language, text)] if high > room + 1 else []

    assert tight == []
