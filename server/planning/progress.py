"""Tells on stderr how far a long work is, in one line that is written anew on a terminal."""

import sys

WIDTH = 30


class Progress:
    """A bar of `total` steps; silent where stderr is not a terminal, but for its title."""

    def __init__(self, title: str, total: int) -> None:
        self._title, self._total, self._done = title, max(total, 1), 0
        self._alive = sys.stderr.isatty()
        if not self._alive:
            sys.stderr.write(f"{title} ...\n")
        self._show()

    def step(self, count: int = 1) -> None:
        """`count` more steps are done."""
        self._done = min(self._total, self._done + count)
        self._show()

    def close(self) -> None:
        """End the line."""
        if self._alive:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def _show(self) -> None:
        if self._alive:
            share = self._done / self._total
            bar = "█" * round(WIDTH * share)
            sys.stderr.write(f"\r{self._title} [{bar:<{WIDTH}}] {share:4.0%}")
            sys.stderr.flush()
