"""The machines of the demo office: each a process of its own, as in a real office."""

import asyncio
import contextlib
import os
import re
import secrets
import shutil
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import aiohttp
import msgspec

from assets import path
from hardware.rehearsal import RehearsalClient, RehearsalError
from server.bench.clients import Client, desk, kiosk
from server.demo.book import lay_book
from server.web.access import COOKIE
from server.wire import messages as m

CLERKS = {
    **{"101": "amira", "102": "selin", "103": "pawel", "104": "jonas", "106": "mehmet", "107": "carla"},
    **{"108": "olena", "109": "ngoc", "110": "ida", "111": "samir", "112": "halina"},
}
"""Who works where. Nearly all counters are staffed, as the visitors whom the forecast expects fill most of them."""
SCRIPT_COUNTER, SCRIPT_CLERK = "105", "sofia"
HOME = "Europe/Berlin"
MORNING = 8
READY_S = 60.0
FORETOLD_S = 300.0
PATIENCE_S = 5.0
TOKEN = r"join token \(shown once\): (\S+)"


View = TypeVar("View")


class DemoError(RuntimeError):
    """The demo cannot go on; the text says why and what to do."""


class Cast:
    """Starts the office's programs, knows where they are, and ends them all."""

    def __init__(self, out: Path, windows: bool) -> None:
        self.out, self.windows = out, windows
        self.sizes = {"kiosk": "1080x1920", "display": "1920x1080"}
        self.port, self.display_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.token = ""
        self._timezone = daylight(datetime.now().astimezone())
        self.cookies: dict[str, str] = {}
        self.passwords = {name: secrets.token_urlsafe(9) for name in (*CLERKS.values(), SCRIPT_CLERK)}
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._hands: list[RehearsalClient] = []
        self._sockets = Path(f"/tmp/lotse-demo-{os.getpid()}")
        self._sockets.mkdir(mode=0o700, exist_ok=True)
        (out / "logs").mkdir(parents=True, exist_ok=True)

    def make_site(self, open_now: bool) -> Path:
        """The model site, open round the clock (or never), so that the demo can be seen at any hour."""
        folder = self.out / ("site" if open_now else "site-closed")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(path("site"), folder)
        text = (folder / "site.toml").read_text(encoding="utf-8")
        text = text.replace('timezone = "Europe/Berlin"', f'timezone = "{self._timezone}"')
        if open_now:
            days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
            hours = "[hours]\n" + "".join(f'{day} = ["00:00-24:00"]\n' for day in days) + "\n"
            text = re.sub(r"\[hours\]\n.*?\n\n", hours, text, count=1, flags=re.S)
        else:
            today = datetime.now(ZoneInfo(self._timezone)).date().isoformat()
            text = text.replace("holidays = [", f"holidays = [\n  {today},", 1)
        (folder / "site.toml").write_text(text, encoding="utf-8")
        return folder

    async def start_server(self, site: Path) -> None:
        """Start the server and wait until it answers."""
        lay_book(self.out / "data" / "appointments", datetime.now(ZoneInfo(self._timezone)))
        command = ["server", str(site), "--data", str(self.out / "data"), "--host", "127.0.0.1"]
        fixed = ["--display", f"127.0.0.1:{self.display_port}"]
        log = await self._start("server", *command, "--port", str(self.port), *fixed)
        await self._ready(log)
        found = re.search(TOKEN, log.read_text())
        self.token = found.group(1) if found else self.token

    async def add_clerks(self) -> None:
        """People who can sign in, and do."""
        for name, password in self.passwords.items():
            role = "lead" if name == "amira" else "clerk"
            adding = await asyncio.create_subprocess_exec(
                *_lotse("server", str(self.out / "site"), "--data", str(self.out / "data")),
                *("--add-user", name, "--role", role),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
            )
            await adding.communicate(f"{password}\n".encode())
            async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
                login = m.encode(m.Login(name, password))
                async with session.post(f"{self.url}/api/login", data=login) as reply:
                    if reply.status != 200:
                        raise DemoError(f"{name} cannot sign in: {await reply.text()}")
                    self.cookies[name] = reply.cookies[COOKIE].value

    async def foretold(self, say: Callable[[str], None]) -> bool:
        """Wait until the server can tell how long people will wait; False where it will not (`say` tells why).

        Counters must be open: with nobody at work nobody can tell. Raises DemoError after `FORETOLD_S`.
        """
        loop = asyncio.get_running_loop()
        began, told = loop.time(), False
        async with aiohttp.ClientSession(cookies={COOKIE: self.cookies[CLERKS["101"]]}) as session:
            while loop.time() < began + FORETOLD_S:
                if (await _seen(session, f"{self.url}/api/kiosk", m.KioskView)).waits:
                    return True
                missing = [w for w in (await _seen(session, f"{self.url}/health", m.Health)).warnings if "numba" in w]
                if missing:
                    say(missing[0])
                    return False
                if not told and loop.time() > began + PATIENCE_S:
                    say("waiting for the forecast; the very first time it is compiled, which takes about a minute")
                    told = True
                await asyncio.sleep(0.1)
        raise DemoError(f"the forecast did not come within {FORETOLD_S:g} s; see {self.out}/logs/server.log")

    async def start_kiosk(self, printer: str, *also: str) -> RehearsalClient:
        """Start the kiosk's window, with more arguments `also`, and a hand to touch it."""
        size = ["--windowed", "--size", self.sizes["kiosk"]]
        joining = ["--server", self.url, "--join", self.token, "--name", "Kiosk Eingang"]
        config = ["--config", str(self.out / "kiosk.json"), "--printer", printer]
        return await self._window("kiosk", "kiosk", *joining, *config, *size, *also)

    async def start_display(self, driver: str = "") -> RehearsalClient:
        """Start the waiting room's display; `driver`: what SDL is to draw on ("offscreen"), "" for the screen."""
        size = ["--windowed", "--size", self.sizes["display"]]
        joining = ["--server", self.url, "--join", self.token, "--name", "Wartebereich EG", "--zone", "EG"]
        config = ["--config", str(self.out / "display.json"), "--host", "127.0.0.1", "--port", str(self.display_port)]
        mute = [] if self.windows else ["--mute"]
        return await self._window("display", "display", *joining, *config, *size, *mute, driver=driver)

    async def second_kiosk(self) -> Client:
        """A kiosk without glass, for the other visitors."""
        async with aiohttp.ClientSession() as session:
            join = m.encode(m.Join(self.token, "kiosk", "Kiosk Obergeschoss"))
            async with session.post(f"{self.url}/api/join", data=join) as reply:
                joined = await reply.json()
        return kiosk(self.url, (joined["machine"], joined["secret"]))

    def desk(self, counter: str) -> Client:
        """The counter page of the clerk who works there, without a browser."""
        return desk(self.url, self.cookies[CLERKS.get(counter, SCRIPT_CLERK)], counter)

    async def stop(self, name: str) -> None:
        """End one program."""
        process = self._processes.pop(name, None)
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                async with asyncio.timeout(5):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()

    async def stop_all(self) -> None:
        """End everything, the server last."""
        for hand in self._hands:
            await hand.close()
        for name in reversed(list(self._processes)):
            await self.stop(name)
        shutil.rmtree(self._sockets, ignore_errors=True)

    async def _start(self, name: str, *arguments: str, driver: str = "") -> Path:
        log = self.out / "logs" / f"{name}.log"
        environment = dict(os.environ)
        if driver or not self.windows:
            environment["SDL_VIDEODRIVER"] = driver or "offscreen"
        with log.open("w") as file:
            self._processes[name] = await asyncio.create_subprocess_exec(
                *_lotse(*arguments), stdout=file, stderr=file, env=environment
            )
        return log

    async def _window(self, name: str, *arguments: str, driver: str = "") -> RehearsalClient:
        at = self._sockets / name
        log = await self._start(name, *arguments, "--rehearse", str(at), driver=driver)
        process = self._processes[name]
        connecting = asyncio.create_task(RehearsalClient.connect(at, READY_S))
        ending = asyncio.create_task(process.wait())
        done, _ = await asyncio.wait({connecting, ending}, return_when=asyncio.FIRST_COMPLETED)
        if connecting not in done:
            connecting.cancel()
            raise DemoError(f"the {name} ended at its start: {_last_words(log)}")
        ending.cancel()
        try:
            hand = connecting.result()
        except RehearsalError as error:
            raise DemoError(f"the {name} opened no window: {error}; {_last_words(log)}") from error
        self._hands.append(hand)
        return hand

    async def _ready(self, log: Path) -> None:
        process = self._processes["server"]
        ends = asyncio.get_running_loop().time() + READY_S
        while process.returncode is None and asyncio.get_running_loop().time() < ends:
            said = log.read_text(errors="replace")
            if " is open at " in said and (self.token or re.search(TOKEN + r"\s", said)):  # the token comes later
                return
            await asyncio.sleep(0.05)
        raise DemoError(f"the server did not start: {_last_words(log)}")


def _lotse(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "server.cli", *arguments]


def _last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return f"{lines[-1]} (whole log: {log})" if lines else f"it said nothing ({log})"


async def _seen(session: aiohttp.ClientSession, url: str, kind: type[View]) -> View:
    async with session.get(url) as reply:
        return msgspec.json.decode(await reply.read(), type=kind)


def daylight(now: datetime) -> str:
    """The demo office's time zone: the model site's by day, else one in which it is eight in the morning now.

    So nothing is too late before closing, whenever the demo is played.
    """
    if 5 <= now.astimezone(ZoneInfo(HOME)).hour < 18:
        return HOME
    ahead = MORNING - now.astimezone(UTC).hour
    ahead += 24 if ahead < -12 else 0
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"  # the signs of these names are turned round


def free_port() -> int:
    """A TCP port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
