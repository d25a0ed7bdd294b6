"""Makes `assets/sounds/chime.wav`, one soft rise of two notes for calls, and `ask.wav`, one low note struck twice for
a kiosk that asks whether anybody is there. `python -m hardware.chime FILE` writes the one of that name anew."""

import array
import math
import sys
import wave
from pathlib import Path
from typing import Final

RATE: Final = 44_100
# E5 and A5: a rising fourth. Their harmonics stay below 2 kHz, which older ears hear best.
_NOTES: Final = ((659.26, 0.00), (880.00, 0.28))
# A4 twice: a question, and no call.
_ASKING: Final = ((440.00, 0.00), (440.00, 0.34))
_PARTIALS: Final = ((1, 1.0), (2, 0.22))
_LENGTH_S: Final = 1.5
_DECAY_S: Final = 0.38
_RISE_S: Final = 0.012
_PEAK: Final = 0.5


def samples(notes: tuple[tuple[float, float], ...] = _NOTES) -> list[float]:
    """The chime at 44,100 samples a second, peak 0.5; `notes`: (pitch in Hz, begin in seconds)."""
    raw = [_at(notes, number / RATE) for number in range(int(_LENGTH_S * RATE))]
    loudest = max(map(abs, raw))
    return [value / loudest * _PEAK for value in raw]


def write(path: Path) -> None:
    """Write the chime, or the question where the file is called so, as mono 16-bit WAV."""
    notes = _ASKING if path.stem == "ask" else _NOTES
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array.array("h", (round(value * 32767) for value in samples(notes))).tobytes())


def _at(notes: tuple[tuple[float, float], ...], time_s: float) -> float:
    total = 0.0
    for pitch, begins in notes:
        since = time_s - begins
        if since < 0:
            continue
        swell = min(1.0, since / _RISE_S) * math.exp(-since / _DECAY_S)
        total += swell * sum(weight * math.sin(2 * math.pi * pitch * n * since) for n, weight in _PARTIALS)
    return total * min(1.0, (_LENGTH_S - time_s) / 0.1)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
