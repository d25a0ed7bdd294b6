"""Numbers drawn while the server was away, told as plays."""

from datetime import timedelta

from play import Play
from test_tickets import refused

from server.domain import commands as c
from server.domain.ticket import State


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
