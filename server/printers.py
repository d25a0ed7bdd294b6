"""The kiosks' printers and slips as the staff see them: which number has no paper, which printer needs somebody."""

import logging
from collections.abc import Callable
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

# The first that applies is told; what it is for a person, and what to do.
REMEDIES: Final[dict[m.Trouble | m.Device, tuple[str, str]]] = {
    "unrecoverable": ("its printer is broken", "Switch the printer of {kiosk} off and on, or call service"),
    "cutter_error": ("its printer's cutter is jammed", "Open the printer of {kiosk} and take out the jammed paper"),
    "cover_open": ("its printer's cover is open", "Close the cover of the printer of {kiosk}"),
    "paper_out": ("its printer has no paper", "Put a new roll into {kiosk}"),
    "head_hot": ("its printer is too hot", "Wait some minutes; the printer of {kiosk} goes on by itself"),
    "unreachable": ("its printer does not answer", "Check cable and power of the printer of {kiosk}"),
    "offline": ("its printer is offline", "Press the feed button of the printer of {kiosk}, or switch it off and on"),
    "slip_not_taken": ("a slip was not taken", "Take the slip out of {kiosk}"),
    "paper_near_end": ("its printer's paper is running out", "Bring a new roll to {kiosk}"),
    "scanner": ("its code scanner does not answer", "Check the cable of the scanner of {kiosk}"),
    "sound": ("it cannot read aloud", "Check the headphones' sound device of {kiosk}; `lotse doctor` tells more"),
}  # fmt: skip


@dataclass(slots=True)
class _Kiosk:
    name: str
    send: Send | None = None
    printers: tuple[m.PrinterState, ...] = ()
    since: dict[int, datetime] = field(default_factory=dict)
    """When each printer came to be as it is."""
    failing: dict[m.Device, datetime] = field(default_factory=dict)


class Printers:
    """What the kiosks report, kept in memory (they report anew when they connect) and in the history.

    `changed()` is called when staff have to be shown something else.
    """

    def __init__(self, history: PaperLog, now: Callable[[], datetime], changed: Callable[[], None]) -> None:
        self._history, self._now, self._changed = history, now, changed
        self._kiosks: dict[str, _Kiosk] = {}
        self._at: dict[str, str] = {}
        """Which kiosk has the slip of a ticket."""
        self._missing: dict[str, m.Fate] = {}
        self._known: dict[tuple[str, datetime], None] = {}

    def connected(self, kiosk: str, name: str, send: Send) -> Callable[[], None]:
        """A kiosk can be told something from now on; returns what ends that."""
        known = self._kiosks.setdefault(kiosk, _Kiosk(name))
        known.name, known.send = name, send

        def gone() -> None:
            if known.send is send:
                known.send = None

        return gone

    def heard(self, kiosk: str, report: m.ReportPrinters | m.ReportSlips | m.ReportDevices) -> None:
        """A kiosk reports."""
        known = self._kiosks.setdefault(kiosk, _Kiosk(kiosk))
        if isinstance(report, m.ReportPrinters):
            news = self._printers_are(kiosk, known, report.printers)
        elif isinstance(report, m.ReportDevices):
            before, now = known.failing, self._now()
            known.failing = {device: before.get(device, now) for device in report.failing}
            news = [known.failing != before]
        else:
            slips = sorted(report.slips, key=lambda slip: slip.at)
            news = [self._slip_came_to(kiosk, slip) for slip in slips]
        if any(news):
            self._changed()

    def paper(self, ticket: str) -> str:
        """Why a ticket has no slip ("refused", "blocked", "unknown", "expired"); "" when nothing is wrong."""
        return self._missing.get(ticket, "")

    @property
    def alerts(self) -> list[m.PrinterAlert]:
        """What needs somebody, longest first."""
        found = []
        for kiosk in self._kiosks.values():
            for number, printer in enumerate(kiosk.printers):
                trouble = next((one for one in REMEDIES if one in printer.troubles), None)
                if trouble is not None:
                    found.append(m.PrinterAlert(kiosk.name, trouble, kiosk.since[number]))
            found += [m.PrinterAlert(kiosk.name, device, since) for device, since in kiosk.failing.items()]
        return sorted(found, key=lambda alert: alert.since)

    def warnings(self) -> list[str]:
        """The alerts as sentences, with what to do."""
        return [
            f"{alert.kiosk}: {REMEDIES[alert.trouble][0]} since {alert.since:%Y-%m-%d %H:%M} UTC. "
            f"{REMEDIES[alert.trouble][1].format(kiosk=alert.kiosk)}."
            for alert in self.alerts
        ]

    def history(self) -> list[PaperEvent]:
        """The last changes of printers and the last slips that did not come out, newest first. Blocks."""
        return self._history.latest()

    def copy(self, do: m.Do) -> m.Done | m.Refused:
        """Order a copy at the kiosk that gave the ticket."""
        assert isinstance(do.command, m.PrintCopy)
        ticket = do.command.ticket
        if ticket not in self._at:
            return m.Refused("no_slip", "no kiosk has printed a slip of this ticket", do.key)
        kiosk = self._kiosks[self._at[ticket]]
        if kiosk.send is None:
            return m.Refused("kiosk_away", f"{kiosk.name} is not connected", do.key)
        kiosk.send(m.encode(m.OrderCopy(do.key, ticket)))
        return m.Done(do.key, m.Acknowledged(ticket))

    def _printers_are(self, id: str, kiosk: _Kiosk, printers: tuple[m.PrinterState, ...]) -> list[bool]:
        news = []
        for number, printer in enumerate(printers):
            before = kiosk.printers[number] if number < len(kiosk.printers) else None
            news.append(printer != before)
            if printer != before:
                kiosk.since[number] = self._now()
                event = PaperEvent(kiosk.since[number], id, " ".join(printer.troubles), printer=number + 1)
                if before is not None or printer.troubles:
                    self._keep(event)
        news.append(len(printers) < len(kiosk.printers))
        kiosk.printers = printers
        return news

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


def _remember(kept: dict[K, V], key: K, value: V) -> None:
    """Bounded: the oldest goes."""
    kept[key] = value
    if len(kept) > TICKETS_KEPT:
        del kept[next(iter(kept))]
