"""How this visitor sees and hears the kiosk. Pure; the next visitor finds it all as it was."""

from dataclasses import dataclass, replace
from typing import Final, TypeVar

SCALES: Final = (1.0, 1.5, 2.0)
RATES: Final = (0.75, 1.0, 1.25, 1.5)
VOLUMES: Final = (1, 2, 3, 4, 5)

T = TypeVar("T")


@dataclass(frozen=True)
class Comfort:
    """`scale` of text; `contrast`: yellow on black; `low`: everything touched is within reach from a wheelchair;
    `speech`: the screen is read aloud, `rate` times as fast as usual, `volume` from 1 to 5.
    """

    scale: float = 1.0
    contrast: bool = False
    low: bool = False
    speech: bool = False
    rate: float = 1.0
    volume: int = 3

    def after(self, what: str) -> "Comfort":
        """With one thing changed: "scale", "contrast", "low", "speech" and "rate" go round, "louder" and "quieter"
        stop at their ends; ValueError for anything else."""
        match what:
            case "scale":
                return replace(self, scale=_next(SCALES, self.scale))
            case "contrast":
                return replace(self, contrast=not self.contrast)
            case "low":
                return replace(self, low=not self.low)
            case "speech":
                return replace(self, speech=not self.speech)
            case "rate":
                return replace(self, rate=_next(RATES, self.rate))
            case "volume":
                return replace(self, volume=_next(VOLUMES, self.volume))
            case "louder":
                return replace(self, volume=min(VOLUMES[-1], self.volume + 1))
            case "quieter":
                return replace(self, volume=max(VOLUMES[0], self.volume - 1))
        raise ValueError(f"nothing of the kiosk's look or sound is called {what!r}")


def _next(choices: tuple[T, ...], now: T) -> T:
    return choices[(choices.index(now) + 1) % len(choices)]
