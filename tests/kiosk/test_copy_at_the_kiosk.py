"""A printer that stops on a visitor: staff are told, and order a copy at the kiosk."""

import json
import urllib.request
from datetime import UTC, datetime

import pytest
from conftest import until

from server.store.database import Opened
from server.store.members import Members
from server.web.access import COOKIE

pytestmark = pytest.mark.journey


@pytest.fixture
def clerk(office):
    """POSTs a command as a clerk; gives the server's answer."""
    opened = Opened(office.folder / "data", alone=False)
    members, now = Members(opened), datetime.now(UTC)
    members.add_person("lea", "clerk", "no password", now)
    cookie = members.open_session("lea", now)[0]

    def do(key, command):
        body = json.dumps({"type": "do", "key": key, "command": command}).encode()
        asked = urllib.request.Request(f"{office.url}/api/commands", body, {"Cookie": f"{COOKIE}={cookie}"})
        with urllib.request.urlopen(asked, timeout=5) as reply:
            return json.load(reply)

    yield do
    opened.close()


def warnings(office):
    with urllib.request.urlopen(f"{office.url}/health", timeout=5) as reply:
        return json.load(reply)["warnings"]


def test_staff_are_told_of_the_empty_roll_and_the_visitor_gets_a_marked_copy(office, paper, open_kiosk, clerk):
    hand = open_kiosk(office, paper.address)
    until(lambda: hand.state()["link"] == "up" and hand.state()["printer"] == "ready")
    for key in ("language:de", "group:ausgabe", "service:abholung"):
        hand.wait_for(key)
        hand.tap(key)
    hand.wait_for("confirm")
    paper.ask({"ambush": "paper_out", "at": 2000})

    hand.tap("confirm")
    hand.wait_for("done")

    assert hand.state()["screen"] == "remember"
    # a slow computer tells of the printer's silence first
    until(lambda: any("no paper" in told for told in warnings(office)))
    (told,) = warnings(office)
    assert "no paper" in told
    assert "Put a new roll into" in told
    paper.ask({"set": "paper_out", "on": False})
    until(lambda: not warnings(office))
    assert paper.slips == [], "the slip that was given up does not come out for the next visitor"
    opened = Opened(office.folder / "data", alone=False)
    ((ticket,),) = opened.connection.execute("SELECT ticket FROM paper_history WHERE what = 'blocked'").fetchall()
    opened.close()

    assert clerk("order-of-a-copy", {"type": "print_copy", "ticket": ticket})["type"] == "done"

    until(lambda: len(paper.slips) >= 2)
    assert [bool(slip["codes"]) for slip in paper.slips] == [False, True], "the torso falls first, then the copy"
