"""The counter's small devices on serial lines: a button that calls the next visitor, a sign that shows the number."""

import argparse
import asyncio
import logging
import secrets
import signal
import socket
import sys
import time
from pathlib import Path

import aiohttp
import msgspec
from platformdirs import user_config_path

from hardware.devices.serial_line import DeviceStatus, SerialLine, device_path
from server.wire import joining
from server.wire import messages as m
from server.wire.codec import MAX_VIEW_BYTES, Decoder, Garbled
from server.wire.link import Link, LinkState, Rejected
from server.wire.opening import open_as_machine

log = logging.getLogger(__name__)

PRESS_S = 1.0
"""A button that bounces, or is leant on, is pressed once in this time."""

_from_server: Decoder[m.FromServer] = Decoder(m.FromServer, MAX_VIEW_BYTES)


class CounterMembership(msgspec.Struct, frozen=True):
    """A counter's PC in its office; see `kiosk.membership.Membership`."""

    machine: str
    secret: str
    server: str
    url: str
    counter: str


def default_path() -> Path:
    """Where a counter's PC keeps its membership unless told otherwise."""
    return user_config_path("lotse") / "counter.json"


def serve_devices(args: argparse.Namespace) -> int:
    """Join where that is asked for, then serve the devices until a signal. Raises NoOffice or ValueError."""
    button, sign = (device_path(path) if path else "" for path in (args.button, args.sign))
    if args.join:
        if not args.counter:
            raise ValueError("say which counter this PC stands at: --counter 101 --join TOKEN")
        name = f"Counter {args.counter} {socket.gethostname()}"[:80]
        wanted = m.Join(args.join, "counter", name, counter=args.counter)
        joined, url = asyncio.run(joining.join(wanted, args.server or ""))
        membership = CounterMembership(joined.machine, joined.secret, joined.server, url, args.counter)
        joining.save(membership, args.config)
        _say(f"this PC belongs to counter {args.counter} of {joined.office} now")
    else:
        membership = joining.load(args.config, CounterMembership, "counter")
    if button or sign:
        logging.getLogger().setLevel(logging.INFO)
        asyncio.run(_serve(Bridge(membership, button, sign)))
    return 0


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


async def _serve(bridge: "Bridge") -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    bridge.start()
    _say(f"counter {bridge.counter}: serving its devices")
    await ended.wait()
    await bridge.close()


class Bridge:
    """Between the office and the devices of one counter. A path of "" is no device."""

    def __init__(self, membership: CounterMembership, button: str, sign: str) -> None:
        self.counter = membership.counter
        self._membership = membership
        self._number: str | None = None
        self._pressed_at = -PRESS_S
        self._failing: set[m.Device] = set()
        self._button = SerialLine(button, self._pressed, self._button_told) if button else None
        self._sign = SerialLine(sign, told=self._sign_told) if sign else None
        self._link = Link("the office's server", self._address, self._greet, self._heard, self._link_is)

    def start(self) -> None:
        """Begin, in the running loop."""
        self._link.start()
        for device in (self._button, self._sign):
            if device is not None:
                device.start()

    async def close(self) -> None:
        """End."""
        for device in (self._button, self._sign):
            if device is not None:
                await device.close()
        await self._link.close()

    def _address(self) -> str:
        return self._membership.url.replace("http", "ws", 1) + "/ws"

    async def _greet(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        welcome = await open_as_machine(socket, "counter", self._membership.machine, self._membership.secret)
        if welcome.server != self._membership.server:
            raise Rejected(f"{welcome.server} is another office's server; join it: lotse counter --join TOKEN")

    def _heard(self, raw: str) -> None:
        try:
            message = _from_server(raw)
        except Garbled as error:
            log.warning("the server said what this PC does not understand (%s): update it", error.code)
            return
        match message:
            case m.CounterSign():
                self._number = message.number
                self._show()
            case m.Refused() | m.Fault():
                log.info("nobody was called: %s", message.message)

    def _pressed(self, line: str) -> None:
        """Whatever the button sends is a press; with the office away it is forgotten, not kept for later."""
        now = time.monotonic()
        if now - self._pressed_at < PRESS_S:
            return
        self._pressed_at = now
        do = m.Do(f"button-{secrets.token_urlsafe(18)}", m.CallNext(self.counter))
        if not self._link.send(m.encode(do)):
            log.warning("the button was pressed, but the office's server is away")

    def _button_told(self, status: DeviceStatus) -> None:
        self._told("button", status)

    def _sign_told(self, status: DeviceStatus) -> None:
        self._told("sign", status)
        if status.ready:
            self._show()

    def _told(self, device: m.Device, status: DeviceStatus) -> None:
        """A device that is away says so at each try; the office is told once."""
        before = set(self._failing)
        if status.ready:
            self._failing.discard(device)
        else:
            self._failing.add(device)
        if self._failing != before:
            self._report()

    def _link_is(self, state: LinkState) -> None:
        if state is LinkState.UP:
            self._report()

    def _report(self) -> None:
        """What cannot be told now is told when the link is up."""
        self._link.send(m.encode(m.ReportDevices(tuple(sorted(self._failing)))))

    def _show(self) -> None:
        """Protocol of the sign: the number in ASCII and CR; only CR for nobody."""
        if self._sign is not None and self._number is not None:
            self._sign.write(self._number.encode("ascii", "replace") + b"\r")
