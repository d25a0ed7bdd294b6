"""The eight keys with which every screen can be walked without seeing it. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

KEYS: Final = ("up", "down", "select", "back", "repeat", "louder", "quieter", "pause")
USUAL: Final[Mapping[str, str]] = {
    "up": "up",
    "left": "up",
    "down": "down",
    "right": "down",
    "enter": "select",
    "numpadenter": "select",
    "escape": "back",
    "r": "repeat",
    "+": "louder",
    "numpadadd": "louder",
    "-": "quieter",
    "numpadsubstract": "quieter",
    "spacebar": "pause",
}
"""What a plain keyboard's keys mean, by Kivy's names of them."""


def read_keys(written: str) -> dict[str, str]:
    """Key names and what they mean from "f1=up,f2=down,..."; "" gives the usual ones. Raises ValueError."""
    if not written:
        return dict(USUAL)
    meant: dict[str, str] = {}
    for pair in written.split(","):
        name, _, meaning = pair.strip().rpartition("=")
        if not name or meaning not in KEYS:
            raise ValueError(
                f"{pair.strip()!r} gives no key a meaning; write for example f1=up, out of {', '.join(KEYS)}"
            )
        meant[name] = meaning
    if lacking := {"up", "down", "select", "back", "repeat"} - set(meant.values()):
        raise ValueError(f"no key of the keypad means {', '.join(sorted(lacking))}")
    return meant


class Walker:
    """Where the focus stands among the choices of a screen: `key`, "" before the first step."""

    def __init__(self) -> None:
        self.key = ""

    def move(self, keys: Sequence[str], step: int) -> bool:
        """One on (`step` 1) or back (-1); True when it went round the end."""
        if not keys:
            self.key = ""
            return False
        if self.key not in keys:
            self.key = keys[0 if step > 0 else -1]
            return False
        place = keys.index(self.key) + step
        self.key = keys[place % len(keys)]
        return not 0 <= place < len(keys)

    def place(self, keys: Sequence[str]) -> int:
        """The number of the focused choice, from 1; 0 without one."""
        return keys.index(self.key) + 1 if self.key in keys else 0

    def stand(self, keys: Sequence[str]) -> None:
        """The screen changed: stay on what is still there."""
        if self.key not in keys:
            self.key = ""
