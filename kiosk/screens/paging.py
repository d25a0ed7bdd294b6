"""Long lists without scrolling: one page after the other, round and round."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def page(entries: Sequence[T], number: int, room: int) -> tuple[list[T], bool]:
    """The entries of page `number` and whether a "more" button takes the last of the `room` places.

    Counting goes round: the page after the last is the first.
    """
    if len(entries) <= room:
        return list(entries), False
    each = max(1, room - 1)
    first = number % pages(entries, room) * each
    return list(entries[first : first + each]), True


def pages(entries: Sequence[object], room: int) -> int:
    """How many pages there are."""
    return 1 if len(entries) <= room else -(-len(entries) // max(1, room - 1))
