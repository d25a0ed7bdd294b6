"""The demo's whole script, offscreen, as a newcomer runs it."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.journey


def test_the_demo_plays_to_its_end_and_leaves_its_pictures(tmp_path):
    quiet = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    played = subprocess.run(
        [sys.executable, "-m", "server.cli", "demo", "--offscreen", "--out", str(tmp_path)],
        env=quiet,
        capture_output=True,
        text=True,
        timeout=360,
        check=False,
    )

    assert played.returncode == 0, played.stderr + played.stdout
    assert "0 commands the printer did not know" in played.stdout
    pictures = {file.stem for kind in ("kiosk", "display", "slip") for file in (tmp_path / kind).glob("*.png")}
    assert len(list((tmp_path / "slip").glob("*.png"))) >= 4, pictures
    for name in ("no-connection", "closed"):
        assert any(name in picture for picture in pictures), pictures
