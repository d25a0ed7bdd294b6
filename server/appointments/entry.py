"""What a file or a sender says of appointments, before it stands in the book."""

from datetime import date, datetime

import msgspec

MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 20_000
MOST_MISTAKES = 20
DAYS_AHEAD = 60
LONGEST_MIN = 8 * 60
MOST_PEOPLE = 9


class Entry(msgspec.Struct, frozen=True):
    """One appointment. `uid`: what the source calls it; `code`: the code that the source gave, or ""; `start`: aware.

    `minutes` 0, `language` "": not said.
    """

    uid: str
    code: str
    start: datetime
    service: str
    minutes: int = 0
    language: str = ""
    people: int = 1
    cancelled: bool = False


class Terms(msgspec.Struct, frozen=True):
    """What a reader must know of the office. `services`: slug by any name that means it, in small letters; `service`:
    the one that is meant where none is named, or ""; days before `first` and after `last` are of no interest.
    """

    timezone: str
    services: dict[str, str]
    languages: list[str]
    service: str
    first: date
    last: date


class Found(msgspec.Struct):
    """What was read. `mistakes`: one sentence each; they name places and never quote, as a name may stand there."""

    entries: list[Entry] = []
    mistakes: list[str] = []
    ignored: int = 0
    """entries of days that are of no interest"""
    unreadable: str = ""
    """why nothing could be taken from it"""

    def wrong(self, mistake: str) -> None:
        """Note a mistake; of very many, only that there are more."""
        if len(self.mistakes) < MOST_MISTAKES:
            self.mistakes.append(mistake)
        elif len(self.mistakes) == MOST_MISTAKES:
            self.mistakes.append("and more")


class Unreadable(ValueError):
    """Nothing can be taken from it; the text says why and what to do."""


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, else the Windows code page that old programs write."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Unreadable("it is not text; save it as UTF-8") from error
    if b"\0" in raw:
        raise Unreadable("it is not text; save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def language_of(written: str, terms: Terms) -> str:
    """The office's language that "AR" or "ar-EG" means; "" where there is none."""
    tag = written.strip().replace("_", "-")
    for candidate in (tag, tag.lower(), tag.lower().partition("-")[0]):
        if candidate in terms.languages:
            return candidate
    return ""
