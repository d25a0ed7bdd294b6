"""Reads a file of appointments in a process of its own, so that a huge or hostile one holds up nobody.

`python -m server.appointments.reading KIND`: the terms as a line of JSON and then the file come on standard input, and
what was found goes to standard output.
"""

import asyncio
import contextlib
import os
import sys
from pathlib import Path

import msgspec

from server.appointments.entry import MOST_BYTES, Found, Terms, Unreadable

ROOT = Path(__file__).parents[2]
READ_S = 60.0
KINDS = {".ics": "ical", ".csv": "csv"}
"""By the ending of a file's name."""


async def read(kind: str, raw: bytes, terms: Terms) -> Found:
    """The appointments in `raw`, which is "ical" or "csv". Raises `Unreadable`."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"it has more than {MOST_BYTES // 2**20} MB; split it by weeks")
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.appointments.reading", kind),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a traceback of a library may quote what it read
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )
    try:
        async with asyncio.timeout(READ_S):
            out, _ = await process.communicate(msgspec.json.encode(terms) + b"\n" + raw)
    except TimeoutError as error:
        raise Unreadable(f"reading it takes longer than {READ_S:g} s; split it by weeks") from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0:
        raise Unreadable("it cannot be read; export it once more, or as CSV")
    found = msgspec.json.decode(out, type=Found)
    if found.unreadable:
        raise Unreadable(found.unreadable)
    return found


def _main(kind: str) -> None:
    terms = msgspec.json.decode(sys.stdin.buffer.readline(), type=Terms)
    raw = sys.stdin.buffer.read()
    try:
        if kind == "csv":
            from server.appointments.csv import read_csv as reader
        else:
            from server.appointments.ical import read_ical as reader
        answer = reader(raw, terms)
    except Unreadable as why:
        answer = Found(unreadable=str(why))
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    _main(sys.argv[1])
