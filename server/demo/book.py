"""The demo's appointments: a file as a booking system would lay it into the folder."""

from datetime import datetime, timedelta
from pathlib import Path

CODES = 12
EVERY_MIN = 10
LANGUAGES = ("de", "ar", "uk", "en")


def lay_book(folder: Path, now: datetime) -> None:
    """Write appointments around `now` (office time): DEM001 is late already, DEM004 is on time, DEM012 is early."""
    begin = (now - timedelta(minutes=30)).replace(second=0, microsecond=0)
    rows = ["code,start,service,duration,language"]
    for number in range(CODES):
        start = begin + timedelta(minutes=EVERY_MIN * number)
        rows.append(f"DEM{number + 1:03},{start:%Y-%m-%d %H:%M},abholung,10,{LANGUAGES[number % len(LANGUAGES)]}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "demo.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
