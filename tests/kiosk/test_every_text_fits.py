"""No text of the kiosk is cut off, broken, too small or without letters, in any language, upright and lying."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(script: str, site: Path, *arguments: str) -> "subprocess.Popen[str]":
    """A script that opens a window of its own and prints complaints."""
    return subprocess.Popen(
        [sys.executable, ROOT / "tests/kiosk" / script, site, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SDL_VIDEODRIVER": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def complaints(crawling: "subprocess.Popen[str]") -> list[str]:
    out, err = crawling.communicate(timeout=300)
    assert crawling.returncode == 0, err[-2000:]
    found: list[str] = json.loads(out)
    return found


def test_every_screen_shows_every_text_whole() -> None:
    """Each screen in some of the languages, all languages on some screens; without --one-in it takes ten minutes."""
    both = [
        run("every_screen.py", ROOT / "assets/site", "--one-in", "6", "--size", size)
        for size in ("portrait", "landscape")
    ]

    assert [complaint for crawling in both for complaint in complaints(crawling)] == []
