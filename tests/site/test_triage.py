"""The decision tree of a site: read, and proven to help everybody who touches it."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets import path
from server.site import Mistake, Site, SiteError, load_site
from server.site.mistakes import Mistake as Noted
from server.site.tables import read_table
from server.site.tree import MOST_ANSWERS, MOST_QUESTIONS
from server.site.triage import read_triage

Edit = Callable[[str, str], int]


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(path("site"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(path("site"), tmp_path / "site"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replaces the first `old` in triage.toml by `new` and returns the line on which it stood."""

    def replaced(old: str, new: str) -> int:
        text = (folder / "triage.toml").read_text("utf-8")
        assert old in text, f"{old!r} is not there"
        (folder / "triage.toml").write_text(text.replace(old, new, 1), "utf-8")
        return text[: text.index(old)].count("\n") + 1

    return replaced


def mistakes(folder: Path) -> tuple[Mistake, ...]:
    with pytest.raises(SiteError) as caught:
        load_site(folder)
    return caught.value.mistakes


def test_the_model_tree_leads_to_every_service_and_to_every_kind_of_outcome(site: Site) -> None:
    tree = site.triage
    assert tree

    assert all(tree.way_to(service.slug) for service in site.services if service.slug != "beratung")
    reached = {end for _, end in tree.ways()}
    assert {tree.outcome(end).kind for end in reached} == {
        "ticket",
        "answer",
        "online",
        "checkin",
        "authority",
        "documents",
    }
    assert max(len(way) for way, _ in tree.ways()) <= MOST_QUESTIONS
    assert max(len(question.answers) for question in tree.questions) <= MOST_ANSWERS


def test_every_text_of_the_model_tree_is_there_in_every_language_of_the_site(site: Site) -> None:
    tree = site.triage
    assert tree

    texts = [question.text for question in tree.questions]
    texts += [answer.text for question in tree.questions for answer in question.answers]
    texts += [text for outcome in tree.outcomes for text in (outcome.title, outcome.text) if text]

    assert all(set(text) == set(site.languages) for text in texts)


def test_a_touchable_way_leads_to_a_ticket_and_asks_for_the_papers_at_its_end(site: Site) -> None:
    assert site.triage
    assert site.triage.way_to("abholung") == ("answer:abholen", "answer:karte", "answer:ja", "have:yes")
    assert site.triage.way_to("fachkraft")[-1] == "have:yes"
    assert site.triage.way_to("nowhere") == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('to = "bleiben"', 'to = "antrag"', "goes round in a circle"),
        ('to = "karte"', 'to = "krate"', 'did you mean "karte"'),
        ('first = "anlass"', 'first = "grund"', 'no question "grund"'),
        ('person = "beratung"', 'person = "bamf"', "must name a ticket outcome"),
        ('service = "eid-pin"', 'service = "eidpin"', 'did you mean "eid-pin"'),
        ('topic = "gebuehren"', 'topic = "gebuhren"', 'did you mean "gebuehren"'),
        ('missing = "gast-papiere"', 'missing = "bamf"', "must name a documents outcome"),
        ('kind = "checkin"', 'kind = "check-in"', 'did you mean "checkin"'),
        ('url = "https://www.bamf.de"', 'url = "www.bamf.de"', "not an address"),
        ('icon = "calendar"', 'icon = "calender"', 'did you mean "calendar"'),
        ('slug = "fuer-andere"', 'slug = "karte"', "another answer to this question"),
        ('slug = "polizei"', 'slug = "jobcenter"', 'called "jobcenter" already'),
        ('kind = "online"', 'kind = "online"\nservice = "abholung"', 'unknown key "service"'),
    ],
)
def test_a_mistake_in_the_tree_is_named_on_its_line(folder: Path, edit: Edit, old: str, new: str, words: str) -> None:
    line = edit(old, new) + new.count("\n")

    found = mistakes(folder)

    assert any(m.file == "triage.toml" and m.line == line and words in m.message for m in found), found


def test_a_lost_service_and_an_outcome_that_nobody_reaches_are_named(folder: Path, edit: Edit) -> None:
    edit('to = "eid-pin"', 'to = "beratung"')

    found = [m.message for m in mistakes(folder)]

    assert 'no path leads to a ticket for the service "eid-pin"' in found
    assert any('no path leads to "eid-pin"' in message for message in found)


