"""Split conformal calibration: how far a span's ends must stand from its median so that nine of ten calls fall inside.

The multiplicative form of conformalised quantile regression (Romano, Patterson and Candès 2019): for each past ticket
the factor by which the low (high) half of its span would have had to be stretched to reach its call; the factor in
force is their 95 % quantile, so that 5 % of the calls come before and 5 % after the span.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from server.domain.ticket import Kind
from server.store.forecasts import Pair
from server.waits import Span

OUTSIDE = 0.05
"""The share of calls allowed beyond each end."""
ENOUGH_PAIRS = 100
LEAST, MOST = 0.5, 3.0
NARROWEST_S = 30.0
"""No half of a span is narrower than this: who is told "at once" comes some seconds later all the same."""


@dataclass(frozen=True, slots=True)
class Factors:
    """By kind: the factors on the low and on the high half of a span."""

    by_kind: dict[Kind, tuple[float, float]] = field(default_factory=dict)

    def apply(self, kind: Kind, raw: Span) -> Span:
        """The span as it is told; its low end is not before now."""
        low, high = self.by_kind.get(kind, (1.0, 1.0))
        return Span(
            max(0.0, raw.median_s - low * half(raw.median_s - raw.low_s)),
            raw.median_s,
            raw.median_s + high * half(raw.high_s - raw.median_s),
        )


def half(width_s: float) -> float:
    """Half of a raw span as the calibration takes it."""
    return max(width_s, NARROWEST_S)


def calibrate(pairs: Sequence[Pair]) -> Factors:
    """The factors for tomorrow; 1 without any pairs, and drawn to what is known of all while a kind has few."""
    overall = _shrunk(pairs, (1.0, 1.0))
    return Factors({kind: _shrunk([p for p in pairs if p.kind == kind], overall) for kind in Kind})


def _shrunk(pairs: Sequence[Pair], towards: tuple[float, float]) -> tuple[float, float]:
    if not pairs:
        return towards
    trust = min(1.0, len(pairs) / ENOUGH_PAIRS)
    low = _quantile([(p.median_s - p.called_after_s) / half(p.median_s - p.low_s) for p in pairs])
    high = _quantile([(p.called_after_s - p.median_s) / half(p.high_s - p.median_s) for p in pairs])
    return _clip(trust * low + (1 - trust) * towards[0]), _clip(trust * high + (1 - trust) * towards[1])


def _quantile(scores: list[float]) -> float:
    """The conformal quantile: the ceil((n + 1)(1 - OUTSIDE))-th smallest, the largest where there is none."""
    rank = math.ceil((len(scores) + 1) * (1 - OUTSIDE))
    return _clip(sorted(scores)[min(rank, len(scores)) - 1])


def _clip(factor: float) -> float:
    return min(max(factor, LEAST), MOST)
