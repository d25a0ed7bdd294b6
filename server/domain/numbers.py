"""Ticket numbers: a prefix and three digits, counted per prefix and day, never one that somebody still holds."""

from collections.abc import Iterator

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
        if number not in queue.held_numbers and number not in queue.leases:
            return number
    raise Refusal("numbers_exhausted", f"all {LAST} numbers with {prefix} are held by people who wait")


def leasable(queue: Queue, prefix: str) -> Iterator[str]:
    """Free numbers of `prefix` from the upper end of the range, highest first: who draws at a kiosk that has its
    server counts on from below without a gap.
    """
    upper = queue.lowest_leased.get(prefix, LAST + 1)
    for step in range(LAST):
        number = f"{prefix}{(upper - 2 - step) % LAST + 1:03d}"
        if number not in queue.held_numbers and number not in queue.leases:
            yield number
