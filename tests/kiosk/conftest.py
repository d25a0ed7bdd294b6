"""An open office, a printer and a kiosk, each a process of its own, as in service."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hardware.rehearsal import BlockingRehearsalClient

ROOT = Path(__file__).parents[2]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, "PYTHONPATH": str(ROOT), "SDL_VIDEODRIVER": "offscreen"}


def lotse(*arguments: str | Path, log: Path) -> subprocess.Popen[str]:
    with log.open("a") as heard:
        return subprocess.Popen(
            [sys.executable, "-m", "server.cli", *map(str, arguments)],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=heard,
            text=True,
        )


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
    if process.stdout:
        process.stdout.close()


def until(condition: Callable[[], Any], deadline_s: float = 15) -> Any:
    ends = time.monotonic() + deadline_s
    while not (found := condition()):
        assert time.monotonic() < ends, "it did not come true in time"
        time.sleep(0.02)
    return found


def go(hand: BlockingRehearsalClient, *keys: str) -> None:
    """Touch one thing after the other, each as soon as it is there."""
    for key in keys:
        hand.wait_for(key)
        hand.tap(key)


def site_folder(folder: Path, *, hours: str, timeout_s: int = 90, warning_s: int = 20, triage: bool = False) -> Path:
    """The model site; without its tree the kiosk offers groups and services."""
    shutil.copytree(ROOT / "assets/site", folder)
    if not triage:
        (folder / "triage.toml").unlink()
        for file in (folder / "languages").glob("*.toml"):
            texts, _, _ = file.read_text("utf-8").partition("\n[triage.")
            file.write_text(texts, "utf-8")
    text = (folder / "site.toml").read_text("utf-8")
    week = "".join(f'{day} = "{hours}"\n' if ":" not in hours else f'{day} = ["{hours}"]\n' for day in DAYS)
    text = re.sub(r"\[hours\]\n(.+\n)+", f"[hours]\n{week}", text)
    text = re.sub(r"holidays = \[[^]]*\]", "holidays = []", text)
    text = text.replace("timeout_s = 90", f"timeout_s = {timeout_s}").replace(
        "warning_s = 20", f"warning_s = {warning_s}"
    )
    (folder / "site.toml").write_text(text, "utf-8")
    return folder


@dataclass
class OfficeProcess:
    folder: Path
    site: Path
    process: subprocess.Popen[str] | None = None
    port: int = 0
    token: str = ""

    def open(self) -> None:
        log = self.folder / "server.log"
        self.process = lotse(
            "server", self.site, "--data", self.folder / "data", "--port", str(self.port), "--no-mdns", log=log
        )
        assert self.process.stdout
        for line in self.process.stdout:
            if "is open at" in line:
                self.port = int(line.rsplit(":", 1)[1])
            if "join token" in line:
                self.token = line.split()[-1]
            if line.startswith(("nobody can", "join token")) or (self.token and "counter page" in line):
                return
        raise AssertionError(log.read_text())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        if self.process is not None:
            stop(self.process)
            self.process = None


@dataclass
class Paper:
    """A simulated printer in its own process."""

    address: str
    control: Path

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX) as hand:
            hand.connect(str(self.control))
            file = hand.makefile("rwb")
            file.write(json.dumps(request).encode() + b"\n")
            file.flush()
            answer: dict[str, Any] = json.loads(file.readline())
            file.close()
        return answer

    @property
    def slips(self) -> list[dict[str, Any]]:
        return list(self.ask({"do": "slips"})["slips"])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    folder = tmp_path_factory.mktemp("office")
    running = OfficeProcess(folder, site_folder(folder / "site", hours="00:00-24:00"))
    running.open()
    yield running
    running.close()


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    folder = tmp_path_factory.mktemp("paper")
    control = folder / "switches"
    process = lotse("printer-sim", "--port", "0", "--out", folder, "--control", control, log=folder / "printer.log")
    assert process.stdout
    address = re.search(r"printing at (\S+),", process.stdout.readline())
    assert address
    yield Paper(address[1], control)
    stop(process)


@pytest.fixture(scope="module")
def open_kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., BlockingRehearsalClient]]:
    """Start a kiosk that joins an office; gives the hand that touches it."""
    opened: list[tuple[subprocess.Popen[str], BlockingRehearsalClient]] = []

    def start(
        office: OfficeProcess,
        printer: str,
        size: str = "1080x1920",
        *more: str | Path,
        scanner: str | Path = "none",
    ) -> BlockingRehearsalClient:
        folder = tmp_path_factory.mktemp("kiosk")
        process = lotse(
            *("kiosk", "--join", office.token, "--server", office.url, "--printer", printer, "--size", size),
            *("--scanner", scanner),
            *("--windowed", "--config", folder / "kiosk.json", "--rehearse", folder / "hand"),
            *more,
            log=folder / "kiosk.log",
        )
        hand = BlockingRehearsalClient(folder / "hand")
        opened.append((process, hand))
        return hand

    yield start
    for process, hand in opened:
        hand.close()
        stop(process)
        assert process.returncode == 0
