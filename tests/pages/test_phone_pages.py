"""The phone pages as text: languages, directions, fallback, and nothing that could harm a visitor."""

import html
import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assets import path
from server.site import Site, load_site
from server.web.pages import error_page, faq_index, faq_page, follow_page
from server.web.pages.markdown import to_html

VOID = {"meta", "link", "br", "hr", "img", "input"}

WithoutPage = Callable[[Site, str, str], Site]


class Balance(HTMLParser):
    """Notes unbalanced tags, doubled ids, and styles or scripts inside the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.feed(page)
        self.faults += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.faults += [f"{tag} {name}" for name in names if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and not names.get("src")):
            self.faults.append(f"inline {tag}")
        if names.get("id"):
            self.ids.append(str(names["id"]))
        if re.fullmatch(r"h\d", tag):
            self.headings.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}>")


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(path("site"))


def every_page(site: Site, language: str) -> list[str]:
    first = {"type": "follow", "number": "P012", "state": "called", "counter": "104"}
    return [
        faq_index(site, language),
        *(faq_page(site, topic.slug, language) for topic in site.faq),
        follow_page(site, language, "token"),
        follow_page(site, language, "token", first),
        error_page(site, language, 404, "Please scan the code again."),
    ]


@pytest.mark.parametrize("language", ["de", "en", "ar", "uk"])
def test_every_page_is_well_formed_and_needs_no_inline_style_or_script(site: Site, language: str) -> None:
    for page in every_page(site, language):
        balance = Balance(page)
        assert balance.faults == []
        assert len(balance.ids) == len(set(balance.ids))
        assert balance.headings.count("h1") == 1
        assert set(balance.headings) <= {"h1", "h2", "h3"}


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("en", "ltr"), ("ar", "rtl"), ("uk", "ltr")])
def test_every_page_says_its_language_and_direction(site: Site, language: str, direction: str) -> None:
    for page in every_page(site, language):
        assert f'<html lang="{language}" dir="{direction}">' in page
        assert (
            f'href="?lang={language}" lang="{language}" dir="{direction}" hreflang="{language}" aria-current="true"'
            in page
        )
        assert page.count("aria-current") == 1
        assert 'class="skip"' in page


def test_a_language_the_site_does_not_speak_gets_german(site: Site) -> None:
    assert '<html lang="de" dir="ltr">' in faq_index(site, "xx")
    assert '<html lang="de" dir="ltr">' in faq_index(site, '"><script>')


def test_a_page_that_is_not_translated_is_shown_in_german_with_a_note(site: Site, without_page: WithoutPage) -> None:
    page = faq_page(without_page(site, "blaue-karte", "ar"), "blaue-karte", "ar")

    assert '<html lang="ar" dir="rtl">' in page
    assert '<article lang="de" dir="ltr">' in page
    assert "إليك النص الألماني" in page


def test_a_translated_page_has_no_note(site: Site) -> None:
    page = faq_page(site, "ukraine", "ar")

    assert '<article lang="ar" dir="rtl">' in page
    assert 'class="note"' not in page


def test_the_list_marks_what_is_there_in_german_only(site: Site, without_page: WithoutPage) -> None:
    page = faq_index(without_page(site, "studium", "uk"), "uk")

    assert '<span lang="de" dir="ltr">Studium</span> <span class="small">(німецькою)</span>' in page
    assert all(page.count(f'href="/faq/{topic.slug}?lang=uk"') == 1 for topic in site.faq)
    assert "Години прийому" in page


def test_an_unknown_topic_is_a_key_error(site: Site) -> None:
    with pytest.raises(KeyError):
        faq_page(site, "nowhere", "de")


def test_html_in_markdown_is_shown_not_run() -> None:
    page = to_html("<script>alert(1)</script>\n\nHello <b onclick=x>you</b>")

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<b " not in page


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://x/y"],
)
def test_a_link_that_could_harm_is_no_link(link: str) -> None:
    assert "href" not in to_html(f"[click]({link})")
    assert "href" not in to_html(f"<{link}>")


@pytest.mark.parametrize("link", ["https://example.org", "/faq/ukraine", "mailto:a@example.org", "tel:116116", "#top"])
def test_an_honest_link_is_a_link(link: str) -> None:
    assert f'href="{link}"' in to_html(f"[click]({link})")


def test_a_picture_from_elsewhere_is_never_fetched() -> None:
    assert "<img" not in to_html("![track](https://example.org/pixel.png)")


def test_a_first_level_heading_leaves_the_first_level_to_the_title() -> None:
    assert to_html("# One\n\n## Two") == "<h2>One</h2>\n<h2>Two</h2>\n"


def test_amounts_and_paragraph_signs_are_not_broken_across_lines() -> None:
    assert to_html("100 € (§ 18)") == "<p>100\u00a0€ (§\u00a018)</p>\n"


def test_titles_from_a_site_are_escaped(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(path("site"), tmp_path / "site"))
    (folder / "faq/studium/de.md").write_text(
        "+++\ntitle = \"<img src=x> & 'more'\"\nchecked = 2026-11-16\n+++\n\nText\n", "utf-8"
    )
    site = load_site(folder)

    for page in (faq_index(site, "de"), faq_page(site, "studium", "de")):
        assert "<img" not in page
        assert "&lt;img src=x&gt;" in page


def test_the_follow_page_carries_what_its_script_needs(site: Site) -> None:
    first = {"type": "follow", "number": "P012", "state": "waiting", "service": {"de": "Ein \"Anliegen\" & 'mehr' <b>"}}

    page = follow_page(site, "ar", "to/ken", first)

    (raw,) = re.findall(r'data-settings="([^"]*)"', page)
    settings = json.loads(html.unescape(raw))
    assert settings["token"] == "to/ken"
    assert settings["first"] == first
    assert settings["language"] == "ar"
    assert settings["timezone"] == "Europe/Berlin"
    assert set(settings["ahead"]) == {"zero", "one", "two", "few", "many", "other"}
    assert settings["rooms"]["104"] == site.counter("104").room["ar"]
    states = {"waiting", "called", "serving", "parked", "finished", "no_show", "cancelled", "expired"}
    assert states <= set(settings["texts"])
    assert "<b>" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_missing_page_and_a_fault_have_different_titles(site: Site) -> None:
    assert "Diese Seite gibt es nicht" in error_page(site, "de", 404, "x")
    assert "Das geht im Moment nicht" in error_page(site, "de", 503, "x")
    assert "&lt;i&gt;" in error_page(site, "de", 503, "<i>")
