"""The model site is complete and realistic, and `lotse init` hands it out whole."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from assets import path
from server.cli import main
from server.domain.index import PRESETS
from server.domain.plan import LEVELS, Level, Rule
from server.domain.ticket import Kind
from server.running import plan_of
from server.site import Break, Site, load_site

WithoutPage = Callable[[Site, str, str], Site]


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(path("site"))


def test_it_offers_what_a_real_office_offers(site: Site) -> None:
    assert len(site.services) >= 14
    assert len(site.counters) == 12
    assert {group.prefix for group in site.groups} == set("ATJFUZ")
    assert [counter.id for counter in site.counters] == [str(number) for number in range(101, 113)]


def test_every_service_has_names_documents_and_a_page_in_every_language(site: Site) -> None:
    for service in site.services:
        for language in site.languages:
            assert service.name[language], (service.slug, language)
            assert service.description[language], (service.slug, language)
            assert len(service.documents.lines(language)) == len(service.documents.lines("de"))
            assert service.documents.by_language[language]
        assert site.topic(service.faq).languages[0] == "de"


def test_the_faq_is_rich_enough(site: Site) -> None:
    by_language = {language: [t for t in site.faq if language in t.languages] for language in site.languages}

    assert len(by_language["de"]) >= 14
    assert len(by_language["en"]) >= 14
    assert len(by_language["ar"]) >= 6
    assert len(by_language["uk"]) >= 6
    for topic in site.faq:
        assert date(2026, 1, 1) <= topic.checked
        for language in topic.languages:
            found, text = topic.markdown(language)
            assert found == language
            assert len(text) > 200, (topic.slug, language)
            assert text.count("## ") == topic.bodies["de"].count("## "), f"{topic.slug}: {language} differs from German"


def test_a_topic_that_is_not_translated_falls_back_to_german(site: Site, without_page: WithoutPage) -> None:
    assert without_page(site, "studium", "ar").topic("studium").markdown("ar")[0] == "de"
    assert site.service("studium").name.text("xx") == "Studium"


def test_groups_named_as_skills_become_their_services(site: Site) -> None:
    assert site.counter("111").skills == ("gestattung-duldung", "ukraine", "fluechtling")
    assert "abholung" in site.counter("103").skills
    assert "notfall" in site.counter("103").skills


def test_the_rules_of_calling_reach_the_domain(site: Site) -> None:
    plan = plan_of(site)

    assert plan.rule == Rule.of("balanced")
    assert plan.levels[Kind.WALK_IN] == Level(1800, 10800)
    assert (plan.early_s, plan.late_s) == (300, 900)
    assert plan.service_s["abholung"] == 900
    assert plan.offers["111"] == {"step_free", "quiet", "interpreter:ar", "interpreter:uk"}
    assert plan.languages["106"] == ("tr",)
    assert plan.names["studium"]["en"] == site.service("studium").name["en"]
    assert (site.closing_probability, site.closing_margin_min) == (0.9, 5)
    assert site.breaks[0] == Break("101", time(9, 45), 15)


def test_a_site_that_says_nothing_about_calling_gets_the_defaults_and_its_own_weights_when_it_has_them(
    tmp_path: Path,
) -> None:
    folder = shutil.copytree(path("site"), tmp_path / "site")
    text = (folder / "site.toml").read_text("utf-8")
    bare = re.sub(r"\n\[(dispatch|targets|bounds|closing)\]\n(?:[^\n\[]*\n)*?(?=\n)", "\n", text).split("[[break]]")[0]
    (folder / "site.toml").write_text(bare, "utf-8")
    plain = load_site(folder)
    (folder / "site.toml").write_text(
        bare + '\n[dispatch]\npreset = "fair"\nweights.p = 5\n[targets]\nwalk_in = 20\n', "utf-8"
    )
    own = load_site(folder)

    assert "[targets]" not in bare
    assert plan_of(plain).levels == LEVELS
    assert plan_of(plain).rule == Rule()
    assert (plain.breaks, plain.closing_probability) == ((), 0.9)
    assert plan_of(own).rule == Rule("fair", replace(PRESETS["fair"], p=5.0))
    assert plan_of(own).levels[Kind.WALK_IN] == Level(1200, 7200)


def test_what_is_not_there_is_a_key_error(site: Site) -> None:
    for ask in (site.service, site.counter, site.group, site.topic):
        with pytest.raises(KeyError):
            ask("nowhere")


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        ("2026-11-23T07:59", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T12:00", False),
        ("2026-11-25T09:00", False),  # a Wednesday: by appointment
        ("2026-11-26T17:59", True),
        ("2026-11-28T09:00", False),  # a Saturday
        ("2026-12-25T09:00", False),  # a Friday, but a holiday
    ],
)
def test_opening_hours_are_kept(site: Site, local: str, is_open: bool) -> None:
    assert site.is_open(datetime.fromisoformat(local)) is is_open


def test_a_moment_of_another_time_zone_is_converted(site: Site) -> None:
    assert site.is_open(datetime(2026, 11, 23, 7, 30, tzinfo=UTC))
    assert not site.is_open(datetime(2026, 11, 23, 11, 30, tzinfo=UTC))


def test_an_office_that_is_open_until_midnight_is_open_in_the_last_minute(tmp_path: Path) -> None:
    folder = shutil.copytree(path("site"), tmp_path / "site")
    text = (folder / "site.toml").read_text("utf-8")
    long = text.replace('"08:00-12:00", "14:00-18:00"', '"00:00-08:30", "14:00-24:00"')
    (folder / "site.toml").write_text(long, "utf-8")
    site = load_site(folder)

    for at in ("00:00", "08:29", "14:00", "23:59", "23:59:59.999999"):
        assert site.is_open(datetime.fromisoformat(f"2026-11-26T{at}")), at
    assert not site.is_open(datetime.fromisoformat("2026-11-26T08:30"))
    assert not site.is_open(datetime.fromisoformat("2026-11-27T00:00"))
    assert site.hours_text("de")[3] == ("Donnerstag", "00:00–08:30, 14:00–24:00")


def test_opening_hours_can_be_read_in_every_language(site: Site) -> None:
    assert site.hours_text("de")[3] == ("Donnerstag", "08:00–12:00, 14:00–18:00")
    assert site.hours_text("de")[2] == ("Mittwoch", "nach Terminvereinbarung")
    assert site.hours_text("en")[6] == ("Sunday", "closed")
    assert site.hours_text("uk")[0][0] == "Понеділок"
    assert site.hours_text("ar")[5][1] == "مغلق"
    assert site.day_change == time(3)


def test_lotse_init_copies_a_sound_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "mine"

    assert main(["init", str(target)]) == 0
    assert main(["check", str(target)]) == 0

    assert "is sound" in capsys.readouterr().out
    copied = {file.relative_to(target) for file in target.rglob("*") if file.is_file()}
    assert copied == {file.relative_to(path("site")) for file in path("site").rglob("*") if file.is_file()}


def test_lotse_init_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "site.toml").write_text("mine", "utf-8")

    assert main(["init", str(tmp_path)]) == 1
    assert main(["init", str(tmp_path / "site.toml")]) == 1

    assert (tmp_path / "site.toml").read_text("utf-8") == "mine"
    assert "nothing is ever overwritten" in capsys.readouterr().err