def test_texts_of_the_tree_that_a_language_lacks_or_nobody_needs_are_named(folder: Path) -> None:
    file = folder / "languages/ar.toml"
    text = file.read_text("utf-8")
    text = re.sub(r"\[triage\.outcome\.bamf\]\n(.+\n)+", "", text)
    text = re.sub(r"(\[triage\.question\.anlass\]\n)text = .*\n", r"\1", text)
    text = re.sub(r"(\[triage\.question\.anlass\.answer\]\n)termin = .*\n", r'\1termine = "x"\n', text)
    file.write_text(text, "utf-8")

    found = {(m.file, m.message) for m in mistakes(folder)}

    assert found == {
        ("languages/ar.toml", "[triage.outcome.bamf] is missing"),
        ("languages/ar.toml", '"text" is missing'),
        ("languages/ar.toml", 'the question "anlass" has no answer "termine"'),
        ("languages/ar.toml", '"answer" lacks a text for "termin"'),
    }


def test_a_seventh_answer_and_a_fifth_question_are_too_many(folder: Path, edit: Edit) -> None:
    answer = '[[question.answer]]\nslug = "x{n}"\nto = "beratung"\ntext.de = "x"\n'
    text = (folder / "triage.toml").read_text("utf-8")
    at = text.index('[[question]]\nslug = "termin"')
    (folder / "triage.toml").write_text(text[:at] + answer.format(n=1) + "\n" + text[at:], "utf-8")
    edit('to = "job-frei"', 'to = "umzug"')

    found = [m.message for m in mistakes(folder)]

    assert any("7 answers; 6 fit" in message for message in found)
    assert any("question 5; a path has at most 4" in message for message in found)


def test_a_site_without_a_tree_is_sound(folder: Path) -> None:
    (folder / "triage.toml").unlink()

    assert load_site(folder).triage is None


@pytest.mark.parametrize(
    "nonsense", ["", "first = 3", "question = 1", "[[question]]", "[[outcome]]\nkind = 'x'", "a ="]
)
def test_any_nonsense_is_a_list_of_mistakes_never_a_crash(folder: Path, nonsense: str) -> None:
    (folder / "triage.toml").write_text(nonsense, "utf-8")

    assert all(m.file == "triage.toml" for m in mistakes(folder))


Graph = dict[int, list[int]]
"""By question 0 to 5: where its answers lead; 6 and above are outcomes."""

graphs = st.dictionaries(st.integers(0, 5), st.lists(st.integers(0, 8), min_size=1, max_size=3), max_size=6).map(
    lambda found: {0: [6], **found}
)


def written(graph: Graph) -> str:
    text = 'first = "p0"\nperson = "p8"\n'
    for number, answers in graph.items():
        text += f'\n[[question]]\nslug = "p{number}"\ntext.de = "?"\n'
        for n, to in enumerate(answers):
            text += f'[[question.answer]]\nslug = "a{n}"\nto = "p{to}"\ntext.de = "!"\n'
    outcomes = [f'\n[[outcome]]\nslug = "p{n}"\nkind = "answer"\ntopic = "t"\n' for n in (6, 7)]
    return text + "".join(outcomes) + '\n[[outcome]]\nslug = "p8"\nkind = "ticket"\nservice = "s"\n'


def longest(graph: Graph, at: int, path: tuple[int, ...] = ()) -> int:
    """Questions on the longest path; 99 where it goes round in a circle or leads nowhere."""
    if at >= 6:
        return 0
    if at in path or at not in graph:
        return 99
    return 1 + max(longest(graph, to, (*path, at)) for to in graph[at])


@settings(max_examples=80, deadline=None)
@given(graphs)
def test_exactly_the_trees_whose_every_path_ends_in_time_are_passed(graph: Graph) -> None:
    noted: list[Noted] = []
    root = read_table("triage.toml", written(graph), noted)
    assert root

    read_triage(root, ("de",), (), None, ["t"])

    broken = [m for m in noted if re.search(r"circle|at most|there is no question or outcome", m.message)]
    assert bool(broken) == (longest(graph, 0) > MOST_QUESTIONS)
