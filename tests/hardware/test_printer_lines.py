"""Serial and USB lines, what printers say over any line, and the history of their state."""

import asyncio
import importlib.util
import time

import pytest

from hardware.printers.address import open_printer
from hardware.printers.conversation import Deadlines
from hardware.printers.printer import Fate
from hardware.printers.replies import Cleared, Confirmed, Full, Passed, Pushed, RealTime, Sorter
from hardware.printers.status import UNREACHABLE, PrinterStatus, decode_full, decode_pushed
from hardware.simulated.control import answer
from hardware.simulated.printer import SimulatedPrinter

QUICK = Deadlines(answer_s=0.3, poll_s=0.03, blocked_s=0.1, limit_s=1.0)
SLIP = b"\x1b@P012\n\x1dv0\x00\x08\x00\x40\x00" + bytes(512) + b"P012\n\x1dVB\x00"


async def until_status(printer, wanted, deadline_s=8):
    ends = time.monotonic() + deadline_s
    while (status := await printer.status()) != wanted:
        assert time.monotonic() < ends, status
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("flow", ["rtscts", "xonxoff", "none"])
async def test_a_serial_printer_prints_and_stays_open_between_slips(tmp_path, flow):
    async with SimulatedPrinter(tmp_path, serial=tmp_path / "port") as simulated:
        printer = open_printer(f"{simulated.address}?baud=9600&flow={flow}", QUICK)

        assert (await printer.status()).ready
        assert [await printer.send(SLIP), await printer.send(SLIP)] == [Fate.PRINTED] * 2

        assert [slip.text for slip in simulated.slips] == ["P012\nP012"] * 2
        await printer.close()


async def test_a_pulled_serial_cable_is_noticed_and_opened_again_under_its_name(tmp_path):
    async with SimulatedPrinter(tmp_path, serial=tmp_path / "by-id" / "printer") as simulated:
        printer = open_printer(simulated.address, QUICK)
        assert (await printer.status()).ready

        simulated.hang_up(back_after_s=0.3)
        assert await printer.status() == UNREACHABLE
        await until_status(printer, PrinterStatus())

        assert await printer.send(SLIP) is Fate.PRINTED
        assert [change.status.unreachable for change in printer.history.changes] == [False, True, False]
        await printer.close()


async def test_a_port_in_use_by_another_program_is_out_of_reach(tmp_path):
    async with SimulatedPrinter(tmp_path, serial=tmp_path / "port") as simulated:
        first, second = open_printer(simulated.address, QUICK), open_printer(simulated.address, QUICK)
        assert (await first.status()).ready

        assert await second.send(SLIP) is Fate.REFUSED

        await first.close()
        assert await second.send(SLIP) is Fate.PRINTED
        await second.close()


async def test_a_line_that_cannot_be_opened_is_left_alone_for_a_while(tmp_path):
    printer = open_printer(f"serial://{tmp_path}/nothing", QUICK)
    began = time.monotonic()

    for _ in range(50):
        assert await printer.status() == UNREACHABLE

    assert time.monotonic() - began < 0.4, "most of them did not try"
    assert await printer.send(SLIP) is Fate.REFUSED


async def test_a_push_tells_of_an_open_cover_while_the_slip_is_still_on_its_way(tmp_path):
    async with SimulatedPrinter(tmp_path, serial=tmp_path / "port") as simulated:
        simulated.bytes_per_s, simulated.buffer_bytes = 20_000, 64
        printer = open_printer(simulated.address, QUICK)
        simulated.ambush("cover_open", 200)

        assert await printer.send(SLIP * 20) is Fate.BLOCKED, "no question could get through a buffer that is full"

        assert printer.last_status.cover_open
        await printer.close()


async def test_a_printer_that_knows_process_ids_confirms_the_slip_by_its_name(tmp_path):
    async with SimulatedPrinter(tmp_path) as simulated:
        printer = open_printer(f"{simulated.address}?fence=process", QUICK)

        assert await printer.send(SLIP) is Fate.PRINTED
        assert b"\x1d(H" in simulated.received
        assert b"\x1dr\x01" not in simulated.received
        simulated.knows_process_ids = False
        assert await printer.send(SLIP) is Fate.UNKNOWN


async def test_a_slip_that_nobody_takes_is_told_and_does_not_keep_the_next_one_back(tmp_path):
    async with SimulatedPrinter(tmp_path) as simulated:
        simulated.knows_full_status = simulated.slip_not_taken = True
        printer = open_printer(f"{simulated.address}?status=custom", QUICK)

        assert await printer.status() == PrinterStatus(slip_not_taken=True)
        assert await printer.send(SLIP) is Fate.PRINTED
        simulated.paper_out = True
        assert await printer.send(SLIP) is Fate.REFUSED


