"""`lotse doctor`: what this computer lacks for the parts of the office, and how to get it."""

import argparse
import importlib
import importlib.util
import json
import os
import platform
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

SUMMARY = "Say what this computer lacks to run parts of the office, and how to get it."

PARTS: Final = ("server", "kiosk", "display", "counter")
PACKAGES: Final = {
    "server": ("aiohttp", "argon2", "babel", "markdown_it", "msgspec", "qrcode", "sqlite_utils", "uvloop", "zeroconf"),
    "kiosk": ("aiohttp", "babel", "kivy", "msgspec", "PIL", "pyphen", "pyvips", "qrcode", "zeroconf"),
    "display": ("aiohttp", "babel", "kivy", "msgspec", "pyphen", "pyvips", "qrcode", "zeroconf"),
    "counter": ("aiohttp", "msgspec", "serial", "zeroconf"),
}
_GLASS: Final = frozenset({"kiosk", "display"})
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "firefox", "firefox-esr", "microsoft-edge")
_SERVER_PORT: Final = 8300
_OPEN_A_WINDOW: Final = """
from hardware.glass.window import NoGlassError, open_glass
try:
    open_glass("Lotse doctor", size=(64, 64))
except NoGlassError as why:
    raise SystemExit(str(why))
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. "advice" is missed by some uses only and does not make the doctor fail."""

    name: str
    state: Literal["ok", "missing", "advice"]
    text: str
    """What is there, or what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "--for",
        dest="parts",
        action="append",
        choices=PARTS,
        metavar="PART",
        help=f"look only at what this part needs ({', '.join(PARTS)}); may be given several times",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Print what was found; 0 when nothing is missing, else 1."""
    findings = list(examine(frozenset(args.parts or PARTS)))
    missing = [finding for finding in findings if finding.state == "missing"]
    if args.json:
        print(
            json.dumps({"ok": not missing, "findings": [asdict(finding) for finding in findings]}, ensure_ascii=False)
        )
        return 1 if missing else 0
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        print(f"{finding.state:<7}  {finding.name:<{width}}  {finding.text}")
    print(f"\n{len(missing)} missing." if missing else "\nNothing is missing.")
    return 1 if missing else 0


def examine(parts: frozenset[str]) -> Iterator[Finding]:
    """Look at everything these parts of the office need."""
    yield _python()
    for part in PARTS:
        if part in parts:
            yield packages(part, PACKAGES[part])
    if "server" in parts:
        yield _sqlite()
        yield port(_SERVER_PORT)
    yield _multicast()
    if parts & _GLASS:
        yield from _fonts()
        yield _window()
        yield program("Xvfb", ("Xvfb",), "xvfb", "only for rehearsals without a screen", needed=False)
    if "kiosk" in parts:
        yield program(
            "speech",
            ("espeak-ng",),
            "espeak-ng",
            "reads the kiosk's screens to those who cannot see them",
            needed=False,
        )
    if "display" in parts:
        yield loudspeaker()
    if "counter" in parts:
        yield program("browser", BROWSERS, "chromium", "shows the counter page", needed=True)


def _python() -> Finding:
    return Finding("Python", "ok", platform.python_version())


def packages(part: str, names: tuple[str, ...]) -> Finding:
    """Whether the packages of a part (by the names they are imported by) are installed."""
    lacking = []
    for name in names:
        try:
            # Kivy takes over the process when it is imported.
            found = importlib.util.find_spec(name) is not None
            if name == "pyvips" and found:
                importlib.import_module(name)
        except (ImportError, OSError):
            found = False
        if not found:
            lacking.append(name)
    if not lacking:
        return Finding(f"packages of the {part}", "ok", f"{len(names)} installed")
    return Finding(
        f"packages of the {part}", "missing", f"{', '.join(lacking)}: install with `pip install 'lotse[{part}]'`"
    )


def _sqlite() -> Finding:
    if sqlite3.sqlite_version_info >= (3, 37):
        return Finding("SQLite", "ok", sqlite3.sqlite_version)
    return Finding("SQLite", "missing", f"{sqlite3.sqlite_version} is too old: Lotse needs 3.37, as in Debian 12")


def port(number: int) -> Finding:
    """Whether a TCP port is free."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("", number))
        except OSError as why:
            return Finding(
                f"port {number}",
                "advice",
                f"in use ({why.strerror}): if that is not the office's own server, start it with another --port",
            )
    return Finding(f"port {number}", "ok", "free for the server")


def _multicast() -> Finding:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if hasattr(socket, "SO_REUSEPORT"):
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            listener.bind(("", 5353))
            group = struct.pack("4sl", socket.inet_aton("224.0.0.251"), socket.INADDR_ANY)
            listener.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
    except OSError as why:
        return Finding(
            "mDNS",
            "advice",
            f"machines cannot find each other by themselves here ({why.strerror}): name fixed addresses",
        )
    return Finding("mDNS", "ok", "machines can find each other on this network card")


def _fonts() -> Iterator[Finding]:
    try:
        from hardware.text import missing_fonts
    except (ImportError, OSError):
        yield Finding("fonts", "missing", "not looked at: the text engine needs the package pyvips[binary]")
        return
    lacking = missing_fonts()
    for sentence in lacking:
        yield Finding("fonts", "missing", sentence)
    if not lacking:
        yield Finding("fonts", "ok", "Noto Sans with Arabic")


def _window() -> Finding:
    screen = next((name for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(name)), None)
    environment = {**os.environ, **({} if screen else {"SDL_VIDEODRIVER": "offscreen"})}
    try:
        tried = subprocess.run(
            [sys.executable, "-c", _OPEN_A_WINDOW],
            env=environment,
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Finding("window", "missing", "opening one took longer than a minute: try it from the desktop")
    if tried.returncode:
        said = (tried.stderr.strip().splitlines() or ["no reason given"])[-1]
        return Finding("window", "missing", said)
    if screen is None:
        return Finding("window", "ok", "can be drawn, but this session has no screen (DISPLAY is not set)")
    return Finding("window", "ok", f"opens ({screen}={environment[screen]})")


def program(name: str, programs: tuple[str, ...], package: str, purpose: str, *, needed: bool) -> Finding:
    """Whether one of several programs is on the PATH; `package` is Debian's that brings one."""
    found = next((program for program in programs if shutil.which(program)), None)
    if found is not None:
        return Finding(name, "ok", found)
    return Finding(name, "missing" if needed else "advice", f"{purpose}: install it with `apt install {package}`")


def loudspeaker() -> Finding:
    """Whether a sound can be heard, as far as a program can tell."""
    from hardware.sound import PLAYERS, REMEDY

    player = next((command[0] for command in PLAYERS if shutil.which(command[0])), None)
    if player is None:
        return Finding("sound", "advice", f"no program plays the chime: {REMEDY}")
    cards = Path("/proc/asound/cards")
    if player == "aplay" and (not cards.is_file() or "no soundcards" in cards.read_text()):
        return Finding("sound", "advice", "this computer has no sound card: the display shows calls without a chime")
    return Finding("sound", "ok", player)
