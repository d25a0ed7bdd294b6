"""How urgent a ticket is at a counter: one number, the index of the rules that weigh. Pure arithmetic.

Its form follows the generalised c-mu rule (Mandelbaum & Stolyar 2004), with the scarcity of skills added to the wait.
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
    b: float = 0.3
    """How much it counts that few others could serve the ticket."""
    appointment: float = 1.0
    """Factor on the index of appointments."""
    priority: float = 1.0
    """Factor on the index of priority persons."""
    language: float = 1.1
    """Factor where the clerk speaks the visitor's language and it is not the office's."""


PRESETS: dict[str, Weights] = {
    "balanced": Weights(),
    "appointments-first": Weights(appointment=30.0, priority=30.0),
    "fair": Weights(p=3.0, q=0.4, b=0.2),
    "fifo": Weights(p=1.0, q=0.0, b=0.0, language=1.0),
}
"""`fifo` does not weigh at all: the earliest goes first. The others differ in their weights only."""

NO_OTHER_COUNTER_S = 3600.0


def elsewhere_s(work_s: float, others: int) -> float:
    """The wait to expect elsewhere if this counter passes; `others`: open counters that could serve the ticket too."""
    return min(work_s / others, NO_OTHER_COUNTER_S) if others else NO_OTHER_COUNTER_S


def score(
    weights: Weights, kind: Kind, *, wait_s: float, target_s: float, work_s: float, others: int, speaks: bool
) -> float:
    """The higher, the sooner. `work_s`: expected seconds at the counter; `speaks`: the visitor's own language."""
    urgency: float = ((wait_s + weights.b * elsewhere_s(work_s, others)) / target_s) ** weights.p
    urgency /= (work_s / 60.0) ** weights.q
    if kind is Kind.APPOINTMENT:
        urgency *= weights.appointment
    elif kind is Kind.PRIORITY:
        urgency *= weights.priority
    return urgency * weights.language if speaks else urgency
