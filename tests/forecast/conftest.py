"""A small office for the forecast: a clock that stands still until it is moved, and one worker for all tests."""

import asyncio
import contextlib
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import aiohttp
import msgspec
import pytest

from assets import path
from server.bench.clients import desk, kiosk
from server.forecast.frames import Answer, frame, read_frame
from server.running import Options, running
from server.site.content import Localized, OpeningHours
from server.site.load import load_site
from server.web.login import hash_password

THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)  # ten o'clock in the office
SKILLS = {"1": ("abholung", "adresse"), "2": ("abholung", "einbuergerung-beratung")}
DAY = (time(8), time(12))


@pytest.fixture(scope="session")
def site():
    """Two counters, three services (15, 10 and 60 minutes), open from 8 to 12 every day, no breaks."""
    whole = load_site(path("site"))
    minutes = {"abholung": 15, "adresse": 10, "einbuergerung-beratung": 60}
    services = [replace(whole.services[0], slug=slug, minutes=m, access=("walk-in",)) for slug, m in minutes.items()]
    counters = [
        replace(whole.counters[0], id=id, name=id, room=Localized({"de": id}), skills=skills, languages=(), quiet=False)
        for id, skills in SKILLS.items()
    ]
    return replace(
        whole,
        services=tuple(services),
        counters=tuple(counters),
        breaks=(),
        hours=OpeningHours(((DAY,),) * 7),
        holidays=(),
        closing_margin_min=0,
    )


@pytest.fixture(scope="session")
def ask():
    """Asks the real worker's process."""
    command = [sys.executable, "-m", "server.forecast.worker"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert read_frame(process.stdout) is not None, "the worker did not start"

    def ask(question) -> Answer:
        process.stdin.write(frame(msgspec.msgpack.encode(question)))
        process.stdin.flush()
        return msgspec.msgpack.decode(read_frame(process.stdout), type=Answer)

    yield ask
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


class Clock:
    """The time, moved by hand."""

    def __init__(self, now=THURSDAY):
        self.now = now

    def __call__(self):
        return self.now

    def pass_(self, **span):
        self.now += timedelta(**span)


class House:
    """A running server with its forecast, a kiosk and a lead at counter 1."""

    def __init__(self, server, clock, session):
        self.server, self.clock, self.context, self.session = server, clock, server.context, session
        self.cookie = ""

    @contextlib.asynccontextmanager
    async def people(self):
        members, now = self.context.members, self.clock()
        machine, secret = members.add_machine("kiosk", "a kiosk", now)
        if members.person("lea") is None:
            members.add_person("lea", "lead", hash_password("correct horse battery"), now)
        self.cookie = members.open_session("lea", now)[0]
        async with (
            kiosk(self.server.url, (machine.id, secret)) as self.kiosk,
            desk(self.server.url, self.cookie, "1") as self.lead,
        ):
            yield self

    async def seen(self, path, kind):
        async with self.session.get(self.server.url + path, cookies={"lotse_session": self.cookie}) as reply:
            return msgspec.json.decode(await reply.read(), type=kind)

    async def until(self, true, what="the forecast", within_s=90.0):
        """Wait until `true()`; tells what it waited for in vain."""
        deadline = asyncio.get_running_loop().time() + within_s
        while not true():
            assert asyncio.get_running_loop().time() < deadline, f"{what} did not come"
            await asyncio.sleep(0.02)

    async def foretold(self, *slips):
        """The forecast that knows all these tickets."""
        await self.until(lambda: all(slip.ticket in self.context.waits.tickets for slip in slips))
        return self.context.waits


@pytest.fixture
def house_at(site, tmp_path):
    """Opens the office on a data folder at a time."""

    @contextlib.asynccontextmanager
    async def open_house(now=THURSDAY, folder=tmp_path / "data", site=site):
        clock = Clock(now)
        options = Options(folder, "127.0.0.1", 0, mdns=False, forecast=True, clock=clock)
        async with (
            running(replace(site, public_url=""), options) as server,
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
            House(server, clock, session).people() as house,
        ):
            yield house

    return open_house
