"""What takes long the first time, done before a visitor would wait for it. Import after `open_glass`."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Final

from assets.languages import OFFICE_LANGUAGE
from hardware.hyphens import softened
from kiosk.ahead import Ahead
from kiosk.screens.keyboard import faces
from kiosk.screens.keyface import pixels
from kiosk.screens.look import Look
from kiosk.screens.outlining import touchables
from kiosk.screens.typesetting import FRAME_S, typesetting
from kiosk.session import Session
from kiosk.steps import Step
from kiosk.tidying import Tidying

IDLE_S: Final = 1.0
"""Who comes back after a moment is not kept waiting."""
TOUCHES: Final = 2
"""So far from the start every screen is made once in every language."""


async def warm(look: Look, languages: Sequence[str], quiet: Callable[[], Awaitable[None]]) -> None:
    """Draw the keyboards of `languages`, and load where German words may be broken, which takes a second; each thing
    when it is `quiet`.
    """
    for face in faces(look, languages):
        await quiet()
        await asyncio.to_thread(pixels, face)
    await quiet()
    await asyncio.to_thread(softened, "Lotse", OFFICE_LANGUAGE)


class Warming:
    """Makes the screens near the start in every language while nobody is there, and throws them away: letters that are
    drawn for the first time take long, and the pictures of their texts stay.
    """

    def __init__(self, session: Session, ahead: Ahead, tidying: Tidying) -> None:
        self._session, self._ahead, self._tidying = session, ahead, tidying
        self._walk: Iterator[bool] | None = None
        self.done = False
        """Whether all that the office offers now has been gone through."""

    def begin(self, languages: Sequence[str], size: Sequence[float]) -> None:
        """The office offers something new: begin again."""
        self._walk, self.done = self._made(languages, size), False

    def tick(self, now: float) -> None:
        """Do a frame's worth of it when nobody is there and the office is open."""
        if self._walk is None or self._session.greeting(now) < IDLE_S or self._session.shown(now) is not Step.START:
            return
        began = time.perf_counter()
        for goes_on in self._walk:
            if not goes_on or time.perf_counter() - began > FRAME_S:
                return
        self._walk, self.done = None, True
        self._tidying.keep()

    def _made(self, languages: Sequence[str], size: Sequence[float]) -> Iterator[bool]:
        """Makes one screen after the other in small pieces; False where the next piece needs a frame in between."""
        doors = deque((self._session, f"language:{language}", 1) for language in languages)
        seen = set()
        while doors:
            session, key, touches = doors.popleft()
            found = self._ahead.beyond(session, key, time.monotonic())
            if found is None:
                continue
            there, (kind, properties) = found
            where = (there.step, there.place, there.group, there.service, there.language)
            if there.visit != session.visit or where in seen:
                continue
            seen.add(where)
            for _ in kind.foresee(properties, size):
                yield True
            sheet = kind(size=size, **properties)
            yield False
            while typesetting.rested_s() == 0.0:
                yield False
            if touches < TOUCHES:
                doors.extend((there, key, touches + 1) for key in touchables(sheet))
            self._tidying.changed()
