"""What a visitor asks for beside the ticket: people who come along, a fit counter, priority, somebody else's concern.

Pure. Why somebody asks for priority is asked nowhere, so it can neither be kept nor sent.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

MOST_PEOPLE: Final = 8
INTERPRETER: Final = "interpreter"
NEEDS: Final = ("step_free", "quiet", INTERPRETER)

Meets = Collection[frozenset[str]]
"""For each sort of a service's counters the needs that can be met there together, as the wire names them."""


@dataclass(frozen=True)
class Order:
    """The one ticket of a visit, as it is asked of the office; `key` makes a repeat harmless."""

    key: str
    service: str
    language: str
    people: int = 1
    needs: tuple[str, ...] = ()
    priority: bool = False
    for_other: bool = False


@dataclass(frozen=True)
class Wishes:
    """`people` who come together, 1 to 8; `needs`: of `NEEDS`; `other`: comes for somebody else."""

    people: int = 1
    other: bool = False
    needs: frozenset[str] = frozenset()
    priority: bool = False

    def after(self, what: str) -> "Wishes":
        """With one thing changed: "more" and "fewer" people stop at their ends, all else is chosen or no longer chosen;
        unchanged for what is no wish."""
        if what in ("more", "fewer"):
            step = 1 if what == "more" else -1
            return replace(self, people=min(MOST_PEOPLE, max(1, self.people + step)))
        if what == "other":
            return replace(self, other=not self.other)
        if what == "priority":
            return replace(self, priority=not self.priority)
        return replace(self, needs=self.needs ^ {what}) if what in NEEDS else self

    def met(self, language: str, meets: Meets) -> tuple[str, ...]:
        """Those of the chosen needs that one counter can meet together, in the order of `NEEDS`, as they are chosen."""
        together: tuple[str, ...] = ()
        for need in NEEDS:
            if need in self.needs and _at_one(counter := (*together, need), language, meets):
                together = counter
        return together

    def possible(self, need: str, language: str, meets: Meets) -> bool:
        """Whether a counter can meet `need` beside those that are chosen."""
        return _at_one({*self.met(language, meets), need}, language, meets)

    def order(self, key: str, service: str, language: str, meets: Meets) -> Order:
        """The ticket for `service`, whose counters can meet `meets`."""
        needs = tuple(_named(need, language) for need in self.met(language, meets))
        return Order(key, service, language, self.people, needs, self.priority, self.other)


def offered(language: str, meets: Meets) -> tuple[str, ...]:
    """The needs that some counter can meet for a visitor who speaks `language`."""
    return tuple(need for need in NEEDS if _at_one({need}, language, meets))


def _at_one(needs: Collection[str], language: str, meets: Meets) -> bool:
    wanted = {_named(need, language) for need in needs}
    return any(wanted <= one for one in meets)


def _named(need: str, language: str) -> str:
    return f"{INTERPRETER}:{language}" if need == INTERPRETER else need
