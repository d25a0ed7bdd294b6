"""What the kiosk does beside showing screens."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Errands:
    """Tasks that nobody waits for. A mistake in one of them is not lost: it is the `fault`, and `stop` is called."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._short: set[asyncio.Task[None]] = set()
        self._long: dict[str, asyncio.Task[None]] = {}
        self.fault: BaseException | None = None

    def do(self, errand: Coroutine[Any, Any, None]) -> None:
        """Begin what ends by itself."""
        task = self._watched(errand, "errand")
        self._short.add(task)
        task.add_done_callback(self._short.discard)

    def go_on(self, errand: Coroutine[Any, Any, None], name: str) -> None:
        """Begin what goes on until `break_off`, or until another one of this name begins."""
        if name in self._long:
            self._long[name].cancel()
        self._long[name] = self._watched(errand, name)

    async def break_off(self) -> None:
        """End what goes on."""
        for task in self._long.values():
            task.cancel()
        await asyncio.gather(*self._long.values(), return_exceptions=True)

    async def done(self) -> None:
        """Wait for all that ends by itself, also for what is begun meanwhile."""
        while self._short:
            await asyncio.gather(*self._short, return_exceptions=True)

    def _watched(self, errand: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(errand, name=name)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            self.fault = task.exception()
            self._stop()
