"""One visitor's way from the touch to the counter, with real parts only.

Touches by the X server on a real kiosk window, bytes at a simulated printer, QR codes read by an independent decoder,
a clerk in a real browser, a real display.
"""

import asyncio
import contextlib
import os
import shutil
import subprocess
import tempfile
import urllib.request
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from assets import path
from hardware.simulated.printer import SimulatedPrinter
from server.demo.cast import Cast
from server.demo.play import until
from server.site.load import load_site

pytestmark = pytest.mark.journey

COUNTER = "104"


@pytest.fixture
def screen(monkeypatch):
    """A screen of exactly the kiosk's size, so that its window lies at 0, 0."""
    read, write = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1080x1920x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as said:  # open until the whole line is there: a server that cannot write it ends
        number = said.readline().strip()
    monkeypatch.setenv("DISPLAY", f":{number}")
    yield f":{number}"
    process.terminate()
    process.wait()


@contextlib.contextmanager
def clerk_browser():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    profile = tempfile.mkdtemp(prefix="lotse-profile-")
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--lang=de",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(flag)
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)


async def touch(kiosk, key, times=1):
    """Touches at the middle of a widget, made by the X server."""
    await asyncio.sleep(0.6)  # a visitor looks before she touches, and by then everything stands in its place
    seen = await kiosk.wait_for(key)
    x, y = int(seen.x + seen.width / 2), int(seen.y + seen.height / 2)
    click = ("click", "--repeat", str(times), "--delay", "150", "1")
    xdotool = await asyncio.create_subprocess_exec("xdotool", "mousemove", str(x), str(y), *click)
    assert await xdotool.wait() == 0


async def on(kiosk, screen):
    return await until(kiosk, lambda state: state["screen"] == screen, screen, 20)


def codes(picture: Path) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(picture))]


def page(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=5) as reply:
        return reply.status, reply.read().decode()


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
async def test_from_the_touch_to_the_counter(screen, tmp_path, language, direction):
    cast = Cast(tmp_path, windows=True)
    async with SimulatedPrinter(tmp_path / "slip") as printer, contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(cast.stop_all)
        await cast.start_server(cast.make_site(open_now=True))
        await cast.add_clerks()
        kiosk = await cast.start_kiosk(printer.address)
        display = await cast.start_display("offscreen")

        # the visitor touches her way to a ticket, and taps twice at the end
        await on(kiosk, "start")
        await touch(kiosk, f"language:{language}")
        for key in load_site(path("site")).triage.way_to("aufenthaltserlaubnis"):
            await touch(kiosk, key)
        await on(kiosk, "confirm")
        await touch(kiosk, "confirm", times=2)
        state = await on(kiosk, "take_slip")
        number = state["number"]

        # one slip, understood to the last byte, with two codes that lead somewhere
        (slip,) = await printer.wait_for_slips(1)
        assert printer.unknown == []
        found = codes(slip.path)
        (faq,) = [c for c in found if "/faq/" in c]
        (follow,) = [c for c in found if "/t/" in c]
        status, text = page(faq)
        assert status == 200
        assert f'lang="{language}"' in text
        assert f'dir="{direction}"' in text
        status, text = page(follow)
        assert status == 200
        assert number in text

        # a clerk signs in, opens the counter and presses one key
        with clerk_browser() as clerk:
            clerk.get(f"{cast.url}/counter?counter={COUNTER}")
            wait = WebDriverWait(clerk, 15)
            wait.until(lambda d: d.find_element(By.ID, "user").is_displayed())
            clerk.find_element(By.ID, "user").send_keys("jonas")
            clerk.find_element(By.ID, "password").send_keys(cast.passwords["jonas"], Keys.ENTER)
            wait.until(lambda d: standing(d) == "closed")
            press(clerk, "o")
            wait.until(lambda d: standing(d) == "free" and number in d.find_element(By.TAG_NAME, "body").text)
            press(clerk, "n")
            wait.until(lambda d: standing(d) == "called")

            # and the waiting room sees it
            state = await until(display, lambda s: number in str(s["board"]), f"{number} on the board")
            assert COUNTER in str(state["board"])
        assert len(printer.slips) == 1


def standing(clerk):
    """What the counter is doing, as its page says."""
    return clerk.execute_script("return document.getElementById('card').dataset.standing")


def press(clerk, key):
    """One key, wherever the focus is."""
    ActionChains(clerk).send_keys(key).perform()
