"""A real server on loopback and real Chromiums at its counter page."""

import asyncio
import contextlib
import shutil
import time
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains

from assets import path
from server.bench.clients import desk, kiosk
from server.running import Options, running
from server.site.load import load_site
from server.web.login import hash_password
from server.wire import messages as m

PASSWORD = "correct horse battery"
DEADLINE_S = 15.0
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class House:
    """A running server and whoever talks to it beside the browser."""

    def __init__(self, server):
        self.server, self.url, self.port = server, server.url, server.port
        self.context, self.members = server.context, server.context.members
        self.stack = contextlib.AsyncExitStack()
        self._kiosk = None

    def add_person(self, user, role="clerk"):
        if self.members.person(user) is None:
            self.members.add_person(user, role, hash_password(PASSWORD), self.context.office.clock.now())

    async def draw(self, service, language="de", kind="walk_in"):
        """A visitor draws a ticket; its number."""
        if self._kiosk is None:
            machine, secret = self.members.add_machine("kiosk", "a kiosk", self.context.office.clock.now())
            self._kiosk = await self.stack.enter_async_context(kiosk(self.url, (machine.id, secret)))
        done = await self._kiosk.do(m.IssueTicket(service, language, kind))
        assert isinstance(done, m.Done), done
        return done.result.number

    async def colleague(self, counter, user="otto"):
        """Somebody else's counter page, without a browser."""
        self.add_person(user)
        token = self.members.open_session(user, self.context.office.clock.now())[0]
        return await self.stack.enter_async_context(desk(self.url, token, counter))

    async def states(self):
        """Number → state of every ticket of today."""
        return await self.context.office.read(lambda q: {t.number: t.state.value for t in q.tickets.values()})


@pytest.fixture(scope="session")
def site():
    return load_site(path("site"))


@pytest.fixture
def house_at(site):
    """Opens a house on a data folder; the same folder again is the same office after a restart."""

    @contextlib.asynccontextmanager
    async def open_house(folder: Path, port: int = 0):
        options = Options(folder, "127.0.0.1", port, mdns=False)
        async with running(replace(site, public_url=""), options) as server:
            house = House(server)
            house.add_person("lea", "lead")
            async with house.stack:
                yield house

    return open_house


@pytest.fixture
async def house(house_at, tmp_path):
    async with house_at(tmp_path / "data") as house:
        yield house


class Page:
    """A counter page; the browser's blocking calls run in a thread, so that the office goes on."""

    def __init__(self, driver):
        self.driver = driver
        self._opened = False

    async def open(self, url, width=1366, height=768, scheme="light"):
        await self._run(self.driver.execute_cdp_cmd, "Network.clearBrowserCookies", {})
        if not self._opened:  # the office of an earlier test may have had this very port, and its page remembers
            stored = {"origin": url, "storageTypes": "local_storage,session_storage"}
            await self._run(self.driver.execute_cdp_cmd, "Storage.clearDataForOrigin", stored)
            self._opened = True
        await self.look(width, height, scheme)
        await self.go(f"{url}/counter")
        await self.until("!document.getElementById('sign-in').hidden")
        await self.asked("document.querySelector('[data-language=en]').click()")

    async def go(self, url):
        await self._run(self.driver.get, url)

    async def look(self, width=1366, height=768, scheme="light"):
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        feature = {"name": "prefers-color-scheme", "value": scheme}
        await self._run(self.driver.execute_cdp_cmd, "Emulation.setDeviceMetricsOverride", size)
        await self._run(self.driver.execute_cdp_cmd, "Emulation.setEmulatedMedia", {"features": [feature]})

    async def sign_in(self, user="lea", password=PASSWORD):
        await self.asked(f"document.getElementById('user').value = '{user}'")
        await self.asked("document.getElementById('password').focus()")
        await self.press(password + "\n")

    async def work_at(self, counter):
        """Sign in, choose the counter and open it."""
        await self.sign_in()
        await self.until(f"document.querySelector('[data-counter=\"{counter}\"]')")
        await self.asked(f"document.querySelector('[data-counter=\"{counter}\"]').click()")
        await self.standing("closed")
        await self.press("o")
        await self.standing("free")

    async def lose(self, *files):
        """Requests for addresses that end so fail from now on, as when the network changes."""
        blocked = {"urls": [f"*{file}" for file in files]}
        await self._run(self.driver.execute_cdp_cmd, "Network.enable", {})
        await self._run(self.driver.execute_cdp_cmd, "Network.setBlockedURLs", blocked)

    async def press(self, keys):
        await self._run(lambda: ActionChains(self.driver).send_keys(keys).perform())

    async def asked(self, script):
        return await self._run(self.driver.execute_script, f"return {script}")

    async def until(self, what, holds=bool):
        """The value of the expression `what` as soon as it `holds`."""
        end = time.monotonic() + DEADLINE_S
        while True:
            found = await self.asked(what)
            if holds(found):
                return found
            assert time.monotonic() < end, f"{what} is still {found!r}"
            await asyncio.sleep(0.02)

    async def text(self, id):
        return await self.asked(f"document.getElementById('{id}').textContent.trim()")

    async def until_text(self, id, words):
        return await self.until(f"document.getElementById('{id}').textContent", lambda text: words in text)

    async def standing(self, where):
        """Wait until the counter stands there, and no command is on its way."""
        await self.until(
            f"document.getElementById('card').dataset.standing === '{where}'"
            " && document.getElementById('leading').getAttribute('aria-disabled') === 'false'"
        )

    async def tab_to(self, what):
        """Press Tab until the focus is where `what` (an expression about `document.activeElement`) holds."""
        for _ in range(80):
            if await self.asked(what):
                return
            await self.press("\ue004")
        raise AssertionError(f"no Tab leads to {what}")

    async def violations(self, axe):
        """What axe-core finds, WCAG 2.2 AA and best practice, with target-size switched on."""
        script = (
            "const done = arguments[0];"
            "axe.run({rules: {'target-size': {enabled: true}}})"
            ".then((r) => done(r.violations.map((v) => [v.id, v.nodes.map((n) => n.target.join(' '))])))"
        )
        if not await self.asked("typeof axe !== 'undefined'"):
            await self._run(self.driver.execute_script, axe)
        return await self._run(self.driver.execute_async_script, script)

    async def _run(self, what, *arguments):
        return await asyncio.to_thread(what, *arguments)


def chromium(profile: Path):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in (*ARGUMENTS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))


def _driver(tmp_path_factory):
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        pytest.skip("needs chromium and chromium-driver")
    return chromium(tmp_path_factory.mktemp("chromium"))


@pytest.fixture(scope="session")
def driver(tmp_path_factory):
    driver = _driver(tmp_path_factory)
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def second_driver(tmp_path_factory):
    driver = _driver(tmp_path_factory)
    yield driver
    driver.quit()


@pytest.fixture
def page(driver):
    return Page(driver)


@pytest.fixture
def second_page(second_driver):
    return Page(second_driver)


@pytest.fixture(scope="session")
def axe():
    """axe-core's script, as a package of the test extras carries it."""
    script = Path(str(files("axe_playwright_python"))) / "axe.min.js"
    return script.read_text(encoding="utf-8")
