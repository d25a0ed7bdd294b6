"""Server and displays on computers of their own, which know nothing of each other but what multicast tells."""

import asyncio
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lan import Lan, end, why_not

from hardware.rehearsal import RehearsalClient
from server.bench.office import write_site
from server.store.database import FILE

pytestmark = [pytest.mark.journey, pytest.mark.skipif(bool(why_not()), reason=why_not())]

HELPER = Path(__file__).with_name("at_the_office.py")
BUS = """<busconfig><type>system</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
</policy></busconfig>"""
AVAHI = "[server]\nuse-ipv4=yes\nuse-ipv6=no\n[publish]\ndisable-publishing=yes\n"


class Town:
    """A LAN with an office's server, displays, and a stranger who looks."""

    def __init__(self, folder):
        self.folder = folder
        self.lan = Lan()
        self.site, self.data = write_site(folder / "site"), folder / "data"
        self._hands = []

    def start_server(self):
        command = [sys.executable, "-m", "server.cli", "server", self.site, "--data", self.data]
        self.server = self.lan.start("office", command, self.folder / "server.log")

    def token(self):
        printed = wait_for(lambda: "join token" in self.said("server") and self.said("server"))
        return printed.split("join token (shown once): ")[1].split()[0]

    def said(self, who):
        return (self.folder / f"{who}.log").read_text()

    def start_display(self, host, *arguments):
        """Start a display there; its process and the eye on it come by `look`."""
        command = [sys.executable, "-m", "server.cli", "display", "--config", self.folder / f"{host}.json"]
        command += ["--size", "1920x1080", "--mute", "--rehearse", self.folder / f"{host}.hand", *arguments]
        return self.lan.start(host, command, self.folder / f"{host}.log")

    async def look(self, host):
        hand = await RehearsalClient.connect(self.folder / f"{host}.hand", 60)
        self._hands.append(hand)
        return hand

    async def until(self, hand, condition, deadline_s=15.0):
        """The state once `condition(state)` holds, and the moment (monotonic) of it."""
        ends = time.monotonic() + deadline_s
        while not condition(state := await hand.state()):
            logs = "".join(f"\n--- {log.name}\n{log.read_text()}" for log in self.folder.glob("*.log"))
            assert time.monotonic() < ends, f"still {state}{logs}"
            await asyncio.sleep(0.01)
        return state, time.monotonic()

    async def call_somebody(self):
        """A visitor draws a ticket and is called; the number."""
        helper = (sys.executable, HELPER, "call", self.data)
        return (await asyncio.to_thread(self.lan.ask, "office", helper, PYTHONPATH=".")).strip()

    def displays(self):
        """What the server calls its displays, and where it dials them."""
        connection = sqlite3.connect(f"file:{self.data / FILE}?mode=ro", uri=True)
        try:
            return dict(connection.execute("SELECT name, address FROM machines WHERE role = 'display'"))
        finally:
            connection.close()

    async def close(self):
        for hand in self._hands:
            await hand.close()
        self.lan.close()
        for log in self.folder.glob("*.log"):
            assert "Traceback" not in log.read_text(), f"{log.name}:\n{log.read_text()}"


def wait_for(find, deadline_s=20.0):
    ends = time.monotonic() + deadline_s
    while not (found := find()):
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.02)
    return found


def up(state):
    return state["link"] == "up"


@pytest.fixture
async def town(tmp_path):
    town = Town(tmp_path)
    try:
        for host in ("office", "hall", "corridor", "stranger"):
            town.lan.plug_in(host)
        town.start_server()
        yield town
    finally:
        await town.close()


async def test_a_display_finds_the_office_by_multicast_joins_and_is_driven(town):
    town.start_display("hall", "--join", town.token(), "--name", "Wartesaal")
    hand = await town.look("hall")
    await town.until(hand, up)

    number = await town.call_somebody()

    state, _ = await town.until(hand, lambda state: state["board"]["newest"] == number)
    assert state["board"]["counters"] == ["3"]


async def test_a_display_that_was_killed_is_driven_again_even_at_another_port_that_only_multicast_tells(town):
    display = town.start_display("hall", "--join", town.token(), "--name", "Wartesaal")
    await town.until(await town.look("hall"), up)
    number = await town.call_somebody()

    end(display, signal.SIGKILL)
    (town.folder / "hall.hand").unlink()
    town.start_display("hall", "--port", "8399")

    state, _ = await town.until(await town.look("hall"), up)
    assert (state["board"]["newest"], state["chimes"]) == (number, 0)


async def test_a_display_that_gets_another_address_is_found_there(town):
    town.start_display("hall", "--join", town.token(), "--name", "Wartesaal")
    hand = await town.look("hall")
    await town.until(hand, up)

    town.lan.move("hall", "10.77.0.99")

    await asyncio.to_thread(wait_for, lambda: town.displays() == {"Wartesaal": "10.77.0.99:8310"})
    number = await town.call_somebody()
    await town.until(hand, lambda state: state["board"]["newest"] == number)


