"""A running server: opens the store, starts the office, serves the web, announces itself, drives the displays."""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web

from server.addresses import Addresses
from server.announcer import Announcer
from server.appointments.desk import appointments
from server.clock import OfficeClock, utc_now
from server.day import DayChange
from server.desks import Desks
from server.displays import Displays
from server.domain.plan import FIFO, Level, Plan, Rule
from server.domain.ticket import Kind
from server.forecast.forecaster import Forecaster
from server.leases import Leases
from server.lost import LostNumbers
from server.office import Office
from server.printers import Printers
from server.reception import Reception
from server.site.content import OFFICE_LANGUAGE, Site
from server.store.database import Opened
from server.store.forecasts import ForecastLog
from server.store.log import EventLog
from server.store.members import Members
from server.store.papers import PaperLog
from server.store.tallies import Tallies
from server.web.app import application
from server.web.context import Context
from server.web.login import Throttle
from server.wire import messages as m
from server.wire.discovery import DISPLAY_TYPE, SERVER_TYPE, Watch, announce, multicast, own_addresses

log = logging.getLogger(__name__)


class PortTaken(Exception):
    """Somebody else listens there."""


@dataclass(frozen=True)
class Options:
    """How to run. `host`: "" listens everywhere. `port` 0: any free one. `mdns`: announce and discover.
    `displays`: fixed addresses (host:port) of displays that mDNS cannot find. `forecast`: tell
    how long the waits will be, by a process of its own."""

    data: Path
    host: str = ""
    port: int = 8300
    mdns: bool = True
    displays: tuple[str, ...] = ()
    forecast: bool = False
    clock: Callable[[], datetime] = utc_now


@dataclass(frozen=True)
class Running:
    """What can be asked of a server that runs."""

    context: Context
    port: int
    url: str
    forecaster: Forecaster | None


HOLD_DRAIN_S = 1.0


def plan_of(site: Site) -> Plan:
    """What the domain needs to know of a site."""
    prefix = {group.slug: group.prefix for group in site.groups}
    calling = site.calling
    return Plan(
        prefixes={service.slug: prefix[service.group] for service in site.services},
        skills={counter.id: frozenset(counter.skills) for counter in site.counters},
        early_s=calling.early_min * 60.0,
        late_s=calling.late_min * 60.0,
        service_s={service.slug: service.minutes * 60.0 for service in site.services},
        levels={
            kind: Level(calling.target_min[kind.value] * 60.0, calling.bound_min[kind.value] * 60.0) for kind in Kind
        },
        rule=Rule.of(calling.preset, **calling.weights),
        offers={counter.id: counter.meets for counter in site.counters},
        languages={counter.id: counter.languages for counter in site.counters},
        names={service.slug: dict(service.name) for service in site.services},
        language=OFFICE_LANGUAGE,
        hold_drain_s=HOLD_DRAIN_S,
        look_ahead=calling.look_ahead,
    )


@contextlib.asynccontextmanager
async def running(site: Site, options: Options) -> AsyncIterator[Running]:
    """Run the office's server until the block ends. Raises `StoreFault` or `PortTaken`."""
    opened = Opened(options.data)
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(opened.close)
        members = Members(opened)
        clock = OfficeClock(site.timezone, site.day_change, options.clock)
        plan = plan_of(site)
        office = Office(plan, EventLog(opened), clock)
        await office.start()
        stack.push_async_callback(office.close)
        announcer = Announcer(office)
        announcer.start()
        stack.push_async_callback(announcer.close)
        addresses = Addresses(site.public_url)
        desks = Desks(site, plan)

        def paper_changed() -> None:
            desks.forget()
            announcer.refresh()

        papers = PaperLog(opened)
        printers, lost = Printers(papers, clock.now, paper_changed), LostNumbers(papers, clock, paper_changed)
        desks.paper, desks.alerts = printers.paper, lambda: [*lost.alerts(context.place), *printers.alerts]
        context = Context(
            _server_id(members),
            site,
            addresses,
            office,
            members,
            announcer,
            desks,
            Reception(office, site, addresses, printers.copy),
            Throttle(time.monotonic),
            printers,
            papers,
        )
        context.reception.tallies = Tallies(opened)
        context.reception.leases = Leases(clock, addresses, len(plan.prefix_order()), lost)
        port = await _listen(stack, context, options)
        if not addresses.base:
            host = options.host if options.host not in ("", "0.0.0.0") else own_addresses()[0]
            addresses.base = f"http://{host}:{port}"
        stack.push_async_callback(asyncio.wait, [asyncio.get_running_loop().run_in_executor(None, context.warm)])
        await stack.enter_async_context(appointments(context, opened, options.data))
        displays = Displays(context)
        displays.start(options.displays)
        context.display_joined = displays.joined
        stack.push_async_callback(displays.close)
        if options.mdns:
            await _discover(stack, context, displays, port)
        forecaster = None
        if options.forecast:
            forecaster = Forecaster(context, plan, ForecastLog(options.data), options.data)
            forecaster.start()
            if plan.look_ahead and plan.rule.preset != FIFO:
                context.reception.look_ahead = forecaster.advice
            stack.push_async_callback(forecaster.close)
        days = DayChange(office)
        days.start()
        stack.push_async_callback(days.close)
        yield Running(context, port, addresses.base, forecaster)


def _server_id(members: Members) -> str:
    known = members.setting("server_id")
    if not known:
        known = f"server-{secrets.token_hex(4)}"
        members.set("server_id", known)
    return known


async def _listen(stack: contextlib.AsyncExitStack, context: Context, options: Options) -> int:
    runner = web.AppRunner(application(context), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, options.host or None, options.port, backlog=512)
    try:
        await site.start()
    except OSError as error:
        raise PortTaken(
            f"cannot listen on port {options.port}: {error.strerror or error}; "
            "stop the other program or choose another port with --port"
        ) from error
    port: int = runner.addresses[0][1]
    return port


async def _discover(stack: contextlib.AsyncExitStack, context: Context, displays: Displays, port: int) -> None:
    zeroconf = await stack.enter_async_context(multicast())
    if zeroconf is None:
        return
    office = context.site.name.text("de")
    withdraw = await announce(zeroconf, SERVER_TYPE, context.server_id, port, name=office, zone="", protocol=m.PROTOCOL)
    stack.push_async_callback(withdraw)
    watch = Watch(zeroconf, DISPLAY_TYPE, displays.seen)
    stack.push_async_callback(watch.close)
