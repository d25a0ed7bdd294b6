"""Builds the wheel and uses it outside the checkout, as an office would."""

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES_THAT_ARE_NOT_PYTHON = (".kv", ".po", ".toml", ".md", ".css", ".js", ".html", ".svg", ".wav")


def main() -> int:
    """0 when the installed wheel works."""
    with tempfile.TemporaryDirectory(prefix="lotse-wheel-") as name:
        folder = Path(name)
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        (wheel,) = folder.glob("*.whl")
        lacking = _lacking(wheel)
        if lacking:
            print("the wheel lacks:", *lacking, sep="\n  ", file=sys.stderr)
            return 1
        target = folder / "installed"
        install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--disable-pip-version-check"]
        subprocess.run([*install, "--target", str(target), str(wheel)], check=True)
        env = {**os.environ, "PYTHONPATH": str(target), "HOME": name}
        lotse = [sys.executable, "-P", "-m", "server.cli"]

        def run(*arguments: str) -> str:
            result = subprocess.run(
                [*lotse, *arguments], cwd=name, env=env, capture_output=True, text=True, check=False
            )
            if result.returncode != 0:
                raise SystemExit(f"lotse {' '.join(arguments)} failed:\n{result.stdout}{result.stderr}")
            return result.stdout

        where = "import server; print(server.__file__)"
        found = subprocess.run([sys.executable, "-P", "-c", where], cwd=name, env=env, capture_output=True, text=True)
        if str(target) not in found.stdout:
            print(f"the wheel was not used, but {found.stdout}", file=sys.stderr)
            return 1
        run("init", "site")
        run("check", "site")
        for command in (
            "server",
            "kiosk",
            "display",
            "counter",
            "demo",
            "doctor",
            "check",
            "init",
            "simulate",
            "plan",
            "tune",
            "bench",
        ):
            if f"lotse {command}" not in run(command, "--help"):
                print(f"lotse {command} --help does not name itself", file=sys.stderr)
                return 1
    print("the wheel works outside the checkout")
    return 0


def _lacking(wheel: Path) -> list[str]:
    inside = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    rooms = ("assets/", "counter/", "display/", "hardware/", "kiosk/", "server/")
    return [
        f
        for f in tracked
        if f.startswith(rooms) and f.endswith((".py", *FILES_THAT_ARE_NOT_PYTHON)) and f not in inside
    ]


if __name__ == "__main__":
    sys.exit(main())
