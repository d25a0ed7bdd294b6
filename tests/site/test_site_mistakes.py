"""A site with mistakes: every one is named, with its file and its line, in one go."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assets import path
from server.cli import main
from server.site import Mistake, SiteError, load_site

Edit = Callable[[str, str, str], int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the model site, to be spoilt."""
    return Path(shutil.copytree(path("site"), tmp_path / "site"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replaces the first `old` in a file by `new` and returns the line on which it stood."""

    def replaced(file: str, old: str, new: str) -> int:
        text = (folder / file).read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return text[: text.index(old)].count("\n") + 1

    return replaced


def mistakes(folder: Path) -> tuple[Mistake, ...]:
    with pytest.raises(SiteError) as caught:
        load_site(folder)
    return caught.value.mistakes


def test_ten_mistakes_are_all_named_with_file_and_line(folder: Path, edit: Edit) -> None:
    expected = {
        ("site.toml", edit("site.toml", 'monday = ["08:00-12:00"]', 'monday = ["08:00-25:00"]'), "span of time"),
        ("site.toml", edit("site.toml", "timeout_s = 90", 'timeout_s = "90"'), "whole number"),
        ("site.toml", edit("site.toml", "timezone =", "timezome ="), 'did you mean "timezone"'),
        ("site.toml", edit("site.toml", 'accent = "#0B3D91"', 'accent = "blue"'), "not a colour"),
        ("site.toml", edit("site.toml", 'skills = ["arbeit-studium"]', 'skills = ["arbeit"]'), "neither a service"),
        ("services.toml", edit("services.toml", 'prefix = "J"', 'prefix = "T"'), "already"),
        ("services.toml", edit("services.toml", "minutes = 10", "minutes = 0"), "between 1 and 240"),
        ("services.toml", edit("services.toml", 'faq = "karte-verloren"', 'faq = "karte-verlorn"'), "did you mean"),
        (
            "services.toml",
            edit("services.toml", 'name.de = "Studium"', 'name.dee = "Studium"'),
            "not among the languages",
        ),
        ("faq/geburt/en.md", edit("faq/geburt/en.md", "title = ", "titel = "), 'unknown key "titel"'),
    }

    found = mistakes(folder)

    for file, line, words in expected:
        assert any(m.file == file and m.line == line and words in m.message for m in found), (file, line, words, found)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("services.toml", 'slug = "verlust"', 'slug = "abholung"', 'another service has the slug "abholung"'),
        ("services.toml", 'slug = "verlust"', 'slug = "Verlust!"', "small letters"),
        ("services.toml", 'slug = "verlust"', 'slug = "titel"', 'a group is called "titel" too'),
        ("services.toml", 'prefix = "A"', 'prefix = "O"', "cannot be a prefix"),
        ("services.toml", 'icon = "card"', 'icon = "cart"', 'did you mean "card"'),
        ("services.toml", 'group = "ausgabe"', 'group = "ausgbe"', 'did you mean "ausgabe"'),
        ("services.toml", 'access = ["walk-in"]', 'access = ["walkin"]', 'did you mean "walk-in"'),
        ("services.toml", "minutes = 15", "minutes = 15.5", "must be a whole number, not a decimal number"),
        ("site.toml", "warning_s = 20", "warning_s = 90", 'must be shorter than "timeout_s", which is 90'),
        ("site.toml", 'id = "102"', 'id = "101"', "another counter has this id already"),
        ("site.toml", 'id = "102"', 'id = "Zimmer 102"', "too long for a display"),
        ("site.toml", 'direction = "left"', 'direction = "west"', "known are left, right, up, straight"),
        ("site.toml", "step_free = true", 'step_free = "yes"', "true or false"),
        ("site.toml", 'skills = ["ausgabe"]', "skills = []", "at least one skill"),
        ("site.toml", 'day_change = "03:00"', 'day_change = "3 Uhr"', "time of day"),
        ("site.toml", '"08:00-12:00", "14:00-18:00"', '"14:00-18:00", "08:00-12:00"', "begins before the span"),
        ("site.toml", '"08:00-12:00"', '"12:00-08:00"', "ends before it begins"),
        ("site.toml", '"08:00-12:00"', '"22:00-02:00"', 'write "22:00-24:00" here and "00:00-02:00" for the next day'),
        ("site.toml", '"08:00-12:00"', '"08:00-00:00"', 'the end of a day is 24:00, so write "08:00-24:00"'),
        ("site.toml", '"08:00-12:00"', '"24:00-24:00"', "is not a span of time"),
        ("site.toml", '"08:00-12:00"', '"08:00-24:01"', "is not a span of time"),
        ("site.toml", 'wednesday = "appointment"', 'wednesday = "closed"', "not a known wednesday"),
        ("site.toml", "monday =", "mondey =", 'did you mean "monday"'),
        ("site.toml", "holidays = [", 'holidays = ["2026-12-27",', "dates like 2026-12-25 without quotes"),
        ("site.toml", "holidays = [", "holidays = [2026-12-24,", "stands twice in the holidays"),
        ("site.toml", '"Europe/Berlin"', '"Europe/Lotsenburg"', "not a time zone"),
        ("site.toml", 'public_url = ""', 'public_url = "lotse.example.org"', "https://lotse.example.org"),
        ("site.toml", 'languages = ["de", ', "languages = [", 'must hold "de"'),
        ("site.toml", 'languages = ["de", ', 'languages = ["de", "xx", ', '"xx" is not known in "languages"'),
        ("site.toml", 'preset = "balanced"', 'preset = "balance"', 'did you mean "balanced"'),
        ("site.toml", "early_min = 5", "early_min = -5", "between 0 and 120"),
        ("site.toml", "look_ahead = false", "look_ahead = 1", "true or false"),
        ("site.toml", "late_min = 15", "late_minutes = 15", 'did you mean "late_min"'),
        ("site.toml", "# weights.p = 2.85 ", "weights.p = -1", "between 0 and 1000"),
        ("site.toml", "# weights.p = 2.85 ", 'weights.p = "high"', "must be a decimal number"),
        ("site.toml", "# weights.p = 2.85 ", "weights.z = 2.0", 'unknown key "z"'),
        ("site.toml", "walk_in = 30", "walk_in = 0", '"walk_in" is 0; it must lie between 1 and 600'),
        ("site.toml", "walk_in = 30", "walkin = 30", 'did you mean "walk_in"'),
        ("site.toml", "walk_in = 180", "walk_in = 30", "must be longer than its target, 30"),
        ("site.toml", "probability = 0.9", "probability = 1.5", "between 0.5 and 0.99"),
        ("site.toml", "margin_min = 5", "margin_min = 0.5", "must be a whole number"),
        ("site.toml", "quiet = true", "quiet = 1", "true or false"),
        ("site.toml", 'languages = ["tr"]', 'languages = ["Turkish"]', "not the short name of a language"),
        ("site.toml", 'counter = "101"', 'counter = "999"', "not a known counter"),
        ("site.toml", 'from = "09:45"', 'from = "quarter to ten"', "not a time of day"),
        ("site.toml", '[[break]]\ncounter = "101"\nfrom = "09:45"', '[[break]]\ncounter = "101"', '"from" is missing'),
        ("site.toml", 'counter = "102"\nfrom = "10:00"', 'from = "09:50"\ncounter = "101"', "overlaps another one"),
        ("faq/geburt/de.md", "checked = 2026-11-16", 'checked = "gestern"', "must be a date, not a text in quotes"),
        ("faq/geburt/de.md", "+++\n", "---\n", "the first line must be"),
    ],
)
def test_a_mistake_is_named_on_its_line(folder: Path, edit: Edit, file: str, old: str, new: str, words: str) -> None:
    line = edit(file, old, new)

    assert any(m.file == file and m.line == line and words in m.message for m in mistakes(folder)), mistakes(folder)


def test_a_mistake_far_down_in_a_list_is_named_on_the_line_of_its_key(folder: Path, edit: Edit) -> None:
    line = edit("site.toml", "holidays = [", "holidays = [")
    edit("site.toml", "  2027-05-17,", "  2027-05-06,")

    assert [(m.line, m.message) for m in mistakes(folder)] == [(line, "2027-05-06 stands twice in the holidays")]


def test_a_site_without_german_has_one_mistake_not_hundreds(folder: Path, edit: Edit) -> None:
    edit("site.toml", 'languages = ["de", ', "languages = [")

    assert len(mistakes(folder)) == 1


def test_a_service_that_no_counter_can_settle_is_a_mistake(folder: Path, edit: Edit) -> None:
    edit("site.toml", 'skills = ["zuflucht"]', 'skills = ["ausgabe"]')
    edit("site.toml", 'skills = ["zuflucht", "titel"]', 'skills = ["titel"]')

    assert {m.message.split('"')[1] for m in mistakes(folder)} == {"gestattung-duldung", "ukraine", "fluechtling"}


def test_a_topic_without_its_german_text_is_a_mistake(folder: Path) -> None:
    (folder / "faq/studium/de.md").unlink()

    assert [str(m) for m in mistakes(folder)] == [
        "faq/studium/de.md: this file is missing; every topic needs its German text"
    ]


def test_a_head_that_is_never_closed_and_a_file_of_no_use_are_mistakes(folder: Path) -> None:
    (folder / "faq/studium/en.md").write_text('+++\ntitle = "Studying"\n', "utf-8")
    (folder / "faq/studium/xx.md").write_text("Hello", "utf-8")
    (folder / "faq/notes.txt").write_text("remember", "utf-8")

    assert {m.file for m in mistakes(folder)} == {"faq/studium/en.md", "faq/studium/xx.md", "faq/notes.txt"}


def test_broken_toml_is_named_with_its_line_and_does_not_hide_other_files(folder: Path, edit: Edit) -> None:
    line = edit("site.toml", "timeout_s = 90", "timeout_s = ninety")
    other = edit("services.toml", 'prefix = "J"', 'prefix = "j"')

    found = mistakes(folder)

    assert [(m.file, m.line) for m in found] == [("services.toml", other), ("site.toml", line)]
    assert "TOML cannot be read" in found[1].message


def test_broken_toml_in_the_head_of_a_page_is_named_with_the_line_in_the_file(folder: Path) -> None:
    (folder / "faq/studium/en.md").write_text('+++\ntitle = "Studying\n+++\n\nText\n', "utf-8")

    assert [(m.file, m.line) for m in mistakes(folder)] == [("faq/studium/en.md", 2)]


def test_text_that_is_not_utf_8_is_named_with_its_line(folder: Path) -> None:
    file = folder / "faq/studium/en.md"
    file.write_bytes(file.read_bytes().replace(b"blocked account", b"bl\xf6cked account"))

    (mistake,) = mistakes(folder)

    assert "UTF-8" in mistake.message
    assert b"bl\xf6cked" in file.read_bytes().split(b"\n")[mistake.line - 1]


def test_missing_files_and_folders_are_named(folder: Path, tmp_path: Path) -> None:
    shutil.rmtree(folder / "faq")
    (folder / "services.toml").unlink()

    assert {m.file for m in mistakes(folder)} == {"faq", "services.toml"}
    assert "there is no such folder" in str(mistakes(tmp_path / "nowhere")[0])
    assert "not a folder" in str(mistakes(folder / "site.toml")[0])


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "counter = 3",
        "counter = [1, 2]",
        "[[counter]]",
        'hours = "always"',
        "name = 1\nlanguages = [1]",
        "[kiosk]\n[[x]]",
    ],
)
@pytest.mark.parametrize("file", ["site.toml", "services.toml"])
def test_any_nonsense_in_a_file_is_a_list_of_mistakes_never_a_crash(folder: Path, file: str, nonsense: str) -> None:
    (folder / file).write_text(nonsense, "utf-8")

    assert mistakes(folder)


def test_lotse_check_lists_mistakes_on_stderr(folder: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    line = edit("site.toml", "timeout_s = 90", "timeout_s = 5")

    status = main(["check", str(folder)])

    out, err = capsys.readouterr()
    assert status == 1
    assert out == ""
    assert f'site.toml:{line}: "timeout_s" is 5; it must lie between 20 and 600' in err
    assert "1 mistake in" in err


def test_lotse_check_prints_json_on_demand(folder: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["services"] == 23

    edit("site.toml", "timeout_s = 90", "timeout_s = 5")

    assert main(["check", "--json", str(folder)]) == 1
    assert json.loads(capsys.readouterr().out)["mistakes"][0]["file"] == "site.toml"


def test_keywords_name_their_mistakes_too(folder: Path, edit: Edit) -> None:
    edit("faq/geburt/keywords.toml", "de = [", "Deutsch = [")
    edit("keywords.toml", "[abholung]", "[abholng]")

    found = [str(m) for m in mistakes(folder)]

    assert any("faq/geburt/keywords.toml" in one and "short name of a language" in one for one in found)
    assert any('there is no service "abholng"' in one and "abholung" in one for one in found)


def test_a_site_may_do_without_keywords_and_have_them_in_other_languages(folder: Path) -> None:
    (folder / "keywords.toml").unlink()
    (folder / "faq/geburt/keywords.toml").write_text('xx = ["bimbam"]\n', "utf-8")

    site = load_site(folder)

    assert site.topic("geburt").keywords == {"xx": ("bimbam",)}
    assert site.service("abholung").keywords == {}
