"""What the domain knows of the office before the day begins."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Plan:
    """Prefix of each service's numbers, and the services that each counter is skilled for."""

    prefixes: dict[str, str]
    skills: dict[str, frozenset[str]]
    early_s: int = field(default=300)
    """An appointment may be called this many seconds before its time as if it were due."""

    def prefix_order(self) -> list[str]:
        """Each prefix once, in the order of the services."""
        return list(dict.fromkeys(self.prefixes.values()))
