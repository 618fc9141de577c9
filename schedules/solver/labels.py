"""One person's best rosters at given prices, where counters decide: a dynamic programme over labels.

A label is the cheapest beginning known that ends in a status with certain sums. Labels of one status whose
leading sums are near each other share a box of few places: one that cannot lead to a better roster than
another gives way, and where a box is full the least promising is dropped. What was dropped is remembered by
the least price it could have come to, so that the bound from below stays true.
"""

import numpy as np
from numba import njit

INF = np.inf


@njit(cache=True, nogil=True)
def completions(price, moves, statuses, ledger, lead, reach):
    """The least price of the days after each, all sums but the leading one left aside: [day, status, sum]."""
    amount, _, cap, ends, fresh, table, _, _ = ledger
    days, off = len(price), price.shape[1] - 1
    after = np.full((days, statuses, reach + 1), INF)
    after[days - 1] = 0.0
    for day in range(days - 1, 0, -1):
        end = ends[lead, day]
        for m in range(len(moves)):
            source, target, cls, only_on = moves[m]
            k = cls if cls >= 0 else off
            if only_on not in (-1, day) or price[day, k] == INF:
                continue
            add = amount[lead, day, k]
            top = min(reach, cap[lead, day]) - add if add > 0 else reach
            for v in range(top + 1):
                value = price[day, k]
                if end >= 0:
                    value += table[end, v + add] + after[day, target, fresh[lead, day]]
                else:
                    value += after[day, target, v + add]
                if value < after[day - 1, source, v]:
                    after[day - 1, source, v] = value
    return after


@njit(cache=True, nogil=True)
def step(sums, cls, day, ledger, new):
    """Works a class on a day: the sums after it, and its charge (infinite where a cap forbids it)."""
    amount, _, cap, ends, fresh, table, _, _ = ledger
    cost = 0.0
    for j in range(len(sums)):
        add = amount[j, day, cls]
        now = sums[j] + add
        if add > 0 and now > cap[j, day]:
            return INF
        if ends[j, day] >= 0:
            cost += table[ends[j, day], now]
            now = fresh[j, day]
        new[j] = now
    return cost


@njit(cache=True, nogil=True)
def dominates(cost, sums, other, theirs, up, down):
    """Whether the first can only end as cheaply as the second, or cheaper."""
    margin = other - cost
    if margin < 0.0:
        return False
    for j in range(len(sums)):
        more = sums[j] - theirs[j]
        if more > 0:
            margin -= up[j] * more
        elif more < 0:
            margin += down[j] * more if down[j] < INF else -INF
        if margin < 0.0:
            return False
    return True


@njit(cache=True, nogil=True)
def settle_in(cost, sums, came, promise, costs, held, origins, promises, filled, place, up, down):
    """Puts a label into its box. Returns the promise of what falls out for lack of room, else infinity."""
    count = filled[place]
    i = 0
    while i < count:
        if dominates(costs[place, i], held[place, i], cost, sums, up, down):
            return INF
        if dominates(cost, sums, costs[place, i], held[place, i], up, down):
            count -= 1
            costs[place, i], origins[place, i] = costs[place, count], origins[place, count]
            held[place, i], promises[place, i] = held[place, count], promises[place, count]
        else:
            i += 1
    dropped = INF
    if count == costs.shape[1]:
        worst = np.argmax(promises[place])
        if promises[place, worst] <= promise:
            filled[place] = count
            return promise
        dropped = promises[place, worst]
        i = worst
        count -= 1
    costs[place, i], origins[place, i], promises[place, i] = cost, came, promise
    held[place, i] = sums
    filled[place] = count + 1
    return dropped


@njit(cache=True, nogil=True)
def box_of(target, total, boxes, reach):
    return target * boxes + min(boxes - 1, total * boxes // (reach + 1))


@njit(cache=True, nogil=True)
def open_days(price, first, ledger, after, shape, room):
    """The labels of the first day, and the least promise of those dropped."""
    lead, reach, boxes = shape
    costs, held, origins, promises, filled = room
    start, up, down = ledger[1], ledger[6], ledger[7]
    new = np.zeros(len(start), np.int64)
    lost = INF
    for f in range(len(first)):
        target, cls = first[f]
        k = cls if cls >= 0 else price.shape[1] - 1
        cost = price[0, k] + step(start, k, 0, ledger, new)
        if cost < INF:
            promise = cost + after[0, target, min(reach, new[lead])]
            place = box_of(target, new[lead], boxes, reach)
            out = settle_in(
                cost,
                new,
                np.int64(cls),
                promise,
                costs[0],
                held[0],
                origins[0],
                promises[0],
                filled[0],
                place,
                up,
                down,
            )
            lost = min(lost, out)
    return lost


@njit(cache=True, nogil=True)
def forward(price, first, moves, ledger, after, shape, room):
    """Fills the boxes [day][status × box]; returns the least price that something dropped could come to."""
    lead, reach, boxes = shape
    costs, held, origins, promises, filled = room
    up, down = ledger[6], ledger[7]
    filled[:] = 0
    lost = open_days(price, first, ledger, after, shape, room)
    new = np.zeros(held.shape[3], np.int64)
    for day in range(1, len(after)):
        for m in range(len(moves)):
            source, target, cls, only_on = moves[m]
            k = cls if cls >= 0 else price.shape[1] - 1
            if price[day, k] == INF or only_on not in (-1, day):
                continue
            for place in range(source * boxes, (source + 1) * boxes):
                for i in range(filled[day - 1, place]):
                    cost = costs[day - 1, place, i] + price[day, k]
                    cost += step(held[day - 1, place, i], k, day, ledger, new)
                    promise = cost + after[day, target, min(reach, new[lead])]
                    if promise == INF:
                        continue
                    came = ((np.int64(place) * costs.shape[2] + i) << 16) + cls + 1
                    box = box_of(target, new[lead], boxes, reach)
                    out = settle_in(
                        cost,
                        new,
                        came,
                        promise,
                        costs[day],
                        held[day],
                        origins[day],
                        promises[day],
                        filled[day],
                        box,
                        up,
                        down,
                    )
                    lost = min(lost, out)
    return lost


@njit(cache=True, nogil=True)
def best_ends(costs, filled, wanted):
    """The labels of the last day, cheapest first: (place, number)."""
    last = len(costs) - 1
    total = filled[last].sum()
    where = np.zeros((total, 2), np.int64)
    value = np.zeros(total)
    count = 0
    for place in range(filled.shape[1]):
        for i in range(filled[last, place]):
            where[count] = (place, i)
            value[count] = costs[last, place, i]
            count += 1
    order = np.argsort(value)[:wanted]
    return where[order], value[order]


@njit(cache=True, nogil=True)
def trace(origins, cell, place, i):
    """The roster that a label of the last day stands for."""
    days, slots = origins.shape[0], origins.shape[2]
    row = np.zeros(days, np.int16)
    for day in range(days - 1, 0, -1):
        came = origins[day, place, i]
        cls = (came & 0xFFFF) - 1
        if cls >= 0:
            row[day] = cell[day, cls]
        before = came >> 16
        place, i = before // slots, before % slots
    cls = origins[0, place, i]
    if cls >= 0:
        row[0] = cell[0, cls]
    return row
