"""What the domain knows of the office before the day begins."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from server.domain.index import PRESETS, Weights
from server.domain.ticket import Kind

FIFO = "fifo"
_INTERPRETER = re.compile(r"interpreter:[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_UNKNOWN_SERVICE_S = 600.0


@dataclass(frozen=True, slots=True)
class Level:
    """What is promised to a kind of visitor: the wait aimed at, and the wait after which a ticket goes first."""

    target_s: float
    bound_s: float


LEVELS = {
    Kind.WALK_IN: Level(1800.0, 10800.0),
    Kind.APPOINTMENT: Level(600.0, 3600.0),
    Kind.PRIORITY: Level(600.0, 3600.0),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Who goes first where no hard rule decides: a name of PRESETS and its weights, perhaps changed by the site."""

    preset: str = "balanced"
    weights: Weights = PRESETS["balanced"]

    @classmethod
    def of(cls, preset: str, **changed: Any) -> "Rule":
        """The preset's own weights with some `changed`. KeyError for an unknown preset."""
        return cls(preset, replace(PRESETS[preset], **changed))


@dataclass(frozen=True, slots=True)
class Plan:
    """Prefix of each service's numbers, the services that each counter is skilled for, and how people are called."""

    prefixes: dict[str, str]
    skills: dict[str, frozenset[str]]
    early_s: float = 300.0
    """An appointment may be called this many seconds before its time as if it were due."""
    late_s: float = 900.0
    """Who checks in later than this after the appointment is treated as a walk-in from then on."""
    service_s: dict[str, float] = field(default_factory=dict)
    """Expected seconds at the counter for one person, call and way included."""
    levels: dict[Kind, Level] = field(default_factory=lambda: dict(LEVELS))
    rule: Rule = field(default_factory=Rule)
    offers: dict[str, frozenset[str]] = field(default_factory=dict)
    """The needs that each counter can meet."""
    languages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The languages spoken at each counter besides the office's own, until a clerk says otherwise."""
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    """Each service's name by language."""
    language: str = "de"
    """The office's own."""
    per_person: float = 0.6
    """A group of n is the work of 1 + per_person (n - 1) persons."""
    max_overtakes: int = 3
    """So often may a ticket be overtaken by later ones of its kind."""
    hold_drain_s: float = 0.0
    """So long the drain times stay as they are, see `Pools`; 0: they follow every change at once, as in simulations."""
    look_ahead: bool = False
    """Whether futures are played before a call, whose advice may take the place of the index's choice."""

    def prefix_order(self) -> list[str]:
        """Each prefix once, in the order of the services."""
        return list(dict.fromkeys(self.prefixes.values()))

    def work_s(self, service: str, people: int = 1) -> float:
        """Expected seconds at the counter for a group of `people`."""
        return self.service_s.get(service, _UNKNOWN_SERVICE_S) * (1.0 + self.per_person * (people - 1))

    def name(self, service: str, language: str) -> str:
        """The service's name, its slug where the site names none."""
        return self.names.get(service, {}).get(language) or service


def is_need(text: str) -> bool:
    """Whether `text` is a need: "step_free", "quiet", or "interpreter:" and a language."""
    return text in ("step_free", "quiet") or _INTERPRETER.fullmatch(text) is not None