async def test_a_server_that_was_killed_is_back_on_every_display_within_a_second_of_its_return(town):
    token = town.token()
    for host in ("hall", "corridor"):
        town.start_display(host, "--join", token, "--name", host)
    hands = [await town.look(host) for host in ("hall", "corridor")]
    for hand in hands:
        await town.until(hand, up)
    number = await town.call_somebody()

    end(town.server, signal.SIGKILL)
    for hand in hands:
        state, _ = await town.until(hand, lambda state: state["link"] == "lost", deadline_s=5)
        assert state["board"]["newest"] == number, "the last board stays"
    helper = town.lan.on("office", (sys.executable, HELPER, "health", "20"))
    with subprocess.Popen(
        helper, stdout=subprocess.PIPE, text=True, cwd=HELPER.parents[2], env={"PYTHONPATH": "."}
    ) as eye:
        town.start_server()
        back = [at for _, at in await asyncio.gather(*(town.until(hand, up) for hand in hands))]
        healthy = float(await asyncio.to_thread(eye.stdout.readline))

    assert max(back) - healthy <= 1.0
    again = await town.call_somebody()
    for hand in hands:
        await town.until(hand, lambda state: state["board"]["newest"] == again)


async def test_a_display_renamed_while_it_runs_is_known_by_its_new_name(town):
    display = town.start_display("hall", "--join", town.token(), "--name", "alt")
    hand = await town.look("hall")
    await town.until(hand, up)
    assert set(town.displays()) == {"alt"}

    file = town.folder / "hall.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "name": "neu"}))
    display.send_signal(signal.SIGHUP)

    await asyncio.to_thread(wait_for, lambda: set(town.displays()) == {"neu"})
    assert (await town.until(hand, up))[0]["name"] == "neu"


async def test_a_foreign_browser_sees_server_and_displays_with_valid_records(town):
    for program in ("avahi-daemon", "avahi-browse", "dbus-daemon"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program} (apt install avahi-daemon avahi-utils dbus-daemon)")
    display = town.start_display("hall", "--join", town.token(), "--name", "Wartesaal", "--zone", "Erdgeschoss")
    hand = await town.look("hall")
    await town.until(hand, up)
    browse = foreign_browser(town)

    server = await asyncio.to_thread(browse, "_lotse._tcp", lambda found: found)
    displays = await asyncio.to_thread(browse, "_lotse-display._tcp", lambda found: found)

    (server,), (shown,) = server, displays
    assert (server["address"], server["port"]) == ("10.77.0.1", "8300")
    assert server["txt"]["id"].startswith("server-")
    assert (server["txt"]["name"], server["txt"]["protocol"]) == ("Messamt", "1")
    assert (shown["address"], shown["port"]) == ("10.77.0.2", "8310")
    assert shown["txt"] == {
        "id": json.loads((town.folder / "hall.json").read_text())["machine"],
        "name": "Wartesaal",
        "zone": "Erdgeschoss",
        "protocol": "1",
    }
    file = town.folder / "hall.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "name": "Saal 2"}))
    display.send_signal(signal.SIGHUP)
    renamed = await asyncio.to_thread(
        browse, "_lotse-display._tcp", lambda found: [one["txt"]["name"] for one in found] == ["Saal 2"]
    )
    assert len(renamed) == 1, "the old name is taken back"
    end(display, signal.SIGTERM)
    assert await asyncio.to_thread(browse, "_lotse-display._tcp", lambda found: not found) == []


def foreign_browser(town):
    """Avahi on the stranger's computer; returns a function (type, condition) → resolved services once it holds."""
    bus = town.folder / "bus"
    address = f"unix:path={bus}"
    (town.folder / "bus.conf").write_text(BUS.format(path=bus))
    (town.folder / "avahi.conf").write_text(AVAHI)
    town.lan.start("stranger", ["dbus-daemon", f"--config-file={bus}.conf", "--nofork"], town.folder / "bus.log")
    wait_for(bus.exists)
    # `ip netns exec` gives each program its own mounts, so this is not the computer's own /run
    own_run = "mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon"
    daemon = f"{own_run} && exec avahi-daemon -f {town.folder}/avahi.conf"
    town.lan.start(
        "stranger",
        ["sh", "-c", f"{daemon} --no-drop-root --no-rlimits --no-chroot"],
        town.folder / "avahi.log",
        DBUS_SYSTEM_BUS_ADDRESS=address,
    )
    wait_for(lambda: "startup complete" in town.said("avahi"))

    def browse(kind, condition):
        def look():
            told = town.lan.ask("stranger", ["avahi-browse", "-rpt", kind], DBUS_SYSTEM_BUS_ADDRESS=address)
            return [resolved(line) for line in told.splitlines() if line.startswith("=") and ";IPv4;" in line]

        ends = time.monotonic() + 20
        while not condition(seen := look()):
            assert time.monotonic() < ends, f"the foreign browser sees {seen}"
        return seen

    return browse


def resolved(line):
    """One line of `avahi-browse -p`: =;interface;protocol;name;type;domain;host;address;port;txt"""
    fields = line.split(";", 9)
    txt = dict(part.split("=", 1) for part in fields[9].strip('"').split('" "'))
    return {"address": fields[7], "port": fields[8], "txt": txt}
