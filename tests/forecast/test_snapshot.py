"""The office at a moment, and what real futures make of it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.domain import commands as c
from server.domain.decide import decide
from server.domain.queue import Queue
from server.domain.ticket import Kind
from server.forecast.learned import learn
from server.forecast.snapshot import closing, take
from server.running import plan_of
from server.site.content import END_OF_DAY, Break, OpeningHours
from server.store.history import History

MORNING = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)  # nine o'clock in the office


class Office:
    """A day's queue, and the forecast of it."""

    def __init__(self, site, *commands, at=MORNING):
        self.site, self.now = site, at
        self.queue = Queue(plan_of(site))
        self.learned = replace(learn(History(), site, 0.6), walk_ins={}, appointments={}, so_far={})
        self.say(c.OpenDay(at.date().isoformat()), *commands)

    def say(self, *commands):
        for command in commands:
            for event in decide(self.queue, command, self.now):
                self.queue.evolve(event)

    def draw(self, id, service="abholung", kind=Kind.WALK_IN, **more):
        self.say(c.IssueTicket(id, f"secret-{id}", service, "de", kind, **more))

    def asked(self, **more):
        return take(self.queue, self.site, self.learned, self.now, **more)

    def medians(self, ask):
        """Minutes by ticket or service; None: it cannot be told."""
        asked = self.asked()
        names = [*(id for id, _ in asked.tickets), *asked.services]
        calls = ask(asked.snapshot).calls
        assert len(calls) == len(names)
        return {name: None if span is None else span[1] for name, span in zip(names, calls, strict=True)}


def open_(counter):
    return c.OpenCounter(counter, "ada")


def test_who_waits_is_told_by_place_and_a_newcomer_comes_last(site, ask):
    office = Office(site, open_("1"))
    for n in range(4):
        office.draw(f"t{n}")

    found = office.medians(ask)

    assert found["t0"] == 0
    assert found["t1"] < found["t2"] < found["t3"] < found["abholung"]
    assert found["t1"] == pytest.approx(12, abs=3), "the median of a service of 15 minutes on average"


def test_nobody_at_work_and_nobody_able_is_not_told(site, ask):
    office = Office(site)
    office.draw("t")
    assert office.medians(ask) == {}

    office.say(open_("1"))
    office.draw("long", "einbuergerung-beratung")
    assert office.medians(ask).keys() == {"t", "abholung", "adresse"}


def test_one_counter_only_and_a_whole_morning_before_it(site, ask):
    office = Office(site, open_("1"))
    for n in range(60):
        office.draw(f"t{n:02d}")

    found = office.medians(ask)

    assert found["t59"] == pytest.approx(59 * 15, rel=0.15), "hours, and still a number"


def test_whoever_is_served_goes_on_being_served(site, ask):
    office = Office(site, open_("1"))
    office.draw("served")
    office.say(c.CallNext("1"))
    office.draw("next")

    assert office.medians(ask)["next"] > 8
    office.now += timedelta(minutes=25)
    assert 0 < office.medians(ask)["next"] < 20, "who sits there for 25 minutes is likely to be done some day"


def test_a_paused_counter_is_expected_back_and_a_closed_one_is_not(site, ask):
    office = Office(site, open_("1"), open_("2"))
    office.draw("t")
    office.say(c.PauseCounter("1", "coffee"), c.PauseCounter("2", "coffee"))

    assert office.medians(ask)["t"] == pytest.approx(15)
    since = {"1": office.now - timedelta(minutes=10), "2": office.now}
    assert sorted(office.asked(paused=since).snapshot.counters.back) == [7.5, 15]

    office.say(c.CloseCounter("1"), c.CloseCounter("2"))
    assert office.medians(ask) == {}


def test_a_planned_break_is_waited_out(site, ask):
    office = Office(replace(site, breaks=(Break("1", time(9, 1), 30),)), open_("1"))
    office.draw("now")
    office.draw("then")

    plain = Office(site, open_("1"))
    plain.draw("now")
    plain.draw("then")

    assert office.medians(ask)["then"] == pytest.approx(plain.medians(ask)["then"] + 30, abs=3)


def test_needs_and_a_chosen_counter_wait_for_those_who_can(site, ask):
    quiet = replace(site, counters=(site.counters[0], replace(site.counters[1], quiet=True)))
    office = Office(quiet, open_("1"), open_("2"))
    for n in range(4):
        office.draw(f"t{n}")
    office.draw("quiet", needs=frozenset({"quiet"}))
    office.say(c.CallNext("1"), c.TransferTicket("1", to_counter="2"))

    asked = office.asked()

    served = dict(zip([id for id, _ in asked.tickets], asked.snapshot.tickets.pool, strict=False))
    pools = asked.snapshot.pools
    assert pools.served[served["quiet"]] == pools.served[served["t0"]] == [1]
    assert pools.served[served["t1"]] == [0, 1]
    assert len({pools.service[served[id]] for id in ("quiet", "t0", "t1")}) == 1
    assert all(minutes is not None for minutes in office.medians(ask).values())


