"""Numbers drawn while the server was away, told as plays."""

from dataclasses import replace
from datetime import timedelta

from play import PLAN, Play
from test_tickets import refused

from server.domain import commands as c
from server.domain.ticket import Kind, State, Ticket


def lease(kiosk: str, each: int = 2, of: str = "a") -> c.LeaseNumbers:
    return c.LeaseNumbers(kiosk, each, tuple((f"{kiosk}-{of}{n}", f"sealed-{kiosk}-{of}{n}") for n in range(20)))


def block(play: Play, kiosk: str, prefix: str = "A") -> list[str]:
    return [number for number, one in play.queue.leases.items() if one.kiosk == kiosk and number[0] == prefix]


def test_two_kiosks_hold_different_numbers_and_visitors_who_draw_meanwhile_count_on_from_below():
    play = Play(lease("k1"), lease("k2"))

    drawn = [play.draw("collect").number for _ in range(3)]

    assert (block(play, "k1"), block(play, "k2")) == (["A998", "A999"], ["A996", "A997"])
    assert drawn == ["A001", "A002", "A003"]


def test_a_leased_number_is_never_issued_otherwise():
    play = Play(lease("k1"))
    play.queue.last_number["A"] = 997

    assert [play.draw("collect").number for _ in range(2)] == ["A001", "A002"]


def test_what_was_drawn_without_the_server_stands_where_it_was_drawn():
    play = Play(lease("k1"), c.OpenCounter("1", "ada"))
    away = play.now + timedelta(minutes=5)
    play.now += timedelta(minutes=30)
    later = play.draw("collect")
    play.say(
        c.IssueLeased("k1", "A998", "address", "de", away),
        c.IssueLeased("k1", "A999", "collect", "ar", away + timedelta(minutes=1)),
    )

    called = [play.call("1").number for _ in range(3)]

    assert called == ["A998", "A999", later.number]
    assert play.queue.tickets["k1-a1"].issued_at == away + timedelta(minutes=1)
    assert play.draw("collect").number == "A002", "and the count from below goes on"


def test_the_moment_of_drawing_is_not_before_the_lease_nor_before_the_last_one_nor_in_the_future():
    play = Play(lease("k1"))
    leased_at = play.now
    play.say(c.IssueLeased("k1", "A998", "collect", "de", leased_at - timedelta(hours=3)), minutes=10)
    play.say(c.IssueLeased("k1", "A999", "collect", "de", leased_at + timedelta(hours=3)))
    play.say(c.IssueLeased("k1", "T998", "residence", "de", leased_at))

    since = [play.queue.tickets[f"k1-a{n}"].since for n in range(3)]

    assert since[0] == leased_at
    assert since[1] == since[2] == play.now - timedelta(minutes=1)


def test_a_block_is_filled_up_and_a_number_is_drawn_once():
    play = Play(lease("k1"))
    play.say(c.IssueLeased("k1", "A998", "collect", "de", play.now))

    assert refused(play, c.IssueLeased("k1", "A998", "collect", "de", play.now)) == "not_leased"
    assert refused(play, c.IssueLeased("k2", "A999", "collect", "de", play.now)) == "not_leased"
    play.say(lease("k1", of="b"))
    assert block(play, "k1") == ["A999", "A997"]
    assert play.say(lease("k1", of="c")) == []


def test_the_ticket_whose_number_nobody_saw_is_given_up():
    play = Play(lease("k1"))
    unseen = play.draw("collect")

    play.say(c.IssueLeased("k1", "A998", "collect", "de", play.now, instead_of=unseen.id))

    assert unseen.state is State.CANCELLED
    assert play.queue.lines.total == 1


def test_closing_a_service_does_not_undo_a_number_that_somebody_holds():
    play = Play(lease("k1"))
    play.say(c.CloseService("collect"), c.IssueLeased("k1", "A998", "collect", "de", play.now))

    assert play.queue.tickets["k1-a0"].state is State.WAITING


def test_yesterdays_numbers_are_not_valid_today():
    play = Play(lease("k1"))
    play.say(c.OpenDay("2026-11-24"))

    assert refused(play, c.IssueLeased("k1", "A998", "collect", "de", play.now)) == "not_leased"


def test_a_free_counter_calls_whoever_joins_from_the_block():
    play = Play(lease("k1"), c.OpenCounter("1", "ada"), c.CallNext("1", stand_by=True))

    play.say(c.IssueLeased("k1", "A998", "collect", "de", play.now))

    assert play.queue.counter("1").current == "k1-a0"


OFFERS = {"1": frozenset({"step_free"}), "2": frozenset({"quiet"}), "3": frozenset({"quiet", "interpreter:ar"})}


def drawn_away(play: Play, service: str = "collect", needs: tuple[str, ...] = (), **wishes) -> Ticket:
    play.say(c.IssueLeased("k1", "A998", service, "ar", play.now, needs=needs, **wishes))
    return play.queue.tickets["k1-a0"]


def test_what_the_visitor_asked_for_counts_as_if_the_server_had_been_there():
    play = Play(lease("k1"), c.OpenCounter("1", "ada"), c.OpenCounter("3", "bob"), plan=replace(PLAN, offers=OFFERS))
    before = play.draw("collect")

    ticket = drawn_away(play, needs=("quiet",), people=3, asks_priority=True, for_other=True)
    same = play.draw("collect", needs="quiet", people=3, asks_priority=True, for_other=True)

    wished = [(t.people, t.needs, t.asks_priority, t.for_other, t.kind, t.unmet) for t in (ticket, same)]
    assert wished[0] == wished[1] == (3, frozenset({"quiet"}), True, True, Kind.WALK_IN, ())
    assert play.call("1") is before
    play.say(c.FinishService("1"))
    assert refused(play, c.CallNext("1")) == "nobody_waiting", "counter 1 is not quiet"
    play.say(c.ConfirmPriority(ticket.id))
    assert ticket.kind is Kind.PRIORITY
    assert play.call("3") is ticket


def test_a_need_that_no_counter_meets_any_more_is_left_out_and_recorded_and_the_number_is_called():
    play = Play(lease("k1"), c.OpenCounter("1", "ada"), plan=replace(PLAN, offers=OFFERS))

    ticket = drawn_away(play, needs=("step_free", "quiet", "interpreter:fr", "nonsense"), people=99)

    assert (ticket.needs, ticket.unmet) == (frozenset({"step_free"}), ("quiet", "interpreter:fr"))
    assert ticket.people == 9
    assert play.call("1") is ticket
