"""The office's clock: never runs backwards, and knows which day it is."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

log = logging.getLogger(__name__)

BACKWARDS_TOLERATED = timedelta(seconds=2)


def utc_now() -> datetime:
    """The computer's clock, aware UTC."""
    return datetime.now(UTC)


class OfficeClock:
    """The time for commands. When the computer's clock jumps back it stands still until that has caught up."""

    def __init__(self, timezone: str, day_change: time, source: Callable[[], datetime] = utc_now) -> None:
        self.zone = ZoneInfo(timezone)
        self._day_change = timedelta(hours=day_change.hour, minutes=day_change.minute)
        self._source = source
        self._last: datetime | None = None
        self.behind = timedelta(0)

    def reached(self, moment: datetime | None) -> None:
        """Something happened at `moment` (a stored event): no later event is earlier."""
        if moment is not None and (self._last is None or moment > self._last):
            self._last = moment

    def now(self) -> datetime:
        """The moment for a command, aware UTC, never before an earlier one."""
        now = self._source()
        if self._last is not None and now < self._last:
            behind = self._last - now
            if behind > BACKWARDS_TOLERATED >= self.behind:
                log.warning("the computer's clock jumped back by %s; times stand still until then", behind)
            self.behind = behind
            return self._last
        self.behind = timedelta(0)
        self._last = now
        return now

    def local(self, moment: datetime) -> datetime:
        """`moment` in the office's time zone."""
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> str:
        """The office's day at `moment` as an ISO date; it changes at the configured hour of the night."""
        return (self.local(moment).replace(tzinfo=None) - self._day_change).date().isoformat()

    def next_change(self, moment: datetime) -> datetime:
        """When the next day begins, aware UTC."""
        start = datetime.fromisoformat(self.day(moment)) + timedelta(days=1) + self._day_change
        return start.replace(tzinfo=self.zone).astimezone(UTC)