def test_priority_goes_before_and_groups_take_longer(site, ask):
    office = Office(site, open_("1"))
    office.draw("group", people=5)
    office.draw("last")
    slow = office.medians(ask)["last"]
    office.draw("priority", kind=Kind.PRIORITY)

    found = office.medians(ask)

    assert slow == pytest.approx(12 * 3.4, rel=0.25)
    assert found["priority"] < found["last"]


def test_a_sixty_minute_service_is_too_late_when_twenty_minutes_are_left(site, ask):
    office = Office(site, open_("1"), open_("2"), at=MORNING.replace(hour=10, minute=40))
    asked = office.asked()

    in_time = dict(zip(asked.services, ask(asked.snapshot).in_time, strict=True))

    assert in_time["einbuergerung-beratung"] < 0.1 < 0.6 < in_time["abholung"] < in_time["adresse"]


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("2026-10-25T09:00", "2026-10-25T12:00"),  # the day on which the clocks go back
        ("2027-03-28T09:00", "2027-03-28T12:00"),  # and forward
        ("2026-11-26T12:00", None),
        ("2026-11-26T07:59", None),
    ],
)
def test_closing_is_by_the_clock_on_the_wall(site, at, ends):
    berlin = ZoneInfo(site.timezone)
    now = datetime.fromisoformat(at).replace(tzinfo=berlin).astimezone(UTC)

    found = closing(site, now)

    assert found == (ends and datetime.fromisoformat(ends).replace(tzinfo=berlin))


def test_who_is_open_over_midnight_does_not_close_there(site):
    day = ((time(8), END_OF_DAY),)
    night = ((time(0), time(2)),)
    late = replace(site, hours=OpeningHours((day, night, day, (), day, ((time(0), END_OF_DAY),), day)))
    ends = {
        "2026-11-23T23:30": "2026-11-24T02:00",  # a Monday
        "2026-11-25T23:59": "2026-11-26T00:00",
        "2026-11-27T20:00": "2026-11-29T00:00",  # all of Saturday, but on Sunday from eight on
    }
    for at, end in ends.items():
        now = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(site.timezone))
        assert closing(late, now) == datetime.fromisoformat(end).replace(tzinfo=ZoneInfo(site.timezone))

    always = replace(site, hours=OpeningHours((((time(0), END_OF_DAY),),) * 7))
    assert closing(always, now) is None
    assert learn(History(), always, 0.6).walk_ins, "and people are expected there"


def test_in_the_night_in_which_the_clocks_change_every_moment_is_forecast(site, ask):
    always = replace(site, hours=OpeningHours((((time(0), END_OF_DAY),),) * 7))
    for hour in range(5):
        office = Office(always, open_("1"), at=datetime(2026, 10, 25, hour, 20, tzinfo=UTC) - timedelta(hours=1))
        office.learned = learn(History(), always, 0.6)
        office.draw("t")
        coming = office.asked().snapshot.coming

        assert all(b == e for e, b in zip(coming.ends, coming.begins[1:], strict=False))
        assert office.medians(ask)["t"] == 0


def test_a_holiday_brings_nobody_and_a_busy_day_more_than_usual(site):
    office = Office(site, open_("1"))
    office.learned = learn(History(), site, 0.6)
    usual = office.asked().snapshot.coming.walk_ins[1][0]
    for n in range(60):
        office.draw(f"t{n}")
    office.site = replace(site, holidays=(MORNING.date(),))

    assert office.asked().snapshot.coming.begins == []
    office.site = site
    assert usual * 1.5 < office.asked().snapshot.coming.walk_ins[1][0] <= usual * 2.7


def test_the_book_of_today_stands_for_the_appointments_of_other_days_and_is_waited_for(site, ask):
    office = Office(site, open_("1"))
    office.learned = replace(office.learned, appointments={(3, "abholung"): (1.0,) * 96})
    booked = {"abholung": [MORNING + timedelta(minutes=5 + n) for n in range(12)]}
    for n in range(6):
        office.draw(f"t{n}")

    usual, none, full = office.asked(), office.asked(booked={"abholung": []}), office.asked(booked=booked)

    assert any(any(row) for row in usual.snapshot.coming.appointments)
    assert not any(any(row) for row in full.snapshot.coming.appointments)
    assert full.snapshot.coming.book_at[0] == pytest.approx(5.0)
    ghost = len(full.tickets) + list(full.services).index("abholung")
    assert ask(full.snapshot).calls[ghost][2] > ask(none.snapshot).calls[ghost][2]
