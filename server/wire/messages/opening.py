"""Opening a connection, joining, signing in."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from server.wire.messages.base import MachineRole, Message, Name, Port, Role


class Hello(Message, frozen=True):
    """First word at the server's `/ws`. A machine tells its id and a nonce (see `server.wire.opening`).

    A clerk's page leaves both empty: its cookie speaks.
    """

    protocol: int
    role: Role
    machine: str = ""
    nonce: str = ""
    counter: str = ""


class Welcome(Message, frozen=True):
    """The server's first word: who it takes the other side for."""

    protocol: int
    server: str
    role: Role
    machine: str
    version: str


class Challenge(Message, frozen=True):
    """Prove that you know the machine's secret: a display's first word to whoever dials it, and the server's answer
    to a machine's `Hello`, then with the `proof` that it knows the secret itself."""

    protocol: int
    machine: str
    nonce: str
    proof: str = ""


class Proof(Message, frozen=True):
    """A machine's answer to `Challenge`."""

    proof: str


class Drive(Message, frozen=True):
    """The server's answer to `Challenge`; see `server.wire.proof`."""

    protocol: int
    server: str
    proof: str
    nonce: str


class Presence(Message, frozen=True):
    """A display accepts its driver and proves itself in turn."""

    machine: str
    name: str
    proof: str
    version: str


class Join(Message, frozen=True):
    """A new machine asks to belong to the office, with the join token that the server printed.

    `port`: where a display will listen, so that it is dialled even where mDNS finds nothing; 0 for others. `counter`:
    the one whose PC it is, for which alone it will speak; "" for others.
    """

    token: str
    role: MachineRole
    name: Name
    port: Port = 0
    counter: Annotated[str, Meta(max_length=64)] = ""


class Joined(Message, frozen=True):
    """The machine's own key. It is shown once; the server keeps a hash."""

    machine: str
    secret: str
    server: str
    office: str


class Login(Message, frozen=True):
    """A person signs in."""

    user: Annotated[str, Meta(min_length=1, max_length=80)]
    password: Annotated[str, Meta(min_length=1, max_length=256)]


class Session(Message, frozen=True):
    """Who is signed in."""

    user: str
    role: Role
    expires_at: datetime
