"""A real server on loopback, with the model site and a database on disk."""

import contextlib
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from assets import path
from server.bench.clients import Client, desk, kiosk
from server.running import Options, running
from server.site.load import load_site
from server.web.login import hash_password

PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def site():
    return load_site(path("site"))


class House:
    """A running server and whoever talks to it."""

    def __init__(self, server, session):
        self.server, self.url, self.session = server, server.url, session
        self.context, self.members = server.context, server.context.members
        self._stack = contextlib.AsyncExitStack()

    def add_person(self, user, role):
        self.members.add_person(user, role, hash_password(PASSWORD), self.context.office.clock.now())

    def cookie(self, user="lea", role="lead"):
        if self.members.person(user) is None:
            self.add_person(user, role)
        return self.members.open_session(user, self.context.office.clock.now())[0]

    async def kiosk(self) -> Client:
        machine, secret = self.members.add_machine("kiosk", "a kiosk", self.context.office.clock.now())
        return await self._stack.enter_async_context(kiosk(self.url, (machine.id, secret)))

    async def desk(self, counter, user="lea", role="lead") -> Client:
        return await self._stack.enter_async_context(desk(self.url, self.cookie(user, role), counter))

    async def close(self):
        await self._stack.aclose()


@pytest.fixture
def house_at(site):
    """Opens a house on a data folder; the same folder again is the same office after a restart."""

    @contextlib.asynccontextmanager
    async def open_house(folder: Path, **options):
        # the address that a phone would use is the loopback here
        here = replace(site, public_url="")
        async with (
            running(here, Options(folder, "127.0.0.1", 0, mdns=False, **options)) as server,
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
        ):
            house = House(server, session)
            try:
                yield house
            finally:
                await house.close()

    return open_house


@pytest.fixture
async def house(house_at, tmp_path):
    async with house_at(tmp_path / "data") as house:
        yield house
