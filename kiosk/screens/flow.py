"""Long texts without scrolling: blocks of text laid out in pages of a given size. No Kivy here."""

import re
from collections.abc import Callable, Sequence

from kiosk.reading import Block

Height = Callable[[Block], float]
"""How high a block stands in the page's width, the gap above it included."""

_SENTENCE = re.compile(r"(?<=[.!?؟:;])\s+")


def pages(blocks: Sequence[Block], room: float, height: Height) -> list[list[Block]]:
    """The blocks in as many pages of height `room` as they need, at least one.

    A heading stays with what follows it. A block that does not fit is parted after a sentence, or, where that is not
    enough, after a word.
    """
    made: list[list[Block]] = [[]]
    used = 0.0
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        high = height(block)
        if used + high + _companion(block, waiting, room - high, height) <= room:
            made[-1].append(block)
            used += high
            continue
        head, rest = ("", block.text)
        if block.kind != "heading":
            head, rest = _part(block, room - used, height, _SENTENCE)
            if not head and not made[-1]:
                head, rest = _part(block, room, height, re.compile(r"\s+"))
        if not head and not made[-1]:  # one word higher than a page: it stands alone, smaller
            head, rest = block.text, ""
        if head:
            made[-1].append(Block(block.kind, head, block.language))
        if rest:
            waiting.insert(0, Block("text" if head else block.kind, rest, block.language))
            made.append([])
        used = 0.0 if rest else room
    return made


def _companion(block: Block, following: Sequence[Block], room: float, height: Height) -> float:
    """The height that has to be free below a heading: that of a sentence, or of the next heading."""
    if block.kind != "heading" or not following:
        return 0.0
    first = following[0]
    return min(height(Block(first.kind, _SENTENCE.split(first.text, maxsplit=1)[0], first.language)), room)


def _part(block: Block, room: float, height: Height, border: re.Pattern[str]) -> tuple[str, str]:
    """The longest beginning of the block that ends at a border and is no higher than `room`, and the rest."""
    ends = [found.span() for found in border.finditer(block.text)]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        if height(Block(block.kind, block.text[: ends[middle - 1][0]], block.language)) <= room:
            low = middle
        else:
            high = middle - 1
    if not low:
        return "", block.text
    return block.text[: ends[low - 1][0]], block.text[ends[low - 1][1] :]
