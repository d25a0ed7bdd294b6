"""Reads TOML tables key by key. What is wrong is noted with its line, and a harmless value stands in for it."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from server.site.content import OFFICE_LANGUAGE, Localized, LocalizedLines
from server.site.lines import LineIndex
from server.site.lines import Path as KeyPath
from server.site.mistakes import Mistake, did_you_mean

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_KINDS = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a decimal number",
    list: "a list in square brackets",
    dict: "a table of languages or keys",
    date: "a date",
    datetime: "a date with a time",
    time: "a time",
}


class Table:
    """One table of a TOML file. Each key is asked for once by its kind; `close` finds the keys nobody asked for."""

    def __init__(
        self, file: str, lines: LineIndex, values: dict[str, Any], mistakes: list[Mistake], path: KeyPath = ()
    ) -> None:
        self.file = file
        self._lines = lines
        self._values = values
        self._mistakes = mistakes
        self._path = path
        self._asked: set[str] = set()

    def wrong(self, key: str | tuple[str, ...] | None, message: str) -> None:
        """Note a mistake at `key` ("name.de"; a tuple where a key holds a dot itself), or at the head of the table."""
        keys = key.split(".") if isinstance(key, str) else key or ()
        path = (*self._path, *keys)
        self._mistakes.append(Mistake(self.file, self._lines.line(path), message))

    def has(self, key: str) -> bool:
        """Whether the table holds `key`."""
        return key in self._values

    def written(self) -> tuple[str, ...]:
        """The keys that stand in it, in their order."""
        return tuple(self._values)

    def is_text(self, key: str) -> bool:
        """Whether the value of `key` is a text."""
        return isinstance(self._values.get(key), str)

    def string(self, key: str, default: str | None = None) -> str:
        """A text; a `default` makes it optional, else it must not be empty."""
        found = self._found(key, str, required=default is None)
        if found is None:
            return default or ""
        if default is None and not found.strip():
            self.wrong(key, f'"{key}" is empty')
        return str(found).strip()

    def slug(self, key: str) -> str:
        """A short name for addresses: small letters a to z, digits and single hyphens, 40 at most."""
        found = self.string(key)
        if found and (not SLUG.fullmatch(found) or len(found) > 40):
            self.wrong(
                key,
                f'"{found}" cannot be a {key}: use small letters a to z, digits and hyphens, at most 40 characters',
            )
        return found

    def one_of(self, key: str, known: Sequence[str], default: str | None = None) -> str:
        """A text among `known`."""
        found = self.string(key, default)
        if found and found not in known:
            self.wrong(key, f'"{found}" is not a known {key}{did_you_mean(found, known)}')
        return found

    def integer(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number from `least` to `most`."""
        found = self._found(key, int, required=default is None)
        if found is not None and least <= found <= most:
            return int(found)
        if found is not None:
            self.wrong(key, f'"{key}" is {found}; it must lie between {least} and {most}')
        return least if default is None else default

    def number(self, key: str, least: float, most: float, default: float) -> float:
        """A number from `least` to `most`, whole or decimal; missing means `default`."""
        whole = type(self._values.get(key)) is int
        found = self._found(key, int if whole else float, required=False)
        if found is None:
            return default
        if least <= found <= most:
            return float(found)
        self.wrong(key, f'"{key}" is {found}; it must lie between {least:g} and {most:g}')
        return default

    def boolean(self, key: str, default: bool) -> bool:
        """true or false."""
        found = self._found(key, bool, required=False)
        return default if found is None else bool(found)

    def day(self, key: str) -> date:
        """A date as TOML writes it, 2026-11-30."""
        found = self._found(key, date, required=True)
        return found if isinstance(found, date) else date.min

    def clock(self, key: str, default: time) -> time:
        """A time of day: "03:00", or 03:00:00 as TOML writes it."""
        if isinstance(self._values.get(key), time):
            self._asked.add(key)
            return time(self._values[key].hour, self._values[key].minute)
        found = self._found(key, str, required=False)
        if found is None:
            return default
        read = read_clock(found)
        if read is None:
            self.wrong(key, f'"{found}" is not a time of day like "03:00"')
        return read or default

    def strings(self, key: str, known: Sequence[str] | None = None, default: Sequence[str] | None = None) -> list[str]:
        """A list of texts, each among `known` where that is given and none twice; a `default` makes it optional."""
        found = self._found(key, list, required=default is None)
        if found is None:
            return list(default or ())
        texts: list[str] = []
        for entry in found:
            if not isinstance(entry, str):
                self.wrong(key, f'"{key}" must hold texts in quotes only, not {_kind(entry)}')
            elif known is not None and entry not in known:
                self.wrong(key, f'"{entry}" is not known in "{key}"{did_you_mean(entry, known)}')
            elif entry in texts:
                self.wrong(key, f'"{entry}" stands twice in "{key}"')
            else:
                texts.append(entry)
        return texts

    def days(self, key: str) -> list[date]:
        """A list of dates; missing means none."""
        found = self._found(key, list, required=False) or []
        for entry in found:
            if type(entry) is not date:
                self.wrong(key, f'"{key}" must hold dates like 2026-12-25 without quotes, not {_kind(entry)}')
        return [entry for entry in found if type(entry) is date]

    def localized(
        self, key: str, languages: Sequence[str], demanded: Sequence[str] = (), optional: bool = False
    ) -> Localized:
        """A table of texts by language. German is always demanded, and every language of `demanded`."""
        texts: dict[str, str] = {}
        if optional and key not in self._values:
            self._asked.add(key)
            return Localized(texts)
        for language, text in self._by_language(key, languages, demanded).items():
            if not isinstance(text, str) or not text.strip():
                self.wrong(f"{key}.{language}", f'"{key}.{language}" must be a text in quotes that is not empty')
            else:
                texts[language] = text.strip()
        return Localized(texts)

    def localized_lines(self, key: str, languages: Sequence[str]) -> LocalizedLines:
        """A table of lists of texts by language; may be missing, but German is demanded when it is there."""
        by_language: dict[str, tuple[str, ...]] = {}
        if key in self._values:
            for language, lines in self._by_language(key, languages).items():
                if not isinstance(lines, list) or not all(isinstance(line, str) and line.strip() for line in lines):
                    self.wrong(f"{key}.{language}", f'"{key}.{language}" must be a list of texts in quotes')
                else:
                    by_language[language] = tuple(line.strip() for line in lines)
        self._asked.add(key)
        return LocalizedLines(by_language)

    def table(self, key: str) -> "Table":
        """The table under `key`, an empty one when it is missing."""
        values = self._found(key, dict, required=False) or {}
        return Table(self.file, self._lines, values, self._mistakes, (*self._path, key))

    def texts(self, key: str) -> dict[str, str]:
        """The table under `key`, whose keys are free and whose values are texts; may be missing."""
        texts = {}
        for name, text in (self._found(key, dict, required=False) or {}).items():
            if not isinstance(text, str) or not text.strip():
                self.wrong((key, name), f'"{name}" must be a text in quotes that is not empty')
            else:
                texts[name] = text.strip()
        return texts

    def tables(self, key: str, optional: bool = False) -> list["Table"]:
        """The tables written as [[key]]; missing or empty is a mistake unless they are `optional`."""
        found = self._values.get(key)
        self._asked.add(key)
        if found is None and optional:
            return []
        if not isinstance(found, list) or not found or not all(isinstance(entry, dict) for entry in found):
            self.wrong(key if found is not None else None, f"write at least one [[{key}]] here")
            return []
        return [
            Table(self.file, self._lines, values, self._mistakes, (*self._path, key, index))
            for index, values in enumerate(found)
        ]

    def close(self, also_known: Iterable[str] = ()) -> None:
        """Note every key that was never asked for."""
        known = sorted({*self._asked, *also_known})
        for key in self._values:
            if key not in known:
                self.wrong(key, f'unknown key "{key}"{did_you_mean(key, known)}')

    def _by_language(self, key: str, languages: Sequence[str], demanded: Sequence[str] = ()) -> dict[str, Any]:
        found: dict[str, Any] = self._found(key, dict, required=True) or {}
        if key in self._values and isinstance(self._values[key], dict):
            for language in dict.fromkeys((OFFICE_LANGUAGE, *demanded)):
                if language not in found:
                    self.wrong(key, f'"{key}" lacks its text in "{language}"; add {key}.{language}')
        for language in found:
            if language not in languages:
                self.wrong(f"{key}.{language}", f'"{language}" is not among the languages of the site')
        return {language: value for language, value in found.items() if language in languages}

    def _found(self, key: str, kind: type, required: bool) -> Any:
        """The value of `key` if it is of `kind`, else None and a mistake."""
        self._asked.add(key)
        value = self._values.get(key)
        if value is None:
            if required:
                self.wrong(None, f'"{key}" is missing')
            return None
        if type(value) is not kind:
            self.wrong(key, f'"{key}" must be {_KINDS[kind]}, not {_kind(value)}')
            return None
        return value


