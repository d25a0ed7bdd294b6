"""Counts of what came of visits, on their way to the office: kept while the link is down, each counted once."""

import secrets
from collections.abc import Callable

from kiosk.triage import Tally
from server.wire import messages as m

MOST = 5000
"""So many counts wait for the server; older ones are forgotten then."""
AT_ONCE = 8


class Tallies:
    """`send(raw)` hands a message to the link, as far as there is one."""

    def __init__(self, send: Callable[[bytes], bool]) -> None:
        self._send = send
        self._waiting: dict[str, bytes] = {}
        self._under_way: set[str] = set()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, tally: Tally, day: str) -> None:
        """Count a visit of `day` (ISO, the office's)."""
        count = (
            m.CountOutcome(day, tally.language, tally.outcome, tally.step)
            if tally.outcome
            else m.CountAbandoned(day, tally.language, tally.step)
        )
        key = f"count-{secrets.token_urlsafe(15)}"  # not the visit's: nobody shall find its ticket by it
        while len(self._waiting) >= MOST:
            del self._waiting[next(iter(self._waiting))]
        self._waiting[key] = m.encode(m.Do(key, count))
        self._send_some()

    def link_up(self) -> None:
        """Send again what has had no answer; the server counts a repeat once."""
        self._under_way.clear()
        self._send_some()

    def answered(self, answer: m.Done | m.Refused | m.Fault) -> bool:
        """Whether `answer` is one to a count. After a fault the count is kept until the link comes up again."""
        if answer.key not in self._waiting:
            return False
        if not isinstance(answer, m.Fault):
            del self._waiting[answer.key]
            self._under_way.discard(answer.key)
        self._send_some()
        return True

    def _send_some(self) -> None:
        """A few at a time: a visitor's order shall not find the line full."""
        for key, raw in self._waiting.items():
            if len(self._under_way) >= AT_ONCE:
                return
            if key not in self._under_way:
                if not self._send(raw):
                    return
                self._under_way.add(key)
