"""A monkey at the kiosk: random touches, keys and scans, while the server dies and comes back.

    PYTHONPATH=. python tests/kiosk/monkey.py --steps 20000 --seed 1

Ends with what it found, and with an error when the kiosk crashed, did not come back to its start, gave one visit two
numbers, gave one number twice, or grew.
"""

import argparse
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from alone import KioskProcess, kill, ready
from conftest import OfficeProcess, site_folder, until

from hardware.rehearsal import BlockingRehearsalClient

KEYS: Final = ("up", "down", "left", "right", "enter", "escape", "r", "spacebar", "f1", "1", "a", "q")
CODES: Final = ("k7m4px", "nowhere2", "1", "httplotse")
LIKED: Final = ("confirm", "person", "done", "have:yes", "language:", "answer:")
SIZE: Final = "540x960"
"""The glass at half its size: the computer draws it four times as fast."""
IDLE_S: Final = 120.0
"""Longer than any screen stays without a touch, also for those who listen."""


@dataclass
class Diary:
    """What the monkey saw. `grown`: memory at the end over memory when a quarter was done."""

    steps: int = 0
    screens: Counter[str] = field(default_factory=Counter)
    numbers: dict[int, str] = field(default_factory=dict)
    """By visit."""
    deaths: int = 0
    drawn_away: int = 0
    issued: int = 0
    grown: float = 0.0
    resident_mb: list[int] = field(default_factory=list)

    def saw(self, state: dict[str, Any]) -> None:
        self.screens[state["screen"]] += 1
        if state["number"]:
            known = self.numbers.setdefault(state["visit"], state["number"])
            assert known == state["number"], f"one visit has two numbers: {known} and {state['number']}"


class Monkey:
    """`office` and `kiosk` run already; the monkey kills the server about every `mischief` steps."""

    def __init__(
        self, office: OfficeProcess, kiosk: KioskProcess, hand: BlockingRehearsalClient, seed: int, mischief: int
    ) -> None:
        self._office, self._kiosk, self._hand = office, kiosk, hand
        self._dice, self._mischief = random.Random(seed), mischief
        self._opening: threading.Thread | None = None
        self.diary = Diary()

    def play(self, steps: int, *, rest_every: int = 0, say: Callable[[str], None] | None = None) -> None:
        """Do `steps` random things; after each `rest_every` of them nothing, until the kiosk is at its start."""
        began = time.monotonic()
        for step in range(1, steps + 1):
            self._act()
            self.diary.saw(self._hand.state())
            self.diary.steps += 1
            self._alive()
            if self._dice.random() < 1 / self._mischief:
                self._harm_or_heal()
            if step in (max(1, steps // 4), steps):
                self.diary.resident_mb.append(self._resident_mb())
            if rest_every and step % rest_every == 0:
                self._rest()
            if say and step % 100 == 0:
                away = "away" if self._office.process is None else "there"
                say(
                    f"{step:6d} steps, {time.monotonic() - began:6.0f} s, {len(self.diary.numbers)} numbers, "
                    f"server {away} ({self.diary.deaths} deaths), {self._resident_mb()} MB"
                )

    def end(self) -> Diary:
        """Let the server be there, compare what it knows with what was seen, and tell."""
        if self._opening is not None:
            self._opening.join()
        if self._office.process is None:
            self._office.open()
        ready(self._hand)
        diary = self.diary
        sql = sqlite3.connect(self._office.folder / "data" / "office.db")
        issued = [number for (number,) in sql.execute("SELECT number FROM tickets")]
        sql.close()
        drawn = self._kiosk.drawn()
        assert len(issued) == len(set(issued)), "a number was given twice"
        assert set(diary.numbers.values()) <= set(issued), "somebody has a number that is not in the queue"
        assert {fate for _, fate in drawn} <= {"issued"}, drawn
        assert {number for number, _ in drawn} <= set(issued)
        assert len(set(diary.numbers.values())) == len(diary.numbers), "two visits have the same number"
        diary.issued, diary.drawn_away = len(issued), len(drawn)
        diary.grown = diary.resident_mb[-1] / diary.resident_mb[0]
        assert "Traceback" not in (self._kiosk.folder / "kiosk.log").read_text()
        return diary

    def _act(self) -> None:
        kind = self._dice.random()
        if kind < 0.7:
            self._touch_something()
        elif kind < 0.8:
            width, height = map(int, self._kiosk.size.split("x"))
            self._tap(self._dice.uniform(0, width), self._dice.uniform(0, height))
        elif kind < 0.98:
            self._hand.strike(self._dice.choice(KEYS), repeats=self._dice.choice((1, 1, 5)))
        else:
            for key in (*self._dice.choice(CODES), "enter"):
                self._hand.strike(key)

    def _touch_something(self) -> None:
        shown = [seen for seen in self._hand.widgets() if seen.enabled]
        liked = [seen for seen in shown if seen.key.startswith(LIKED)]
        if self._dice.random() < 0.5 and liked:
            shown = liked
        if shown:
            seen = self._dice.choice(shown)
            self._tap(seen.x + seen.width / 2, seen.y + seen.height / 2, self._dice.choice((1,) * 9 + (3,)))

    def _tap(self, x: float, y: float, times: int = 1) -> None:
        self._hand.ask({"do": "tap", "x": x, "y": y, "times": times, "gap_ms": 90})

    def _harm_or_heal(self) -> None:
        if self._opening is not None and self._opening.is_alive():
            return
        if self._office.process is not None:
            kill(self._office)
            self.diary.deaths += 1
        else:
            self._opening = threading.Thread(target=self._office.open)
            self._opening.start()

    def _alive(self) -> None:
        assert self._kiosk.process is not None
        assert self._kiosk.process.poll() is None, (self._kiosk.folder / "kiosk.log").read_text()[-3000:]

    def _rest(self) -> None:
        until(lambda: self._hand.state()["screen"] == "start", IDLE_S)

    def _resident_mb(self) -> int:
        assert self._kiosk.process is not None
        status = Path(f"/proc/{self._kiosk.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) // 1024


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Play in an office of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("office", "kiosk", "slips"):
            (folder / part).mkdir()
        site = site_folder(folder / "site", hours="00:00-24:00", timeout_s=30, triage=True)
        office, kiosk = (
            OfficeProcess(folder / "office", site),
            KioskProcess(folder / "kiosk", f"file://{folder}/slips", SIZE),
        )
        office.open()
        try:
            hand = kiosk.open(office)
            ready(hand)
            monkey = Monkey(office, kiosk, hand, args.seed, mischief=100)
            monkey.play(args.steps, rest_every=1000, say=_say)
            diary = monkey.end()
            hand.close()
        except Exception:
            _say((kiosk.folder / "kiosk.log").read_text()[-5000:])
            raise
        finally:
            kiosk.close()
            office.close()
    _say(
        f"{diary.steps} steps, {len(diary.screens)} kinds of screens, {diary.issued} numbers ({diary.drawn_away} drawn "
        f"without the server), {diary.deaths} deaths of the server; no crash, no stuck screen, no number twice; memory "
        f"x {diary.grown:.3f} since the first quarter"
    )


if __name__ == "__main__":
    main()