def read_text(folder: Path, file: str, mistakes: list[Mistake]) -> str | None:
    """The UTF-8 text of `file` in `folder`; None, and a mistake noted, when it cannot be read."""
    try:
        raw = (folder / file).read_bytes()
    except FileNotFoundError:
        mistakes.append(Mistake(file, 0, "this file is missing"))
        return None
    except OSError as error:
        mistakes.append(Mistake(file, 0, f"this file cannot be read: {error.strerror}"))
        return None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        mistakes.append(Mistake(file, line, "this is not UTF-8; save the file with the encoding UTF-8"))
        return None


def read_table(file: str, text: str, mistakes: list[Mistake], first_line: int = 1) -> Table | None:
    """The root table of a TOML `text` that begins on `first_line` of `file`; None when its syntax is broken."""
    text = "\n" * (first_line - 1) + text
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        message = str(error)[: place.start()] if place else str(error)
        mistakes.append(Mistake(file, line, f"TOML cannot be read: {message[:1].lower()}{message[1:]}"))
        return None
    return Table(file, LineIndex(text), values, mistakes)


def read_clock(text: str) -> time | None:
    """The time of day in "8:00" or "08:00"; None when it is none."""
    match = _CLOCK.fullmatch(text.strip())
    return time(int(match[1]), int(match[2])) if match else None


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "something else")
