"""Switches of a simulated printer over a unix socket: one JSON object a line each way.

{"set": "paper_out", "on": true} -> {"paper_out": true}; {"set": "bytes_per_s", "to": 2000}; {"set": "mixed_in", "to":
"13 11"} (hexadecimal, before each answer); {"do": "state"} -> every switch and number; {"do": "hang_up"}, "reset" or
"power_cycle"; {"ambush": "paper_out", "at": 500}: when 500 bytes of the next slip have come;
{"do": "slips"} -> {"slips": [{"path", "text", "codes", "bytes_read"}]}; {"do": "unknown"} -> {"unknown":
[{"offset", "hex"}]}. What cannot be done is answered by {"error": why}.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from hardware.simulated.printer import ACTS, NUMBERS, SWITCHES, SimulatedPrinter


@contextlib.asynccontextmanager
async def open_control(printer: SimulatedPrinter, path: str | Path | None) -> AsyncIterator[None]:
    """Serve the switches at the unix socket `path` while the block runs; with None do nothing."""
    if path is None:
        yield
        return

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            while line := await reader.readline():
                writer.write(json.dumps(answer(printer, line)).encode() + b"\n")
                await writer.drain()
        writer.close()

    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    mask = os.umask(0o177)
    try:
        server = await asyncio.start_unix_server(serve, path)
    finally:
        os.umask(mask)
    try:
        yield
    finally:
        server.close()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)


def answer(printer: SimulatedPrinter, line: bytes) -> dict[str, Any]:
    """Do what one line asks."""
    try:
        request = json.loads(line)
    except ValueError:
        return {"error": "one JSON object a line, please"}
    match request:
        case {"set": str(name), "on": bool(on)} if name in SWITCHES:
            setattr(printer, name, on)
            return {name: on}
        case {"set": str(name), "to": int(to) | float(to)} if name in NUMBERS and to >= 0:
            setattr(printer, name, float(to))
            return {name: to}
        case {"set": "mixed_in", "to": str(to)}:
            return _mix_in(printer, to)
        case {"ambush": str(act), "at": int(at)} if act in (*ACTS, *SWITCHES) and at >= 0:
            printer.ambush(act, at)
            return {"ambush": act}
        case {"do": str(act)} if act in ACTS:
            getattr(printer, act)()
            return {"done": act}
        case {"do": "state"}:
            return {name: getattr(printer, name) for name in (*SWITCHES, *NUMBERS)}
        case {"do": "slips"}:
            return {
                "slips": [
                    {"path": str(slip.path), "text": slip.text, "codes": slip.codes, "bytes_read": slip.bytes_read}
                    for slip in printer.slips
                ]
            }
        case {"do": "unknown"}:
            return {"unknown": [{"offset": one.offset, "hex": one.raw.hex(" ")} for one in printer.unknown]}
    return {
        "error": f"ask with set ({', '.join(SWITCHES)}) and on, set ({', '.join(NUMBERS)}, mixed_in) and to, "
        f"ambush (a switch or {', '.join(ACTS)}) and at, or do: state, slips, unknown, {', '.join(ACTS)}"
    }


def _mix_in(printer: SimulatedPrinter, told: str) -> dict[str, Any]:
    try:
        printer.mixed_in = bytes.fromhex(told)
    except ValueError:
        return {"error": f"{told!r} is not hexadecimal"}
    return {"mixed_in": told}
