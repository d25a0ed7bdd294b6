"""Printers, slips and small devices as the staff see them: which number has no paper, which device needs somebody."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar

from server.store.database import StoreFault
from server.store.papers import PaperEvent, PaperLog
from server.wire import messages as m

log = logging.getLogger(__name__)

TICKETS_KEPT: Final = 5000
Send = Callable[[bytes], None]
K = TypeVar("K")
V = TypeVar("V")

DEVICES: Final = 0
"""What the history calls the devices of a place that are no printers."""

# The first that applies is told; what it is for a person, and what to do.
REMEDIES: Final[dict[m.Trouble | m.Device, tuple[str, str]]] = {
    "unrecoverable": ("its printer is broken", "Switch the printer of {place} off and on, or call service"),
    "cutter_error": ("its printer's cutter is jammed", "Open the printer of {place} and take out the jammed paper"),
    "cover_open": ("its printer's cover is open", "Close the cover of the printer of {place}"),
    "paper_out": ("its printer has no paper", "Put a new roll into {place}"),
    "head_hot": ("its printer is too hot", "Wait some minutes; the printer of {place} goes on by itself"),
    "unreachable": ("its printer does not answer", "Check cable and power of the printer of {place}"),
    "offline": ("its printer is offline", "Press the feed button of the printer of {place}, or switch it off and on"),
    "slip_not_taken": ("a slip was not taken", "Take the slip out of {place}"),
    "paper_near_end": ("its printer's paper is running out", "Bring a new roll to {place}"),
    "scanner": ("its code scanner does not answer", "Check the cable of the scanner of {place}"),
    "sound": ("it cannot read aloud", "Check the headphones' sound device of {place}; `lotse doctor` tells more"),
    "button": ("its call button does not answer", "Check the cable of the call button of {place}; call with the page"),
    "sign": ("its numeric sign does not answer", "Check cable and power of the sign of {place}"),
}  # fmt: skip


@dataclass(slots=True)
class _Place:
    name: str
    counter: bool = False
    send: Send | None = None
    printers: tuple[m.PrinterState, ...] = ()
    since: dict[int, datetime] = field(default_factory=dict)
    """When each printer came to be as it is."""
    failing: dict[m.Device, datetime] = field(default_factory=dict)


class Printers:
    """What kiosks and counters' PCs report, kept in memory (they report anew when they connect) and in the history.

    `changed()` is called when staff have to be shown something else.
    """

    def __init__(self, history: PaperLog, now: Callable[[], datetime], changed: Callable[[], None]) -> None:
        self._history, self._now, self._changed = history, now, changed
        self._places: dict[str, _Place] = {}
        self._last = {(e.kiosk, e.printer): e for e in reversed(history.latest()) if not e.ticket}
        """How each printer, and the devices of each place, were last."""
        self._at: dict[str, str] = {}
        """Which kiosk has the slip of a ticket."""
        self._missing: dict[str, m.Fate] = {}
        self._known: dict[tuple[str, datetime], None] = {}

    def connected(self, machine: str, name: str, send: Send, *, counter: bool = False) -> Callable[[], None]:
        """A kiosk, or a counter's PC, can be told something from now on; returns what ends that.

        The devices of a PC that is switched off need nobody, so they are no alert as long as it is away.
        """
        known = self._places.setdefault(machine, _Place(name))
        known.name, known.send, known.counter = name, send, counter
        if counter and known.failing:
            self._changed()

        def gone() -> None:
            if known.send is send:
                known.send = None
                if counter and known.failing:
                    self._changed()

        return gone

    def heard(self, machine: str, report: m.ReportPrinters | m.ReportSlips | m.ReportDevices) -> None:
        """A kiosk reports, or a counter's PC."""
        known = self._places.setdefault(machine, _Place(machine))
        if isinstance(report, m.ReportPrinters):
            news = self._printers_are(machine, known, report.printers)
        elif isinstance(report, m.ReportDevices):
            before, since = known.failing, self._since(machine, DEVICES, " ".join(sorted(set(report.failing))))
            known.failing = {device: before.get(device, since) for device in report.failing}
            news = [known.failing != before]
        else:
            slips = sorted(report.slips, key=lambda slip: slip.at)
            news = [self._slip_came_to(machine, slip) for slip in slips]
        if any(news):
            self._changed()

    def paper(self, ticket: str) -> str:
        """Why a ticket has no slip ("refused", "blocked", "unknown", "expired"); "" when nothing is wrong."""
        return self._missing.get(ticket, "")

    @property
    def alerts(self) -> list[m.Alert]:
        """What needs somebody, longest first."""
        found = []
        for place in self._places.values():
            if place.counter and place.send is None:
                continue
            for number, printer in enumerate(place.printers):
                trouble = first_of(printer.troubles)
                if trouble is not None:
                    which = number + 1 if len(place.printers) > 1 else 0
                    found.append(m.Alert(place.name, trouble, place.since[number], printer=which))
            found += [m.Alert(place.name, device, since) for device, since in place.failing.items()]
        return sorted(found, key=lambda alert: alert.since)

    def warnings(self) -> list[str]:
        """The alerts as sentences, with what to do."""
        return [
            f"{place}: {what} since {alert.since:%Y-%m-%d %H:%M} UTC. {remedy.format(place=place)}."
            for alert in self.alerts
            if alert.trouble != "lost_number"
            for what, remedy in [REMEDIES[alert.trouble]]
            for place in [f"{alert.place} (printer {alert.printer})" if alert.printer else alert.place]
        ]

    def copy(self, do: m.Do) -> m.Done | m.Refused:
        """Order a copy at the kiosk that gave the ticket."""
        assert isinstance(do.command, m.PrintCopy)
        ticket = do.command.ticket
        if ticket not in self._at:
            return m.Refused("no_slip", "no kiosk has printed a slip of this ticket", do.key)
        kiosk = self._places[self._at[ticket]]
        if kiosk.send is None:
            return m.Refused("kiosk_away", f"{kiosk.name} is not connected", do.key)
        kiosk.send(m.encode(m.OrderCopy(do.key, ticket)))
        return m.Done(do.key, m.Acknowledged(ticket))

    def _printers_are(self, id: str, kiosk: _Place, printers: tuple[m.PrinterState, ...]) -> list[bool]:
        for number, printer in enumerate(printers):
            kiosk.since[number] = self._since(id, number + 1, " ".join(printer.troubles))
        for place, number in list(self._last):
            if place == id and number > len(printers):  # it was taken away
                self._since(id, number, "")
        news, kiosk.printers = kiosk.printers != printers, printers
        return [news]

    def _since(self, machine: str, printer: int, what: str) -> datetime:
        """Since when this is so; kept where it is news."""
        last = self._last.get((machine, printer))
        if last is not None and last.what == what:
            return last.at
        event = self._last[machine, printer] = PaperEvent(self._now(), machine, what, printer=printer)
        if last is not None or what:
            self._keep(event)
        return event.at

    def _slip_came_to(self, kiosk: str, slip: m.SlipFate) -> bool:
        if (slip.ticket, slip.at) in self._known:
            return False
        _remember(self._known, (slip.ticket, slip.at), None)
        _remember(self._at, slip.ticket, kiosk)
        if slip.fate == "printed":
            return self._missing.pop(slip.ticket, None) is not None
        self._keep(PaperEvent(slip.at, kiosk, slip.fate, slip.ticket))
        if slip.copy:
            return False
        _remember(self._missing, slip.ticket, slip.fate)
        return True

    def _keep(self, event: PaperEvent) -> None:
        try:
            self._history.add(event)
        except StoreFault as why:
            log.warning("the history of the printers is not kept: %s. %s", why, why.remedy)


def first_of(troubles: Iterable[str]) -> m.Trouble | m.Device | None:
    """The one of a printer's troubles that is told, because it has to be looked after first."""
    return next((one for one in REMEDIES if one in troubles), None)


def _remember(kept: dict[K, V], key: K, value: V) -> None:
    """Bounded: the oldest goes."""
    kept[key] = value
    if len(kept) > TICKETS_KEPT:
        del kept[next(iter(kept))]
