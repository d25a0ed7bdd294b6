"""Which call is large, which is chimed, and what happens when many come together."""

from itertools import pairwise

from boards import MORNING, board, call

from display.board import HURRIED_TURN_S, TURN_S, Calls, OfficeTime, is_older


def play(*steps):
    """Boards given at their second; the display looks every 0.1 s. Returns the chimes (second, number)."""
    calls, chimes, now = Calls(), [], 0.0
    for at_s, given in sorted(steps, key=lambda step: step[0]):
        while now < at_s:
            chimes += look(calls, now)
            now = round(now + 0.1, 1)
        calls.take(given)
    for _ in range(600):
        chimes += look(calls, now)
        now = round(now + 0.1, 1)
    return chimes, calls


def look(calls, now):
    turn = calls.turn(now)
    return [] if turn is None else [(now, turn.number)]


FIRST = (0.0, board())


def test_a_call_is_large_and_chimed_once():
    one = call(1, "A001", at_s=1)
    chimes, calls = play(FIRST, (1.0, board(one, at_s=1)), (2.0, board(one, at_s=2, waiting_total=3)))

    assert chimes == [(1.0, "A001")]
    assert calls.scene().newest == one
    assert calls.scene().rows == ()


def test_what_was_on_the_board_when_the_display_starts_is_shown_in_silence():
    chimes, calls = play((0.0, board(call(2, "A002"), call(1, "A001"))))

    assert chimes == []
    assert calls.scene().newest.number == "A002"
    assert [row.number for row in calls.scene().rows] == ["A001"]


def test_a_recall_chimes_again_and_stands_on_the_board_once():
    first, again = call(1, "A001", at_s=1), call(2, "A001", at_s=20)
    chimes, calls = play(FIRST, (1.0, board(first, at_s=1)), (20.0, board(again, at_s=20)))

    assert [number for _, number in chimes] == ["A001", "A001"]
    assert calls.scene().newest == again
    assert calls.scene().rows == ()


def test_a_storm_of_calls_takes_turns_in_order_and_none_vanishes_though_a_board_holds_only_eight():
    made = [call(n, f"A{n:03}", at_s=1 + n / 2) for n in range(20)]
    steps = [(1 + n / 2, board(*reversed(made[max(0, n - 7) : n + 1]), at_s=1 + n / 2)) for n in range(20)]

    chimes, calls = play(FIRST, *steps)

    assert [number for _, number in chimes] == [one.number for one in made]
    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(chimes)]
    assert min(gaps) >= HURRIED_TURN_S - 0.05, "a chime ends before the next begins"
    assert calls.scene().newest.number == "A019"
    assert [row.number for row in calls.scene().rows] == ["A018", "A017", "A016"]


def test_a_call_that_waits_for_its_turn_is_in_the_rows_at_once():
    one, two = call(1, "A001", at_s=1), call(2, "A002", at_s=1.5)
    calls = Calls()
    calls.take(board())
    calls.take(board(one, at_s=1))
    assert calls.turn(1.0) == one
    calls.take(board(two, one, at_s=1.5))

    assert calls.turn(1.5) is None
    assert calls.scene().newest == one
    assert calls.scene().rows == (two,)
    assert calls.scene().behind == {two.call}
    assert calls.turn(1.0 + TURN_S) == two
    assert calls.scene().behind == frozenset()


def test_a_call_taken_back_is_neither_shown_nor_chimed():
    one, two = call(1, "A001", at_s=1), call(2, "A002", at_s=1)
    chimes, calls = play(FIRST, (1.0, board(two, one, at_s=1)), (1.5, board(one, at_s=1.5)))

    assert [number for _, number in chimes] == ["A001"]
    assert calls.scene().newest == one


def test_a_large_call_that_is_withdrawn_makes_room_for_the_one_before():
    one, two = call(1, "A001", at_s=1), call(2, "A002", at_s=9)
    _, calls = play(FIRST, (1.0, board(one, at_s=1)), (9.0, board(two, one, at_s=9)), (20.0, board(one, at_s=20)))

    assert calls.scene().newest == one


def test_a_call_that_is_back_after_an_undo_is_shown_without_a_second_chime():
    one = call(1, "A001", at_s=1)
    chimes, calls = play(FIRST, (1.0, board(one, at_s=1)), (9.0, board(at_s=9)), (12.0, board(one, at_s=12)))

    assert [number for _, number in chimes] == ["A001"]
    assert calls.scene().newest == one


def test_after_a_lost_link_only_calls_of_the_last_minute_are_chimed():
    old, fresh = call(1, "A001", at_s=10), call(2, "A002", at_s=100)
    chimes, calls = play(FIRST, (130.0, board(fresh, old, at_s=130)))

    assert [number for _, number in chimes] == ["A002"]
    assert [row.number for row in calls.scene().rows] == ["A001"]


def test_a_board_overtaken_on_its_way_is_known_by_its_time_and_within_one_moment_by_its_revision():
    shown = board(at_s=5, revision=7)

    assert is_older(board(at_s=4, revision=9), shown)
    assert is_older(board(at_s=5, revision=6), shown)
    assert not is_older(board(at_s=5, revision=7), shown)
    assert not is_older(board(at_s=6, revision=1), shown), "revisions begin anew each day"


def test_the_office_s_time_goes_on_between_boards_and_is_local():
    time = OfficeTime()
    assert time.at(3.0) is None

    time.take(board(), 100.0)

    assert f"{time.at(160.0):%H:%M:%S}" == "10:01:00"
    assert time.at(100.0) == MORNING


def test_a_time_zone_this_computer_does_not_know_is_no_reason_to_fail():
    time = OfficeTime()

    time.take(board(timezone="Mars/Olympus"), 0.0)

    assert time.at(0.0) == MORNING
