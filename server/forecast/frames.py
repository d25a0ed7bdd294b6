"""What the server asks the forecast's worker, and what it answers: one frame of MessagePack each.

Times are minutes from the snapshot's moment, negative before it; counters, pools and tickets are their positions in
the lists.
"""

from typing import BinaryIO

import msgspec

LENGTH_BYTES = 4
MAX_BYTES = 64_000_000


class Ticketed(msgspec.Struct, array_like=True):
    """Tickets, column by column: first those who wait, in the order in which they came, then ghosts (one for each
    service, who only ask when they would be called), then those who are being served."""

    since: list[float]
    pool: list[int]
    kind: list[int]
    expected: list[float]
    passed: list[int]
    waiting: int
    ghosts: int


class AtWork(msgspec.Struct, array_like=True):
    """The counters that are at work, column by column. `current`: the ticket there, -1 for none; `began`: since when;
    `back`: when a paused one is expected back (0: it is open); `rest_from`, `rest`: its next break, -1 for none."""

    flexible: list[int]
    current: list[int]
    began: list[float]
    back: list[float]
    rest_from: list[float]
    rest: list[float]


class Pools(msgspec.Struct, array_like=True):
    """What is waited for, column by column. `served`: by which counters; `service`: its number, the same where first
    come is first served among several pools; `mean`, `sigma`: minutes of one person, and the lognormal's sigma."""

    served: list[list[int]]
    service: list[int]
    mean: list[float]
    sigma: list[float]


class Weighing(msgspec.Struct, array_like=True):
    """The rule in force: see `server.domain.index`; the lists are by kind, minutes where there is a unit."""

    wait_power: float
    work_power: float
    drain: float
    balance: float
    factor: list[float]
    target: list[float]
    bound: list[float]
    overtakes: int
    early: float


class Expected(msgspec.Struct, array_like=True):
    """Who may come: spans of time and tickets a minute for each of the first pools, see `simulation.drawing.Coming`.

    `book_at`, `book_pool`: the appointments of today that are not checked in yet, and their pools.
    """

    begins: list[float]
    ends: list[float]
    walk_ins: list[list[float]]
    appointments: list[list[float]]
    priority: float
    lead: float
    lead_sd: float
    groups: float
    group_work: list[float]
    book_at: list[float] = []
    book_pool: list[int] = []


class Snapshot(msgspec.Struct, array_like=True, tag="snapshot"):
    """All that the forecast needs to know of a moment. `deadline`: services that end later are too late."""

    counters: AtWork
    pools: Pools
    tickets: Ticketed
    rule: Weighing
    coming: Expected
    deadline: float | None
    futures: int
    seed: int


class AboutToCall(msgspec.Struct, array_like=True, tag="about_to_call"):
    """The free counter that calls next, by its position in the snapshot: whom should it take?"""

    snapshot: Snapshot
    counter: int


class Foreseen(msgspec.Struct, array_like=True, tag="foreseen"):
    """Per waiting ticket and ghost: minutes until the call, as 5 %, 50 % and 95 % of the futures (None: it cannot be
    told), and for ghosts the share of futures in which the service ends before the deadline."""

    calls: list[tuple[float, float, float] | None]
    in_time: list[float]


class Advised(msgspec.Struct, array_like=True, tag="advised"):
    """The place of a waiting ticket that is worth taking instead of the rule's choice; None: there is none."""

    ticket: int | None


Question = Snapshot | AboutToCall
Answer = Foreseen | Advised


def frame(body: bytes) -> bytes:
    """The body with its length before it."""
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next body; None when the other side has gone."""
    head = stream.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    body = stream.read(length) if length <= MAX_BYTES else b""
    return body if len(body) == length else None
