"""`python -m kiosk.trial.kiosk JOURNAL PRINTER FIRST LAST`: the printing half of a kiosk, made to be killed.

Prints the slips A<FIRST> to A<LAST> that its journal does not know yet.
"""

import asyncio
import sys
from pathlib import Path

from hardware.printers.address import open_printer
from kiosk.journal import Journal
from kiosk.spool import Spool
from kiosk.trial.pages import page, small_slip


async def _print(journal: Path, address: str, first: int, last: int) -> None:
    printer = open_printer(address)
    spool = Spool(Journal(journal), [printer], small_slip)
    await spool.recover()
    for number in range(first, last + 1):
        await spool.print(page(f"A{number:04}"))
    await printer.close()
    await spool.close()


if __name__ == "__main__":
    asyncio.run(_print(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
