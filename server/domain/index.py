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


def score(
    weights: Weights, kind: Kind, *, wait_s: float, drain_s: float, target_s: float, work_s: float, speaks: bool
) -> float:
    """The higher, the sooner. `work_s`: expected seconds at the counter; `speaks`: the visitor's own language."""
    urgency: float = (max(0.0, wait_s + weights.drain * drain_s) / target_s) ** weights.p
    urgency /= (work_s / 60.0) ** weights.q
    if kind is Kind.APPOINTMENT:
        urgency *= weights.appointment
    elif kind is Kind.PRIORITY:
        urgency *= weights.priority
    return urgency * weights.language if speaks else urgency
