"""An office in a thread of this process, so that a test can tell its forecast."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.running import Options, Running, running
from server.site.load import load_site
from server.waits import Span, Waits


@dataclass
class ForetoldOffice:
    """Speaks like `OfficeProcess`; `tell` gives it a forecast."""

    server: Running
    loop: asyncio.AbstractEventLoop
    token: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def tell(self, services: dict[str, tuple[float, float]], too_late: frozenset[str] = frozenset()) -> None:
        """`services`: low and high in minutes."""
        context = self.server.context
        spans = {slug: Span(low * 60, (low + high) * 30, high * 60) for slug, (low, high) in services.items()}
        told = Waits(context.office.clock.now(), {}, spans, too_late)
        self.loop.call_soon_threadsafe(context.tell, told)

    def tell_silently(self, too_late: frozenset[str]) -> None:
        """The forecast turns, and no kiosk has heard of it yet."""
        context = self.server.context
        self.loop.call_soon_threadsafe(setattr, context, "waits", Waits(context.office.clock.now(), too_late=too_late))


@contextlib.contextmanager
def foretold_office(site: Path, data: Path) -> Iterator[ForetoldOffice]:
    """Open until the block ends."""
    opened: asyncio.Future[tuple[Running, Callable[[], None]]] = asyncio.Future(loop=(loop := asyncio.new_event_loop()))
    ready = threading.Event()

    async def stay_open() -> None:
        end = asyncio.Event()
        async with running(load_site(site), Options(data, "127.0.0.1", 0, mdns=False)) as server:
            opened.set_result((server, end.set))
            ready.set()
            await end.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(stay_open(),), daemon=True)
    thread.start()
    try:
        assert ready.wait(20)
        server, _ = opened.result()
        yield ForetoldOffice(server, loop, server.context.members.new_join_token())
    finally:
        if opened.done():
            loop.call_soon_threadsafe(opened.result()[1])
        thread.join(20)
        loop.close()
