"""All checks in one go, as `./lotse test` runs them: style, types, tests, and the wheel outside the checkout."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable


def main(arguments: list[str]) -> int:
    """Run every check, even after a failure; 0 when all passed. Arguments go to pytest, which then runs alone."""
    tests = [PYTHON, "-m", "pytest", "-q", *arguments]
    checks = {"tests": tests}
    side_by_side = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile"]
    if not arguments:
        checks = {
            "style": [PYTHON, "-m", "ruff", "check", "."],
            "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
            "types": [PYTHON, "-m", "mypy"],
            "wheel": [PYTHON, "-m", "tests.wheel"],
            "tests": [*tests, *side_by_side],
        }
    failed = []
    for name, command in checks.items():
        print(f"== {name}", flush=True)
        began = time.monotonic()
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            failed.append(name)
        print(f"== {name}: {'FAILED' if name in failed else 'ok'} after {time.monotonic() - began:.0f} s", flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
