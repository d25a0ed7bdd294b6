"""Visits through the decision tree as plays, and what is counted of them; no window."""

import json

import pytest
from test_session import TIMING, Visit

from assets import path
from kiosk.counts import Counts
from kiosk.steps import Step
from kiosk.tallies import AT_ONCE, Tallies
from kiosk.triage import Handout, Tally, Walk
from kiosk.wishes import Order
from server.site.load import load_site
from server.triage import wire_tree
from server.wire import messages as m


@pytest.fixture(scope="module")
def tree():
    site = load_site(path("site"))
    return wire_tree(site.triage, site.languages)


@pytest.fixture
def visit(tree):
    visit = Visit()
    visit.session.tree(tree, visit.now)
    return visit


TO_PAPERS = ("language:ar", "answer:abholen", "answer:karte", "answer:ja")


def test_answers_lead_to_the_list_of_papers_the_confirmation_and_one_order(visit):
    visit.play(*TO_PAPERS)
    assert visit.shown is Step.CHECKLIST

    visit.play("have:yes")
    assert (visit.shown, visit.session.service) == (Step.CONFIRM, "abholung")
    assert visit.play("confirm") == Order("visit-1", "abholung", "ar")


def test_back_goes_the_way_that_was_come(visit):
    visit.play(*TO_PAPERS, "have:yes", "language", "language:uk")
    seen = []

    for _ in range(5):
        visit.play("back")
        seen.append((visit.shown, visit.session.place))

    assert seen == [
        (Step.CHECKLIST, "abholung"),
        (Step.QUESTION, "karte"),
        (Step.QUESTION, "abholen"),
        (Step.QUESTION, "anlass"),
        (Step.START, ""),
    ]


def test_missing_papers_lead_to_their_list_and_from_there_a_person_can_still_be_had(visit):
    visit.play(*TO_PAPERS, "have:no")
    assert (visit.shown, visit.session.place) == (Step.DOCUMENTS, "papiere-fehlen")
    assert visit.session.walk.service == "abholung", "whose papers they are"

    visit.play("person")
    assert visit.play("confirm") == Order("visit-1", "beratung", "ar")


def test_at_every_question_a_person_is_one_touch_away(tree):
    for question in tree.questions:
        walk = Walk(tree)
        walk._path = [question.slug]
        assert walk.take("person", "")
        assert (walk.step, walk.service) == ("confirm", "beratung")


@pytest.mark.parametrize(
    "touch", ["answer:nowhere", "answer:", "have:yes", "have:perhaps", "print", "confirm", "group:titel", "done"]
)
def test_what_is_not_on_the_screen_does_nothing(visit, touch):
    visit.play("language:de")

    assert visit.play(touch) is None
    assert (visit.shown, visit.session.place) == (Step.QUESTION, "anlass")


def test_a_page_is_printed_once_and_says_so(visit):
    visit.play("language:de", "answer:frage", "answer:geld")

    wanted = visit.play("print")
    assert isinstance(wanted, Handout)
    assert wanted.outcome.slug == "jobcenter"
    assert visit.play("print") is None
    visit.session.handed_out(wanted.visit, True)
    assert visit.session.handed == "printed"
    visit.play("done")
    visit.session.handed_out(wanted.visit, True)
    assert visit.session.handed == "", "the next visitor sees nothing of it"


def test_what_is_too_late_today_says_so_behind_the_tree_too(visit):
    visit.session.office(True, ["abholung"])

    visit.play(*TO_PAPERS, "have:yes")

    assert visit.shown is Step.TOO_LATE
    visit.play("back")
    assert visit.shown is Step.CHECKLIST


def test_without_a_tree_the_groups_are_offered(visit):
    visit.session.tree(None, visit.now)
    visit.play("language:de")

    assert visit.shown is Step.GROUP


def test_a_tree_that_changes_begins_the_visit_anew_and_the_same_one_does_not(visit, tree):
    visit.play("language:de", "answer:frage")
    visit.session.tree(tree, visit.now)
    assert visit.session.place == "frage"

    visit.session.tree(None, visit.now)
    assert visit.shown is Step.START


# --- what is counted ---


def test_each_visit_counts_once_what_came_of_it(visit):
    visit.play("language:de", "answer:frage", "answer:geld", "back", "answer:asyl", "done")
    visit.play("language:uk", "answer:antrag", "start-again")
    visit.play("language:ar", "answer:abholen", "answer:karte", "answer:nein")
    visit.wait(TIMING.idle + 1)
    visit.play("language:en")
    order = visit.play("person", "confirm")
    visit.session.issued(order.key, "A001", visit.now)
    visit.session.on_paper(order.key, True, visit.now)
    visit.play("done")
    visit.play(*TO_PAPERS, "have:yes", "start-again")

    assert visit.session.tallies == [
        Tally("de", "frage", "bamf"),
        Tally("uk", "antrag"),
        Tally("ar", "karte", "karte-noch-nicht"),
        Tally("en", "anlass", "beratung"),
        Tally("ar", "abholung"),
    ]


