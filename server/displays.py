"""Finds the office's displays and drives them: dials each one, proves the office, sends every new board.

A display is known by its key, not by its address: what mDNS says only tells where to dial.
"""

import asyncio
import logging
from collections.abc import Callable

import aiohttp

from server import views
from server.domain.queue import Queue
from server.store.members import Machine
from server.web.context import Context
from server.wire import messages as m
from server.wire.codec import Decoder, Garbled
from server.wire.discovery import Sighting
from server.wire.link import Link, LinkState, Rejected
from server.wire.proof import nonce, proof, proves

log = logging.getLogger(__name__)

_from_display: Decoder[m.FromDisplay] = Decoder(m.FromDisplay)
MAX_STRANGERS = 100
BOARD_GAP_S = 0.01
ASK_S = 2.0


class Driven:
    """One display that joined: its link and the boards that go there."""

    def __init__(self, context: Context, machine: Machine) -> None:
        self._context = context
        self._machine = machine
        self.name = machine.name
        self.addresses: list[str] = [machine.address] if machine.address else []
        self._turn = 0
        self._dialled = ""
        self._unwatch: Callable[[], None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self.link = Link(f"display {machine.id}", self._address, self._greet, self._heard, self._changed)

    def sighted(self, addresses: list[str]) -> None:
        """It was seen at these addresses (host:port): dial them, the new ones first."""
        self.addresses = addresses + [a for a in self.addresses[:4] if a not in addresses]
        self._turn = 0
        self.link.wake()

    async def close(self) -> None:
        """Let go of the display."""
        await self.link.close()

    def _address(self) -> str:
        if not self.addresses:
            return ""
        self._dialled = self.addresses[self._turn % len(self.addresses)]
        self._turn += 1
        return f"ws://{self._dialled}/lotse"

    async def _greet(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        challenge = await _hear(socket)
        if not isinstance(challenge, m.Challenge):
            raise ValueError("no challenge")
        if challenge.machine != self._machine.id:
            raise ValueError(f"another display ({challenge.machine}) answers there")
        if challenge.protocol != m.PROTOCOL:
            raise Rejected(f"it speaks protocol {challenge.protocol}, this server {m.PROTOCOL}: update the older one")
        own, hashed = nonce(), self._machine.secret_hash
        drive = m.Drive(m.PROTOCOL, self._context.server_id, proof(hashed, "server", challenge.nonce), own)
        await socket.send_str(m.encode(drive).decode())
        presence = await _hear(socket)
        if isinstance(presence, m.Refused):
            raise Rejected(presence.message)
        if not isinstance(presence, m.Presence) or not proves(hashed, "display", own, presence.proof):
            raise Rejected("it cannot prove that it belongs to the office: let it join again")
        self._turn = max(0, self._turn - 1)  # this address works: begin with it next time
        if (presence.name, self._dialled) != (self.name, self._machine.address):
            self.name = presence.name[:80]
            self._context.members.seen_at(self._machine.id, self.name, self._dialled)

    def _heard(self, raw: str) -> None:
        log.debug("display %s said something unexpected", self._machine.id)

    def _changed(self, state: LinkState) -> None:
        up, warnings = self._context.displays_up, self._context.warnings
        if state is LinkState.UP:
            up.add(self._machine.id)
            warnings.pop(self._machine.id, None)
            self._watching = asyncio.create_task(self._watch())
            return
        if self._machine.id in up:
            up.discard(self._machine.id)
            warnings[self._machine.id] = f"Display {self.name} is not connected. Look whether it is switched on."
        if self._unwatch is not None:
            self._unwatch()
            self._unwatch = None

    async def _watch(self) -> None:
        unwatch = await self._context.announcer.watch("board", board_view(self._context), self._send, BOARD_GAP_S)
        if self.link.state is LinkState.UP:
            self._unwatch = unwatch
        else:
            unwatch()

    def _send(self, raw: bytes) -> None:
        if not self.link.send(raw):
            log.debug("display %s does not read", self._machine.id)


def board_view(context: Context) -> Callable[[Queue], m.Message]:
    """How the board is made from the queue."""
    clock = context.office.clock

    def render(queue: Queue) -> m.Message:
        now = clock.now()
        return views.board(queue, context.site, context.waits, now, clock.local(now))

    return render


async def _hear(socket: aiohttp.ClientWebSocketResponse) -> m.FromDisplay:
    try:
        return _from_display(await socket.receive_str())
    except Garbled as error:
        raise ValueError(str(error)) from error
    except TypeError as error:
        raise ValueError("it hung up") from error


class Displays:
    """All displays of the office."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._driven: dict[str, Driven] = {}
        self._strangers: set[str] = set()
        self._asking: list[asyncio.Task[None]] = []

    def start(self, fixed: tuple[str, ...] = ()) -> None:
        """Dial every display that joined where it was last seen, and ask at the `fixed` addresses (host:port)."""
        for machine in self._context.members.displays():
            self._drive(machine)
        self._asking = [asyncio.create_task(self._ask(address), name=f"ask {address}") for address in fixed]

    async def close(self) -> None:
        """Hang up on all."""
        for task in self._asking:
            task.cancel()
        await asyncio.gather(
            *self._asking, *(driven.close() for driven in self._driven.values()), return_exceptions=True
        )

    async def _ask(self, address: str) -> None:
        """Ask at a fixed address until a display that joined answers there; from then on it is dialled like any."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ASK_S)) as session:
            while True:
                try:
                    async with session.ws_connect(f"ws://{address}/lotse") as socket:
                        challenge = await _hear(socket)
                    machine = self._context.members.machine(getattr(challenge, "machine", ""))
                    if machine is not None and machine.role == "display":
                        self._context.warnings.pop(address, None)
                        (self._driven.get(machine.id) or self._drive(machine)).sighted([address])
                        return
                    reason = "it does not belong to this office; run `lotse display --join TOKEN` on it"
                except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
                    reason = str(error) or type(error).__name__
                self._context.warnings[address] = f"No display at {address} yet: {reason}"
                await asyncio.sleep(ASK_S)

    def seen(self, sighting: Sighting) -> None:
        """mDNS saw a display. Only one that joined the office is dialled."""
        driven = self._driven.get(sighting.machine)
        if driven is None:
            machine = self._context.members.machine(sighting.machine)
            if machine is None or machine.role != "display":
                self._stranger(sighting)
                return
            driven = self._drive(machine)
        driven.sighted([f"{address}:{sighting.port}" for address in sighting.addresses])

    def joined(self, id: str) -> None:
        """A display joined and said where it will listen: begin to dial it."""
        machine = self._context.members.machine(id)
        if machine is not None and id not in self._driven:
            self._drive(machine)

    def _drive(self, machine: Machine) -> Driven:
        driven = self._driven[machine.id] = Driven(self._context, machine)
        driven.link.start()
        return driven

    def _stranger(self, sighting: Sighting) -> None:
        if sighting.machine not in self._strangers and len(self._strangers) < MAX_STRANGERS:
            self._strangers.add(sighting.machine)
            log.warning(
                "display %s at %s does not belong to this office; run `lotse display --join TOKEN` on it",
                sighting.machine,
                sighting.addresses[0],
            )
