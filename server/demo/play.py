"""The script of the demo without a screen: visitors at the real kiosk window, and what goes wrong."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import msgspec

from hardware.rehearsal import RehearsalClient
from hardware.simulated.printer import SimulatedPrinter
from server.demo.browser import Browser
from server.demo.cast import CLERKS, SCRIPT_CLERK, SCRIPT_COUNTER, Cast
from server.demo.crowd import Crowd
from server.demo.pictures import Album
from server.site.content import Site
from server.wire import messages as m

PHONE, DESK = (390, 844), (1366, 900)
Say = Callable[[str], None]

# Who comes to the kiosk: language and service.
VISITS = [("de", "abholung"), ("ar", "aufenthaltserlaubnis"), ("uk", "ukraine"), ("en", "fachkraft")]


class Stage:
    """Everything the script plays with."""

    def __init__(self, cast: Cast, site: Site, album: Album, printer: SimulatedPrinter, say: Say) -> None:
        self.cast, self.site, self.album, self.printer, self.say = cast, site, album, printer, say
        self.numbers: list[str] = []

    async def look(self, hand: RehearsalClient, kind: str, name: str) -> None:
        """Take a picture of a window."""
        await hand.screenshot(self.album.path(kind, name))

    async def reach(self, hand: RehearsalClient, screen: str, deadline_s: float = 15) -> dict[str, object]:
        """Wait until the kiosk shows a screen."""
        return await until(hand, lambda state: state["screen"] == screen, f"the kiosk's screen {screen}", deadline_s)

    def service(self, wanted: str) -> tuple[str, str]:
        """(group, service): the wanted one, or the first where the site has no such service."""
        found = next((s for s in self.site.services if s.slug.startswith(wanted)), self.site.services[0])
        return found.group, found.slug


async def until(
    hand: RehearsalClient, holds: Callable[[dict[str, object]], bool], what: str, deadline_s: float = 15
) -> dict[str, object]:
    """The window's state once it holds. Raises TimeoutError that names what was waited for."""
    ends = asyncio.get_running_loop().time() + deadline_s
    while True:
        state = await hand.state()
        if holds(state):
            return state
        if asyncio.get_running_loop().time() > ends:
            raise TimeoutError(f"{what} did not come; the window says {state}")
        await asyncio.sleep(0.05)


async def visit(stage: Stage, kiosk: RehearsalClient, language: str, wanted: str, pictures: bool = True) -> str:
    """One visitor touches her way to a ticket; returns its number, "" where the kiosk gave none."""

    async def look(name: str) -> None:
        if pictures:
            await stage.look(kiosk, "kiosk", f"{language}-{name}")

    _, service = stage.service(wanted)
    await stage.reach(kiosk, "start", 60)
    await look("start")
    await touch(kiosk, f"language:{language}")
    await find_way(kiosk, stage.site, service, look)
    await stage.reach(kiosk, "confirm")
    await look("confirm")
    await touch(kiosk, "confirm", times=2)  # visitors do tap twice
    state = await until(kiosk, lambda s: s["screen"] in ("take_slip", "remember"), "a result", 20)
    await look(str(state["screen"]))
    number = str(state["number"])
    stage.numbers.append(number)
    stage.say(f"kiosk: a visitor in {language} got {number}")
    return number


async def touch(kiosk: RehearsalClient, key: str, times: int = 1) -> None:
    """Touch what carries `key`, as soon as it is there and takes touches."""
    await kiosk.wait_for(key, 10)
    await asyncio.sleep(0.6)  # people look before they touch; the kiosk ignores double strikes
    await kiosk.tap(key, times=times)


async def find_way(
    kiosk: RehearsalClient, site: Site, service: str, look: Callable[[str], Awaitable[None]] | None = None
) -> None:
    """From the language to the confirmation of `service`: through the site's tree, else by group. `look(name)` before
    each touch."""
    if site.triage is None:
        group = site.service(service).group
        await kiosk.wait_for(f"group:{group}")
        if look:
            await look("group")
        await touch(kiosk, f"group:{group}")
        await find_service(kiosk, service)
        return
    for number, key in enumerate(site.triage.way_to(service), start=1):
        await kiosk.wait_for(key)
        if look:
            await look("checklist" if key == "have:yes" else f"question-{number}")
        await touch(kiosk, key)