def test_nobody_is_counted_who_did_not_begin(visit):
    visit.wait(200)
    visit.session.office(False)
    visit.play("language", "language:ar")
    visit.wait(200)

    assert visit.session.tallies == []


def test_counts_wait_for_the_link_and_go_a_few_at_a_time_with_keys_that_tell_nothing():
    sent, up = [], False

    def send(raw):
        if up:
            sent.append(json.loads(raw))
        return up

    tallies = Tallies(send)
    for _ in range(AT_ONCE + 2):
        tallies.add(Tally("de", "frage", "bamf"), "2026-11-23")
    assert (sent, len(tallies)) == ([], AT_ONCE + 2)

    up = True
    tallies.link_up()
    assert len(sent) == AT_ONCE
    assert tallies.answered(m.Done(sent[0]["key"], m.Acknowledged()))
    assert not tallies.answered(m.Done(sent[0]["key"], m.Acknowledged()))
    assert not tallies.answered(m.Refused("no", "a ticket's answer", "visit-1234"))
    for one in list(sent[1:]):
        tallies.answered(m.Done(one["key"], m.Acknowledged()))

    assert len({one["key"] for one in sent}) == AT_ONCE + 2
    assert all(one["key"].startswith("count-") for one in sent)
    assert sent[0]["command"] == {
        **{"type": "count_outcome", "day": "2026-11-23", "language": "de"},
        **{"outcome": "bamf", "question": "frage"},
    }


def test_counts_outlive_the_kiosk_and_are_told_under_the_same_keys_until_they_are_taken(tmp_path):
    file, sent = tmp_path / "kiosk.counts.db", []
    before = Tallies(lambda raw: False, Counts(file))
    before.add(Tally("de", "frage", "bamf"), "2026-11-22")
    before.add(Tally("ar", "karte"), "2026-11-23")
    before.close()
    other = Counts(file)
    other.keep("count-of-a-program-to-come", "2026-11-20", b'{"type": "do", "count": 7}')
    other.close()

    cut_off = Tallies(lambda raw: not sent.append(json.loads(raw)), Counts(file))
    cut_off.link_up()
    cut_off.answered(m.Done(sent[0]["key"], m.Acknowledged()))
    cut_off.close()
    again = Tallies(lambda raw: not sent.append(json.loads(raw)), Counts(file))
    again.link_up()
    again.answered(m.Refused("unknown_step", "the tree has changed", sent[2]["key"]))
    again.close()

    assert [one["command"]["day"] for one in sent] == ["2026-11-22", "2026-11-23", "2026-11-23"]
    assert sent[1] == sent[2]
    left = Counts(file)
    assert left.all() == {}
    left.close()


def test_a_disk_keeps_no_more_counts_than_memory_and_one_that_refuses_loses_none_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr("kiosk.tallies.MOST", 3)
    for file in (tmp_path / "kiosk.counts.db", tmp_path):
        tallies = Tallies(lambda raw: False, Counts(file))
        for day in range(1, 6):
            tallies.add(Tally("de", "frage"), f"2026-11-0{day}")
        assert len(tallies) == 3
        tallies.close()

    kept = Counts(tmp_path / "kiosk.counts.db")
    assert [json.loads(told)["command"]["day"][-1] for told in kept.all().values()] == ["3", "4", "5"]
    kept.close()


def test_a_fault_keeps_the_count_until_the_link_comes_again():
    sent = []
    tallies = Tallies(lambda raw: not sent.append(json.loads(raw)))
    tallies.add(Tally("de", "frage"), "2026-11-23")

    assert tallies.answered(m.Fault("disk_full", "full", "free some", sent[0]["key"]))
    tallies.link_up()

    assert [one["key"] for one in sent] == [sent[0]["key"]] * 2
    assert len(tallies) == 1


def test_a_way_that_is_only_imagined_leaves_the_visitor_where_she_is(visit):
    visit.play("language:ar")
    first = visit.session.place
    imagined = visit.session.imagined("answer:abholen", visit.now)

    assert imagined is not None
    assert visit.session.place == first
    visit.play("answer:abholen")
    assert visit.session.place == imagined.place != first
