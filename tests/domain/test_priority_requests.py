"""Who asks for priority waits as before until somebody of the staff has decided."""

import msgspec
import pytest
from play import Play
from test_tickets import refused

from server.domain import commands as c
from server.domain import events as e
from server.domain.ticket import Kind, State

NOBODY_DECIDES = "priority_decided"


def test_a_request_changes_nothing_until_it_is_confirmed():
    play = Play(c.OpenCounter("1", "ada"))
    first = play.draw("collect")
    asking = play.draw("collect", asks_priority=True)

    assert (asking.kind, asking.asks_priority, list(play.queue.asking)) == (Kind.WALK_IN, True, [asking.id])
    assert play.call("1") is first


def test_confirmed_it_is_called_sooner_and_its_wait_counts_from_its_arrival():
    play = Play(c.OpenCounter("1", "ada"))
    for _ in range(3):
        play.draw("collect")
    asking = play.draw("collect", asks_priority=True)
    since = asking.since

    play.say(c.ConfirmPriority(asking.id), minutes=15)

    assert (asking.kind, asking.asks_priority, asking.since) == (Kind.PRIORITY, False, since)
    assert (asking.state, list(play.queue.asking)) == (State.WAITING, [])
    assert play.call("1") is asking


def test_declined_it_waits_where_it_stood():
    play = Play(c.OpenCounter("1", "ada"))
    asking = play.draw("collect", asks_priority=True)
    later = play.draw("collect")

    play.say(c.DeclinePriority(asking.id))

    assert (asking.kind, asking.asks_priority) == (Kind.WALK_IN, False)
    assert [play.call("1"), play.call("1")] == [asking, later]


@pytest.mark.parametrize("decision", [c.ConfirmPriority, c.DeclinePriority])
def test_it_is_decided_once(decision):
    play = Play()
    asking = play.draw("collect", asks_priority=True)
    play.say(decision(asking.id))

    for again in (c.ConfirmPriority, c.DeclinePriority):
        assert refused(play, again(asking.id)) == NOBODY_DECIDES


def test_what_nobody_asked_for_is_not_decided():
    play = Play()
    plain = play.draw("collect")
    born = play.draw("collect", Kind.PRIORITY, asks_priority=True)

    assert refused(play, c.ConfirmPriority(plain.id)) == NOBODY_DECIDES
    assert refused(play, c.ConfirmPriority(born.id)) == NOBODY_DECIDES
    assert refused(play, c.ConfirmPriority("nobody")) == "unknown_ticket"


def test_a_called_visitor_is_not_decided_about_until_waiting_again():
    play = Play(c.OpenCounter("1", "ada"))
    asking = play.draw("collect", asks_priority=True)
    play.call("1")
    assert refused(play, c.ConfirmPriority(asking.id)) == "ticket_called"
    assert not play.queue.asking

    play.say(c.TransferTicket("1", to_service="residence"), c.ConfirmPriority(asking.id))

    assert asking.kind is Kind.PRIORITY


def test_a_day_that_was_recorded_before_there_were_requests_can_be_read():
    play = Play()
    play.draw("collect")
    told = msgspec.to_builtins(play.events[-1])
    for newer in ("asks_priority", "for_other"):
        del told[newer]

    event = msgspec.json.decode(msgspec.json.encode(told), type=e.TicketIssued)

    assert (event.asks_priority, event.for_other) == (False, False)
