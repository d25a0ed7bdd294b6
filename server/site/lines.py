"""On which line of a TOML text a key stands. tomllib reads values well but forgets where they stood."""

import re

Path = tuple[str | int, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_ARRAY_HEADER = re.compile(rf"\s*\[\[\s*({_DOTTED})\s*\]\]")
_HEADER = re.compile(rf"\s*\[\s*({_DOTTED})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})\s*=")
# The parts of a value that matter for where it ends. Strings first, so that their brackets do not count.
_TOKEN = re.compile(r"""\"\"\"|'''|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#.*|[\[\]{}]""")


class LineIndex:
    """The lines of a valid TOML text, by the path of a key: ("service", 2, "name", "de")."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest key around it."""
        if not self._lines:  # only a file with mistakes is read for its lines
            self._lines[()] = 1
            self._read(self._text)
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _read(self, text: str) -> None:
        table: Path = ()
        depth, quote = 0, ""
        for number, line in enumerate(text.split("\n"), start=1):
            start = 0
            if depth == 0 and not quote:
                if header := _ARRAY_HEADER.match(line):
                    table = self._next_of(self._resolved(_parts(header[1])))
                    self._note(table, number)
                    continue
                if header := _HEADER.match(line):
                    table = self._resolved(_parts(header[1]))
                    self._note(table, number)
                    continue
                if assignment := _ASSIGNMENT.match(line):
                    self._note((*table, *_parts(assignment[1])), number)
                    start = assignment.end()
            depth, quote = _balance(line[start:], depth, quote)

    def _note(self, path: Path, number: int) -> None:
        for end in range(1, len(path) + 1):
            self._lines.setdefault(path[:end], number)

    def _next_of(self, array: Path) -> Path:
        self._arrays[array] = self._arrays.get(array, -1) + 1
        return (*array, self._arrays[array])

    def _resolved(self, parts: Path) -> Path:
        """A header's path, with the index of the newest entry put in behind each array on the way."""
        path: Path = ()
        for position, part in enumerate(parts):
            path = (*path, part)
            if position < len(parts) - 1 and path in self._arrays:
                path = (*path, self._arrays[path])
        return path


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, dotted))


def _balance(rest: str, depth: int, quote: str) -> tuple[int, str]:
    """The depth of open brackets and the open multi-line quote after `rest`."""
    position = 0
    while position < len(rest):
        if quote:
            end = rest.find(quote, position)
            if end < 0:
                return depth, quote
            position, quote = end + 3, ""
            continue
        token = _TOKEN.search(rest, position)
        if token is None:
            break
        position = token.end()
        if token[0] in ('"""', "'''"):
            quote = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
    return depth, quote
