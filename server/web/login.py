"""People sign in with user name and password; guessing is slowed down."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's recommendation for argon2id (2023): 19 MiB, 2 passes, 1 lane
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobody() -> str:
    """What is checked for a name that does not exist, so that it takes as long."""
    return _HASHER.hash("nobody has this password")


FREE_TRIES = 4
LONGEST_PAUSE_S = 300.0
REMEMBERED = 10_000


@dataclass
class _Tries:
    failures: int = 0
    free_at: float = 0.0


class Throttle:
    """Counts failures per name and per address; after `FREE_TRIES` each further one doubles the pause."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._tries: OrderedDict[str, _Tries] = OrderedDict()

    def pause_s(self, *who: str) -> float:
        """Seconds until these may try again, 0.0 when now."""
        return max((self._tries[w].free_at - self._clock() for w in who if w in self._tries), default=0.0)

    def failed(self, *who: str) -> None:
        """A wrong password."""
        for w in who:
            tries = self._tries.setdefault(w, _Tries())
            tries.failures += 1
            if tries.failures >= FREE_TRIES:
                tries.free_at = self._clock() + min(2.0 ** (tries.failures - FREE_TRIES), LONGEST_PAUSE_S)
            self._tries.move_to_end(w)
        while len(self._tries) > REMEMBERED:
            self._tries.popitem(last=False)

    def succeeded(self, *who: str) -> None:
        """A right password: begin again."""
        for w in who:
            self._tries.pop(w, None)


def hash_password(password: str) -> str:
    """The hash to store."""
    return _HASHER.hash(password)


async def verify(stored: str | None, password: str) -> bool:
    """Whether the password fits; takes as long for a name that does not exist. Runs off the event loop."""

    def check() -> bool:
        try:
            return _HASHER.verify(stored or _nobody(), password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    return await asyncio.to_thread(check)
