"""Checking in on a real window, with a scanner on a pty: the office's server, kiosk and printer as processes."""

import json
import os
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import OfficeProcess, go, site_folder, until

pytestmark = pytest.mark.journey
HOURS = 12 - datetime.now(UTC).hour
ZONE = f"Etc/GMT{-HOURS:+d}"  # where it is noon now, so that no appointment of the play is tomorrow; signs are turned


class Scanner:
    """A scanner whose cable can be pulled: the kiosk knows it by a link, as /dev/serial/by-id has them."""

    def __init__(self, link: Path) -> None:
        self.link, self._hand = link, -1
        self.plug_in()

    def plug_in(self) -> None:
        self._hand, end = os.openpty()
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(end))
        self._end = end

    def pull(self) -> None:
        self.link.unlink()
        os.close(self._hand)
        os.close(self._end)

    def scan(self, raw: bytes) -> None:
        os.write(self._hand, raw)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    site = site_folder(folder / "site", hours="00:00-24:00")
    text = (site / "site.toml").read_text("utf-8")
    (site / "site.toml").write_text(text.replace('timezone = "Europe/Berlin"', f'timezone = "{ZONE}"'), "utf-8")
    running = OfficeProcess(folder, site)
    running.open()
    yield running
    running.close()


@pytest.fixture(scope="module")
def scanner(tmp_path_factory):
    link = Path("/dev/shm") / f"lotse-scanner-{os.getpid()}"
    found = Scanner(link)
    yield found
    link.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def book(office):
    """Lays a file of appointments into the office's folder; gives the moment of each code."""
    now = datetime.now(ZoneInfo(ZONE)).replace(second=0, microsecond=0)
    at = {
        "DE2345": now + timedelta(minutes=5),
        "AR2345": now + timedelta(minutes=5),
        "TWCE22": now + timedelta(minutes=5),
        "KCCX22": now + timedelta(minutes=5),
        "KBRD22": now + timedelta(minutes=5),
        "KBRR22": now + timedelta(minutes=5),
        "LATE22": now - timedelta(minutes=40),
        "EARLY2": now + timedelta(hours=3),
        "WRNGDY": now + timedelta(days=2),
        "CANCEL": now + timedelta(minutes=5),
    }
    rows = ["code,start,service,language,cancelled"]
    for code, moment in at.items():
        language = "ar" if code.startswith("AR") else ""
        rows.append(f"{code},{moment:%Y-%m-%d %H:%M},abholung,{language},{'yes' if code == 'CANCEL' else ''}")
    (office.folder / "data" / "appointments" / "day.csv").write_text("\n".join(rows) + "\n")
    return at


@pytest.fixture(scope="module")
def hand(office, paper, open_kiosk, scanner, book):
    touching = open_kiosk(office, paper.address, scanner=scanner.link)
    until(lambda: touching.state()["link"] == "up" and touching.state()["printer"] == "ready")
    until(lambda: touching.state()["scanner"] == "ready")
    return touching


@pytest.fixture
def at_start(hand):
    if hand.state()["screen"] in ("take_slip", "remember", "ask_desk"):
        hand.wait_for("done")
        hand.tap("done")
    elif hand.state()["screen"] != "start":
        hand.wait_for("start-again")
        hand.tap("start-again")
    until(lambda: hand.state()["screen"] == "start")
    return hand


def waiting(office):
    with urllib.request.urlopen(f"{office.url}/health", timeout=5) as reply:
        return json.load(reply)["waiting"]


def shows(hand, step):
    until(lambda: hand.state()["screen"] == step)


def picture(hand, name):
    if folder := os.environ.get("LOTSE_PICTURES"):
        hand.screenshot(Path(folder) / f"{name}.png")


@pytest.mark.parametrize(("code", "language"), [("DE2345", "de"), ("AR2345", "ar")])
def test_a_code_under_the_scanner_of_an_untouched_kiosk_gives_the_slip(at_start, scanner, paper, code, language):
    before = len(paper.slips)

    scanner.scan(f"https://termine.example/{code}\r\n".encode())

    shows(at_start, "take_slip")
    assert at_start.state()["language"] == language
    assert len(paper.slips) == before + 1
    at_start.wait_for("done")
    picture(at_start, f"take-{language}")


