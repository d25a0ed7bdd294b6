"""Slips as visitors get them, without an office: to look at and to measure. `python -m kiosk.specimen` measures."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Final

from assets.languages import LANGUAGES
from hardware.printers.document import Slip
from hardware.printers.measure import costs
from hardware.printers.profile import Profile
from hardware.text import warm_up
from kiosk.slip import slip
from server.wire.messages import TicketOnPaper, Wait

OFFICE: Final = {
    "de": "Ausländerbehörde Lotsenburg",
    "en": "Immigration Office Lotsenburg",
    "ar": "دائرة شؤون الأجانب لوتسنبورغ",
    "uk": "Відомство у справах іноземців Лотсенбург",
}
SERVICE: Final = {
    "de": "Aufenthaltserlaubnis verlängern",
    "en": "Extend a residence permit",
    "ar": "تمديد تصريح الإقامة",
    "uk": "Продовження посвідки на проживання",
}
_ADDRESS: Final = "https://lotse.lotsenburg.example"


def specimen(language: str, n: int = 12) -> Slip:
    """The n-th visitor's slip: number, time and address are new, what is said about the wait was said before."""
    issued = datetime(2026, 11, 23, 7, 0, tzinfo=UTC) + timedelta(minutes=n)
    ticket = TicketOnPaper(
        ticket=f"specimen-{n}",
        number=f"A{n % 1000:03}",
        service="verlaengerung",
        service_names=SERVICE,
        language=language,
        kind="walk_in",
        issued_at=issued,
        ahead=n % 6,
        follow_url=f"{_ADDRESS}/t/Kx7w2m{n:04}",
        faq_url=f"{_ADDRESS}/faq/aufenthaltserlaubnis-verlaengern?lang={language}",
        wait=Wait(20 + n % 4 * 5, 45 + n % 4 * 5),
    )
    return slip(ticket, OFFICE, "Europe/Berlin")


def main() -> None:
    """Print what a hybrid slip costs in each language, as JSON."""
    warm_up(LANGUAGES)
    measured = costs(specimen, LANGUAGES, Profile())
    json.dump({language: asdict(each) for language, each in measured.items()}, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
