"""languages/<tag>.toml: the office in one more language, and every mistake that can be made there."""

import shutil
from pathlib import Path

import pytest

from assets import path
from assets.languages import LANGUAGES
from server.site import SiteError, load_site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the model site, to be spoilt."""
    return Path(shutil.copytree(path("site"), tmp_path / "site"))


def edit(file: Path, old: str, new: str) -> int:
    """Replace the first `old`; the line on which it stood."""
    text = file.read_text("utf-8")
    assert old in text, f"{old!r} is not in {file}"
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def mistakes(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(SiteError) as caught:
        load_site(folder)
    return [(mistake.file, mistake.line, mistake.message) for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[service.studium]", "[service.studim]", 'unknown key "studim"; did you mean "studium"?'),
        ("[group.titel]", "[group.title]", 'did you mean "titel"?'),
        ('"1. Stock" =', '"2. Stock" =', 'no counter has the room "2. Stock"'),
        ('name = "Lotsenburg', 'nome = "Lotsenburg', 'unknown key "nome"'),
        ("documents = [", 'documents = [ "A cake",', '"documents" holds 3 lines, the German text 2'),
        ('description = "Your card', 'text = "Your card', 'unknown key "text"'),
        ('name = "Study"', 'name = ""', '"name" is empty'),
        ('name = "Study"', "name = 3", "must be a text in quotes"),
        ('"1. Stock" = "First floor"', '"1. Stock" = 1', "must be a text in quotes"),
    ],
)
def test_a_mistake_in_a_language_file_is_named_on_its_line(folder: Path, old: str, new: str, words: str) -> None:
    line = edit(folder / "languages/en.toml", old, new)

    found = mistakes(folder)

    assert any((file, at) == ("languages/en.toml", line) and words in said for file, at, said in found), found


def test_what_a_language_lacks_is_named_in_its_own_file(folder: Path) -> None:
    file = folder / "languages/uk.toml"
    edit(file, '"1. Stock" = "Другий поверх"\n', "")
    edit(file, '[group.titel]\nname = "Посвідки на проживання"\n', "")
    line = edit(file, 'name = "Навчання у виші"\n', "")

    found = mistakes(folder)

    assert {(file, said) for file, _, said in found} == {
        ("languages/uk.toml", '"name" is missing'),
        ("languages/uk.toml", '[room] lacks "1. Stock"'),
        ("languages/uk.toml", "[group.titel] is missing"),
    }
    assert next(at for _, at, said in found if said == '"name" is missing') == line - 1, "the head of its table"


def test_a_language_without_its_file_must_stand_beside_the_german_texts(folder: Path) -> None:
    (folder / "languages/en.toml").unlink()

    found = mistakes(folder)

    assert {file for file, _, _ in found} == {"site.toml", "services.toml", "triage.toml"}
    assert {said for file, _, said in found if file != "triage.toml"} == {'"name" lacks its text in "en"; add name.en'}
    assert {said for file, _, said in found if file == "triage.toml"} >= {'"text" lacks its text in "en"; add text.en'}


def test_a_text_stands_in_one_place_only(folder: Path) -> None:
    edit(folder / "services.toml", 'name.de = "Studium"', 'name.de = "Studium"\nname.en = "Study"')

    ((file, _, said),) = mistakes(folder)

    assert (file, said) == ("languages/en.toml", '"name" stands beside the German text already; keep one of the two')


def test_files_of_languages_that_the_site_does_not_offer_are_named(folder: Path) -> None:
    edit(folder / "site.toml", "languages = [", 'languages = ["de", "en", "ar"] #')
    shutil.rmtree(folder / "faq")
    shutil.copytree(path("site/faq"), folder / "faq", ignore=lambda _, names: [n for n in names if n[0:2] == "uk"])
    shutil.copyfile(path("site/faq/geburt/en.md"), folder / "faq/geburt/uk.md")
    (folder / "languages/de.toml").write_text("", "utf-8")
    (folder / "languages/xx.toml").write_text("", "utf-8")

    said = {file: message for file, _, message in mistakes(folder)}

    unoffered = 'this file is not used: "uk" is not among the "languages" of site.toml'
    assert said["languages/uk.toml"] == said["faq/geburt/uk.md"] == unoffered
    assert "German texts stand in site.toml" in said["languages/de.toml"]
    assert said["languages/xx.toml"].startswith("this file is not used")


def test_a_site_that_keeps_all_its_texts_inline_needs_no_folder_of_languages(folder: Path) -> None:
    edit(folder / "site.toml", "languages = [", 'languages = ["de"] #')
    shutil.rmtree(folder / "languages")
    for page in (folder / "faq").glob("*/*.md"):
        if page.stem != "de":
            page.unlink()

    assert load_site(folder).languages == ("de",)


def test_the_model_site_speaks_every_language_of_lotse() -> None:
    site = load_site(path("site"))

    assert set(site.languages) == set(LANGUAGES)
    assert all(counter.room[language] for counter in site.counters for language in site.languages)
