"""What a display shows of the boards that come: pure, the clock is an argument.

Times called `now` are seconds of a monotonic clock. Every call and recall has its own `call` id; that id decides
what is new. New calls take turns in the large place, each for a few seconds, so that calls that come
together are chimed one after the other and none vanishes.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from server.wire.messages import Board, BoardCall, BoardGroup

TURN_S: Final = 4.0
"""How long a call holds the large place when another waits for it."""
HURRIED_TURN_S: Final = 2.0
"""The same when several wait; longer than the chime."""
FRESH: Final = timedelta(seconds=60)
"""A call that happened while the link was away is still chimed when it is not older than this."""
ROWS: Final = 3
_REMEMBERED: Final = 500


@dataclass(frozen=True)
class Scene:
    """What is to be seen. `newest` has the large place, `rows` are the last calls before it (newest first);
    `behind`: the `call` ids that still wait for the large place."""

    newest: BoardCall | None = None
    rows: tuple[BoardCall, ...] = ()
    behind: frozenset[str] = frozenset()
    waiting: tuple[BoardGroup, ...] = ()
    waiting_total: int = 0


class Calls:
    """Which call has the large place now, and which is to be chimed."""

    def __init__(self) -> None:
        self.board: Board | None = None
        self._known: OrderedDict[str, None] = OrderedDict()
        self._pending: deque[BoardCall] = deque()
        self._large: BoardCall | None = None
        self._since = 0.0

    def take(self, board: Board) -> None:
        """A new board replaces the one before. On the first one all calls are old news."""
        first = self.board is None
        self.board = board
        for call in reversed(board.calls):
            if call.call in self._known:
                continue
            self._known[call.call] = None
            if not first and board.as_of - call.called_at <= FRESH:
                self._pending.append(call)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        self._pending = deque(call for call in self._pending if not self._withdrawn(call))
        if self._large is not None and self._withdrawn(self._large):
            self._large = None

    def turn(self, now: float) -> BoardCall | None:
        """The call that takes the large place at this moment and is to be chimed; None when nothing changes."""
        if not self._pending:
            return None
        turn_s = TURN_S if len(self._pending) == 1 else HURRIED_TURN_S
        if self._large is not None and now - self._since < turn_s:
            return None
        self._large, self._since = self._pending.popleft(), now
        return self._large

    def scene(self) -> Scene:
        """What is to be seen now."""
        board = self.board
        if board is None:
            return Scene()
        behind = frozenset(call.call for call in self._pending)
        newest = self._large
        if newest is None or not (self._pending or any(call.call == newest.call for call in board.calls)):
            newest = next((call for call in board.calls if call.call not in behind), None)
        rows = tuple(call for call in board.calls if newest is None or call.number != newest.number)
        return Scene(newest, rows[:ROWS], behind, tuple(board.waiting), board.waiting_total)

    def _withdrawn(self, call: BoardCall) -> bool:
        """It is off the board because the office took it back, not because newer calls pushed it out."""
        assert self.board is not None
        shown = self.board.calls
        return not any(one.call == call.call for one in shown) and not (
            shown and all(one.called_at > call.called_at for one in shown)
        )


class OfficeTime:
    """The server's time of day, carried on between boards, so that a display's own clock may be wrong."""

    def __init__(self) -> None:
        self._zone: ZoneInfo | None = None
        self._as_of: datetime | None = None
        self._taken = 0.0

    def take(self, board: Board, now: float) -> None:
        """A board came; its `as_of` is the time at `now`."""
        self._as_of, self._taken = board.as_of, now
        try:
            self._zone = ZoneInfo(board.timezone)
        except (ValueError, LookupError, OSError):  # a zone this computer does not know: its own
            self._zone = None

    def at(self, now: float) -> datetime | None:
        """The local time at the office at `now`; None before the first board."""
        if self._as_of is None:
            return None
        return (self._as_of + timedelta(seconds=now - self._taken)).astimezone(self._zone)


def is_older(board: Board, shown: Board) -> bool:
    """Whether `board` was made before `shown` by the same server. Its clock never runs back; its revision does each
    night, so the revision decides only between boards of one moment."""
    return (board.as_of, board.revision) < (shown.as_of, shown.revision)
