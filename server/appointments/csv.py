"""Appointments as a table: CSV with a line of column names, separated by comma, semicolon or tab."""

import csv
import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from server.appointments.entry import (
    LONGEST_MIN,
    MOST_ENTRIES,
    MOST_PEOPLE,
    Entry,
    Found,
    Terms,
    Unreadable,
    decoded,
    language_of,
)

COLUMNS = {
    "code": ("code",),
    "id": ("id", "uid"),
    "start": ("start", "beginn"),
    "service": ("service", "leistung", "dienstleistung"),
    "duration": ("duration", "minutes", "dauer", "minuten"),
    "language": ("language", "sprache"),
    "people": ("people", "personen"),
    "cancelled": ("cancelled", "abgesagt"),
}
"""What a column may be called, in small letters. Others are not looked at."""

_YES = {"1", "x", "y", "yes", "true", "ja", "j", "wahr"}
_NO = {"", "0", "n", "no", "false", "nein", "falsch"}
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})[ T,]+(\d{1,2}:\d{2})(:\d{2})?(\s*Uhr)?")


def read_csv(raw: bytes, terms: Terms) -> Found:
    """The appointments in `raw`. Raises `Unreadable` where it is no such table."""
    text = decoded(raw)
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found = Found()
    names: dict[tuple[str, str], int] = {}
    try:
        columns = _columns(next(lines, []))
        for row in lines:
            if any(cell.strip() for cell in row):
                _read_row(row, lines.line_num, columns, terms, found, names)
            if len(found.entries) > MOST_ENTRIES:
                raise Unreadable(f"it names more than {MOST_ENTRIES} appointments; split it by weeks")
    except csv.Error as error:
        raise Unreadable(f"line {lines.line_num} is no line of a table ({error})") from error
    return found


def _columns(head: list[str]) -> dict[str, int]:
    given = [cell.strip().lower() for cell in head]
    columns = {name: given.index(written) for name, known in COLUMNS.items() for written in known if written in given}
    if "start" not in columns:
        raise Unreadable("its first line does not name the columns; write: code,start,service,duration,language")
    return columns


def _read_row(
    row: list[str], line: int, columns: dict[str, int], terms: Terms, found: Found, names: dict[tuple[str, str], int]
) -> None:
    def cell(name: str) -> str:
        place = columns.get(name, len(row))
        return row[place].strip() if place < len(row) else ""

    start = _moment(cell("start"), ZoneInfo(terms.timezone))
    if start is None:
        found.wrong(f"line {line}: the start is not a time like 2026-11-30 09:15")
        return
    if not terms.first <= start.astimezone(ZoneInfo(terms.timezone)).date() <= terms.last:
        found.ignored += 1
        return
    service = terms.services.get(cell("service").lower()) or (terms.service if not cell("service") else "")
    if not service:
        found.wrong(f"line {line}: this office has no such service; write its short name from services.toml")
        return
    minutes = _whole(cell("duration"), 0, LONGEST_MIN, 0)
    people = _whole(cell("people"), 1, MOST_PEOPLE, 1)
    if minutes is None or people is None:
        found.wrong(f"line {line}: the duration must be minutes up to {LONGEST_MIN}, people 1 to {MOST_PEOPLE}")
        return
    cancelled = cell("cancelled").lower()
    if cancelled not in _YES | _NO:
        found.wrong(f"line {line}: cancelled must be yes or no")
        return
    language = language_of(cell("language"), terms)
    if cell("language") and not language:
        found.wrong(f"line {line}: this office does not speak that language; the visitor will choose")
    uid = cell("id") or cell("code")
    if not uid:  # what stands twice is two appointments
        same = (start.isoformat(), service)
        names[same] = names.get(same, 0) + 1
        uid = f"{same[0]} {same[1]} {names[same]}"
    found.entries.append(Entry(uid, cell("code"), start, service, minutes, language, people, cancelled in _YES))


def _moment(written: str, zone: ZoneInfo) -> datetime | None:
    german = _GERMAN.fullmatch(written)
    if german:
        written = f"{german[3]}-{int(german[2]):02}-{int(german[1]):02} {german[4]:0>5}"
    if not re.match(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", written):
        return None
    try:
        moment = datetime.fromisoformat(written)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        aware.timestamp()
    except (ValueError, OverflowError):
        return None
    return aware


def _whole(written: str, least: int, most: int, otherwise: int) -> int | None:
    if not written:
        return otherwise
    if not (written.isascii() and written.isdigit() and len(written) < 5):
        return None
    return int(written) if least <= int(written) <= most else None
