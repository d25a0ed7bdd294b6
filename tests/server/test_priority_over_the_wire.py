"""A request for priority from the kiosk's order to the clerk's decision."""

import msgspec

from server.views import kiosk_site
from server.wire import messages as m

ASKING = m.IssueTicket("gestattung-duldung", "ar", people=3, needs=("quiet",), asks_priority=True, for_other=True)


async def test_the_desk_is_told_who_asks_and_what_they_need_until_somebody_decides(house):
    kiosk, desk = await house.kiosk(), await house.desk("111")

    drawn = (await kiosk.do(ASKING)).result
    assert (drawn.kind, drawn.for_other) == ("walk_in", True)
    (shown,) = (await view(house)).asking
    assert (shown.number, shown.people, shown.needs, shown.for_other) == (drawn.number, 3, ["quiet"], True)
    assert (await desk.do(m.ConfirmPriority(drawn.ticket))).result.number == drawn.number

    after = await view(house)
    assert after.asking == []
    assert [(one.kind, one.asks_priority) for one in after.queue] == [("priority", False)]
    assert (await desk.do(m.DeclinePriority(drawn.ticket))).code == "priority_decided"


async def test_a_kiosk_cannot_confirm_what_it_asked_for(house):
    kiosk = await house.kiosk()
    drawn = (await kiosk.do(ASKING)).result

    assert (await kiosk.do(m.ConfirmPriority(drawn.ticket))).code == "forbidden"


async def test_kiosks_are_told_what_each_services_counters_can_meet(house):
    told = {one.slug: one.meets for one in kiosk_site(house.context.site, house.context.addresses).services}

    assert ["interpreter:ar", "interpreter:uk", "quiet", "step_free"] in told["gestattung-duldung"]
    assert told["niederlassung"] == []


def test_no_message_has_a_place_for_a_reason():
    fields = {one.name for one in msgspec.structs.fields(m.IssueTicket)}

    assert fields == {
        *("service", "language", "kind", "appointment_at", "people", "needs", "route"),
        *("asks_priority", "for_other"),
    }


async def view(house):
    context = house.context
    now = context.office.clock.now()
    return await context.office.read(lambda queue: context.desks.desk(queue, "111", context.waits, now))
