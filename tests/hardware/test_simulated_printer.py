"""The simulated printer on its TCP port: status, stops, slips."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hardware.simulated.control import answer
from hardware.simulated.printer import SimulatedPrinter

SLIP = b"\x1b@Guten Tag\n\x1dVB\x00"


async def ask(reader, writer, question: bytes, length: int = 1) -> bytes:
    writer.write(question)
    return await asyncio.wait_for(reader.readexactly(length), 5)


async def test_a_printer_that_is_well_prints_and_says_so(tmp_path):
    async with SimulatedPrinter(tmp_path) as printer:
        reader, writer = await asyncio.open_connection(printer.host, printer.port)

        assert await ask(reader, writer, b"\x10\x04\x01") == b"\x12"
        assert await ask(reader, writer, b"\x10\x04\x04") == b"\x12"
        assert await ask(reader, writer, SLIP + b"\x1dr\x01") == b"\x00"
        assert await ask(reader, writer, b"\x1d(H\x06\x00\x30\x30abcd", 7) == b"\x37\x22abcd\x00"

        assert [slip.text for slip in printer.slips] == ["Guten Tag"]
        assert printer.slips[0].path == tmp_path / "slip-0001.png"
        assert printer.slips[0].path.stat().st_size > 100
        assert printer.unknown == []
        writer.close()


@pytest.mark.parametrize(
    ("switch", "question", "bits"),
    [
        ("offline", 1, 0x08),
        ("cover_open", 2, 0x04),
        ("paper_out", 2, 0x20),
        ("cutter_error", 3, 0x08),
        ("head_hot", 3, 0x40),
        ("unrecoverable", 3, 0x20),
        ("near_end", 4, 0x0C),
        ("paper_out", 4, 0x60),
    ],
)
async def test_each_trouble_is_told_in_its_bits(tmp_path, switch, question, bits):
    async with SimulatedPrinter(tmp_path) as printer:
        reader, writer = await asyncio.open_connection(printer.host, printer.port)
        setattr(printer, switch, True)

        status = (await ask(reader, writer, bytes([0x10, 0x04, question])))[0]

        assert status & bits == bits
        assert status & 0x93 == 0x12, "the pattern of a DLE EOT answer"
        writer.close()


async def test_a_stopped_printer_answers_at_once_and_prints_when_it_is_well_again(tmp_path):
    async with SimulatedPrinter(tmp_path) as printer:
        reader, writer = await asyncio.open_connection(printer.host, printer.port)
        printer.paper_out = True
        writer.write(SLIP + b"\x1dr\x01")

        assert await ask(reader, writer, b"\x10\x04\x02") == b"\x32", "not the GS r, which lies behind the slip"
        assert printer.slips == []
        printer.paper_out = False

        assert await asyncio.wait_for(reader.readexactly(1), 5) == b"\x00"
        assert len(printer.slips) == 1
        writer.close()


async def test_a_question_inside_a_picture_is_answered(tmp_path):
    async with SimulatedPrinter(tmp_path) as printer:
        reader, writer = await asyncio.open_connection(printer.host, printer.port)

        assert await ask(reader, writer, b"\x1dv0\x00\x04\x00\x02\x00\xff\x10\x04\x01") == b"\x12"

        writer.close()


async def test_paper_can_end_in_the_middle_of_a_slip(tmp_path):
    async with SimulatedPrinter(tmp_path) as printer:
        printer.paper_left_mm = 10
        printer.receive(b"line\n" * 10 + b"\x1dVB\x00")

        assert printer.paper_out
        assert printer.slips == []
        printer.paper_out = False
        assert len(printer.slips) == 1
        assert printer.slips[0].text.count("line") == 10


async def test_a_changed_condition_is_pushed_to_a_host_that_asked_for_it(tmp_path):
    async with SimulatedPrinter(tmp_path) as printer:
        reader, writer = await asyncio.open_connection(printer.host, printer.port)

        assert await ask(reader, writer, b"\x1da\xff", 4) == b"\x10\x00\x00\x00"
        printer.cover_open = True

        assert await asyncio.wait_for(reader.readexactly(4), 5) == b"\x38\x00\x00\x00"
        writer.close()


async def test_one_host_at_a_time(tmp_path):
    async with SimulatedPrinter(tmp_path) as printer:
        first = await asyncio.open_connection(printer.host, printer.port)
        await ask(*first, b"\x10\x04\x01")
        second = await asyncio.open_connection(printer.host, printer.port)
        waiting = asyncio.create_task(ask(*second, b"\x10\x04\x01"))

        await ask(*first, b"\x10\x04\x01")
        assert not waiting.done()
        first[1].close()

        assert await waiting == b"\x12"
        second[1].close()


async def test_a_cleared_buffer_forgets_half_a_picture(tmp_path):
    async with SimulatedPrinter(tmp_path) as printer:
        printer.receive(b"\x1dv0\x00\x48\x00\xc8\x00" + bytes(100))
        printer.receive(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
        printer.receive(SLIP)

        assert [slip.text for slip in printer.slips] == ["Guten Tag"]
        assert printer.unknown == []


async def test_switches_can_be_turned_from_outside(tmp_path):
    async with SimulatedPrinter(tmp_path) as printer:
        assert answer(printer, b'{"set": "paper_out", "on": true}') == {"paper_out": True}
        assert printer.paper_out
        assert answer(printer, b'{"do": "state"}')["paper_out"] is True
        assert answer(printer, b'{"set": "colour", "on": true}')["error"].startswith("ask with set")
        assert answer(printer, b"nonsense") == {"error": "one JSON object a line, please"}
        printer.paper_out = False
        printer.receive(SLIP + b"\x1bq")
        assert answer(printer, b'{"do": "slips"}')["slips"][0]["text"] == "Guten Tag"
        assert answer(printer, b'{"do": "unknown"}') == {"unknown": [{"offset": len(SLIP), "hex": "1b 71"}]}


async def test_the_command_prints_tells_and_ends(tmp_path):
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "import sys; from server.cli import main; sys.exit(main())", "printer-sim"),
        *("--port", "0", "--out", str(tmp_path / "out"), "--control", str(tmp_path / "switch")),
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    begun = (await process.stdout.readline()).decode()
    port = int(begun.split(",")[0].rsplit(":", 1)[1])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert await ask(reader, writer, SLIP + b"\x1dr\x01") == b"\x00"
    assert b"slip-0001.png" in await process.stdout.readline()
    reader, control = await asyncio.open_unix_connection(str(tmp_path / "switch"))
    control.write(b'{"do": "slips"}\n')
    assert len(json.loads(await reader.readline())["slips"]) == 1
    control.close()
    writer.close()
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_a_port_in_use_is_told_without_a_traceback(tmp_path):
    async with SimulatedPrinter(tmp_path) as printer:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "import sys; from server.cli import main; sys.exit(main())", "printer-sim"),
            *("--port", str(printer.port), "--out", str(tmp_path / "out")),
            stderr=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        _, told = await process.communicate()

    assert process.returncode == 1
    assert b"Choose another --port" in told
    assert b"Traceback" not in told
