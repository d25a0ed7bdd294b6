"""`lotse printer` with a simulated printer: it asks, prints, and writes what it learned."""

import argparse
import asyncio
import os
import socket
import threading
from contextlib import contextmanager

import pytest
import zxingcpp
from PIL import Image
from zeroconf import ServiceInfo, Zeroconf

from hardware.printers import command
from hardware.printers.asking import Identity, ask
from hardware.printers.finding import Found, find
from hardware.printers.profile import Profile, load
from hardware.printers.questions import QUESTIONS, given_answers, profile_from
from hardware.printers.testpage import CODE
from hardware.simulated.printer import SimulatedPrinter

ANSWERS = "width=5 line=48 feed=20 middle=yes pages=1+2 code=yes cut=partial"


@contextmanager
def running(printer: SimulatedPrinter):
    """The printer in a thread of its own: a command is run as from a shell."""
    loop, started = asyncio.new_event_loop(), threading.Event()
    ended = asyncio.Event()

    async def serve() -> None:
        async with printer:
            started.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert started.wait(10)
    try:
        yield printer
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(10)
        loop.close()


def lotse_printer(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(word) for word in words]))


def test_setup_writes_the_profile_of_the_printer_that_it_asked(tmp_path, capsys):
    out = tmp_path / "kiosk.toml"
    with running(SimulatedPrinter(tmp_path / "slips")) as printer:
        assert lotse_printer("setup", printer.address, "--out", out, "--answers", ANSWERS) == 0

    assert load(out) == Profile(
        max_bytes=60_000,
        pages={"CP858": 19, "CP1252": 16},
        fence="process",
        maker="LOTSE",
        model="SIMULATED",
    )
    assert printer.unknown == []
    (page,) = printer.slips
    assert "LOTSE SIMULATED" in page.text
    assert "P8  CP1251 Привіт їєґ" in page.text
    with Image.open(page.path) as picture:
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [CODE, CODE]
    assert f"--printer-profile {out}" in capsys.readouterr().out


def test_the_test_page_alone_proves_a_profile(tmp_path, capsys):
    (tmp_path / "p.toml").write_text('encoding = "text"\ncutter = "full"\n')
    with running(SimulatedPrinter(tmp_path / "slips")) as printer:
        assert lotse_printer("test", printer.address) == 0
        assert lotse_printer("test", printer.address, "--printer-profile", tmp_path / "p.toml") == 0

    first, second = printer.slips
    assert "W1  384 dots" in first.text
    assert "W1" not in second.text, "a printer without pictures gets none"
    assert "bytes in" in capsys.readouterr().out


def test_a_profile_is_not_overwritten_unasked(tmp_path, capsys):
    (tmp_path / "p.toml").write_text("mine")

    assert lotse_printer("setup", "tcp://127.0.0.1:1", "--out", tmp_path / "p.toml", "--answers", ANSWERS) == 1

    assert (tmp_path / "p.toml").read_text() == "mine"
    assert "--overwrite" in capsys.readouterr().err


def test_a_printer_that_is_not_there_or_has_no_paper_is_said_plainly(tmp_path, capsys):
    assert lotse_printer("setup", "tcp://127.0.0.1:1", "--out", tmp_path / "p.toml", "--answers", ANSWERS) == 1
    assert "is it switched on?" in capsys.readouterr().err

    simulated = SimulatedPrinter(tmp_path / "slips")
    simulated.paper_out = True
    with running(simulated) as printer:
        assert lotse_printer("test", printer.address) == 1
    assert "paper_out" in capsys.readouterr().err


def test_a_logo_of_20_megabytes_is_refused_before_anything_is_printed(tmp_path, capsys):
    (tmp_path / "logo.png").write_bytes(bytes(20_000_000))

    refused = lotse_printer(
        *("setup", "tcp://127.0.0.1:1", "--out", tmp_path / "p.toml"),
        *("--logo", tmp_path / "logo.png", "--answers", ANSWERS),
    )

    assert refused == 1
    assert "20,000,000 bytes" in capsys.readouterr().err


def test_answers_with_mistakes_are_named_all_at_once():
    with pytest.raises(ValueError, match="foo") as refused:
        given_answers("width=9 foo=2 pages=1+99 code=yes cut=perhaps line=48 middle=no")

    assert len(str(refused.value).splitlines()) >= 5
    for word in ("width=9: write a number from 0 to 6", "pages=1+99", "cut=perhaps", "no answer for 'feed'"):
        assert word in str(refused.value)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("width=4 line=54 feed=11 middle=no pages=2 code=no cut=full", (512, 180, 360, False, False, "full", "hybrid")),
        ("width=1 line=48 feed=10 middle=yes pages=0 code=yes cut=no", (384, 203, 406, True, True, "none", "hybrid")),
        ("width=0 columns=42 pages=4 code=yes cut=partial", (496, 203, 0, True, True, "partial", "text")),
    ],
)
def test_what_a_person_saw_on_the_page_becomes_the_profile(answers, expected):
    made = profile_from(given_answers(answers), Identity(), "serial:///dev/ttyS0")

    assert made.max_bytes == 12_000
    assert expected == (
        *(made.width_dots, made.dpi, made.feed_dpi, made.centers_pictures),
        *(made.native_qr, made.cutter, made.encoding),
    )


def test_questions_are_asked_until_they_are_answered(tmp_path, monkeypatch, capsys):
    typed = iter(["five", "5", "48", "20", "maybe", "yes", "1", "yes", "partial"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    with running(SimulatedPrinter(tmp_path / "slips")) as printer:
        assert lotse_printer("setup", printer.address, "--out", tmp_path / "p.toml") == 0

    said = capsys.readouterr().out
    assert all(question.words in said for question in QUESTIONS if question.key != "columns")
    assert "write a number from 0 to 6" in said


def test_a_silent_printer_has_no_name(tmp_path):
    master, slave = os.openpty()
    try:
        identity = ask(f"serial://{os.ttyname(slave)}", seconds=0.05)
    finally:
        os.close(master)
        os.close(slave)

    assert identity == Identity()


def test_serial_lines_are_found_by_their_lasting_names(tmp_path):
    (tmp_path / "usb-EPSON_TM-T20-if00").touch()

    found = find(seconds=0, serial_folder=tmp_path)

    assert found[0] == Found(f"serial://{tmp_path}/usb-EPSON_TM-T20-if00?baud=115200", "usb-EPSON_TM-T20-if00")


def test_a_printer_that_announces_itself_on_the_network_is_found():
    announced = ServiceInfo(
        "_pdl-datastream._tcp.local.",
        "Slips \u202eof the hall._pdl-datastream._tcp.local.",
        addresses=[socket.inet_aton("192.0.2.7")],
        port=9100,
        server="slips.local.",
    )
    with Zeroconf(interfaces=["127.0.0.1"]) as zeroconf:
        zeroconf.register_service(announced)

        found = find(seconds=2, interfaces=["127.0.0.1"])

    named = [one for one in found if one.address == "tcp://192.0.2.7:9100"]
    assert [one.called for one in named] == ["Slips of the hall"], "and its name cannot turn a terminal's line around"
