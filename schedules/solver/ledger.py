"""A person's counters as arrays: what each shift adds, where a window ends, and what its sum then costs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit

from .problem import Counter, Window

FREE = 2**30  # no cap


@dataclass(frozen=True)
class Ledger:
    amount: np.ndarray  # [counter, day, class]; the last class is a day off
    start: np.ndarray  # [counter] what was there before the first day
    cap: np.ndarray  # [counter, day] the most that may be worked up to
    ends: np.ndarray  # [counter, day] -> row of `table` where a window ends, or -1
    fresh: np.ndarray  # [counter, day] what the next window starts with
    table: np.ndarray  # [row, sum] -> cost
    up: np.ndarray  # [counter] what one more may cost in the end
    down: np.ndarray  # [counter] what one more may save in the end
    lead: int  # the counter whose sums are kept apart
    reach: int  # its greatest sum

    @property
    def arrays(self) -> tuple[np.ndarray, ...]:
        return self.amount, self.start, self.cap, self.ends, self.fresh, self.table, self.up, self.down

    def charge(self, classes: np.ndarray) -> float:
        """The cost of a roster, given as the class of each day (-1: off); infinite where it is not legal."""
        return charge(classes, self.amount, self.start, self.cap, self.ends, self.fresh, self.table)


@njit(cache=True, nogil=True)
def charge(classes, amount, start, cap, ends, fresh, table):
    total = 0.0
    for j in range(len(start)):
        now = start[j]
        for day in range(len(classes)):
            add = amount[j, day, classes[day]]
            now += add
            if add > 0 and now > cap[j, day]:
                return np.inf
            if ends[j, day] >= 0:
                total += table[ends[j, day], now]
                now = fresh[j, day]
    return total


def ledger_of(counters: Sequence[Counter], shifts: Sequence[str], days: int) -> Ledger:
    """`shifts` is the shift that stands for each class."""
    grains = [grain(counter) for counter in counters]
    amount = amounts(counters, grains, shifts, days)
    start, fresh = np.zeros(len(counters), np.int64), np.zeros((len(counters), days), np.int64)
    cap, ends = np.full((len(counters), days), FREE, np.int64), np.full((len(counters), days), -1)
    rows: list[np.ndarray] = []
    for j, counter in enumerate(counters):
        windows = sorted(counter.windows, key=lambda each: each.first)
        openings = [window.before // grains[j] for window in windows]
        start[j] = openings[0] if windows else 0
        for window, opening, following in zip(windows, openings, [*openings[1:], 0], strict=False):
            inside = slice(max(0, window.first), min(days - 1, window.last) + 1)
            if window.most is not None:
                cap[j, inside] = window.most // grains[j]
            ends[j, inside.stop - 1], fresh[j, inside.stop - 1] = len(rows), following
            top = opening + int(amount[j, inside].max(axis=1).sum())
            rows.append(charges(window, counter.unit, grains[j], top))
    up, down = slopes(ends, cap, rows)
    lead, reach = leading(amount, start, cap, ends)
    return Ledger(amount, start, cap, ends, fresh, side_by_side(rows), up, down, lead, reach)


def side_by_side(rows: Sequence[np.ndarray]) -> np.ndarray:
    width = max(map(len, rows), default=1)
    return np.array([np.pad(row, (0, width - len(row)), mode="edge") for row in rows]).reshape(-1, width)


def grain(counter: Counter) -> int:
    """All sums are whole multiples of it, and what came before is not rounded up."""
    before = [window.before for window in counter.windows]
    by_day = [amount for each in counter.by_day.values() for amount in each.values()]
    return math.gcd(*counter.amounts.values(), *by_day, *before) or 1


def amounts(
    counters: Sequence[Counter], grains: Sequence[int], shifts: Sequence[str], days: int
) -> np.ndarray:
    amount = np.zeros((len(counters), days, len(shifts) + 1), np.int64)
    for j, counter in enumerate(counters):
        inside = {
            day for each in counter.windows for day in range(max(0, each.first), min(days, each.last + 1))
        }
        for day in inside:
            amount[j, day, :-1] = [counter.amount(shift, day) // grains[j] for shift in shifts]
    return amount


def charges(window: Window, unit: int, grain_: int, top: int) -> np.ndarray:
    sums = np.arange(top + 1) * grain_
    cost = np.zeros(top + 1)
    for limit, weight in window.above:
        cost += weight * -(-np.maximum(0, sums - limit) // unit)
    for limit, weight in window.below:
        cost += weight * -(-np.maximum(0, limit - sums) // unit)
    return np.where(sums < window.least, np.inf, cost)


def leading(amount: np.ndarray, start: np.ndarray, cap: np.ndarray, ends: np.ndarray) -> tuple[int, int]:
    """The counter with the longest window, the finest sums first."""
    windows = (ends >= 0).sum(axis=1)
    tops = start + amount.max(axis=2).sum(axis=1)
    order = np.lexsort((-tops, windows))
    lead = int(order[0])
    return lead, int(max(1, tops[lead]))


def slopes(ends: np.ndarray, cap: np.ndarray, rows: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    up, down = np.zeros((2, len(ends)))
    for j in range(len(ends)):
        for number in ends[j][ends[j] >= 0]:
            finite = rows[number][np.isfinite(rows[number])]
            steps = np.diff(finite)
            up[j] = max(up[j], steps.max(initial=0.0))
            down[j] = max(down[j], (-steps).max(initial=0.0))
            if len(finite) < len(rows[number]):
                down[j] = np.inf
    up[cap.min(axis=1) < FREE] = np.inf
    return up, down
