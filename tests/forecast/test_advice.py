"""Looking ahead before a call: the real worker's advice, and the real server with it."""

import asyncio
import contextlib
import os
import signal
import sqlite3
from dataclasses import replace

import msgspec
import pytest
from test_snapshot import Office, open_

from server.domain import commands as c
from server.domain.dispatch import choose
from server.domain.ticket import Kind
from server.forecast.frames import AboutToCall, Advised
from server.forecast.process import Worker, WorkerGone
from server.wire import messages as m

OWN_RULES = {"index", "look_ahead", "only_one"}


@pytest.fixture
def looking(site):
    """The small office, looking ahead."""
    return replace(site, calling=replace(site.calling, look_ahead=True))


def two_free_counters(site) -> Office:
    """Counter 1 can help both, counter 2 the first only: counter 1 had better take the second."""
    office = Office(site, open_("1"), open_("2"))
    office.draw("either", kind=Kind.PRIORITY)
    office.draw("only-1", "adresse")
    return office


def advised(ask, office, counter) -> str | None:
    asked = office.asked()
    answer = ask(AboutToCall(asked.snapshot, asked.counters.index(counter)))
    assert isinstance(answer, Advised)
    return None if answer.ticket is None else asked.tickets[answer.ticket][0]


def test_a_counter_leaves_to_a_free_one_whom_that_can_help_too(site, ask):
    office = two_free_counters(site)
    assert choose(office.queue, "1", office.now).ticket.id == "either"

    assert advised(ask, office, "1") == "only-1"
    assert advised(ask, office, "2") is None, "there is only one for counter 2"

    office.say(c.CallNext("1", advised="only-1"))
    assert office.queue.counter("1").current == "only-1"


def test_without_a_choice_and_where_nobody_waits_there_is_no_advice(site, ask):
    office = Office(site, open_("1"))
    assert advised(ask, office, "1") is None

    for n in range(3):
        office.draw(f"t{n}")
    assert advised(ask, office, "1") is None, "first come is first served"


@contextlib.asynccontextmanager
async def worker():
    started = await Worker.started()
    try:
        yield started
    finally:
        await started.close()


async def test_a_late_advice_is_thrown_away_and_never_taken_for_another_answer(site):
    asked = two_free_counters(site).asked()
    about = AboutToCall(asked.snapshot, 0)
    async with worker() as asking:
        for _ in range(5):
            impatient = asyncio.create_task(asking.advise(about))
            for _ in range(2):
                await asyncio.sleep(0)  # the question goes out
            impatient.cancel()
            foreseen, advice = await asyncio.gather(asking.ask(asked.snapshot), asking.advise(about))
            assert len(foreseen.calls) == len(asked.tickets) + len(asked.services)
            assert advice.ticket == 1


async def test_a_worker_that_has_gone_tells_everybody_who_asks(site):
    asked = two_free_counters(site).asked()
    async with worker() as asking:
        os.kill(asking.pid, signal.SIGKILL)

        for _ in range(2):
            with pytest.raises(WorkerGone):
                await asking.advise(AboutToCall(asked.snapshot, 0))
        with pytest.raises(WorkerGone):
            await asking.ask(asked.snapshot)


def called(folder) -> list[dict]:
    connection = sqlite3.connect(folder / "data" / "office.db")
    try:
        rows = connection.execute("SELECT body FROM events WHERE type = 'TicketCalled' ORDER BY rowid")
        return [msgspec.json.decode(body) for (body,) in rows]
    finally:
        connection.close()


async def fill(house) -> list:
    draws = [
        m.IssueTicket("abholung", "de", "priority"),
        m.IssueTicket("adresse", "de"),
        m.IssueTicket("abholung", "de"),
    ]
    slips = [(await house.kiosk.do(draw)).result for draw in draws]
    await house.foretold(*slips)
    return slips


async def test_the_office_looks_ahead_and_a_killed_worker_only_means_no_advice(house_at, looking, tmp_path):
    async with house_at(site=looking) as house:
        await house.lead.do(m.OpenCounter("1"))
        slips = await fill(house)
        advice = await house.context.reception.look_ahead("1")
        assert advice in {"", *(slip.ticket for slip in slips)}

        first = await house.lead.do(m.CallNext("1"))
        await house.lead.do(m.FinishService("1"))
        os.kill(house.server.forecaster.worker.pid, signal.SIGKILL)
        second = await house.lead.do(m.CallNext("1"))
        assert await house.context.reception.look_ahead("1") == ""
        await house.lead.do(m.FinishService("1"))
        third = await house.lead.do(m.CallNext("1"))

        assert {done.result.ticket for done in (first, second, third)} == {slip.ticket for slip in slips}
    assert [call["why"] for call in called(tmp_path)] == ["next"] * 3
    assert {call["rule"] for call in called(tmp_path)} <= OWN_RULES


async def test_the_advice_is_what_is_called_and_said(house_at, looking, tmp_path):
    async with house_at(site=looking) as house:
        await house.lead.do(m.OpenCounter("1"))
        slips = await fill(house)
        usual = (await house.context.office.read(lambda queue: choose(queue, "1", house.clock()))).ticket.id
        other = next(slip.ticket for slip in slips[:2] if slip.ticket != usual)
        asked = []

        async def look_ahead(counter):
            asked.append(counter)
            return other

        house.context.reception.look_ahead = look_ahead
        done = await house.lead.do(m.CallNext("1"), "call-once-only")
        again = await house.lead.do(m.CallNext("1"), "call-once-only")

        assert done.result.ticket == again.result.ticket == other
        assert asked == ["1"], "a repeat has its answer already"
        await house.lead.do(m.FinishService("1"))
        await house.lead.do(m.CallNext("1", stand_by=True))
        assert asked == ["1"], "who stands by takes whoever comes"
    (call, _) = called(tmp_path)
    assert (call["ticket"], call["rule"]) == (other, "look_ahead")
    assert "looking ahead" in call["sentence"]["en"]


async def test_no_office_looks_ahead_unasked_and_none_that_serves_in_turn(house_at, site, looking):
    fifo = replace(looking, calling=replace(looking.calling, preset="fifo"))
    for unasked in (site, fifo):
        async with house_at(site=unasked) as house:
            assert house.context.reception.look_ahead is None
