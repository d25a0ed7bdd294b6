"""How urgent a ticket is at a counter: one number, the index of the rules that weigh. Pure arithmetic.

index = factor * ((wait + drain * D) / target) ** p / minutes ** q

`D` is the drain time of what the ticket waits for (see `server.domain.drain`): long where much work waits and few can
do it, so that a counter which can do several things turns to the scarce one before its line has grown old. Without it
the form is that of the generalised c-mu rule (Mandelbaum & Stolyar 2004). The figures of the presets were found by
simulation: `lotse bench balance` shows what they reach, `lotse tune` finds others for an office.
"""

from dataclasses import dataclass

from server.domain.ticket import Kind


@dataclass(frozen=True, slots=True)
class Weights:
    """What the index weighs. All are factors or exponents without a unit, 0 or more."""

    p: float = 2.0
    """How steeply a wait grows worse: 1 in proportion, 2 by its square."""
    q: float = 1.0
    """How much short concerns go before long ones; 0 not at all."""
    drain: float = 1.0
    """How much of the drain time counts as if it had been waited already."""
    balance: float = 0.5
    """How eagerly counters are thought to turn to the pools that drain slowest."""
    appointment: float = 1.0
    """Factor on the index of appointments."""
    priority: float = 1.0
    """Factor on the index of priority persons."""
    language: float = 1.1
    """Factor where the clerk speaks the visitor's language and it is not the office's."""


PRESETS: dict[str, Weights] = {
    "balanced": Weights(p=2.85, q=1.1, drain=0.87, balance=0.8, appointment=0.73, priority=0.55),
    "appointments-first": Weights(p=1.5, q=1.1, drain=0.9, balance=0.7, appointment=50.0, priority=3000.0),
    "fair": Weights(p=2.0, q=1.27, drain=1.55, balance=0.55, appointment=0.126, priority=0.126),
    "fifo": Weights(p=1.0, q=0.0, drain=0.0, balance=0.0, language=1.0),
}
"""`fifo` does not weigh at all: the earliest goes first. The others differ in their weights only."""


class Index:
    """The index under some weights: the higher, the sooner. What does not change is worked out once."""

    def __init__(self, weights: Weights) -> None:
        self._p, self._q, self._drain, self._language = weights.p, weights.q, weights.drain, weights.language
        self._factors = {Kind.APPOINTMENT: weights.appointment, Kind.PRIORITY: weights.priority}
        self._scales: dict[tuple[Kind, float], float] = {}

    def scale(self, kind: Kind, work_s: float) -> float:
        """What of a ticket's index does not change while it waits. `work_s`: expected seconds at the counter."""
        scale = self._scales.get((kind, work_s))
        if scale is None:
            scale = self._scales[kind, work_s] = self._factors.get(kind, 1.0) / (work_s / 60.0) ** self._q
        return scale

    def score(self, scale: float, wait_s: float, drain_s: float, target_s: float, speaks: bool) -> float:
        """The index of a ticket with this `scale`; `speaks`: the clerk speaks the visitor's own language."""
        waited = wait_s + self._drain * drain_s
        urgency: float = (waited / target_s) ** self._p * scale if waited > 0.0 else 0.0
        return urgency * self._language if speaks else urgency
