"""Slips: measured by the kiosk's own trial, in a process of its own, because no room imports the kiosk."""

import json
import subprocess
import sys

_TRIAL = (sys.executable, "-m", "kiosk.trial")


def printing(slips: int) -> dict[str, float]:
    """How long a slip takes to be made and on the wire; then `slips` slips with a kill -9 in every tenth.

    Raises CalledProcessError when the trial fails.
    """
    told = subprocess.run([*_TRIAL, "--slips", str(slips)], stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, float] = json.loads(told.stdout)
    return found


def matrix() -> int:
    """Play every fault in every phase over every line, and write what became of the slips to stdout."""
    return subprocess.run([*_TRIAL, "matrix"], check=False).returncode
