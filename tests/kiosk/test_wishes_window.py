"""A wheelchair user's visit on a real window, and the clerk who confirms the request over the wire."""

import secrets

import pytest
from conftest import site_folder, until
from foretold import foretold_office

from server.web.access import Actor
from server.wire import messages as m

pytestmark = pytest.mark.journey

REACH = 936
"""px from the top: 1,044 mm above the floor, where the highest control may be (D18)."""
WITH_STEPS, STEP_FREE = "108", "107"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wishes")
    with foretold_office(site_folder(folder / "site", hours="00:00-24:00"), folder / "data") as office:
        yield office


@pytest.fixture(scope="module")
def hand(office, paper, open_kiosk):
    touching = open_kiosk(office, paper.address)
    until(lambda: touching.state()["link"] == "up" and touching.state()["printer"] == "ready")
    return touching


def touch(hand, *keys):
    for key in keys:
        until(lambda key=key: key in {one.key for one in hand.widgets() if one.enabled})
        hand.tap(key)


def clerk(office, command):
    """The answer to a clerk's command."""
    context = office.server.context
    do = m.Do(secrets.token_hex(8), command)
    return office.do(context.reception.carry_out(Actor("ada", "clerk"), do, context.waits))


def view(office, what):
    return office.do(office.server.context.office.read(what))


def test_a_wheelchair_user_asks_for_priority_and_is_called_first_at_a_counter_without_steps(hand, office, paper):
    first = clerk(office, m.IssueTicket("studium", "de")).result.number
    slips = len(paper.slips)
    touch(hand, "language:de", "comfort", "set:low", "back", "group:arbeit-studium", "service:studium", "wishes")
    hand.wait_for("wish:done")
    assert min(one.y for one in hand.widgets()) >= REACH
    assert hand.state()["access"]["clipped"] == []

    touch(hand, "wish:step_free", "wish:priority", "wish:other", "wish:more", "wish:done")
    hand.wait_for_text("2 Personen\u00a0· für andere\u00a0· ohne Stufen\u00a0· früher")
    touch(hand, "confirm")
    hand.wait_for("done")

    number = hand.state()["number"]
    asking = view(office, lambda queue: [queue.tickets[id] for id in queue.asking])
    assert [(t.number, t.people, t.for_other, t.needs) for t in asking] == [(number, 2, True, {"step_free"})]
    assert len(paper.slips) == slips + 1
    for counter in (WITH_STEPS, STEP_FREE):
        clerk(office, m.OpenCounter(counter))
    assert clerk(office, m.ConfirmPriority(asking[0].id)).result.number == number
    assert clerk(office, m.ConfirmPriority(asking[0].id)).code == "priority_decided"
    assert clerk(office, m.CallNext(WITH_STEPS)).result.number == first, "the counter with steps calls somebody else"
    assert clerk(office, m.CallNext(STEP_FREE)).result.number == number
    touch(hand, "done")
    until(lambda: hand.state()["screen"] == "start")


def test_at_double_size_and_in_arabic_every_wish_is_there_with_its_state(hand):
    larger = ("comfort", "set:scale", "set:scale", "back")
    for key in ("language:ar", *larger, "group:ausgabe", "service:abholung", "wishes"):
        find(hand, key)
    until(lambda: "wishes" in hand.state()["screen"])
    names = ("fewer", "more", "other", "step_free", "interpreter", "priority", "done")
    wished = {f"wish:{name}" for name in names}
    seen, turns = set(), 0
    while not wished <= seen:
        until(lambda: any(one.enabled for one in hand.widgets()))
        seen |= {one.key for one in hand.widgets()}
        assert hand.state()["access"]["clipped"] == []
        turns += 1
        assert turns < 9, f"not there: {wished - seen}"
        if not wished <= seen:
            touch(hand, "page")

    find(hand, "wish:priority")

    until(lambda: "مختار" in [one.text for one in hand.texts()])
    find(hand, "start-again")
    until(lambda: hand.state()["screen"] == "start")


def find(hand, key):
    """Touch a choice, on whatever page it is."""

    def at_hand():
        enabled = {one.key for one in hand.widgets() if one.enabled}
        if key not in enabled and "page" in enabled:
            hand.tap("page")
        return key in enabled

    until(at_hand)
    hand.tap(key)
