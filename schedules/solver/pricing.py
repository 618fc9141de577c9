"""One person's best roster at given prices: a dynamic programme over days.

The state of a day is the status (days of rest so far, or the class worked and its place in the run), the weekends
worked, the shifts worked of each limited class, and the time worked. Compiled, and free of the interpreter's lock.
"""

import numpy as np
from numba import njit

INF = np.inf
EPS = 1e-9


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
def forward(table, price, first, moves, units, stride, size, step, worked_before, rest, bounds):
    """Fills table[day, status, weekends, limited, time] with the least price of a beginning that ends there."""
    days, statuses, weekends, limited, times = table.shape
    classes = len(units)
    least, longest = bounds
    table[:] = INF
    for i in range(len(first)):
        target, cls = first[i]
        if cls < 0:
            table[0, target, 0, 0, 0] = price[0, classes]
            continue
        weekend = 1 if step[0] == 1 or (step[0] == 2 and not worked_before) else 0
        if weekend < weekends and units[cls] < times:
            table[0, target, weekend, stride[cls], units[cls]] = price[0, cls]
    for day in range(1, days):
        low, high = window(day, days, longest, least, times - 1)
        for i in range(len(moves)):
            source, target, cls, only_on = moves[i]
            if only_on >= 0 and only_on != day:
                continue
            add = price[day, cls] if cls >= 0 else price[day, classes]
            if add == INF:
                continue
            if cls < 0:
                unit, jump, top, weekend = 0, 0, 0, 0
            else:
                unit, jump, top = units[cls], stride[cls], size[cls]
                weekend = 1 if step[day] == 1 or (step[day] == 2 and source < rest) else 0
            for w in range(weekends - weekend):
                for many in range(limited):
                    if jump > 0 and (many // jump) % top == top - 1:
                        continue
                    a = table[day - 1, source, w, many]
                    b = table[day, target, w + weekend, many + jump]
                    for t in range(max(low, unit), high + 1):
                        value = a[t - unit] + add
                        b[t] = value if value < b[t] else b[t]


@njit(cache=True, nogil=True)
def trace(table, price, cell, moves, units, stride, step, rest, status, w, many, t):
    """The roster whose price stands in a state of the last day."""
    days = table.shape[0]
    classes = len(units)
    row = np.zeros(days, np.int16)
    for day in range(days - 1, 0, -1):
        value = table[day, status, w, many, t]
        for i in range(len(moves)):
            source, target, cls, only_on = moves[i]
            if target != status or (only_on >= 0 and only_on != day):
                continue
            add = price[day, cls] if cls >= 0 else price[day, classes]
            unit, jump, weekend = 0, 0, 0
            if cls >= 0:
                unit, jump = units[cls], stride[cls]
                weekend = 1 if step[day] == 1 or (step[day] == 2 and source < rest) else 0
            if w < weekend or many < jump or t < unit:
                continue
            if table[day - 1, source, w - weekend, many - jump, t - unit] + add == value:
                row[day] = cell[day, cls] if cls >= 0 else 0
                status, w, many, t = source, w - weekend, many - jump, t - unit
                break
    row[0] = cell[0, (status - rest) // run_of(table.shape[1], rest, classes)] if status >= rest else 0
    return row


@njit(cache=True, nogil=True)
def run_of(statuses, rest, classes):
    return (statuses - rest) // classes


@njit(cache=True, nogil=True)
def ends(table, least, wanted):
    """The cheapest states of the last day, no two with the same working time and weekends, best first."""
    days, statuses, weekends, limited, times = table.shape
    found = np.empty((times * weekends, 4), np.int64)
    value = np.full(times * weekends, INF)
    for status in range(statuses):
        for w in range(weekends):
            for many in range(limited):
                for t in range(least, times):
                    here = table[days - 1, status, w, many, t]
                    if here < value[t * weekends + w]:
                        value[t * weekends + w] = here
                        found[t * weekends + w] = (status, w, many, t)
    order = np.argsort(value)[:wanted]
    return found[order], value[order]


@njit(cache=True, nogil=True)
def backward(table, price, moves, units, stride, size, step, rest, bounds):
    """Fills the table with the least price of an ending after each state."""
    days, statuses, weekends, limited, times = table.shape
    classes = len(units)
    least, longest = bounds
    table[:] = INF
    table[days - 1, :, :, :, least:] = 0.0
    for day in range(days - 1, 0, -1):
        low, high = window(day, days, longest, least, times - 1)
        for i in range(len(moves)):
            source, target, cls, only_on = moves[i]
            if only_on >= 0 and only_on != day:
                continue
            add = price[day, cls] if cls >= 0 else price[day, classes]
            if add == INF:
                continue
            if cls < 0:
                unit, jump, top, weekend = 0, 0, 0, 0
            else:
                unit, jump, top = units[cls], stride[cls], size[cls]
                weekend = 1 if step[day] == 1 or (step[day] == 2 and source < rest) else 0
            for w in range(weekends - weekend):
                for many in range(limited):
                    if jump > 0 and (many // jump) % top == top - 1:
                        continue
                    a = table[day - 1, source, w, many]
                    b = table[day, target, w + weekend, many + jump]
                    for t in range(max(low, unit), high + 1):
                        value = b[t] + add
                        a[t - unit] = value if value < a[t - unit] else a[t - unit]


@njit(cache=True, nogil=True)
def through(ahead, behind, rest, classes):
    """The least price of a whole roster that works a class (the last column: rests) on a day."""
    days, statuses, weekends, limited, times = ahead.shape
    run = run_of(statuses, rest, classes)
    best = np.full((days, classes + 1), INF)
    for day in range(days):
        for status in range(statuses):
            cls = classes if status < rest else (status - rest) // run
            for w in range(weekends):
                for many in range(limited):
                    for t in range(times):
                        value = ahead[day, status, w, many, t] + behind[day, status, w, many, t]
                        if value < best[day, cls]:
                            best[day, cls] = value
    return best
