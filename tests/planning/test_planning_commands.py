"""`lotse simulate`, `lotse plan` and `lotse tune` from the command line, and what they say to bad input."""

import csv
import shutil

import pytest
from at_the_prompt import lotse

from assets import path

SITE = path("site")


def test_simulate_compares_presets_on_the_same_visitors(capsys):
    assert lotse("simulate", SITE, "--days", 6, "--preset", "balanced", "--preset", "baseline:shortest-queue") == 0

    said = capsys.readouterr().out
    assert said.startswith("rule ")
    assert "comparison: shortest queue at issue" in said
    assert "the average wait is" in said
    assert "Walk-ins:" in said


def test_simulate_speaks_german(capsys):
    assert lotse("simulate", SITE, "--days", 4, "--language", "de") == 0

    said = capsys.readouterr().out
    assert "Regel dieses Standorts" in said
    assert "Ohne Termin:" in said


def test_a_seed_gives_the_same_bytes_twice_and_another_seed_others(tmp_path):
    files = [tmp_path / name for name in ("one", "two", "three")]
    for file, seed in zip(files, (7, 7, 8), strict=True):
        report = file.with_suffix(".html")
        arguments = ("--days", 4, "--seed", seed, "--forecast-days", 1, "--preset", "fair", "--preset", "fifo")
        assert lotse("simulate", SITE, *arguments, "--export", file.with_suffix(".csv"), "--report", report) == 0

    for suffix in (".csv", ".html"):
        one, two, three = (file.with_suffix(suffix).read_bytes() for file in files)
        assert one == two
        assert one != three


def test_the_export_has_a_row_for_each_ticket_of_each_rule(tmp_path):
    file = tmp_path / "days.csv"

    assert lotse("simulate", SITE, "--days", 4, "--preset", "fair", "--preset", "fifo", "--export", file) == 0

    with file.open(newline="") as text:
        rows = list(csv.DictReader(text))
    assert {row["preset"] for row in rows} == {"fair", "fifo"}
    assert {row["day"] for row in rows} == {"1", "2", "3", "4"}
    assert sum(row["preset"] == "fair" for row in rows) == sum(row["preset"] == "fifo" for row in rows)
    assert all(float(row["called"]) >= float(row["check_in"]) for row in rows)


@pytest.fixture
def closed_site(tmp_path):
    """An office that opens on no day."""
    folder = tmp_path / "closed"
    shutil.copytree(SITE, folder, copy_function=shutil.copyfile)
    text = (folder / "site.toml").read_text("utf-8")
    for day in ("monday", "tuesday", "friday"):
        text = text.replace(f'{day} = ["08:00-12:00"]', f"{day} = []")
    text = text.replace('thursday = ["08:00-12:00", "14:00-18:00"]', "thursday = []")
    (folder / "site.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("command", ["simulate", "plan", "tune"])
def test_a_site_with_mistakes_is_named_with_its_mistakes(command, tmp_path, capsys):
    shutil.copytree(SITE, tmp_path / "site", copy_function=shutil.copyfile)
    file = tmp_path / "site" / "site.toml"
    file.write_text(file.read_text("utf-8").replace('skills = ["titel"]', 'skills = ["tittel"]'), "utf-8")

    assert lotse(command, tmp_path / "site") == 1

    said = capsys.readouterr().err
    assert said.startswith(f"lotse {command}: ")
    assert "site.toml:" in said
    assert 'did you mean "titel"?' in said


def test_an_office_that_never_opens_has_no_days(closed_site, capsys):
    assert lotse("simulate", closed_site) == 1

    assert "opens on no day" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--preset", "fairest"], 'there is no rule "fairest". Known are: site, balanced'),
        (["--days", 0], "--days must be between"),
        (["--seed", -1], "--seed must not be negative"),
        (["--visitors", 0], "--visitors must be between"),
        (["--export", "missing/folder/days.csv"], "name a file in a folder that exists"),
        (["--report", "missing/folder/days.html"], "name a file in a folder that exists"),
        (["--data", "missing"], "there is no office.db in missing"),
        (["--data", "missing", "--visitors", 5], "exclude each other"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(arguments, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert lotse("simulate", SITE, *arguments) == 1

    assert words in capsys.readouterr().err


def test_plan_refuses_a_share_that_is_no_share(capsys):
    assert lotse("plan", SITE, "--share", 90) == 1

    assert "0.9 means 90 of 100" in capsys.readouterr().err


def test_plan_says_counters_by_the_hour_skills_and_what_if_more_people_come(tmp_path, capsys):
    report = tmp_path / "plan.html"

    assert lotse("plan", SITE, "--days", 4, "--report", report) == 0

    said = capsys.readouterr().out
    assert "at every hour 90% of the walk-ins are called within 30 minutes" in said
    assert "08:00–09:00: " in said
    assert "Who should learn what next" in said
    assert "20% more: " in said
    assert "<svg" in report.read_text("utf-8")


def test_tune_prints_lines_that_the_site_understands_and_changes_nothing(tmp_path, capsys):
    shutil.copytree(SITE, tmp_path / "site", copy_function=shutil.copyfile)
    file = tmp_path / "site" / "site.toml"
    bad = file.read_text("utf-8").replace(
        'preset = "balanced"\n', 'preset = "balanced"\nweights.appointment = 0.02\nweights.priority = 0.02\n'
    )
    file.write_text(bad, "utf-8")

    assert lotse("tune", tmp_path / "site", "--days", 60, "--minutes", 0.05) == 0

    said = capsys.readouterr().out
    assert file.read_text("utf-8") == bad
    assert "To paste into site.toml" in said
    lines = said[said.index("[dispatch]") :]
    start, end = bad.index("[dispatch]"), bad.index("[targets]")
    file.write_text(bad[:start] + lines + bad[end:], "utf-8")
    assert lotse("simulate", tmp_path / "site", "--days", 4) == 0
