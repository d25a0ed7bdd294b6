"""A ticket: a place in the queue, held by a visitor."""

import enum
from dataclasses import dataclass, field
from datetime import datetime


class State(enum.StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    FINISHED = "finished"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Kind(enum.StrEnum):
    """How the visitor came."""

    WALK_IN = "walk_in"
    APPOINTMENT = "appointment"
    PRIORITY = "priority"

    # Enum's own is written in Python, and kinds are the keys of every line
    __hash__ = str.__hash__


# While a ticket is in one of these states somebody holds its number.
HELD = frozenset({State.WAITING, State.CALLED, State.SERVING, State.PARKED})
AT_COUNTER = frozenset({State.CALLED, State.SERVING})


@dataclass(slots=True)
class Ticket:
    """One visitor's place. `order` ranks by arrival; `token` is the secret of the follow page.

    `since`: the moment from which the wait counts; `touched`: the queue's revision at the last event of this ticket.
    """

    id: str
    token: str
    number: str
    service: str
    language: str
    kind: Kind
    issued_at: datetime
    arrival: int
    order: int
    appointment_at: datetime | None = None
    state: State = State.WAITING
    counter: str | None = None
    to_counter: str | None = None
    calls: int = 0
    called_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    touched: int = 0
    people: int = 1
    needs: frozenset[str] = frozenset()
    route: tuple[str, ...] = ()
    """Further services of the same visit."""
    overtaken: int = 0
    """How often a later ticket of its kind was called automatically by a counter that could have served this one."""
    asks_priority: bool = False
    """Asked for priority, and nobody has decided yet."""
    for_other: bool = False
    """The holder comes for somebody else."""
    unmet: tuple[str, ...] = ()
    """Needs that were asked for and that no counter meets: the staff have to help."""
    why: dict[str, str] = field(default_factory=dict)
    """One sentence by language: why it was called when it was."""
    since: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.since = self.checked_in()

    def checked_in(self) -> datetime:
        """When the visit's first wait began to count: at check-in, or at the appointment where that is later."""
        return max(self.issued_at, self.appointment_at or self.issued_at)
