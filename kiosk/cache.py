"""The office's site as it was told last, on the kiosk's disk: a kiosk without its server answers from it."""

import logging
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from server.wire.messages import KioskSite
from server.wire.whole import write_whole

log = logging.getLogger(__name__)

MOST_BYTES: Final = 32_000_000


class Remembered(msgspec.Struct, frozen=True):
    """`closed`: services that gave no tickets when the server was reached last, on `day` (ISO, the office's)."""

    site: KioskSite
    closed: list[str] = []
    day: str = ""


_decoder = msgspec.json.Decoder(Remembered)


def site_beside(config: Path) -> Path:
    """Where a kiosk keeps the site."""
    return config.with_suffix(".site.json")


def keep(file: Path, remembered: Remembered) -> None:
    """Write it as a whole or not at all; a disk that refuses is logged. Blocks."""
    try:
        write_whole(file, msgspec.json.encode(remembered))
    except OSError as why:
        log.warning("%s cannot be written (%s): without its server this kiosk cannot start", file, why.strerror)


def recall(file: Path) -> Remembered | None:
    """What was kept; None where there is nothing that this version can read."""
    try:
        if file.stat().st_size > MOST_BYTES:
            log.warning("%s is too large to be the office's site: it is not used", file)
            return None
        return _decoder.decode(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as why:
        log.warning("%s cannot be read (%s): the office's site comes from the server", file, why)
        return None


def open_at(site: KioskSite, local: datetime) -> bool:
    """Whether the office is open at `local`, in its own time, as far as its hours tell; True where it told none."""
    if not site.week:
        return True
    if local.date().isoformat() in site.holidays:
        return False
    return any(start <= f"{local:%H:%M}" < end for start, end in site.week[local.weekday()])
