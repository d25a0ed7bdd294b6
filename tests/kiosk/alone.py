"""A kiosk whose process and folder are at hand: it can be killed, and what it and its server wrote can be read."""

import json
import sqlite3
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from conftest import OfficeProcess, lotse, stop, until

from hardware.rehearsal import BlockingRehearsalClient
from kiosk.block import Block


@dataclass
class KioskProcess:
    """`open` joins the office the first time. `printer`: its address."""

    folder: Path
    printer: str = "none"
    size: str = "1080x1920"
    process: subprocess.Popen[str] | None = None

    @property
    def config(self) -> Path:
        return self.folder / "kiosk.json"

    def open(self, office: OfficeProcess | None = None) -> BlockingRehearsalClient:
        joining = ("--join", office.token, "--server", office.url) if office else ()
        socket = self.folder / "hand"
        socket.unlink(missing_ok=True)
        self.process = lotse(
            *("kiosk", *joining, "--printer", self.printer, "--size", self.size, "--windowed"),
            *("--config", self.config, "--rehearse", socket),
            log=self.folder / "kiosk.log",
        )
        return BlockingRehearsalClient(socket, 30)

    def kill(self) -> None:
        assert self.process is not None
        _kill(self.process)

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            stop(self.process)
            assert self.process.returncode == 0, "it does not end when it is told to"

    def drawn(self) -> list[tuple[str, str]]:
        """Number and fate of all that was drawn without the server."""
        block = Block(self.config.with_suffix(".numbers.db"))
        found = block.all_drawn()
        block.close()
        return found


def kill(office: OfficeProcess) -> None:
    """The server's power fails."""
    assert office.process is not None
    _kill(office.process)
    office.process = None


def _kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait(5)
    if process.stdout:
        process.stdout.close()


def in_queue(office: OfficeProcess) -> list[str]:
    """The numbers of those who wait, by the moment from which they wait."""
    with sqlite3.connect(office.folder / "data" / "office.db") as sql:
        found = [
            number for (number,) in sql.execute("SELECT number FROM tickets WHERE state = 'waiting' ORDER BY since")
        ]
    sql.close()
    return found


def wished(office: OfficeProcess) -> dict[str, tuple[int, str, bool, bool]]:
    """People, needs, request for priority and "for somebody else" of the tickets for which anything was asked."""
    found = {}
    with sqlite3.connect(office.folder / "data" / "office.db") as sql:
        for (body,) in sql.execute("SELECT body FROM events WHERE type = 'TicketIssued'"):
            event = json.loads(body)
            asked = (event["people"], " ".join(event["needs"]), event["asks_priority"], event["for_other"])
            if asked != (1, "", False, False):
                found[event["number"]] = asked
    sql.close()
    return found


def counts(office: OfficeProcess) -> int:
    """How many visits were counted."""
    with sqlite3.connect(office.folder / "data" / "office.db") as sql:
        (found,) = sql.execute("SELECT sum(times) FROM triage_counts").fetchone()
    sql.close()
    return int(found or 0)


def health(office: OfficeProcess) -> dict[str, object]:
    with urllib.request.urlopen(f"{office.url}/health", timeout=5) as reply:
        return dict(json.load(reply))


def ready(hand: BlockingRehearsalClient) -> None:
    """The link is up and the block is full."""
    until(
        lambda: hand.state()["link"] == "up" and hand.state()["numbers_left"] and not hand.state()["numbers_untold"], 30
    )
