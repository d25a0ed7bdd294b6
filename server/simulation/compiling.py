"""How the inner parts of the clockwork are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])

_IN_PLACE: dict[str, Any] = {
    "cache": True,
    "error_model": "numpy",
    "_nrt": False,
    "forceinline": True,
}  # numba's stubs do not know _nrt


def in_place(function: F) -> F:
    """Compile a function that allocates no array and returns plain numbers only.

    For those numba can leave out counting the references to every array at each call. The counting took half of a
    forecast's time, and threads that play side by side waited for each other in it.
    """
    compiled: F = njit(**_IN_PLACE)(function)
    return compiled
