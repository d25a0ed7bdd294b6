"""How a kiosk is heard and walked: its headset, its keypad, and what of the slip is read. Import after `open_glass`."""

from dataclasses import dataclass
from pathlib import Path

from kivy.core.window import Keyboard

from hardware.printers.document import Line
from kiosk.keypad import read_keys
from kiosk.slip import slip
from server.wire.messages import KioskSite, TicketOnPaper


@dataclass(frozen=True)
class Ears:
    """How this kiosk is heard and walked: see `hardware.speech.headset`, `kiosk.keypad.read_keys`; `jack`: the input
    device of the headphone socket; `log`: for tests, what was said.
    """

    headset: str = ""
    keys: str = ""
    jack: Path | None = None
    log: Path | None = None


def key_codes(written: str) -> dict[int, str]:
    """Kivy's key codes and what they mean, of what `read_keys` reads. Raises ValueError for keys that do not exist."""
    codes = {**Keyboard.keycodes, "+": 43}
    keys = read_keys(written)
    if unknown := [name for name in keys if name not in codes]:
        raise ValueError(f"there are no keys called {', '.join(unknown)}; Kivy's names are f1, numpad1, enter, ...")
    return {codes[name]: meaning for name, meaning in keys.items()}


def slip_lines(ticket: TicketOnPaper | None, site: KioskSite | None) -> list[tuple[str, str]]:
    """The slip's lines in the visitor's language, as (language, text)."""
    if ticket is None or site is None:
        return []
    lines = [one for one in slip(ticket, site.office, site.timezone).elements if isinstance(one, Line)]
    return [(line.language, line.text) for line in lines if line.language == ticket.language]
