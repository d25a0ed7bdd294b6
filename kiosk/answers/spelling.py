"""Which known words a typed one may mean: the same, a longer or shorter form, a part, or a slip of the finger."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from kiosk.answers.folding import is_arabic, sound

LEAST: Final = 0.5
"""The likeness below which two words are strangers."""
_CANDIDATES, _MEANT, _RESEMBLING = 30, 10, 0.35
_PART: Final = 4
_JOINTS: Final = ("", "s", "n", "es", "en", "er")


class Spelling:
    """Knows the folded words of the office."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._by_pair: dict[str, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            for pair in _pairs(word):
                self._by_pair[pair].append(word)
            if heard := sound(word):
                self._by_sound[heard].append(word)

    def meant(self, word: str) -> dict[str, float]:
        """The known words that `word` may stand for, with their likeness from LEAST to 1."""
        if word.isdigit() or len(word) < 2:
            return {word: 1.0} if word in self._known else {}
        found = {known: likeness for known in self._near(word) if (likeness := alike(word, known)) >= LEAST}
        for known in self._by_sound.get(sound(word), ()):
            if is_arabic(known) != is_arabic(word):
                found[known] = max(found.get(known, 0.0), 0.75)
        best = sorted(found.items(), key=lambda one: (-one[1], one[0]))
        return dict(best[:_MEANT])

    def parts(self, word: str) -> list[str]:
        """`word`, or the known words that a compound of two is made of ("adressänderung")."""
        if word in self._known or len(word) < 2 * _PART or is_arabic(word):
            return [word]
        best: list[str] = [word]
        length = 0
        for cut in range(_PART, len(word) - _PART + 1):
            tail = self._part(word[cut:])
            head = self._part(word[:cut])
            if head and tail and min(len(head), len(tail)) > length:
                best, length = [head, tail], min(len(head), len(tail))
        return best

    def _part(self, piece: str) -> str:
        """The known word that `piece` of a compound is, "" when there is none."""
        if piece in self._known:
            return piece
        if f"{piece}e" in self._known:
            return f"{piece}e"
        for joint in _JOINTS[1:]:
            if piece.endswith(joint) and len(piece) - len(joint) >= _PART and piece[: -len(joint)] in self._known:
                return piece[: -len(joint)]
        return ""

    def _near(self, word: str) -> list[str]:
        shared: Counter[str] = Counter()
        for pair in _pairs(word):
            shared.update(self._by_pair.get(pair, ()))
        near, inside = [], []
        least = min(3, len(word))
        for known, count in shared.items():
            if count < least:
                continue
            resemblance = 2 * count / (len(word) + len(known) + 2)
            if resemblance >= _RESEMBLING:
                near.append((resemblance, known))
            elif len(known) >= _PART and (known in word or word in known):
                inside.append(known)
        near.sort(reverse=True)
        return [known for _, known in near[:_CANDIDATES]] + inside


def alike(typed: str, known: str) -> float:
    """How likely `typed` means `known`, from 0 to 1."""
    if typed == known:
        return 1.0
    short, long = sorted((typed, known), key=len)
    best = 0.0
    if len(short) >= 3 and long.startswith(short):
        best = 0.95 - 0.04 * (len(long) - len(short)) if len(short) >= _PART or short is typed else 0.0
        best = max(best, 0.62 if len(short) >= _PART else 0.0)
    elif len(short) >= _PART and short in long:
        best = 0.45 + 0.4 * len(short) / len(long)
    else:
        same = _same_beginning(typed, known)
        if same >= _PART and same >= 0.55 * len(long):
            best = 0.4 + 0.5 * same / len(long)
    allowed = 0 if len(short) < 4 else 1 if len(long) < 7 else 2 if len(long) < 12 else 3
    if len(long) - len(short) <= allowed and best < 0.9:
        slips = distance(typed, known, allowed)
        if slips <= allowed:
            best = max(best, 1.0 - 1.1 * slips / len(long) - (0.08 if typed[0] != known[0] else 0.0))
    return best


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, leave out or swap with their neighbour; `most` + 1 stands for any more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _pairs(word: str) -> set[str]:
    fenced = f"^{word}$"
    return {fenced[at : at + 2] for at in range(len(fenced) - 1)}


def _same_beginning(one: str, other: str) -> int:
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same
