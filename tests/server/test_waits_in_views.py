"""One forecast, told alike on slip, kiosk, board, phone and counter page; and no ticket when it is too late."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from server.bench.office import key
from server.views import opens_next
from server.waits import Span, Waits
from server.wire import messages as m

ISSUE = m.IssueTicket("abholung", "ar")
NOW = m.Wait(20, 35)


@pytest.fixture
def tell(house):
    """Give the office a forecast."""

    def tell(services=None, tickets=None, too_late=()):
        context = house.context
        spans = {slug: Span(low * 60, (low + high) * 30, high * 60) for slug, (low, high) in (services or {}).items()}
        known = {id: Span(low * 60, (low + high) * 30, high * 60) for id, (low, high) in (tickets or {}).items()}
        context.tell(Waits(context.office.clock.now(), known, spans, frozenset(too_late)))

    return tell


async def seen(house, path, kind):
    async with house.session.get(house.url + path, cookies={"lotse_session": house.cookie()}) as reply:
        return msgspec.json.decode(await reply.read(), type=kind)


async def everywhere(house, slip):
    """What each surface says of this ticket's wait."""
    desk = await seen(house, "/api/desks/101", m.Desk)
    follow = await seen(house, "/api/tickets/" + slip.follow_url.rsplit("/", 1)[1], m.Follow)
    kiosk = await seen(house, "/api/kiosk", m.KioskView)
    board = await seen(house, "/api/board", m.Board)
    (ticket,) = [t for t in desk.queue if t.ticket == slip.ticket]
    (service,) = [s for s in desk.services if s.slug == slip.service]
    return [slip.wait, follow.wait, ticket.wait, service.wait, kiosk.waits.get(slip.service), board.waiting[0].wait]


async def test_a_fresh_ticket_is_told_the_same_wait_on_every_surface(house, tell):
    tell({"abholung": (22, 33)})

    slip = (await (await house.kiosk()).do(ISSUE)).result

    assert await everywhere(house, slip) == [NOW] * 6


async def test_without_a_forecast_no_surface_tells_a_wait(house):
    slip = (await (await house.kiosk()).do(ISSUE)).result

    assert await everywhere(house, slip) == [None] * 6


async def test_a_ticket_the_forecast_knows_is_told_its_own_wait(house, tell):
    slip = (await (await house.kiosk()).do(ISSUE)).result
    tell({"abholung": (22, 33)}, {slip.ticket: (3, 9)})

    desk = await seen(house, "/api/desks/101", m.Desk)
    follow = await seen(house, "/api/tickets/" + slip.follow_url.rsplit("/", 1)[1], m.Follow)

    assert desk.queue[0].wait == follow.wait == m.Wait(0, 10)
    assert follow.estimated_at == house.context.waits.as_of


async def test_who_is_called_waits_no_more(house, tell):
    tell({"abholung": (22, 33)})
    slip = (await (await house.kiosk()).do(ISSUE)).result
    desk = await house.desk("101")
    await desk.do(m.OpenCounter("101"))
    await desk.do(m.CallNext("101"))

    follow = await seen(house, "/api/tickets/" + slip.follow_url.rsplit("/", 1)[1], m.Follow)

    assert (follow.state, follow.wait, follow.estimated_at) == ("called", None, None)


async def test_an_appointment_that_the_forecast_has_not_seen_is_not_told_a_walk_in_s_wait(house, tell):
    tell({"abholung": (22, 33)})
    due = house.context.office.clock.now() + timedelta(minutes=5)

    slip = (await (await house.kiosk()).do(m.IssueTicket("abholung", "de", "appointment", due))).result

    assert slip.wait is None


async def test_a_kiosk_draws_no_ticket_that_would_wait_in_vain_unless_the_lead_keeps_the_service_open(house, tell):
    tell(too_late=["abholung"])
    kiosk, lead = await house.kiosk(), await house.desk("101")
    clerk = await house.desk("102", "carl", "clerk")

    assert (await kiosk.do(ISSUE)).code == "too_late"
    assert isinstance(await clerk.do(ISSUE), m.Done), "staff may still draw one by hand"
    assert (await seen(house, "/api/kiosk", m.KioskView)).too_late == ["abholung"]
    assert (await clerk.do(m.KeepServiceOpen("abholung", True))).code == "forbidden"

    assert isinstance(await lead.do(m.KeepServiceOpen("abholung", True)), m.Done)

    assert isinstance(await kiosk.do(ISSUE), m.Done)
    assert (await seen(house, "/api/kiosk", m.KioskView)).too_late == []
    services = (await seen(house, "/api/desks/101", m.Desk)).services
    assert [(s.slug, s.too_late, s.kept_open) for s in services if s.too_late] == [("abholung", True, True)]
    assert (await lead.do(m.KeepServiceOpen("abholung", True))).code == "already_open"
    assert isinstance(await lead.do(m.KeepServiceOpen("abholung", False)), m.Done)
    assert (await kiosk.do(ISSUE)).code == "too_late"
    assert (await lead.do(m.KeepServiceOpen("no-such", True))).code == "unknown_service"


async def test_a_repeat_gets_its_first_answer_though_it_is_too_late_by_now(house, tell):
    kiosk, own = await house.kiosk(), key()
    first = await kiosk.do(ISSUE, own)

    tell(too_late=["abholung"])

    assert await kiosk.do(ISSUE, own) == first


async def test_the_lead_s_word_outlives_a_restart_of_the_server(house_at, tmp_path):
    async with house_at(tmp_path) as house:
        await (await house.desk("101")).do(m.KeepServiceOpen("abholung", True))

    async with house_at(tmp_path) as house:
        assert await house.context.office.read(lambda queue: queue.kept_open) == {"abholung"}


def test_the_next_opening_is_on_a_later_day_that_is_no_holiday(site):
    thursday = datetime(2026, 11, 26, 11, 0, tzinfo=ZoneInfo(site.timezone))
    before_christmas = thursday.replace(month=12, day=23)

    assert opens_next(site, thursday) == datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    assert opens_next(site, before_christmas) == datetime(2026, 12, 28, 7, 0, tzinfo=UTC)
