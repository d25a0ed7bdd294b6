"""The history of printers, devices, slips and lost numbers as staff read it: what, where, from when until when."""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from server.lost import LOST, is_lost_number
from server.printers import DEVICES, first_of
from server.store.papers import PaperEvent, PaperLog
from server.wire import messages as m

SHOWN: Final = 20


def happened(history: PaperLog, place: Callable[[str], str]) -> m.Happened:
    """The last incidents; `place` names a machine's place. Blocks."""
    return m.Happened(incidents(history.latest(), place)[:SHOWN])


def incidents(newest_first: list[PaperEvent], place: Callable[[str], str]) -> list[m.Incident]:
    """One for each trouble from its first event to the one that does not have it any more, newest first."""
    found: list[m.Incident] = []
    going_on: dict[tuple[str, int, str], dict[str, int]] = {}
    several = {event.kiosk for event in newest_first if event.printer > 1}
    for event in reversed(newest_first):
        if event.ticket and not is_lost_number(event):
            found.append(_slip(event, place(event.kiosk)))
            continue
        number = event.ticket
        before = going_on.get((event.kiosk, event.printer, number), {})
        now: dict[str, int] = {}
        for what in _told(event):
            now[what] = before.pop(what, len(found))
            if now[what] == len(found):
                which = event.printer if event.kiosk in several else 0
                told = m.Incident(place(event.kiosk), what, event.at, number=number, printer=which)  # type: ignore[arg-type]
                found.append(told)
        for ended in before.values():
            found[ended] = replace(found[ended], until=event.at)
        going_on[event.kiosk, event.printer, number] = now
    return sorted(reversed(found), key=lambda one: one.at, reverse=True)


def _slip(event: PaperEvent, place: str) -> m.Incident:
    return m.Incident(place, event.what, event.at, number=event.number)  # type: ignore[arg-type]


def _told(event: PaperEvent) -> list[str]:
    """What staff are told of an event: of a printer one trouble at a time, as in the alerts."""
    words = event.what.split(" ")
    if event.ticket:
        return [LOST] if words[0] == LOST else []
    if event.printer == DEVICES:
        return [word for word in words if word]
    trouble = first_of(words)
    return [trouble] if trouble else []
