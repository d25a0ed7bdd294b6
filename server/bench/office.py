"""A server under test: its own process, its own folder, a big office made for measuring."""

import asyncio
import contextlib
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import aiohttp

from server.site.content import PREFIXES
from server.store.database import FILE, Opened
from server.store.members import Members

COUNTERS = 60
SERVICES_PER_GROUP = 2


def write_site(folder: Path) -> Path:
    """A site with 23 groups, 46 services and 60 counters that all serve everything."""
    groups, services, counters = [], [], []
    for prefix in PREFIXES:
        groups.append(f'[[group]]\nslug = "g-{prefix.lower()}"\nprefix = "{prefix}"\nname.de = "Gruppe {prefix}"\n')
        for n in range(SERVICES_PER_GROUP):
            services.append(
                f'[[service]]\nslug = "s-{prefix.lower()}{n}"\ngroup = "g-{prefix.lower()}"\nminutes = 10\n'
                f'name.de = "Anliegen {prefix}{n}"\ndescription.de = "Zum Messen"\nfaq = "messen"\n'
                'access = ["walk-in"]\n'
                'fee = ""\nlaw = ""\ndocuments.de = ["Ausweis"]\n'
            )
    for n in range(1, COUNTERS + 1):
        counters.append(
            f'[[counter]]\nid = "{n}"\nname = "Schalter {n}"\nroom.de = "Saal"\ndirection = "left"\nskills = ["*"]\n'
            "step_free = true\n"
        )
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    hours = "\n".join(f'{day} = ["00:00-24:00"]' for day in days)
    (folder / "faq" / "messen").mkdir(parents=True)
    (folder / "faq" / "messen" / "de.md").write_text(
        '+++\ntitle = "Messen"\nchecked = 2026-11-22\n+++\n\nZum Messen.\n', encoding="utf-8"
    )
    (folder / "services.toml").write_text("\n".join([*groups, *services]), encoding="utf-8")
    (folder / "site.toml").write_text(
        'name.de = "Messamt"\nlanguages = ["de"]\ntimezone = "Europe/Berlin"\nday_change = "03:00"\n'
        f'public_url = ""\n\n[kiosk]\ntimeout_s = 90\nwarning_s = 20\n\n[hours]\n{hours}\n\n' + "\n".join(counters),
        encoding="utf-8",
    )
    return folder


def service_slugs() -> list[str]:
    """All services of the site, so that neighbours have different prefixes."""
    return [f"s-{prefix.lower()}{n}" for n in range(SERVICES_PER_GROUP) for prefix in PREFIXES]


class BenchOffice:
    """Start, measure, kill, start again."""

    def __init__(self, folder: Path, *, forecast: bool = True) -> None:
        """`forecast`: with the process that tells the waits."""
        self._more = [] if forecast else ["--no-forecast"]
        self.site = write_site(folder / "site")
        self.data = folder / "data"
        self.port = 0
        self.process: subprocess.Popen[str] | None = None
        self.machines: dict[str, tuple[str, str]] = {}

    def add_machines(self, role: str, count: int) -> list[tuple[str, str]]:
        """Let machines join behind the server's back: (id, secret) each."""
        from server.clock import utc_now

        opened = Opened(self.data, alone=False)
        members = Members(opened)
        made = [members.add_machine(role, f"{role} {n}", utc_now()) for n in range(count)]
        opened.close()
        return [(machine.id, secret) for machine, secret in made]

    def add_session(self, user: str) -> str:
        """A signed-in lead; returns the session's token."""
        from server.clock import utc_now

        opened = Opened(self.data, alone=False)
        members = Members(opened)
        if members.person(user) is None:
            members.add_person(user, "lead", "no password", utc_now())
        token, _ = members.open_session(user, utc_now())
        opened.close()
        return token

    async def start(self) -> float:
        """Start the server's process; seconds until `/health` answered."""
        began = time.perf_counter()
        command = [sys.executable, "-m", "server.cli", "server", str(self.site), "--data", str(self.data)]
        with open(self.data.parent / "server.log", "a") as log:  # the process keeps its own handle of it
            self.process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", str(self.port), "--no-mdns", *self._more],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout is not None
        while True:
            line = await asyncio.to_thread(self.process.stdout.readline)
            if not line:
                said = (self.data.parent / "server.log").read_text()
                raise RuntimeError(f"the server did not start:\n{said}")
            if " is open at " in line:
                self.port = int(line.rsplit(":", 1)[1])
                break
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/health") as health:
            await health.read()
        return time.perf_counter() - began

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def rss_mb(self) -> float:
        """Resident memory of the server's process in MB."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        return int(kilobytes) / 1024

    def kill(self) -> None:
        """kill -9: no goodbye."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """The orderly way."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, number)
            self.process.wait()
            if self.process.stdout:
                self.process.stdout.close()
            self.process = None

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Ask the database, as anybody could."""
        connection = sqlite3.connect(f"file:{self.data / FILE}?mode=ro", uri=True)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


def key() -> str:
    """A fresh idempotency key."""
    return secrets.token_hex(12)