@pytest.mark.parametrize(
    ("code", "step", "language"),
    [
        ("EARLY2", "early", "ar"),
        ("WRNGDY", "wrong_day", "ar"),
        ("DE2345", "already", "de"),
        ("NCWHERE", "unknown_code", "de"),
        ("CANCEL", "cancelled", "ar"),
    ],
)
def test_each_no_has_a_screen_of_its_own_with_a_next_step(at_start, scanner, office, code, step, language):
    before = waiting(office)
    go(at_start, f"language:{language}", "check-in")
    at_start.wait_for("key:7")
    picture(at_start, f"pad-{language}")

    scanner.scan(f"LOTSE:{code}\r".encode())

    shows(at_start, step)
    at_start.wait_for("back")
    picture(at_start, f"{step}-{language}")
    assert waiting(office) == before
    keys = {seen.key for seen in at_start.widgets()}
    assert keys & {"start-again", "walk-in", "check-in"}
    assert until(lambda: at_start.state()["least_text_px"]) >= 49


def test_who_is_late_gets_a_slip_all_the_same_and_is_told_so(at_start, scanner):
    go(at_start, "language:de")
    at_start.wait_for("check-in")
    picture(at_start, "group-de")

    scanner.scan(b"LATE22\n")

    shows(at_start, "take_slip")
    assert at_start.wait_for_text("sind Sie spät dran")
    at_start.wait_for("done")
    picture(at_start, "late-de")
    assert until(lambda: at_start.state()["least_text_px"]) >= 49


def test_a_code_typed_with_fingers_on_large_keys_is_checked_in_once(at_start, paper, office, scanner):
    before = waiting(office)
    go(at_start, "language:uk", "check-in", "key:T")
    for seen in at_start.widgets():
        assert min(seen.width, seen.height) >= 88, seen
        assert seen.y >= 710, seen
    go(at_start, "key:X", "key:delete", "key:W", "key:C", "key:E", "key:2", "key:2")
    assert at_start.wait_for_text("T W C E 2 2")
    picture(at_start, "typed-uk")
    go(at_start, "check-in")
    shows(at_start, "take_slip")

    scanner.scan(b"TWCE22\r")
    scanner.scan(b"TWCE22\r")

    shows(at_start, "already")
    assert waiting(office) == before + 1
    go(at_start, "start-again")


def test_a_scanner_that_poses_as_a_keyboard_checks_in_on_whatever_screen_and_leaves_no_letter_there(at_start, office):
    before = waiting(office)
    at_start.type("LOTSE:KBRD22\n")
    shows(at_start, "take_slip")
    assert waiting(office) == before + 1
    go(at_start, "done")

    for way in (("ask", "type:r"), ("group:titel", "comfort"), ("check-in", "key:7")):
        shows(at_start, "start")
        go(at_start, "language:de", *way)
        at_start.type("KBRR22\n" if "type:r" in way else "LOTSE:KBRD22\n")
        shows(at_start, "take_slip" if "type:r" in way else "already")
        assert not at_start.state()["access"]["speech"], "no letter of a code and no Enter is a key of the keypad"
        go(at_start, "done" if "type:r" in way else "start-again")
    assert waiting(office) == before + 2


def test_letters_that_a_scanner_or_a_child_types_change_nothing_on_the_screen(at_start):
    go(at_start, "language:de", "ask", "type:r")
    until(lambda: at_start.state()["untouched_s"] > 0.5)
    seen = at_start.widgets()

    for nothing in ("K7\n", "RR-RRR", "\x00äöß" * 3, "x" * 600 + "\n"):
        at_start.type(nothing, gap_ms=1)

    assert [(one.key, one.text) for one in at_start.widgets()] == [(one.key, one.text) for one in seen]
    state = at_start.state()
    assert (state["screen"], state["language"], state["access"]["speech"]) == ("ask", "de", False)


def test_what_is_no_code_at_all_is_answered_without_asking_the_office(at_start, scanner):
    scanner.scan(b"\x00\xff\xfeP<D<<MUSTERMANN<<ERIKA<<<<<<\r")

    shows(at_start, "unknown_code")
    go(at_start, "walk-in", "language:de")
    shows(at_start, "group")


def test_a_scanner_that_is_pulled_is_reported_and_heard_again_when_it_is_back(at_start, scanner):
    scanner.pull()
    until(lambda: at_start.state()["scanner"] == "unreachable")
    go(at_start, "language:de")
    assert at_start.wait_for_text("Der Code-Scanner antwortet nicht")

    scanner.plug_in()

    until(lambda: at_start.state()["scanner"] == "ready")
    scanner.scan(b"WRNGDY\r")
    shows(at_start, "wrong_day")


def test_a_server_killed_right_after_a_check_in_gives_no_second_ticket(at_start, scanner, office):
    before = waiting(office)
    scanner.scan(b"KCCX22\r")
    shows(at_start, "take_slip")
    office.process.kill()
    office.process.wait(10)
    office.process.stdout.close()
    office.open()
    until(lambda: at_start.state()["screen"] == "start" and at_start.state()["link"] == "up", 30)

    scanner.scan(b"KCCX22\r")

    shows(at_start, "already")
    assert waiting(office) == before + 1
