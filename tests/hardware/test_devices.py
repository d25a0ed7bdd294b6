"""Scanner, button and sign: lines of bytes, and devices that come and go (a pty stands for the cable)."""

import asyncio
import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.devices.lines import MOST, Lines
from hardware.devices.serial_line import SerialLine, device_path
from hardware.devices.wedge import Wedge


async def until(condition, deadline_s=10.0):
    ends = time.monotonic() + deadline_s
    while not (found := condition()):
        assert time.monotonic() < ends, "it did not come true in time"
        await asyncio.sleep(0.01)
    return found


@given(st.lists(st.binary(max_size=700), max_size=8))
def test_no_bytes_make_a_line_that_is_empty_long_or_holds_control_characters(pieces):
    lines = Lines()

    for line in [one for piece in pieces for one in lines.feed(piece)]:
        assert line
        assert len(line) <= MOST
        assert all(character >= " " for character in line)


def test_lines_end_with_cr_lf_or_both_and_too_long_ones_are_dropped_whole():
    lines = Lines()

    assert lines.feed(b"K7M4") == []
    assert lines.feed(b"PX\r\nAB\n\x00CD\r") == ["K7M4PX", "AB", "CD"]
    assert lines.feed(b"x" * (MOST + 1) + b"\rok\r") == ["ok"]
    assert lines.feed(b"\xff\xfeA\r") == ["��A"]
    assert lines.feed(b"rest") == []
    assert lines.rest() == "rest"


async def test_a_device_is_found_heard_lost_and_found_again(tmp_path):
    heard, told = [], []
    link = tmp_path / "by-id"
    line = SerialLine(str(link), heard.append, lambda status: told.append(status.troubles))
    line.start()
    try:
        await until(lambda: ("unreachable",) in told)
        for word in (b"one", b"two"):
            hand, end = os.openpty()
            link.symlink_to(os.ttyname(end))
            await until(lambda: line.last_status.ready)
            os.write(hand, word + b"\r")
            await until(lambda word=word: heard[-1:] == [word.decode()])
            os.write(hand, b"no end")
            await until(lambda: heard[-1:] == ["no end"])
            assert line.write(b"A001\r")
            assert os.read(hand, 100).strip() == b"A001"
            link.unlink()
            os.close(hand)
            os.close(end)
            await until(lambda: not line.last_status.ready)
            assert not line.write(b"A002\r")
    finally:
        await line.close()


async def test_a_device_that_another_program_holds_is_busy_and_no_second_reader_steals_its_codes():
    hand, end = os.openpty()
    first, second = SerialLine(os.ttyname(end)), SerialLine(os.ttyname(end))
    first.start()
    try:
        await until(lambda: first.last_status.ready)
        second.start()
        await until(lambda: second.last_status.busy)
    finally:
        await first.close()
        await second.close()
        os.close(hand)
        os.close(end)


def test_a_scanner_that_types_is_told_from_a_person():
    def typed(text, gap_s, shift=()):
        wedge, now = Wedge(), 100.0
        for place, character in enumerate(text):
            assert wedge.key(ord(character), character, place in shift, now) == ""
            now += gap_s
        return wedge.key(13, "\r", False, now)

    assert typed("k7m4px", 0.01) == "k7m4px"
    assert typed("lotse.k7m4px", 0.02, shift={5}) == "lotse:k7m4px"
    assert typed("k7m4px", 0.15) == ""
    assert typed("", 0.01) == ""


@pytest.mark.parametrize("written", ["COM3", "ttyUSB0", "", "/tmp/x"])
def test_what_is_no_device_is_refused_with_an_example(written):
    with pytest.raises(ValueError, match="/dev/serial/by-id"):
        device_path(written)
