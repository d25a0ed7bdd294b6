"""Counts of what came of visits, on their way to the office: kept while the link is down and when the kiosk is
switched off, each counted once."""

import secrets
from collections.abc import Callable

from kiosk.counts import Counts
from kiosk.triage import Tally
from server.wire import messages as m
from server.wire.codec import Decoder, Garbled

MOST = 5000
"""So many counts wait for the server; older ones are forgotten then."""
AT_ONCE = 8
_do: Decoder[m.Do] = Decoder(m.Do)


class Tallies:
    """`send(raw)` hands a message to the link, as far as there is one. `counts`: where they lie; None: in memory."""

    def __init__(self, send: Callable[[bytes], bool], counts: Counts | None = None) -> None:
        self._send, self._counts = send, counts
        self._waiting: dict[str, bytes] = {}
        for key, told in (counts.all() if counts is not None else {}).items():
            if _is_count(key, told):
                self._waiting[key] = told
            elif counts is not None:
                counts.drop(key)  # the server could give it no answer, and it would stand in the way for ever
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
            self._drop(next(iter(self._waiting)))
        self._waiting[key] = told = m.encode(m.Do(key, count))
        if self._counts is not None:
            self._counts.keep(key, day, told)
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
            self._drop(answer.key)
        self._send_some()
        return True

    def close(self) -> None:
        """Let go of the file; what waits is told another time."""
        if self._counts is not None:
            self._counts.close()

    def _drop(self, key: str) -> None:
        del self._waiting[key]
        self._under_way.discard(key)
        if self._counts is not None:
            self._counts.drop(key)

    def _send_some(self) -> None:
        """A few at a time: a visitor's order shall not find the line full."""
        for key, raw in self._waiting.items():
            if len(self._under_way) >= AT_ONCE:
                return
            if key not in self._under_way:
                if not self._send(raw):
                    return
                self._under_way.add(key)


def _is_count(key: str, told: bytes) -> bool:
    try:
        do = _do(told)
    except Garbled:
        return False
    return do.key == key and isinstance(do.command, m.CountOutcome | m.CountAbandoned)
