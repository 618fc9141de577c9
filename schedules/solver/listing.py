"""Lists every roster of a person whose price stays within a limit, back through the dynamic programme."""

import numpy as np
from numba import njit

from .pricing import effect, run_of


@njit(cache=True, nogil=True)
def first_moves(moves, statuses):
    """Where the moves into each status begin; they are sorted by it."""
    begin = np.zeros(statuses + 1, np.int64)
    for i in range(len(moves)):
        begin[moves[i, 1] + 1] += 1
    return np.cumsum(begin)


@njit(cache=True, nogil=True)
def all_rows(table, net, class_of, known, least, limit, most):
    """The rosters, and whether there are more of them than `most`."""
    states = np.argwhere(table[-1] <= limit)
    begin = first_moves(known[0], table.shape[1])
    rows = np.zeros((most, len(table)), np.int16)
    count = 0
    for i in range(len(states)):
        if states[i, 3] >= least:
            count = back(table, (net, class_of, begin, limit), known, states[i], rows, count)
        if count >= most:
            return rows, True
    return rows[:count], False


@njit(cache=True, nogil=True)
def back(table, search, known, end, rows, count):
    """Adds the rosters that end in one state, by depth-first search."""
    begin = search[2]
    days = len(table)
    state, spent = np.zeros((days, 4), np.int64), np.zeros(days)  # the price of the days after
    place = np.zeros((days, 2), np.int64)  # the move and the cell tried last
    row = np.zeros(days, np.int16)
    day = days - 1
    state[day] = end
    place[day] = (begin[end[0]], -1)
    while day < days and count < len(rows):
        if day == 0:
            count = opening(table, search, known, state[0, 0], spent[0], (rows, row), count)
            day += 1
        elif place[day, 0] >= begin[state[day, 0] + 1]:
            day += 1
        else:
            day = advance(table, search, known, (state, spent, place, row), day)
    return count


@njit(cache=True, nogil=True)
def advance(table, search, known, path, day):
    """Tries the next cell of the day: goes back a day with it if its price stays within the limit."""
    net, class_of, begin, limit = search
    state, spent, place, row = path
    source, _, cls, only_on = known[0][place[day, 0]]
    k = next_cell(class_of, cls, place[day, 1])
    if k >= len(class_of) or only_on not in (-1, day):
        place[day] = (place[day, 0] + 1, -1)
        return day
    place[day, 1] = k
    unit, jump, _, weekend = effect(cls, source, day, known)
    w, many, t = state[day, 1] - weekend, state[day, 2] - jump, state[day, 3] - unit
    price = spent[day] + net[day, k]
    if min(w, many, t) < 0 or table[day - 1, source, w, many, t] + price > limit:
        return day
    row[day] = k
    state[day - 1] = (source, w, many, t)
    spent[day - 1] = price
    place[day - 1] = (begin[source], -1)
    return day - 1


@njit(cache=True, nogil=True)
def next_cell(class_of, cls, cell):
    """The next cell of a class after one; a day off has but one."""
    if cls < 0:
        return 0 if cell < 0 else len(class_of)
    cell = max(cell + 1, 1)
    while cell < len(class_of) and class_of[cell] != cls:
        cell += 1
    return cell


@njit(cache=True, nogil=True)
def opening(table, search, known, status, spent, found, count):
    """The cells of the first day, with which a roster is whole."""
    net, class_of, _, limit = search
    rows, row = found
    rest = known[-1]
    cls = -1 if status < rest else (status - rest) // run_of(table.shape[1], rest, len(known[1]))
    k = next_cell(class_of, cls, -1)
    while k < len(class_of) and count < len(rows):
        if spent + net[0, k] <= limit:
            row[0] = k
            rows[count] = row
            count += 1
        k = next_cell(class_of, cls, k)
    return count
