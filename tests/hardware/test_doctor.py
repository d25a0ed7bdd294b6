"""The doctor names what is missing and the exact way to get it."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from hardware import doctor

ROOT = Path(__file__).parents[2]


def visit(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import sys; from server.cli import main; sys.exit(main())", "doctor", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_well_set_up_computer_lacks_nothing_for_a_kiosk():
    seen = visit("--for", "kiosk", "--for", "server", "--json", SDL_VIDEODRIVER="offscreen")

    told = json.loads(seen.stdout)
    assert seen.returncode == 0, seen.stdout
    assert told["ok"] is True
    assert {finding["name"] for finding in told["findings"]} >= {"Python", "fonts", "window", "SQLite", "mDNS"}
    assert "browser" not in {finding["name"] for finding in told["findings"]}, "a kiosk needs none"


def test_a_window_that_cannot_be_opened_is_missing_with_its_remedy():
    seen = visit("--for", "display", SDL_VIDEODRIVER="dummy")

    assert seen.returncode == 1
    (line,) = [line for line in seen.stdout.splitlines() if " window " in line]
    assert line.startswith("missing")
    assert "SDL_VIDEODRIVER=offscreen" in line
    assert "1 missing." in seen.stdout
    assert "Traceback" not in seen.stdout + seen.stderr


def test_a_browser_that_is_not_there_is_named_with_its_package(tmp_path):
    (finding,) = [one for one in _without_programs(tmp_path) if one.name == "browser"]

    assert finding.state == "missing"
    assert "`apt install chromium`" in finding.text


def test_silence_is_advice_not_a_failure(tmp_path):
    (finding,) = [one for one in _without_programs(tmp_path) if one.name == "sound"]

    assert finding.state == "advice"
    assert "`apt install alsa-utils`" in finding.text


def _without_programs(empty: Path) -> list[doctor.Finding]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(empty))
        return [doctor.loudspeaker(), doctor.program("browser", doctor.BROWSERS, "chromium", "pages", needed=True)]


def test_a_port_in_use_is_told():
    with socket.create_server(("", 0)) as taken:
        finding = doctor.port(taken.getsockname()[1])

    assert finding.state == "advice"
    assert "another --port" in finding.text


def test_packages_that_are_missing_are_named_with_the_part():
    finding = doctor.packages("counter", ("aiohttp", "no_such_package"))

    assert finding.state == "missing"
    assert finding.text == "no_such_package: install with `pip install 'lotse[counter]'`"
