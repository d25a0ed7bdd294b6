"""`lotse demo`: run a whole office on this computer."""

import argparse
import asyncio
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from hardware.rehearsal import RehearsalError
from hardware.simulated.printer import SimulatedPrinter
from server.demo.browser import BrowserError, browser, installed
from server.demo.cast import CLERKS, Cast, DemoError
from server.demo.crowd import EARLY_BIRDS, Crowd
from server.demo.pictures import Album
from server.demo.play import VISITS, Stage, call_by_hand, pages, troubles, visit
from server.site.load import load_site

SUMMARY = """Run a whole office on this computer: server, kiosk with a simulated slip printer, display, counters.

With a screen the windows open and stay until Ctrl-C. Without one everything runs offscreen: visitors in four
languages touch the real kiosk window, clerks call, pictures of every screen, slip, display and page are saved,
and the demo ends after about two minutes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `lotse demo`."""
    parser.add_argument(
        "--out", type=Path, default=Path("demo-out"), metavar="DIR", help="pictures and logs (default: %(default)s)"
    )
    parser.add_argument("--stay", action="store_true", help="keep the office running after the script, until Ctrl-C")
    parser.add_argument("--offscreen", action="store_true", help="play the script offscreen although there is a screen")


def run(args: argparse.Namespace) -> int:
    """0 when the office ran, 1 when something is missing (it is said what)."""
    windows = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and not args.offscreen
    out = args.out.absolute()
    for old in ("data", "kiosk", "display", "page", "slip", "logs"):
        shutil.rmtree(out / old, ignore_errors=True)
    for old in ("kiosk.json", "display.json"):
        (out / old).unlink(missing_ok=True)
    try:
        out.mkdir(parents=True, exist_ok=True)
        return asyncio.run(_office(out, windows, args.stay))
    except (DemoError, RehearsalError, BrowserError, TimeoutError) as error:
        print(f"lotse demo: {error}", file=sys.stderr)
        print(f"lotse demo: `lotse doctor` says what this computer lacks; logs are in {out}/logs", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"lotse demo: {error}", file=sys.stderr)
        return 1


async def _office(out: Path, windows: bool, stay: bool) -> int:
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"[{time.monotonic() - began:5.1f} s] {line}", flush=True)

    def warn(line: str) -> None:
        print(f"lotse demo: {line}", file=sys.stderr, flush=True)

    cast = Cast(out, windows)
    if windows:  # so that both fit on a usual screen
        cast.sizes = {"kiosk": "540x960", "display": "960x540"}
    printer = SimulatedPrinter(out / "slip")
    say(f"an office in {out}, {'with windows' if windows else 'offscreen'}")
    try:
        async with printer:
            site_folder = cast.make_site(open_now=True)
            await cast.start_server(site_folder)
            say(f"the server answers at {cast.url}")
            await cast.add_clerks()
            kiosk, display = await asyncio.gather(cast.start_kiosk(printer.address), cast.start_display())
            say("kiosk and display have opened their windows")
            stage = Stage(cast, load_site(site_folder), Album(out), printer, say)
            crowd = Crowd(cast, [s.slug for s in stage.site.services])
            try:
                await crowd.open_the_office()
                if await cast.foretold(warn):
                    say(f"{EARLY_BIRDS} people wait, {len(CLERKS) + 1} counters are open, all are told how long still")
                if windows:
                    await _with_windows(cast, crowd, say)
                    return 0
                await _script(stage, crowd, kiosk, display)
                _summary(stage, crowd, out)
                if stay:
                    say("the office stays open until Ctrl-C")
                    await _interrupted()
            finally:
                await crowd.go_home()
    finally:
        await cast.stop_all()
    return 0


async def _script(stage: Stage, crowd: Crowd, kiosk, display) -> None:  # type: ignore[no-untyped-def]
    await stage.reach(kiosk, "start", 60)
    await stage.look(display, "display", "nobody-called-yet")
    crowd.arrive()
    stage.say("more visitors arrive at another kiosk; the clerks begin to call")
    for language, service in VISITS:
        number = await visit(stage, kiosk, language, service)
        await call_by_hand(stage, number, display)
        await kiosk.tap("done")
    if installed() is None:
        stage.say("no Chromium here: no pictures of pages (as root: apt-get install chromium)")
    else:
        stage.say("pictures of the pages for phones and clerks")
        async with browser(stage.site.timezone) as chromium:
            await pages(stage, chromium, crowd)
    await stage.look(display, "display", "busy")
    await crowd.go_home()
    await troubles(stage, kiosk, display)


async def _with_windows(cast: Cast, crowd: Crowd, say) -> None:  # type: ignore[no-untyped-def]
    crowd.arrive()
    say(f"counter page: {cast.url}/counter  (sign in as amira, password {cast.passwords['amira']})")
    say("touch the kiosk; Ctrl-C ends the office")
    await _interrupted()
    await crowd.go_home()


async def _interrupted() -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await ended.wait()


def _summary(stage: Stage, crowd: Crowd, out: Path) -> None:
    print("\nWhat happened")
    print(f"  {len(stage.numbers)} visitors at the kiosk window: {', '.join(stage.numbers)}")
    for what, count in sorted(crowd.happened.items()):
        print(f"  {count} {what}")
    print(f"  {len(stage.printer.slips)} slips printed, {len(stage.printer.unknown)} commands the printer did not know")
    print("Pictures")
    for kind, count in stage.album.taken.items():
        print(f"  {count:3d} in {out / kind}")
    print(f"  {len(stage.printer.slips):3d} in {out / 'slip'}")
