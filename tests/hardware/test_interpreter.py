"""The simulated printer reads ESC/POS byte by byte and refuses to guess."""

import itertools

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from hardware.simulated import events as ev
from hardware.simulated.interpreter import Interpreter
from hardware.simulated.paper import HEAD_TO_CUTTER, CutSlip, Paper
from hardware.simulated.realtime import RealTime, RealTimeWatch

QR = b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1\x1d(k\x0e\x001P0lotse.test/" + b"\x1d(k\x03\x001Q0"
PIECES = [
    b"\x1b@",
    b"Nummer P012\n",
    b"\x1bt\x13",
    b"\x1b!\x38",
    b"\x1bE\x01",
    b"\x1d!\x77",
    b"\x1ba\x01",
    b"\x1bd\x02",
    b"\x1bJ\x20",
    b"\x1dv0\x00\x02\x00\x03\x00\xff\x00\x10\x04\x01\xff",
    b"\x1b*\x21\x02\x00\x01\x02\x03\x04\x05\x06",
    QR,
    b"\x1dk\x49\x06{BP012",
    b"\x1dk\x04P012\x00",
    b"\x1dVB\x00",
    b"\x1dV\x00",
    b"\x1bp\x00\x19\xfa",
    b"\x10\x04\x01",
    b"\x10\x14\x01\x00\x02",
    b"\x1dr\x01",
    b"\x1dI\x42",
    b"\x1d(H\x06\x00\x30\x301234",
    b"\x1bD\x08\x10\x00",
    b"\x09\r\n",
    b"\x1bq\x1d\x99",
    b"\x07\x1f",
]


def printed(stream: bytes) -> CutSlip:
    """The slip that a stream ends with."""
    paper = Paper()
    slips = [slip for event in Interpreter().feed(stream + b"\x1dVB\x00") if (slip := paper.apply(event)) is not None]
    return slips[-1]


def ink(slip: CutSlip) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the marks in printable dots."""
    box = ImageOps.invert(slip.picture.crop((32, 0, 32 + 576, slip.picture.height))).getbbox()
    assert box is not None, "nothing was printed"
    return box


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)), max_size=12), st.lists(st.integers(0, 200)))
def test_a_stream_means_the_same_in_whatever_pieces_it_arrives(pieces, cuts):
    stream = b"".join(pieces)
    whole = list(Interpreter().feed(stream))
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})

    parted = Interpreter()
    seen = [event for one, two in itertools.pairwise(edges) for event in parted.feed(stream[one:two])]

    def joined(events):
        """Runs of characters may be parted anywhere."""
        told = []
        for event in events:
            if isinstance(event, ev.Characters) and told and isinstance(told[-1], ev.Characters):
                told[-1] = ev.Characters(told[-1].text + event.text, event.style, event.area)
            else:
                told.append(event)
        return told

    assert joined(seen) == joined(whole)


@given(st.lists(st.binary(max_size=9)))
def test_real_time_commands_are_seen_across_pieces(pieces):
    watch = RealTimeWatch()

    seen = [command for piece in [*pieces, bytes(9), b"\x10", b"\x04", b"\x02"] for command in watch.feed(piece)]

    assert seen[-1] == RealTime("status", 2)
    assert seen == RealTimeWatch().feed(b"".join(pieces) + bytes(9) + b"\x10\x04\x02")


def test_every_known_command_is_known():
    known = b"".join(PIECES[:-2])

    assert [event for event in Interpreter().feed(known) if isinstance(event, ev.Unknown)] == []


def test_an_unknown_command_is_reported_with_its_place_and_one_byte_is_skipped():
    events = list(Interpreter().feed(b"AB\x1bqC\n"))

    assert events[1] == ev.Unknown(2, b"\x1bq")
    assert isinstance(events[2], ev.Characters)
    assert events[2].text == "qC", "what follows is printed, as a real printer would"


def test_an_unknown_block_is_skipped_as_a_whole():
    events = list(Interpreter().feed(b"\x1d(L\x04\x00abcd\n"))

    assert events == [ev.Unknown(0, b"\x1d(L\x04\x00abcd"), ev.LineEnd(30)]


def test_text_is_read_in_the_chosen_code_page():
    def text(stream):
        return "".join(event.text for event in Interpreter().feed(stream) if isinstance(event, ev.Characters))

    assert text(b"\x1bt\x13" + "Behörde 5 €".encode("cp858")) == "Behörde 5 €"
    assert text(b"\x1bt\x11" + "Привіт".replace("і", "и").encode("cp866")) == "Привит"
    assert text(b"\x1bt\x2e" + "Привіт".encode("cp1251")) == "Привіт"
    assert text(b"\x1bR\x02[]") == "ÄÜ"


def test_letters_grow_stand_where_they_are_told_and_end_the_line():
    left = ink(printed(b"H\n"))
    large = ink(printed(b"\x1d!\x77H\n"))
    right = ink(printed(b"\x1ba\x02H\n"))

    assert 7.5 < (large[3] - large[1]) / (left[3] - left[1]) <= 8
    assert right[2] > 560
    assert left[0] < 12


def test_a_line_that_is_too_long_goes_on_in_the_next():
    slip = printed(b"x" * 49 + b"\n")

    assert ink(slip)[3] - ink(slip)[1] > 24


def test_a_raster_is_printed_dot_by_dot_and_doubled_when_asked():
    once = ink(printed(b"\x1dv0\x00\x02\x00\x03\x00" + b"\xff" * 6))
    doubled = ink(printed(b"\x1ba\x01\x1dv0\x03\x02\x00\x03\x00" + b"\xff" * 6))

    assert (once[0], once[2], once[3] - once[1]) == (0, 16, 3)
    assert (doubled[0], doubled[2], doubled[3] - doubled[1]) == (272, 304, 6)


def test_bit_images_stand_in_columns():
    box = ink(printed(b"\x1b*\x21\x04\x00" + b"\xff\xff\xff" * 4 + b"\n"))

    assert (box[0], box[2], box[3] - box[1]) == (0, 4, 24)


def test_native_codes_can_be_read_off_the_paper():
    slip = printed(b"\x1ba\x01" + QR + b"\x1bd\x02\x1dh\x60\x1dH\x02\x1dk\x49\x06{BP012\x1bd\x01")

    assert slip.codes == ("lotse.test/", "P012")
    read = {code.text for code in zxingcpp.read_barcodes(slip.picture)}
    assert read == {"lotse.test/", "P012"}


def test_what_has_not_passed_the_blade_stays_on_the_next_slip():
    paper = Paper()
    stream = b"\x1d!\x11first\n\x1dV\x00second\n\x1dVB\x00"
    slips = [slip for event in Interpreter().feed(stream) if (slip := paper.apply(event)) is not None]

    assert ImageOps.invert(slips[0].picture).getbbox() is None, "cut before its text had reached the blade"
    assert ink(slips[1])[1] < HEAD_TO_CUTTER


def test_letters_in_a_code_for_digits_are_refused():
    (event,) = Interpreter().feed(b"\x1dk\x02abc\x00")

    with pytest.raises(ValueError, match="no EAN13 for 'abc'"):
        Paper().apply(event)


def test_wide_and_narrow_paper():
    assert Paper(58).width == 384
    slip = printed(b"x\n")
    assert isinstance(slip.picture, Image.Image)
    assert slip.picture.width == 640
