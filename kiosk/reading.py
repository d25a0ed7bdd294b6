"""A page of the FAQ as blocks of plain text, for glass and paper. The site's Markdown is simple; what is not known is
shown as it is written."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_BULLET = re.compile(r"(?:[-*+]|\d+[.)])\s+(.*)")
_RULE = re.compile(r"[-*_|:\s]{3,}")
_LINK = re.compile(r"\[([^]]*)\]\(([^)\s]*)[^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|`)(.+?)\1|(?<![\w*])[*_](\S(?:.*?\S)?)[*_](?![\w*])")
_KEPT = re.compile(r"(?<=\d) (?=€)|(?<=§) (?=\d)")

Kind = Literal["heading", "text", "bullet"]


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a line of a list, in one language."""

    kind: Kind
    text: str
    language: str

    @property
    def shown(self) -> str:
        """The text with its bullet."""
        return f"•\u00a0{self.text}" if self.kind == "bullet" else self.text


@lru_cache(maxsize=128)
def blocks(markdown: str, language: str) -> tuple[Block, ...]:
    """The blocks of `markdown` in their order."""
    found: list[Block] = []
    going_on = False
    for raw in markdown.splitlines():
        line = raw.strip()
        if not line or _RULE.fullmatch(line):
            going_on = False
        elif heading := _HEADING.fullmatch(line):
            found.append(Block("heading", plain(heading[1]), language))
            going_on = False
        elif bullet := _BULLET.fullmatch(line):
            found.append(Block("bullet", plain(bullet[1]), language))
            going_on = True
        elif line.startswith("|"):
            cells = [plain(cell.strip()) for cell in line.strip("|").split("|")]
            found.append(Block("bullet", ": ".join(cell for cell in cells if cell), language))
            going_on = False
        elif going_on:
            found[-1] = Block(found[-1].kind, f"{found[-1].text} {plain(line)}", language)
        else:
            found.append(Block("text", plain(line), language))
            going_on = True
    return tuple(found)


def plain(line: str) -> str:
    """One line without the signs of emphasis and links; amounts and sections stay together."""
    line = _LINK.sub(lambda link: link[1] or link[2], line)
    line = _EMPHASIS.sub(lambda found: found[2] or found[3], line)
    return _KEPT.sub("\u00a0", line)
