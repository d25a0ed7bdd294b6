"""A whole day with choices that look ahead, and with a forecast for those who have to wait. Compiled by numba."""

import numpy as np
from numba import njit

from server.simulation.clockwork import candidates, choose, enter, next_event, next_free, seat, turn_over
from server.simulation.drawing import Coming
from server.simulation.futures import call_of
from server.simulation.looking_ahead import Advice, advise
from server.simulation.shapes import INDEX, NEVER, Floats, Ints, Rule, Shape, State, Tickets


@njit(cache=True, error_model="numpy")
def play_day(
    shape: Shape,
    known: Shape,
    rule: Rule,
    tickets: Tickets,
    state: State,
    start: Floats,
    counter_of: Ints,
    coming: Coming,
    advice: Advice,
    every: int,
    spans: Floats,
    seed: int,
) -> int:
    """Like `play` for a whole day, with choices that look ahead (`advice.futures` > 0) and with a forecast for every
    `every`-th ticket that has to wait at its issue (0: none), whose sorted futures fill its row of `spans`.

    `known` is the shape as the office knows it, `shape` the truth. Returns how often the look ahead changed a choice.
    """
    np.random.seed(seed)
    lines = len(state.head)
    found, scores = np.empty(lines, np.int64), np.empty(lines)
    asked = np.zeros(len(state.busy), np.int64)
    turn = arrived = done = deviated = 0
    while done < len(start):
        arrival = tickets.arrive[arrived] if arrived < len(tickets.arrive) else NEVER
        now, who = next_event(state, arrival)
        if who < 0:
            enter(arrived, rule, tickets, state)
            arrived += 1
        else:
            turn_over(who, now, state)
        turn += 1
        counter = next_free(shape, rule, state, asked, turn)
        while counter >= 0:
            asked[counter] = turn
            if rule.id == INDEX:
                count = candidates(now, counter, shape, rule, tickets, state, found, scores)
            else:
                found[0] = choose(now, counter, shape, rule, tickets, state, found, scores)
                count = 1 if found[0] >= 0 else 0
            if count:
                i = found[0]
                if count > 1 and advice.futures > 0:
                    i = advise(now, counter, found, scores, count, known, rule, tickets, state, coming, advice)
                    deviated += i != found[0]
                seat(i, counter, now, shape, rule, tickets, state)
                start[i], counter_of[i] = now, counter
                done += 1
            counter = next_free(shape, rule, state, asked, turn)
        i = arrived - 1
        if who < 0 and every > 0 and i % every == 0 and start[i] == NEVER:
            spans[i] = call_of(i, now, spans.shape[1], known, rule, tickets, state, coming)
    return deviated
