"""Sentences in many languages, a few at a time: the office's own stays, the others take turns. Pure."""

from typing import Final

EACH_S: Final = 8.0
"""How long a set stays: long enough to find one's language and to read it twice. It changes at once, without motion."""

Sentences = list[tuple[str, str]]
"""(language, sentence)."""


def in_turn(sentences: Sentences, at_once: int, turn: int) -> Sentences:
    """The first sentence and `at_once` - 1 others; every set is full, so that nothing jumps. `turn` counts the sets."""
    if len(sentences) <= at_once:
        return sentences
    first, others, room = sentences[0], sentences[1:], at_once - 1
    sets = -(-len(others) // room)
    start = min(turn % sets * room, len(others) - room)
    return [first, *others[start : start + room]]


def turn_at(now: float) -> int:
    """The number of the set at `now`, in seconds of any steady clock."""
    return int(now // EACH_S)
