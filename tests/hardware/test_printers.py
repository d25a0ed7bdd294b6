"""The ways to a printer: fates are told as they are, and no slip leaves twice."""

import asyncio
import time

import pytest

from hardware.printers.address import open_printer
from hardware.printers.conversation import Deadlines
from hardware.printers.device import DevicePrinter
from hardware.printers.document import Number, Slip
from hardware.printers.encode import encode
from hardware.printers.printer import Fate
from hardware.printers.status import PrinterStatus, decode
from hardware.simulated.printer import SimulatedPrinter

SLIP = encode(Slip((Number("P012"),)))
LAST_LINE = b"\x1b@P013\n\x1dVB\x00"


def quick(simulated: SimulatedPrinter, **deadlines: float) -> DevicePrinter:
    """A printer whose deadlines do not make tests wait."""
    quickened = {"poll_s": 0.05, "blocked_s": 0.1, "limit_s": 2.0, "answer_s": 0.5, **deadlines}
    return open_printer(simulated.address, Deadlines(**quickened))


async def until(condition, deadline_s: float = 5) -> None:
    ends = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < ends, "it did not come about in time"
        await asyncio.sleep(0.01)


async def test_a_slip_is_printed_once_and_its_end_confirmed(tmp_path):
    async with SimulatedPrinter(tmp_path) as simulated:
        printer = open_printer(simulated.address)

        assert (await printer.status()).ready
        assert await printer.send(SLIP) is Fate.PRINTED

        assert len(simulated.slips) == 1
        assert bytes(simulated.received).count(SLIP) == 1
        assert simulated.unknown == []


@pytest.mark.parametrize("trouble", ["paper_out", "cover_open", "offline", "cutter_error", "head_hot", "unrecoverable"])
async def test_a_printer_in_trouble_refuses_and_receives_nothing(tmp_path, trouble):
    async with SimulatedPrinter(tmp_path) as simulated:
        printer = quick(simulated)
        setattr(simulated, trouble, True)

        assert await printer.send(SLIP) is Fate.REFUSED

        assert trouble in printer.last_status.troubles
        assert SLIP not in simulated.received
        setattr(simulated, trouble, False)
        assert await printer.send(SLIP) is Fate.PRINTED


async def test_paper_near_its_end_still_prints(tmp_path):
    async with SimulatedPrinter(tmp_path) as simulated:
        printer = quick(simulated)
        simulated.near_end = True

        status = await printer.status()

        assert status == PrinterStatus(paper_near_end=True)
        assert status.ready
        assert await printer.send(SLIP) is Fate.PRINTED


async def test_a_printer_that_is_not_there_refuses():
    printer = open_printer("tcp://127.0.0.1:9")

    assert await printer.status() == PrinterStatus(unreachable=True)
    assert await printer.send(SLIP) is Fate.REFUSED


async def test_paper_that_ends_inside_a_slip_blocks_it_and_the_rest_never_comes(tmp_path):
    async with SimulatedPrinter(tmp_path) as simulated:
        printer = quick(simulated)
        simulated.paper_left_mm = 10

        assert await printer.send(SLIP) is Fate.BLOCKED
        assert printer.last_status.paper_out
        await until(lambda: simulated.received.endswith(b"\x06\x02\x08"))
        simulated.paper_out = False

        assert simulated.slips == [], "a slip that was given up must not come out in front of another visitor"
        assert await printer.send(LAST_LINE) is Fate.PRINTED
        assert [slip.text for slip in simulated.slips] == ["", "P013"], "the torso falls first, apart"
        assert bytes(simulated.received).count(SLIP) == 1


async def test_a_cover_that_is_soon_closed_again_only_delays_the_slip(tmp_path):
    async with SimulatedPrinter(tmp_path) as simulated:
        printer = quick(simulated, blocked_s=1.0)
        simulated.paper_left_mm = 10
        sending = asyncio.create_task(printer.send(SLIP))
        await until(lambda: simulated.paper_out)

        simulated.paper_out = False

        assert await sending is Fate.PRINTED
        assert len(simulated.slips) == 1


