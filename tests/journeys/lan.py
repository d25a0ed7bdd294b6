"""A network of its own: computers as network namespaces, joined by a bridge, with real multicast between them."""

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Lan:
    """Computers on one switch. `close` ends every process and takes all of it away."""

    def __init__(self):
        self._stem = f"lotse{os.getpid() % 100000}"
        self._hosts = {}
        self._processes = []
        self._ip("netns", "add", self._switch)
        try:
            self._ip("-n", self._switch, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0")
            self._ip("-n", self._switch, "link", "set", "br0", "up")
        except subprocess.CalledProcessError:
            self.close()
            raise

    @property
    def _switch(self):
        return f"{self._stem}-switch"

    def plug_in(self, host):
        """A new computer; returns its address."""
        number = self._hosts[host] = len(self._hosts) + 1
        space, cable = f"{self._stem}-{host}", f"p{number}"
        self._ip("netns", "add", space)
        self._ip("link", "add", cable, "netns", self._switch, "type", "veth", "peer", "name", "eth0", "netns", space)
        self._ip("-n", self._switch, "link", "set", cable, "master", "br0", "up")
        self._ip("-n", space, "addr", "add", f"10.77.0.{number}/24", "dev", "eth0")
        for link in ("lo", "eth0"):
            self._ip("-n", space, "link", "set", link, "up")
        return f"10.77.0.{number}"

    def move(self, host, address):
        """The computer gets another address, as from a DHCP server."""
        space = f"{self._stem}-{host}"
        self._ip("-n", space, "addr", "flush", "dev", "eth0")
        self._ip("-n", space, "addr", "add", f"{address}/24", "dev", "eth0")

    def start(self, host, command, log, **environment):
        """Start a program on that computer."""
        with log.open("a") as out:
            process = subprocess.Popen(
                self.on(host, command),
                stdout=out,
                stderr=out,
                cwd=ROOT,
                env={**_no_screen(), **environment},
            )
        self._processes.append(process)
        return process

    def ask(self, host, command, **environment):
        """Run a program on that computer to its end; what it printed."""
        done = subprocess.run(
            self.on(host, command),
            capture_output=True,
            text=True,
            timeout=60,
            cwd=ROOT,
            env={**_no_screen(), **environment},
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def on(self, host, command):
        """The command that runs `command` there. What it mounts is its own."""
        return ["ip", "netns", "exec", f"{self._stem}-{host}", *map(str, command)]

    def close(self):
        for process in reversed(self._processes):
            end(process, signal.SIGKILL)
        for space in [f"{self._stem}-{host}" for host in self._hosts] + [self._switch]:
            subprocess.run(["ip", "netns", "del", space], check=False, capture_output=True)

    def _ip(self, *arguments):
        subprocess.run(["ip", *arguments], check=True, capture_output=True)


def end(process, number):
    """Signal a process and wait for its end. `ip netns exec` has become the program itself."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(number)
    return process.wait(20)


def why_not():
    """Why this computer can have no such network; "" when it can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if shutil.which("ip") is None:
        return "needs `ip` (apt install iproute2)"
    space = f"lotse-try-{os.getpid()}"
    wanted = [
        ["ip", "netns", "add", space],
        ["ip", "-n", space, "link", "add", "br0", "type", "bridge"],
        ["ip", "netns", "exec", space, "true"],  # impossible where / is no mount of its own, as in a chroot
    ]
    try:
        for command in wanted:
            tried = subprocess.run(command, capture_output=True, text=True, check=False)
            if tried.returncode:
                return f"no network namespaces here: {tried.stderr.strip()}"
        return ""
    finally:
        subprocess.run(["ip", "netns", "del", space], capture_output=True, check=False)


def _no_screen():
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, "SDL_VIDEODRIVER": "offscreen"}
