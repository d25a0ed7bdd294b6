"""A few languages at a time on a display."""

from display.turns import EACH_S, in_turn, turn_at

SAID = [(f"l{number}", f"sentence {number}") for number in range(18)]


def test_the_offices_own_language_stays_while_all_others_take_their_turn():
    turns = [in_turn(SAID, 5, turn) for turn in range(5)]

    assert all(shown[0] == SAID[0] and len(shown) == 5 for shown in turns)
    assert {language for shown in turns for language, _ in shown} == {language for language, _ in SAID}
    assert in_turn(SAID, 5, 5) == turns[0], "then it begins anew"


def test_few_languages_stand_still():
    assert in_turn(SAID[:4], 4, 3) == SAID[:4]
    assert turn_at(EACH_S * 1.5) == 1
