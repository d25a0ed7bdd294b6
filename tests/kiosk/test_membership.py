"""How a kiosk comes to belong to an office, and what it says when it does not."""

import stat
import subprocess
import sys

import pytest
from conftest import ROOT, environment

from kiosk.membership import Membership, load
from server.wire.finding import NoOffice, server_url
from server.wire.joining import NotAMember, save


def kiosk(*arguments: object, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "server.cli", "kiosk", *map(str, arguments)],
        cwd=ROOT,
        env={**environment(), **extra},
        capture_output=True,
        text=True,
        timeout=60,
    )


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_membership_is_kept_whole_and_for_this_user_alone(tmp_path):
    membership = Membership("kiosk-1", "secret", "server-1", "http://10.0.0.1:8300", printer="tcp://10.0.0.9")
    path = tmp_path / "deep" / "kiosk.json"

    save(membership, path)

    assert load(path) == membership
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["kiosk.json"]


def test_a_damaged_memory_says_how_to_mend_it(tmp_path):
    (tmp_path / "kiosk.json").write_text('{"machine": 7}')

    with pytest.raises(NotAMember, match="remove it and join again"):
        load(tmp_path / "kiosk.json")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("office:8300", "http://office:8300"),
        ("http://10.0.0.5:8300/", "http://10.0.0.5:8300"),
        ("https://amt.example", "https://amt.example"),
        ("http://[fd00::1]:8300", "http://[fd00::1]:8300"),
    ],
)
def test_an_address_may_be_written_as_people_write_it(written, meant):
    assert server_url(written) == meant


@pytest.mark.parametrize("written", ["", "ftp://office", "http://office:port", "http://office/queue", "http://"])
def test_an_address_that_is_none_is_refused_with_an_example(written):
    with pytest.raises(NoOffice, match="write --server http://"):
        server_url(written)


def test_a_kiosk_without_an_office_says_how_to_join(tmp_path):
    assert "lotse kiosk --join TOKEN" in complaint(kiosk("--config", tmp_path / "none.json"))


def test_a_wrong_token_is_named_with_the_command_for_a_new_one(office, tmp_path):
    done = kiosk("--join", "wrong", "--server", office.url, "--config", tmp_path / "k.json")

    assert "--new-join-token" in complaint(done)
    assert not (tmp_path / "k.json").exists()


def test_a_server_that_is_not_there_is_named(tmp_path):
    done = kiosk("--join", "token", "--server", "127.0.0.1:9", "--config", tmp_path / "k.json")

    assert "http://127.0.0.1:9" in complaint(done)


def test_a_printer_address_that_cannot_be_meant_is_refused_before_joining(office, tmp_path):
    done = kiosk("--join", office.token, "--server", office.url, "--printer", "lpt1", "--config", tmp_path / "k.json")

    assert "tcp://192.168.1.50:9100" in complaint(done)
    assert not (tmp_path / "k.json").exists()


def test_without_a_screen_the_remedy_is_said(tmp_path):
    save(Membership("kiosk-1", "secret", "server-1", "http://127.0.0.1:9"), tmp_path / "k.json")

    assert "no screen" in complaint(kiosk("--config", tmp_path / "k.json", SDL_VIDEODRIVER=""))
