"""Appointments as a calendar: iCalendar (RFC 5545) as booking systems and groupware export it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

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

_REPEATS = ("RRULE", "RDATE", "RECURRENCE-ID")
_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")


def read_ical(raw: bytes, terms: Terms) -> Found:
    """The appointments in `raw`, repeated ones once for each time. Raises `Unreadable` for no whole calendar."""
    text = decoded(raw).strip()
    if not text.upper().startswith("BEGIN:VCALENDAR"):
        raise Unreadable("it does not begin with BEGIN:VCALENDAR; export it as iCalendar (.ics)")
    if not text.upper().endswith("END:VCALENDAR"):
        raise Unreadable("it breaks off before END:VCALENDAR; it was not written to its end")
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise Unreadable(f"it is not iCalendar ({type(error).__name__}); export it once more") from error
    found = Found()
    for calendar in calendars:
        method_cancels = str(calendar.get("METHOD", "")).upper() == "CANCEL"
        for place, event in _events(calendar, terms, found):
            try:
                _read(place, event, terms, found, method_cancels)
            except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
                found.wrong(f"{place} cannot be read ({type(error).__name__})")
            if len(found.entries) > MOST_ENTRIES:
                raise Unreadable(f"it names more than {MOST_ENTRIES} appointments; split it by weeks")
    return found


def _events(calendar: icalendar.Calendar, terms: Terms, found: Found) -> Iterator[tuple[str, Any]]:
    """Each event with words for its place; those that repeat, each time that they happen."""
    series: dict[str, list[tuple[int, Any]]] = {}
    events = [(n, one) for n, one in enumerate(calendar.walk("VEVENT"), 1)]
    repeated = {str(one.get("UID", "")) for _, one in events if any(name in one for name in _REPEATS)}
    for number, event in events:
        uid = str(event.get("UID", ""))
        if uid in repeated:
            series.setdefault(uid, []).append((number, event))
        else:
            yield f"event {number}", event
    zones = calendar.walk("VTIMEZONE")
    for one in series.values():
        place = f"the repeated event {one[0][0]}"
        if any(part in str(event.get("RRULE", "")) for _, event in one for part in _TOO_OFTEN):
            found.wrong(f"{place} happens too often for an appointment")
            continue
        alone = icalendar.Calendar()
        for component in (*zones, *(event for _, event in one)):
            alone.add_component(component)
        try:
            times = recurring_ical_events.of(alone).between(terms.first, terms.last + timedelta(days=1))
        except Exception as error:  # whatever a stranger's rule can do to the library
            found.wrong(f"{place} cannot be worked out ({type(error).__name__}); write each time by itself")
            continue
        yield from ((place, event) for event in times)


def _read(place: str, event: Any, terms: Terms, found: Found, method_cancels: bool) -> None:
    zone = ZoneInfo(terms.timezone)
    if "DTSTART" not in event:
        found.wrong(f"{place} has no beginning (DTSTART)")
        return
    start = event["DTSTART"].dt
    if not isinstance(start, datetime):
        if terms.first <= start <= terms.last:
            found.wrong(f"{place} is for a whole day; an appointment has a time")
        return
    start = (start if start.tzinfo else start.replace(tzinfo=zone)).astimezone(UTC)
    if not terms.first <= start.astimezone(zone).date() <= terms.last:
        found.ignored += 1
        return
    service = _service(event, terms)
    if not service:
        found.wrong(f"{place} names no service of this office; write its short name into CATEGORIES")
        return
    uid = str(event.get("UID", "")).strip() or f"{start.isoformat()} {service} {place}"
    if "RECURRENCE-ID" in event:
        uid += f" {_moment(event['RECURRENCE-ID'].dt, zone).isoformat()}"
    people = str(event.get("X-LOTSE-PEOPLE", "1")).strip()
    if not (people.isascii() and people.isdigit() and 1 <= int(people[:3]) <= MOST_PEOPLE):
        found.wrong(f"{place}: people must be 1 to {MOST_PEOPLE}")
        return
    found.entries.append(
        Entry(
            uid,
            str(event.get("X-LOTSE-CODE", "")).strip(),
            start,
            service,
            _minutes(event, start, zone),
            language_of(str(event.get("X-LOTSE-LANGUAGE", "")), terms),
            int(people),
            method_cancels or str(event.get("STATUS", "")).upper() == "CANCELLED",
        )
    )


def _service(event: Any, terms: Terms) -> str:
    """The first of X-LOTSE-SERVICE and CATEGORIES that means a service of this office."""
    named = [str(event.get("X-LOTSE-SERVICE", ""))]
    categories = event.get("CATEGORIES", [])
    for one in categories if isinstance(categories, list) else [categories]:
        named += [str(word) for word in getattr(one, "cats", [one])]
    known = [terms.services[name.strip().lower()] for name in named if name.strip().lower() in terms.services]
    return known[0] if known else terms.service


def _minutes(event: Any, start: datetime, zone: ZoneInfo) -> int:
    if "DURATION" in event:
        long: timedelta = event["DURATION"].dt
    elif "DTEND" in event and isinstance(event["DTEND"].dt, datetime):
        long = _moment(event["DTEND"].dt, zone) - start
    else:
        return 0
    return min(max(0, int(long.total_seconds() / 60)), LONGEST_MIN)


def _moment(written: date, zone: ZoneInfo) -> datetime:
    """A time as UTC; floating time is the office's."""
    moment = (
        written if isinstance(written, datetime) else datetime(written.year, written.month, written.day, tzinfo=zone)
    )
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
