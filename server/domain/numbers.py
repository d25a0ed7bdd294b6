"""Ticket numbers: a prefix and three digits, counted per prefix and day, never one that somebody still holds."""

from server.domain.queue import Queue
from server.domain.refusal import Refusal

LAST = 999


def next_number(queue: Queue, prefix: str) -> str:
    """The next free number of `prefix`; after 999 it begins again with what nobody holds.

    Raises `Refusal("numbers_exhausted")` when all 999 are held at once.
    """
    last = queue.last_number.get(prefix, 0)
    for step in range(1, LAST + 1):
        number = f"{prefix}{(last + step - 1) % LAST + 1:03d}"
        if number not in queue.held_numbers:
            return number
    raise Refusal("numbers_exhausted", f"all {LAST} numbers with {prefix} are held by people who wait")
