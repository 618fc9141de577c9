"""One person's best roster at given prices: a dynamic programme over days.

The state of a day is the status (days of rest so far, or the class worked and its place in the run), the
weekends worked, the shifts worked of each limited class, and the time worked. `known` is what stays the same:
the moves, the working time of each class, its stride and size in the counter of limited classes, where
weekends are, and the number of resting statuses. Compiled, and free of the interpreter's lock.
"""

import numpy as np
from numba import njit

INF = np.inf  # class -1, a day off, has the last column of prices


@njit(cache=True, nogil=True)
def class_prices(cost, dual, class_of, classes):
    """The cheapest cell of each class on each day (the last column is a day off), and which cell that is."""
    days, cells = cost.shape
    price = np.full((days, classes + 1), INF)
    cell = np.zeros((days, classes + 1), np.int16)
    for day in range(days):
        price[day, classes] = cost[day, 0]
        for k in range(1, cells):
            value = cost[day, k] - dual[day, k]
            if value < price[day, class_of[k]]:
                price[day, class_of[k]] = value
                cell[day, class_of[k]] = k
    return price, cell


@njit(cache=True, nogil=True)
def window(day, days, longest, least, most):
    """Which working times are worth a state: enough must still be reachable."""
    return max(0, least - longest * (days - 1 - day)), min(most, longest * (day + 1))


@njit(cache=True, nogil=True)
def effect(cls, source, day, known):
    """What a move adds: working time, its jump in the counter of limited shifts, its size there, weekends."""
    _, units, stride, size, step, rest = known
    if cls < 0:
        return 0, 0, 1, 0
    weekend = step[day] == 1 or (step[day] == 2 and source < rest)
    return units[cls], stride[cls], size[cls], int(weekend)


@njit(cache=True, nogil=True)
def begin(table, price, first, known, worked_before):
    """Sets the states of the first day."""
    rest = known[-1]
    source = rest if worked_before else 0
    for target, cls in first:
        unit, jump, _, weekend = effect(cls, source, 0, known)
        if weekend < table.shape[2] and unit < table.shape[4]:
            table[0, target, weekend, jump, unit] = price[0, cls]


@njit(cache=True, nogil=True)
def reach(before, after, add, adds, low, high):
    """Offers the states after one move what the states before it cost."""
    unit, jump, top, weekend = adds
    for w in range(before.shape[0] - weekend):
        for many in range(before.shape[1]):
            if jump > 0 and (many // jump) % top == top - 1:
                continue
            a, b = before[w, many], after[w + weekend, many + jump]
            for t in range(max(low, unit), high + 1):
                value = a[t - unit] + add
                b[t] = value if value < b[t] else b[t]


@njit(cache=True, nogil=True)
def reach_back(before, after, add, adds, low, high):
    """Offers the states before one move what the states after it cost."""
    unit, jump, top, weekend = adds
    for w in range(before.shape[0] - weekend):
        for many in range(before.shape[1]):
            if jump > 0 and (many // jump) % top == top - 1:
                continue
            a, b = before[w, many], after[w + weekend, many + jump]
            for t in range(max(low, unit), high + 1):
                value = b[t] + add
                a[t - unit] = value if value < a[t - unit] else a[t - unit]


@njit(cache=True, nogil=True)
def forward(table, price, first, known, worked_before, bounds):
    """Fills table[day, status, weekends, limited, time] with the least price of a beginning ending there."""
    days, times = len(table), table.shape[4]
    moves, (least, longest) = known[0], bounds
    table[:] = INF
    begin(table, price, first, known, worked_before)
    for day in range(1, days):
        low, high = window(day, days, longest, least, times - 1)
        for source, target, cls, only_on in moves:
            add = price[day, cls]
            if add < INF and only_on in (-1, day):
                adds = effect(cls, source, day, known)
                reach(table[day - 1, source], table[day, target], add, adds, low, high)


@njit(cache=True, nogil=True)
def backward(table, price, known, bounds):
    """Fills the table with the least price of an ending after each state."""
    days, times = len(table), table.shape[4]
    moves, (least, longest) = known[0], bounds
    table[:] = INF
    table[days - 1, :, :, :, least:] = 0.0
    for day in range(days - 1, 0, -1):
        low, high = window(day, days, longest, least, times - 1)
        for source, target, cls, only_on in moves:
            add = price[day, cls]
            if add < INF and only_on in (-1, day):
                adds = effect(cls, source, day, known)
                reach_back(table[day - 1, source], table[day, target], add, adds, low, high)


@njit(cache=True, nogil=True)
def origin(table, price, known, day, state):
    """The state of the day before from which the price of a state comes, and the class of the move."""
    status, w, many, t = state
    value = table[day, status, w, many, t]
    for source, target, cls, only_on in known[0]:
        if target != status or only_on not in (-1, day):
            continue
        unit, jump, _, weekend = effect(cls, source, day, known)
        if min(w - weekend, many - jump, t - unit) < 0:
            continue
        if table[day - 1, source, w - weekend, many - jump, t - unit] + price[day, cls] == value:
            return (source, w - weekend, many - jump, t - unit), cls
    raise ValueError


@njit(cache=True, nogil=True)
def trace(table, price, cell, known, state):
    """The roster whose price stands in a state of the last day."""
    rest, classes = known[-1], len(known[1])
    row = np.zeros(len(table), np.int16)
    for day in range(len(table) - 1, 0, -1):
        state, cls = origin(table, price, known, day, state)
        row[day] = cell[day, cls]
    if state[0] >= rest:
        row[0] = cell[0, (state[0] - rest) // run_of(table.shape[1], rest, classes)]
    return row


@njit(cache=True, nogil=True)
def run_of(statuses, rest, classes):
    return (statuses - rest) // classes


@njit(cache=True, nogil=True)
def ends(table, least, wanted):
    """The cheapest states of the last day, no two with the same working time and weekends, best first."""
    _, statuses, weekends, limited, times = table.shape
    found = np.empty((times * weekends, 4), np.int64)
    value = np.full(times * weekends, INF)
    for status in range(statuses):
        for w in range(weekends):
            for many in range(limited):
                for t in range(least, times):
                    here = table[-1, status, w, many, t]
                    if here < value[t * weekends + w]:
                        value[t * weekends + w] = here
                        found[t * weekends + w] = (status, w, many, t)
    order = np.argsort(value)[:wanted]
    return found[order], value[order]


@njit(cache=True, nogil=True)
def through(ahead, behind, rest, classes):
    """The least price of a whole roster that works a class (the last column: rests) on a day."""
    days, statuses = ahead.shape[:2]
    run = run_of(statuses, rest, classes)
    best = np.full((days, classes + 1), INF)
    for day in range(days):
        for status in range(statuses):
            cls = classes if status < rest else (status - rest) // run
            value = (ahead[day, status] + behind[day, status]).min()
            best[day, cls] = min(best[day, cls], value)
    return best
