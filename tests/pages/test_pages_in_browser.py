"""The phone pages in a real Chromium: the ticket lives, calls are noticed, nothing is too small or too wide."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSCloseCode, web
from selenium import webdriver

from assets import path
from assets.languages import Texts
from assets.theme import css_variables, theme
from assets.waiting import called_in
from server.site import Site, load_site
from server.web import pages

STATIC = Path(pages.__file__).parents[1] / "static"
DEADLINE_S = 15.0

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        not (shutil.which("chromium") and shutil.which("chromedriver")), reason="needs chromium and chromium-driver"
    ),
]


class Office:
    """A server with nothing but the pages and the socket of one ticket."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.port = 0
        self.sockets: set[web.WebSocketResponse] = set()
        self.newest: dict[str, Any] | None = None

    async def start(self) -> None:
        application = web.Application()
        application.router.add_get("/static/theme.css", self._theme)
        application.router.add_get("/faq", self._index)
        application.router.add_get("/faq/{slug}", self._topic)
        application.router.add_get("/t/{token}", self._ticket)
        application.router.add_get("/ws/follow/{token}", self._socket)
        application.router.add_static("/static", STATIC)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        for socket in set(self.sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)
        await self._runner.cleanup()

    async def say(self, state: str, **more: Any) -> None:
        """Send the ticket's newest view to every follower, and to those who come later."""
        self.newest = {
            "type": "follow",
            "number": "P012",
            "state": state,
            "counter": "104",
            "direction": "left",
            "service": {"de": "Studium", "ar": "الدراسة"},
            "ahead": 3,
            "position": 4,
            "language": "ar",
            "updated_at": "2026-11-23T08:15:00Z",
            "revision": 1,
            **more,
        }
        for socket in self.sockets:
            await socket.send_json(self.newest)

    async def _theme(self, _: web.Request) -> web.Response:
        return web.Response(text=css_variables(theme(), self.site.accent), content_type="text/css")

    def _page(self, text: str) -> web.Response:
        headers = {"Content-Security-Policy": pages.CONTENT_SECURITY_POLICY}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def _index(self, request: web.Request) -> web.Response:
        return self._page(pages.faq_index(self.site, request.query["lang"]))

    async def _topic(self, request: web.Request) -> web.Response:
        return self._page(pages.faq_page(self.site, request.match_info["slug"], request.query["lang"]))

    async def _ticket(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        return self._page(pages.follow_page(self.site, request.query["lang"], token, self.newest))

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if request.match_info["token"] == "unknown":
            await socket.close(code=4404)
            return socket
        self.sockets.add(socket)
        if self.newest is not None:
            await socket.send_json(self.newest)
        try:
            async for _ in socket:
                pass
        finally:
            self.sockets.discard(socket)
        return socket


class Phone:
    """A Chromium of a phone's size; its blocking calls run in a thread, so that the office goes on."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    async def open(self, url: str, width: int = 390, dark: bool = False) -> None:
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True}
        await asyncio.to_thread(self.driver.execute_cdp_cmd, "Emulation.setEmulatedMedia", {"features": [scheme]})
        await asyncio.to_thread(self.driver.execute_cdp_cmd, "Emulation.setDeviceMetricsOverride", size)
        await asyncio.to_thread(self.driver.get, url)

    async def lose(self, *files: str) -> None:
        """Requests for addresses that end so fail from now on, as when a phone changes from one network to another."""
        blocked = {"urls": [f"*{file}" for file in files]}
        await asyncio.to_thread(self.driver.execute_cdp_cmd, "Network.enable", {})
        await asyncio.to_thread(self.driver.execute_cdp_cmd, "Network.setBlockedURLs", blocked)

    async def asked(self, script: str) -> Any:
        return await asyncio.to_thread(self.driver.execute_script, f"return {script}")

    async def text(self, id: str) -> str:
        return str(await self.asked(f"document.getElementById('{id}').innerText"))

    async def until(self, what: str, holds: Callable[[str], bool]) -> str:
        """The value of the expression `what` as soon as it `holds`."""
        end = asyncio.get_running_loop().time() + DEADLINE_S
        while True:
            found = str(await self.asked(what))
            if holds(found):
                return found
            assert asyncio.get_running_loop().time() < end, f"{what} is still {found!r}"
            await asyncio.sleep(0.05)

    async def until_text(self, id: str, words: str) -> str:
        return await self.until(f"document.getElementById('{id}').textContent", lambda text: words in text)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture
def phone(driver: webdriver.Chrome) -> Phone:
    driver.get("about:blank")  # else the last test's page looks for its office, which has closed
    driver.get_log("browser")  # what earlier tests have left
    return Phone(driver)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    office = Office(load_site(path("site")))
    await office.start()
    yield office
    await office.stop()


def url(office: Office, rest: str) -> str:
    return f"http://127.0.0.1:{office.port}{rest}"


async def test_the_page_is_complete_before_the_socket_says_anything(office: Office, phone: Phone) -> None:
    await office.say("waiting", ahead=11)

    await phone.open(url(office, "/t/token?lang=ar"))

    assert await phone.text("number") == "P012"
    assert await phone.text("ahead") == "\u206811\u2069 شخصًا قبلك"
    assert await phone.text("service") == "الدراسة"


async def test_a_call_reaches_ear_and_eye_and_the_title_of_the_page(office: Office, phone: Phone) -> None:
    await office.say("waiting", ahead=0)
    await phone.open(url(office, "/t/token?lang=de"))
    await phone.until_text("link", "Verbunden")
    assert await phone.text("ahead") == "Sie sind als Nächstes dran"
    await office.say("waiting", ahead=0, wait={"low": 10, "high": 40})
    await phone.until_text("wait", "Aufruf in etwa")
    assert await phone.text("ahead") == "", "others wait for the same counters"

    await office.say("called")

    await phone.until_text("alert", "Sie werden aufgerufen. Bitte gehen Sie jetzt zu Schalter \u2068104\u2069")
    assert await phone.asked("document.title") == "Sie werden aufgerufen: Schalter \u2068104\u2069"
    assert await phone.text("counter") == "104"
    assert await phone.text("arrow") == "←"
    assert await phone.text("way") == "Erdgeschoss, links"
    assert await phone.asked("document.getElementById('ticket').classList.contains('pulse')")
    assert await phone.text("ahead") == ""


async def test_a_second_call_is_told_anew_and_a_mere_update_is_not(office: Office, phone: Phone) -> None:
    await office.say("called", calls=1)
    await phone.open(url(office, "/t/token?lang=de"))
    await phone.until_text("alert", "Sie werden aufgerufen")
    await phone.asked("document.getElementById('alert').textContent = ''")

    await office.say("called", calls=1, ahead=7, number="P013")
    await phone.until_text("number", "P013")
    assert await phone.asked("document.getElementById('alert').textContent") == ""

    await office.say("called", calls=2)
    await phone.until_text("alert", "Sie werden aufgerufen")


async def test_a_lost_link_is_said_with_the_time_and_heals_by_itself(office: Office, phone: Phone) -> None:
    await office.say("waiting")
    await phone.open(url(office, "/t/token?lang=de"))
    await phone.until_text("link", "Verbunden")

    await office.stop()
    text = await phone.until_text("link", "Keine Verbindung. Stand: ")
    assert text.count(":") == 2  # "Stand:" and the time of day
    assert await phone.text("number") == "P012"

    await office.start()
    await office.say("called")
    await phone.until_text("link", "Verbunden")
    await phone.until_text("state", "Sie werden aufgerufen")


async def test_a_page_whose_program_did_not_arrive_is_loaded_again(office: Office, phone: Phone) -> None:
    await office.say("waiting", ahead=11)
    await phone.lose("/static/link.js")
    await phone.open(url(office, "/t/token?lang=de"))
    await phone.until("sessionStorage.getItem('lotse.reloads')", lambda tries: tries == "1")

    await phone.lose()

    await phone.until_text("link", "Verbunden")
    assert await phone.asked("sessionStorage.getItem('lotse.reloads')") is None


async def test_an_address_that_is_not_valid_says_so_and_does_not_dial_on(office: Office, phone: Phone) -> None:
    await office.say("waiting")

    await phone.open(url(office, "/t/unknown?lang=de"))

    await phone.until_text("state", "Diese Adresse ist nicht gültig")
    assert await phone.text("ahead") == ""


async def test_a_finished_ticket_thanks(office: Office, phone: Phone) -> None:
    await office.say("finished", counter="")

    await phone.open(url(office, "/t/token?lang=uk"))

    assert await phone.text("state") == "Завершено"
    assert await phone.text("hint") == "Дякуємо за візит."
    assert await phone.asked("document.getElementById('go').hidden")


TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_SMALL = """[...document.querySelectorAll('a:not(.skip):not(article a), button:not([hidden])')]
    .map((e) => [e.innerText, e.getBoundingClientRect()])
    .filter(([, box]) => box.height < 47.5 || box.width < 47.5).map(([text]) => text)"""


@pytest.mark.parametrize("language", ["de", "en", "ar", "uk"])
async def test_every_page_fits_320_pixels_and_every_target_48(office: Office, phone: Phone, language: str) -> None:
    await office.say("called")
    addresses = [f"/faq/{topic.slug}" for topic in office.site.faq if language in topic.languages]

    for address in ["/faq", "/t/token", *addresses]:
        await phone.open(url(office, f"{address}?lang={language}"), width=320)
        assert await phone.asked(TOO_WIDE) == 0, address
        assert await phone.asked(TOO_SMALL) == [], address

    complaints = [entry for entry in phone.driver.get_log("browser") if "navigator.vibrate" not in entry["message"]]
    assert complaints == []


async def test_arabic_mirrors_the_page_but_not_the_number(office: Office, phone: Phone) -> None:
    await office.say("called")
    lefts = "[...document.querySelectorAll('.languages a')].map((a) => a.getBoundingClientRect().left)"
    office_name = "getComputedStyle(document.querySelector('.office')).direction"
    number_before_arrow = """document.getElementById('counter').getBoundingClientRect().left
        < document.getElementById('arrow').getBoundingClientRect().left"""

    await phone.open(url(office, "/t/token?lang=ar"))

    first, second, third, *_ = await phone.asked(lefts)
    assert first > second > third
    assert await phone.asked(office_name) == "rtl"
    assert await phone.text("number") == "P012"
    assert not await phone.asked(number_before_arrow)  # an arrow to the left stands on the left in every language


async def test_a_phone_set_to_dark_gets_a_dark_page(office: Office, phone: Phone) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"

    await phone.open(url(office, "/faq?lang=de"), dark=True)
    dark = await phone.asked(ground)
    await phone.open(url(office, "/faq?lang=de"), dark=False)

    assert dark == "rgb(11, 20, 32)"
    assert await phone.asked(ground) == "rgb(255, 255, 255)"


async def test_the_print_button_is_there_where_a_script_can_print(office: Office, phone: Phone) -> None:
    await phone.open(url(office, "/faq/ukraine?lang=uk"))

    assert await phone.text("print") == "Друкувати"
    assert not await phone.asked("document.getElementById('print').hidden")


@pytest.mark.parametrize(
    ("language", "wait", "words"),
    [
        ("de", (20, 35), "Aufruf in etwa \u206820\u2069 bis \u206835\u2069 Minuten"),
        ("de", (0, 5), "Aufruf wohl binnen \u20685\u2069 Minuten"),
        ("de", (60, 90), "Aufruf in etwa \u20681\u2069 bis \u20681½\u2069 Stunden"),
        ("en", (100, 150), "Called in about \u2068100\u2069 to \u2068150\u2069 minutes"),
        ("ar", (20, 35), "النداء بعد حوالي \u206820\u2069 إلى \u206835\u2069 دقيقة"),
        ("ar", (5, 10), "النداء بعد حوالي \u20685\u2069 إلى \u206810\u2069 دقائق"),
        ("uk", (120, 150), "Виклик приблизно через \u20682\u2069–\u20682½\u2069 год"),
    ],
)
async def test_the_wait_is_said_in_the_words_of_the_slip(
    office: Office, phone: Phone, language: str, wait: tuple[int, int], words: str
) -> None:
    low, high = wait
    told = {"low": low, "high": high}
    await office.say("waiting", wait=told, estimated_at="2026-11-23T08:15:00Z")

    await phone.open(url(office, f"/t/token?lang={language}"))

    assert await phone.text("wait") == words
    assert _plain(words) == _plain(called_in(Texts(language), low, high))
    assert "09:15" in await phone.text("estimate")


def _plain(words: str) -> str:
    return words.replace("\u2068", "").replace("\u2069", "")


async def test_the_wait_follows_the_forecast_over_the_stream_and_is_untold_when_nobody_can_tell(
    office: Office, phone: Phone
) -> None:
    await office.say("waiting")
    await phone.open(url(office, "/t/token?lang=de"), width=320)
    await phone.until_text("link", "Verbunden")
    assert await phone.text("wait") == "Wartezeit noch nicht absehbar"
    assert await phone.text("estimate") == ""

    await office.say("waiting", wait={"low": 100, "high": 150}, estimated_at="2026-11-23T08:20:00Z")

    await phone.until_text("wait", "100")
    assert "09:20" in await phone.text("estimate")
    assert await phone.asked(TOO_WIDE) == 0
    await office.say("called")
    await phone.until_text("state", "Sie werden aufgerufen")
    assert await phone.text("wait") == ""
