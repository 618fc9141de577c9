"""Lists every roster of a person whose price stays within a limit, by going back through the dynamic programme."""

import numpy as np
from numba import njit

from .pricing import run_of


@njit(cache=True, nogil=True)
def first_moves(moves, statuses):
    """Where the moves into each status begin; they are sorted by it."""
    begin = np.zeros(statuses + 1, np.int64)
    for i in range(len(moves)):
        begin[moves[i, 1] + 1] += 1
    return np.cumsum(begin)


@njit(cache=True, nogil=True)
def all_rows(table, net, class_of, moves, units, stride, step, rest, least, limit, most):
    """The rosters, and whether there are more of them than `most`."""
    days, statuses, weekends, limited, times = table.shape
    begin = first_moves(moves, statuses)
    rows = np.zeros((most, days), np.int16)
    row = np.zeros(days, np.int16)
    count = 0
    for status in range(statuses):
        for w in range(weekends):
            for many in range(limited):
                for t in range(least, times):
                    if table[days - 1, status, w, many, t] > limit:
                        continue
                    end = (status, w, many, t)
                    known = net, class_of, moves, begin, units, stride, step, rest
                    count = back(table, known, end, limit, rows, row, count)
                    if count >= most:
                        return rows, True
    return rows[:count], False


@njit(cache=True, nogil=True)
def back(table, known, end, limit, rows, row, count):
    """Adds the rosters that end in one state, by depth-first search."""
    net, class_of, moves, begin, units, stride, step, rest = known
    days, cells = net.shape
    run = run_of(table.shape[1], rest, len(units))
    state = np.zeros((days, 4), np.int64)
    spent = np.zeros(days)  # the price of the days after
    move = np.zeros(days, np.int64)
    cell = np.zeros(days, np.int64)
    day = days - 1
    state[day, 0], state[day, 1], state[day, 2], state[day, 3] = end
    move[day], cell[day] = begin[end[0]], -1
    while day < days:
        if day == 0:
            count = opening(net, class_of, state[0, 0], rest, run, spent[0], limit, rows, row, count)
            day += 1
            if count >= len(rows):
                return count
            continue
        if move[day] >= begin[state[day, 0] + 1]:
            day += 1
            continue
        source, _, cls, only_on = moves[move[day]]
        k = next_cell(class_of, cls, cell[day])
        if k >= cells or (only_on >= 0 and only_on != day):
            move[day] += 1
            cell[day] = -1
            continue
        cell[day] = k
        unit, jump, weekend = 0, 0, 0
        if cls >= 0:
            unit, jump = units[cls], stride[cls]
            weekend = 1 if step[day] == 1 or (step[day] == 2 and source < rest) else 0
        w, many, t = state[day, 1] - weekend, state[day, 2] - jump, state[day, 3] - unit
        if w < 0 or many < 0 or t < 0:
            continue
        price = spent[day] + net[day, k]
        if table[day - 1, source, w, many, t] + price > limit:
            continue
        row[day] = k
        day -= 1
        state[day, 0], state[day, 1], state[day, 2], state[day, 3] = source, w, many, t
        spent[day] = price
        move[day], cell[day] = begin[source], -1
    return count


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
def opening(net, class_of, status, rest, run, spent, limit, rows, row, count):
    """The cells of the first day, with which a roster is whole."""
    cls = -1 if status < rest else (status - rest) // run
    k = next_cell(class_of, cls, -1)
    while k < len(class_of) and count < len(rows):
        if spent + net[0, k] <= limit:
            row[0] = k
            rows[count] = row
            count += 1
        k = next_cell(class_of, cls, k)
    return count
