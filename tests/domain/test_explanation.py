"""Every call says in one sentence why."""

from dataclasses import replace
from datetime import timedelta

from play import PLAN, Play

from server.domain import commands as c
from server.domain.dispatch import choose
from server.domain.explain import sentences
from server.domain.plan import Rule
from server.domain.ticket import Kind

OFFICE = replace(
    PLAN,
    names={"residence": {"de": "Aufenthalt", "en": "Residence"}, "collect": {"de": "Abholung", "en": "Collection"}},
    service_s={"collect": 300.0},
    offers={"3": frozenset({"quiet", "interpreter:ar"})},
)


def opened(preset: str = "balanced") -> Play:
    plan = replace(OFFICE, rule=Rule.of(preset))
    return Play(*(c.OpenCounter(id, "ada") for id in ("1", "2", "3")), plan=plan)


def test_waited_target_and_the_few_who_can_help():
    play = opened()
    ticket = play.draw("residence")
    play.draw("family")
    play.now += timedelta(minutes=22)

    play.say(c.CallNext("2"))

    assert ticket.why == {
        "de": "Wartet 24 von 30 Minuten; nur Schalter 2 und 3 machen gerade „Aufenthalt“.",
        "en": "24 of 30 minutes waited; only counters 2 and 3 do “Residence” now.",
    }


def test_needs_are_named():
    play = opened()
    play.draw("residence", Kind.PRIORITY, needs="quiet interpreter:ar")
    play.draw("family")
    play.say(c.CallNext("3"))

    assert play.events[-1].sentence["en"] == (
        "2 of 10 minutes waited; only counter 3 does “Residence” (language ar, quiet place) now."
    )


def test_a_wait_beyond_its_aim_is_not_a_part_of_it():
    play = opened()
    ticket = play.draw("residence", Kind.PRIORITY)
    play.draw("family")
    play.now += timedelta(minutes=12)

    play.say(c.CallNext("3"))

    assert ticket.why["de"].startswith("Wartet 14 Minuten, Ziel sind 10; nur Schalter 2 und 3")
    assert ticket.why["en"].startswith("Waited 14 minutes, the aim is 10; only counters 2 and 3")


def test_every_rule_has_its_words():
    words = {}

    def say(play: Play) -> None:
        event = play.events[-1]
        words[event.rule] = event.sentence["en"]

    play = opened("fifo")
    play.draw("collect")
    play.say(c.CallNext("1"))
    say(play)
    play.draw("collect"), play.draw("address")
    play.say(c.CallNext("3"))
    say(play)
    play.say(c.TransferTicket("3", to_counter="2"))
    play.draw("family", Kind.PRIORITY)
    play.say(c.CallNext("2"))
    say(play)
    play.now += timedelta(hours=3)
    play.say(c.FinishService("2"), c.CallNext("2"))
    say(play)

    assert words == {
        "only_one": "The only one waiting for counter 1, for 1 minute.",
        "fifo": "Waited longest for counter 3: 2 minutes.",
        "sent_here": "Was sent to counter 2; 5 of 30 minutes waited.",
        "longest_overdue": "Waited 183 minutes, beyond the limit of 60 minutes, and so goes first.",
    }


def test_whoever_was_overtaken_often_enough_is_told_so():
    plan = replace(OFFICE, rule=Rule.of("balanced", drain=0.0), service_s={"collect": 60.0, "residence": 7200.0})
    play = Play(c.OpenCounter("3", "ada"), plan=plan)
    play.draw("residence")
    for _ in range(5):
        play.draw("collect")

    for _ in range(4):
        play.call("3", minutes=0)

    assert play.events[-1].sentence == {
        "de": "Wurde 3-mal überholt und kommt darum jetzt; wartet 5 von 30 Minuten.",
        "en": "Was overtaken 3 times and so goes now; 5 of 30 minutes waited.",
    }


def test_an_early_appointment_says_when_it_is():
    play = opened()
    play.draw("collect", Kind.APPOINTMENT, play.now + timedelta(minutes=42))

    play.say(c.CallNext("1"))

    assert play.events[-1].sentence["en"] == "Appointment in 40 minutes; nobody else is due at this counter."


def test_a_pick_by_hand_names_whom_the_office_would_have_called():
    play = opened()
    play.draw("collect")
    picked = play.draw("collect")

    play.say(c.CallTicket("1", picked.id))

    assert picked.why == {
        "de": "Von Hand gewählt an Schalter 1; A001 wäre als Nächstes dran gewesen.",
        "en": "Picked by hand at counter 1; A001 would have been next.",
    }
    play.say(c.CallTicket("3", "t1"))
    assert play.events[-1].sentence["en"] == "Picked by hand at counter 3."


def test_the_next_in_line_can_be_explained_before_anybody_calls():
    play = opened()
    play.draw("collect"), play.draw("address")
    before = play.queue.revision

    choice = choose(play.queue, "1", play.now)

    assert (choice.reason.waiting, choice.reason.others) == (2, ("3",))
    assert sentences(play.queue.plan, choice.reason)["en"].startswith("1 of 30 minutes waited; only counters 1 and 3")
    assert play.queue.revision == before
