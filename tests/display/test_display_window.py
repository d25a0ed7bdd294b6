"""A real display window, driven by a real server in its own process."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hardware.rehearsal import RehearsalClient
from server.bench.clients import desk, kiosk
from server.bench.office import BenchOffice
from server.store.database import Opened
from server.store.members import Members
from server.wire import messages as m

ROOT = Path(__file__).parents[2]


class Hung:
    """A display process and the eye on it."""

    def __init__(self, folder, process, hand, log):
        self.folder, self.process, self.hand, self.log = folder, process, hand, log

    async def until(self, condition, deadline_s=10.0):
        """The state once `condition(state)` holds, and how many seconds that took."""
        began = time.monotonic()
        while not condition(state := await self.hand.state()):
            assert time.monotonic() - began < deadline_s, f"still {state}\n{self.log.read_text()}"
            await asyncio.sleep(0.02)
        return state, time.monotonic() - began


def command(*arguments):
    return [sys.executable, "-m", "server.cli", "display", *map(str, arguments)]


def environment():
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, "SDL_VIDEODRIVER": "offscreen"}


@contextlib.asynccontextmanager
async def hung(folder, *arguments):
    log = folder / "display.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            command(
                *("--config", folder / "display.json", "--host", "127.0.0.1", "--no-mdns", "--size", "1920x1080"),
                *("--rehearse", folder / "hand", *arguments),
            ),
            cwd=ROOT,
            env=environment(),
            stdout=out,
            stderr=out,
        )
    try:
        hand = await RehearsalClient.connect(folder / "hand", 60)
        yield Hung(folder, process, hand, log)
        await hand.close()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0, log.read_text()
    assert "Traceback" not in log.read_text()


def free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
async def office(tmp_path):
    office = BenchOffice(tmp_path / "office")
    await office.start()
    yield office
    office.stop()


def join_token(office):
    opened = Opened(office.data, alone=False)
    token = Members(opened).new_join_token()
    opened.close()
    return token


class Day:
    """Tickets drawn and called, as a kiosk and a clerk do it."""

    def __init__(self, office):
        self._office = office
        self._machine = office.add_machines("kiosk", 1)[0]
        self._cookie = office.add_session("lea")

    async def issue(self, service="s-a0"):
        async with kiosk(self._office.url, self._machine) as client:
            return (await client.do(m.IssueTicket(service, "de"))).result.number

    async def at(self, counter, *commands):
        async with desk(self._office.url, self._cookie, counter) as client:
            for one in commands:
                reply = await client.do(one)
                assert isinstance(reply, m.Done), reply


async def test_a_call_is_shown_chimed_once_and_kept_when_the_server_dies_and_is_back_within_a_second(office, tmp_path):
    day = Day(office)
    joining = ("--join", join_token(office), "--server", office.url, "--port", free_port(), "--name", "Saal")
    async with hung(tmp_path, *joining) as display:
        await display.until(lambda state: state["link"] == "up")
        await display.hand.wait_for_text("Bitte warten Sie")
        number = await day.issue()
        await day.at("7", m.OpenCounter("7"), m.CallNext("7"))
        state, _ = await display.until(lambda state: state["board"]["newest"] == number)
        assert (state["board"]["counters"], state["name"], state["chimes"]) == (["7"], "Saal", 1)
        await display.hand.wait_for_text(number)
        await day.at("7", m.Recall("7"))
        await display.until(lambda state: state["chimes"] == 2)

        office.kill()
        state, noticed_s = await display.until(lambda state: state["link"] == "lost")
        assert noticed_s < 5
        assert state["board"]["newest"] == number, "the last board stays"
        assert (await display.hand.wait_for_text("Keine Verbindung. Stand: ")).text[-3] == ":"

        await office.start()
        state, back_s = await display.until(lambda state: state["link"] == "up")
        assert back_s < 1
        assert (state["board"]["newest"], state["chimes"]) == (number, 2), "nothing is chimed anew"
        await display.hand.wait_for_text("Niemand wartet")


async def test_before_any_server_came_the_display_tells_the_administrator_its_name(office, tmp_path):
    async with hung(
        tmp_path, "--join", join_token(office), "--server", office.url, "--port", 0, "--name", "Saal 2"
    ) as on:
        await on.hand.wait_for_text("Warten auf den Server der Behörde")

        told = await on.hand.wait_for_text("Saal 2 · display-")

        assert (await on.hand.state())["link"] == "never"
        assert told.text.rsplit(":", 1)[1].isdigit()


async def test_a_display_that_was_renamed_tells_the_server_and_remembers(office, tmp_path):
    port = free_port()
    joining = ("--join", join_token(office), "--server", office.url, "--port", port, "--name", "alt")
    async with hung(tmp_path, *joining) as display:
        await display.until(lambda state: state["link"] == "up")

    async with hung(tmp_path, "--port", port, "--name", "neu") as display:
        state, _ = await display.until(lambda state: state["link"] == "up")
        assert state["name"] == "neu"

    assert office.rows("SELECT name FROM machines WHERE role = 'display'") == [("neu",)]
    assert (tmp_path / "display.json").stat().st_mode & 0o777 == 0o600


def failing(tmp_path, *arguments, **more):
    config = ("--config", tmp_path / "display.json")
    told = subprocess.run(
        command(*config, *arguments),
        cwd=ROOT,
        env={**environment(), **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    return told.stderr


async def test_what_prevents_a_start_is_said_in_a_sentence_with_the_remedy(office, tmp_path):
    import functools
    import socket

    fail = functools.partial(asyncio.to_thread, failing, tmp_path)
    assert "--join TOKEN" in await fail("--no-mdns")
    assert "--new-join-token" in await fail("--join", "AAAA-BBBB-CCCC-DDDD", "--server", office.url)
    assert "--server URL" in await fail("--join", "X", "--server", f"http://127.0.0.1:{free_port()}")
    (tmp_path / "display.json").write_text('{"machine": 5}')
    assert "damaged" in await fail()
    machine, secret = office.add_machines("display", 1)[0]
    member = f'{{"machine": "{machine}", "secret": "{secret}", "server": "s", "office": "o", "name": "n"}}'
    (tmp_path / "display.json").write_text(member)
    assert "SDL_VIDEODRIVER=offscreen" in await fail("--no-mdns", SDL_VIDEODRIVER="dummy")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        taken = held.getsockname()[1]
        assert "--port" in await fail("--no-mdns", "--host", "127.0.0.1", "--port", taken, "--windowed")
