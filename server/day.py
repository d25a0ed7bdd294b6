"""The day change at night: closes what is open and begins the new day, also after the computer slept."""

import asyncio
import logging

from server.office import Office
from server.store.database import StoreFault

log = logging.getLogger(__name__)

LONGEST_SLEEP_S = 60.0  # a clock that was set, or a computer that slept, is noticed within a minute


class DayChange:
    """Watches the clock for the office."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._run(), name="day change")

    async def close(self) -> None:
        """Watch no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        clock = self._office.clock
        while True:
            now = clock.now()
            until = (clock.next_change(now) - now).total_seconds()
            await asyncio.sleep(min(max(until, 0.5), LONGEST_SLEEP_S))
            try:
                await self._office.change_day()
            except StoreFault as fault:
                log.error("the day could not be changed: %s", fault)
