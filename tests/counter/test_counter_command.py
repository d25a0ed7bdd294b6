"""`lotse counter`: the way from a PC to its counter page."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


async def lotse_counter(*arguments, **environment):
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.cli", "counter", *arguments),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode, out.decode().strip(), err.decode().strip()


async def test_it_prints_the_address_of_the_page_with_the_counter_chosen(house):
    code, out, err = await lotse_counter(
        "--server", house.url.removeprefix("http://"), "--counter", "101", "--print-url"
    )

    assert (code, out, err) == (0, f"{house.url}/counter?counter=101", "")


async def test_it_opens_the_browser_of_this_pc(house, tmp_path):
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n')
    browser.chmod(0o755)

    code, out, _ = await lotse_counter("--server", house.url, BROWSER=f"{browser} %s")

    assert (code, out) == (0, f"{house.url}/counter")
    assert opened.read_text() == f"{house.url}/counter"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("127.0.0.1:1", "no server of Lotse answers at http://127.0.0.1:1"),
        ("http://[oops", "is not understood"),
        ("ftp://127.0.0.1", "is not understood"),
        ("127.0.0.1:99999", "is not understood"),
    ],
)
async def test_an_address_without_a_server_is_said_plainly(given, says):
    code, out, err = await lotse_counter("--server", given)

    assert (code, out) == (1, "")
    assert err.startswith("lotse counter: ")
    assert says in err
    assert "Traceback" not in err


async def test_a_counter_named_in_the_address_is_chosen_at_once(house, page):
    await page.open(house.url)
    await page.sign_in()
    await page.until("document.querySelector('[data-counter]')")

    await page.go(f"{house.url}/counter?counter=107")

    await page.standing("closed")
    assert await page.text("counter-name") == "Schalter 107"


async def test_a_counter_that_does_not_exist_leads_to_the_choice(house, page):
    await page.open(house.url)
    await page.sign_in()
    await page.until("document.querySelector('[data-counter]')")

    await page.go(f"{house.url}/counter?counter=999")

    await page.until_text("choose-hint", "999")
    await page.until("document.querySelector('[data-counter=\"105\"]')")
