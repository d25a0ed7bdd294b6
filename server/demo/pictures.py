"""Where the pictures go: numbered in the order in which they were taken."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Album:
    """Names picture files and counts them by kind ("kiosk", "display", "page")."""

    folder: Path
    taken: dict[str, int] = field(default_factory=dict)

    def path(self, kind: str, name: str) -> Path:
        """The path of the next picture of this kind."""
        number = self.taken[kind] = self.taken.get(kind, 0) + 1
        folder = self.folder / kind
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{number:02d}-{name}.png"