async def find_service(kiosk: RehearsalClient, service: str) -> None:
    """Touch the service, leafing on where it is on a later page."""
    for _ in range(6):
        keys = {seen.key for seen in await kiosk.widgets()}
        if f"service:{service}" in keys or "more" not in keys:
            break
        await touch(kiosk, "more")
    await touch(kiosk, f"service:{service}")


async def pages(stage: Stage, browser: Browser, crowd: Crowd) -> None:
    """Pictures of what phones and clerks see."""
    url, album = stage.cast.url, stage.album
    topic = stage.site.service(stage.service("aufenthaltserlaubnis")[1]).faq
    for language in stage.site.languages:
        await browser.picture(
            f"{url}/faq/{topic}?lang={language}", album.path("page", f"faq-{language}"), size=PHONE, scale=2
        )
    await browser.picture(
        f"{url}/faq/{topic}?lang=ar", album.path("page", "faq-ar-dark"), size=PHONE, dark=True, scale=2
    )
    await browser.picture(f"{url}/faq?lang=de", album.path("page", "faq-list-de"), size=PHONE, scale=2)
    shown = set()
    for ticket in reversed(crowd.tickets[-12:]):
        if ticket.language not in shown:
            shown.add(ticket.language)
            path = album.path("page", f"follow-{ticket.language}")
            await browser.picture(ticket.follow_url, path, size=PHONE, scale=2)
    await browser.picture(f"{url}/counter", album.path("page", "counter-sign-in"), size=DESK)
    for night in (False, True):
        cookie = f"lotse_session={stage.cast.cookies[CLERKS['104']]}"
        path = album.path("page", "counter-dark" if night else "counter")
        ready = "document.getElementById('why').innerText"
        await browser.picture(f"{url}/counter?counter=104", path, size=DESK, cookie=cookie, dark=night, ready=ready)


async def troubles(stage: Stage, kiosk: RehearsalClient, display: RehearsalClient) -> None:
    """No paper; then the server goes away and comes back, closed."""
    stage.say("the printer runs out of paper")
    stage.printer.paper_out = True
    await visit(stage, kiosk, "uk", "niederlassung", pictures=True)
    stage.printer.paper_out = False
    await touch(kiosk, "done")
    stage.say("the server is switched off")
    await stage.cast.stop("server")
    await until(kiosk, lambda s: bool(s["away"]), "the kiosk's note", 20)
    await stage.look(kiosk, "kiosk", "no-connection")
    await until(display, lambda s: s["link"] == "lost", "the display's note", 20)
    await stage.look(display, "display", "no-connection")
    stage.say("the server comes back; the office is closed by now")
    await stage.cast.start_server(stage.cast.make_site(open_now=False))
    await until(display, lambda s: s["link"] == "up", "the display's link", 20)
    await stage.look(display, "display", "back-again")
    await stage.reach(kiosk, "closed", 30)
    await stage.look(kiosk, "kiosk", "closed")


async def call_by_hand(stage: Stage, number: str, display: RehearsalClient) -> None:
    """The script's own clerk at counter 105 calls this number; the display shows it."""
    cookie = {"lotse_session": stage.cast.cookies[SCRIPT_CLERK]}
    async with aiohttp.ClientSession(cookies=cookie) as session, stage.cast.desk(SCRIPT_COUNTER) as desk:
        async with session.get(f"{stage.cast.url}/api/desks/{SCRIPT_COUNTER}") as reply:
            view = msgspec.json.decode(await reply.read(), type=m.Desk)
        ticket = next((t.ticket for t in view.queue if t.number == number), None)
        if ticket is None:  # another counter was faster, as it may be
            return
        await desk.do(m.CallTicket(SCRIPT_COUNTER, ticket))
        await until(display, lambda s: number in str(s["board"]), f"{number} on the display")
        stage.say(f"counter {SCRIPT_COUNTER} called {number}; the display shows it")
        await stage.look(display, "display", f"called-{number}")
        await desk.do(m.StartService(SCRIPT_COUNTER))
        await desk.do(m.FinishService(SCRIPT_COUNTER))