async def test_a_printer_that_cannot_confirm_that_it_forgot_is_not_asked_for_ever(tmp_path):
    async with SimulatedPrinter(tmp_path) as simulated:
        simulated.knows_clear = False
        printer = open_printer(simulated.address, Deadlines(0.1, 0.03, 0.1, 0.3))
        printer.distrust()

        for _ in range(6):
            assert (await printer.status()).ready

        assert bytes(simulated.received).count(b"\x10\x14\x08") == 3


def test_replies_of_all_kinds_in_one_stream_are_told_apart_in_any_pieces():
    said = (b"\x12", b"\x13", b"\x10\x00\x03\x00", b"\x11", b"\x00", b"\x37\x22AB12\x00", b"\x37\x25\x00", b"\x32")
    stream = b"".join(said)
    whole = [
        RealTime(0x12),
        Pushed(b"\x10\x00\x03\x00"),
        Passed(),
        Confirmed(b"AB12"),
        Cleared(),
        RealTime(0x32),
    ]
    pieces = Sorter()

    assert Sorter().feed(stream) == whole
    assert [reply for byte in stream for reply in pieces.feed(bytes([byte]))] == whole


def test_a_broken_message_is_at_worst_one_stray_answer_which_confirms_nothing():
    assert Sorter().feed(b"\x10\x00\x12") == [Passed(), RealTime(0x12)]
    assert Sorter().feed(b"\x37\x22\xff") == [Passed()]
    assert Sorter(full_status=True).feed(b"\x10\x0f\x20\x00\x00\x00") == [Full(b"\x10\x0f\x20\x00\x00\x00")]


def test_pushed_and_full_states_mean_the_same_as_asked_ones():
    assert decode_pushed(b"\x38\x00\x0f\x00") == PrinterStatus(True, True, True, True)
    assert decode_pushed(b"\x10\x68\x00\x00") == PrinterStatus(cutter_error=True, unrecoverable=True, head_hot=True)
    assert decode_full(b"\x10\x0f\x05\x02\x01\x05") == PrinterStatus(
        cover_open=True, paper_near_end=True, paper_out=True, head_hot=True, cutter_error=True, unrecoverable=True
    )
    with pytest.raises(ValueError, match="no automatic status"):
        decode_pushed(b"\x12\x00\x00\x00")


@pytest.mark.skipif(importlib.util.find_spec("usb") is None, reason="pyusb is not installed")
async def test_a_usb_printer_that_is_not_there_is_out_of_reach():
    printer = open_printer("usb://dead:beef")

    assert printer.address == "usb://dead:beef"
    assert await printer.status() == UNREACHABLE
    assert await printer.send(SLIP) is Fate.REFUSED


def test_without_pyusb_the_address_says_what_to_install():
    import subprocess
    import sys

    code = (
        "import sys; sys.modules['usb'] = None\n"
        "from hardware.printers.address import open_printer\n"
        "try: open_printer('usb://')\nexcept ValueError as why: print(why)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert told.strip() == "a USB printer needs the package pyusb, which is not installed: pip install pyusb"


async def test_faults_can_be_laid_from_outside(tmp_path):
    async with SimulatedPrinter(tmp_path) as simulated:
        printer = open_printer(simulated.address, QUICK)

        assert answer(simulated, b'{"ambush": "paper_out", "at": 100}') == {"ambush": "paper_out"}
        assert await printer.send(SLIP) is Fate.BLOCKED
        assert answer(simulated, b'{"set": "paper_out", "on": false}') == {"paper_out": False}
        assert answer(simulated, b'{"set": "late_s", "to": 0.05}') == {"late_s": 0.05}
        assert answer(simulated, b'{"set": "mixed_in", "to": "13 11"}') == {"mixed_in": "13 11"}
        assert await printer.send(SLIP) is Fate.PRINTED
        assert answer(simulated, b'{"do": "hang_up"}') == {"done": "hang_up"}
        assert "is not hexadecimal" in answer(simulated, b'{"set": "mixed_in", "to": "xy"}')["error"]
        assert "ambush" in answer(simulated, b'{"ambush": "rain", "at": 1}')["error"]


async def test_who_looks_after_a_printer_can_be_stopped_at_any_moment(tmp_path):
    """A cancellation that comes as the connection stands must not be lost: the kiosk would never end."""

    async def look_after(printer):
        while True:
            await printer.status()
            await asyncio.sleep(0)

    async with SimulatedPrinter(tmp_path) as simulated:
        for steps in range(60):
            printer = open_printer(simulated.address)
            looking = asyncio.create_task(look_after(printer))
            for _ in range(steps):
                await asyncio.sleep(0)
            looking.cancel()

            ended, _ = await asyncio.wait({looking}, timeout=2)
            assert ended, f"it went on after {steps} steps"
            await printer.close()