async def test_a_slip_whose_end_is_never_confirmed_has_an_unknown_fate_and_does_not_spoil_the_next(tmp_path):
    half = b"\x1b@\x1dv0\x00\x48\x00\xc8\x00" + bytes(100)
    async with SimulatedPrinter(tmp_path) as simulated:
        printer = quick(simulated, limit_s=0.3)

        assert await printer.send(half) is Fate.UNKNOWN, "the fence was swallowed by a picture that never ends"
        assert await printer.send(LAST_LINE) is Fate.PRINTED

        assert simulated.slips[-1].text == "P013"
        assert simulated.unknown == []


async def test_a_printer_that_vanishes_while_printing_is_not_sent_the_slip_again(tmp_path):
    async with SimulatedPrinter(tmp_path) as simulated:
        printer = quick(simulated, blocked_s=5)
        simulated.paper_left_mm = 10
        sending = asyncio.create_task(printer.send(SLIP))
        await until(lambda: simulated.paper_out)

        await simulated.switch_off()

        assert await sending in (Fate.UNKNOWN, Fate.BLOCKED)
        assert bytes(simulated.received).count(SLIP) == 1
        assert await printer.status() == PrinterStatus(unreachable=True)


async def test_slips_sent_at_the_same_time_wait_for_each_other(tmp_path):
    async with SimulatedPrinter(tmp_path) as simulated:
        printer = quick(simulated)

        fates = await asyncio.gather(*(printer.send(b"\x1b@%d\n\x1dVB\x00" % n) for n in range(5)), printer.status())

        assert fates[:5] == [Fate.PRINTED] * 5
        assert sorted(slip.text for slip in simulated.slips) == ["0", "1", "2", "3", "4"]


async def test_a_listener_that_is_no_printer_refuses(tmp_path):
    async def mute(reader, writer):
        await reader.read()
        writer.close()

    server = await asyncio.start_server(mute, "127.0.0.1", 0)
    async with server:
        printer = open_printer(f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}", Deadlines(answer_s=0.1))

        assert await printer.send(SLIP) is Fate.REFUSED


async def test_folders_take_bytes_and_pictures(tmp_path):
    as_bytes, as_pictures = open_printer(f"file://{tmp_path}/raw"), open_printer(f"png://{tmp_path}/seen")

    assert await as_bytes.send(SLIP) is Fate.PRINTED
    assert await as_pictures.send(SLIP) is Fate.PRINTED
    assert await as_pictures.send(SLIP) is Fate.PRINTED

    assert (tmp_path / "raw" / "slip-0001.bin").read_bytes() == SLIP
    assert sorted(file.name for file in (tmp_path / "seen").iterdir()) == ["slip-0001.png", "slip-0002.png"]


async def test_a_folder_that_cannot_be_made_is_out_of_reach(tmp_path):
    (tmp_path / "taken").touch()
    printer = open_printer(f"png://{tmp_path}/taken/slips")

    assert await printer.status() == PrinterStatus(unreachable=True)
    assert await printer.send(SLIP) is Fate.REFUSED


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("192.168.1.50", "write tcp://"),
        ("usb://04b8", "must look like usb://04b8:0202"),
        ("serial://ttyS0", "must look like serial:///dev"),
        ("serial:///dev/ttyS0?flow=dtr", "flow: none, rtscts, xonxoff"),
        ("serial:///dev/ttyS0?baud=fast", "must look like serial:///dev"),
        ("tcp://printer?fence=wire", "fence is one of process, paper"),
        ("tcp://printer?colour=red", "asks for colour"),
        ("tcp://", "must look like tcp://"),
        ("tcp://printer:99999", "must look like tcp://"),
        ("tcp://printer:no", "must look like tcp://"),
        ("file://slips", "three slashes"),
        ("png://", "three slashes"),
    ],
)
def test_a_wrong_address_is_refused_with_a_right_one(address, hint):
    with pytest.raises(ValueError, match=hint):
        open_printer(address)


def test_the_port_is_9100_unless_given():
    assert open_printer("tcp://printer").address == "tcp://printer:9100"
    assert open_printer("tcp://printer:9101").address == "tcp://printer:9101"


def test_an_answer_to_something_else_is_not_taken_for_a_status():
    with pytest.raises(ValueError, match="no answer to DLE EOT 1"):
        decode({1: 0x10})
