"""Asks the dynamic programme for one person's best rosters."""

import math
from dataclasses import dataclass, field

import numpy as np

from . import listing, pricing
from .arrays import Rules
from .memory import scratch
from .moves import Moves

LARGEST = 4_000_000  # states of a table
ATTEMPTS = 12


@dataclass(frozen=True)
class Found:
    rows: np.ndarray  # [roster, day]
    values: np.ndarray  # their prices
    floor: float  # no legal roster has a lower price


@dataclass
class Tolls:
    """Searches, for each class, the least toll at which its limit is kept."""

    now: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @staticmethod
    def none(rules: Rules) -> "Tolls":
        return Tolls(np.zeros(rules.classes), np.zeros(rules.classes), np.full(rules.classes, np.inf))

    def turn(self, over: np.ndarray) -> None:
        self.low = np.where(over, self.now, self.low)
        self.high = np.where(~over & (self.now > 0), self.now, self.high)
        raised = np.where(over, np.maximum(1.0, 4 * self.now), self.now)
        known = np.isfinite(self.high)
        self.now = np.where(known, (self.low + np.where(known, self.high, 0.0)) / 2, raised)


@dataclass
class Pricer:
    """Limits on one shift type enter the state only while the best rosters would break them."""

    rules: Rules
    step: np.ndarray
    active: set[int] = field(default_factory=set)
    moves: Moves = field(init=False)

    def __post_init__(self) -> None:
        self.moves = Moves.of(self.rules)

    @property
    def widths(self) -> int:
        return 1

    def best(self, cost: np.ndarray, dual: np.ndarray, wanted: int = 1, width: int = 0) -> Found:
        """Legal rosters of the least price, best first."""
        while True:
            rows, values = self.relaxed(cost, dual, wanted)
            broken = [self.broken(row) for row in rows]
            if not broken or not broken[0]:
                self.active = {cls for cls in self.active if self.binds(cls, rows)}
                legal = [not limits for limits in broken]
                return Found(rows[legal], values[legal], values[0] if len(values) else np.inf)
            if self.states(self.active | broken[0]) > LARGEST:
                found = self.persuaded(cost, dual)
                if len(found.rows):
                    return found
            self.active |= broken[0]

    def binds(self, cls: int, rows: np.ndarray) -> bool:
        return any(self.worked(row)[cls] == self.rules.most[cls] for row in rows)

    def persuaded(self, cost: np.ndarray, dual: np.ndarray) -> Found:
        """A good legal roster by tolls on limited shifts, where a counter of them would be too large."""
        rules, tolls = self.rules, Tolls.none(self.rules)
        rows, value, floor = np.zeros((0, len(cost)), dtype=np.int16), np.inf, -np.inf
        for _ in range(ATTEMPTS):
            found, values = self.relaxed(cost + np.append(tolls.now, 0.0)[rules.class_of], dual, 1)
            if not len(found):
                break
            worked = self.worked(found[0])
            floor = max(floor, values[0] - tolls.now @ np.maximum(rules.most, 0))
            actual = values[0] - tolls.now @ worked
            if not self.broken(found[0]) and actual < value:
                rows, value = found, actual
            tolls.turn((rules.most >= 0) & (worked > rules.most))
        return Found(rows, np.full(len(rows), value), min(floor, value))

    def relaxed(self, cost: np.ndarray, dual: np.ndarray, wanted: int) -> tuple[np.ndarray, np.ndarray]:
        rules = self.rules
        price, cell = pricing.class_prices(cost, dual, rules.class_of, rules.classes)
        table = self.table("ahead")
        self.fill(table, price)
        states, values = pricing.ends(table, rules.min_units, wanted)
        states, values = states[values < np.inf], values[values < np.inf]
        rows = [pricing.trace(table, price, cell, self.known(), tuple(state)) for state in states]
        return np.array(rows, dtype=np.int16).reshape(-1, len(cost)), values

    def fill(self, table: np.ndarray, price: np.ndarray) -> None:
        worked = self.rules.before is not None and self.rules.before.shift is not None
        pricing.forward(table, price, self.moves.first, self.known(), worked, self.bounds)

    def known(self) -> tuple:
        stride, size, _ = self.limits()
        return self.moves.rows, self.rules.units, stride, size, self.step, self.rules.min_off

    def through(self, cost: np.ndarray, dual: np.ndarray) -> np.ndarray:
        """A bound from below on the price of any legal roster with a cell on a day, by day and cell."""
        rules = self.rules
        price, _ = pricing.class_prices(cost, dual, rules.class_of, rules.classes)
        ahead, behind = self.table("ahead"), self.table("behind")
        self.fill(ahead, price)
        pricing.backward(behind, price, self.known(), self.bounds)
        best = pricing.through(ahead, behind, rules.min_off, rules.classes)
        # class -1 indexes the last column, the days off
        return best[:, rules.class_of] + cost - dual - price[:, rules.class_of]

    def within(self, cost: np.ndarray, dual: np.ndarray, limit: float, most: int) -> np.ndarray | None:
        """Every legal roster whose price is within the limit; None when there are more than `most`."""
        rules = self.rules
        price, _ = pricing.class_prices(cost, dual, rules.class_of, rules.classes)
        table = self.table("ahead")
        self.fill(table, price)
        net = cost - dual
        rows, more = listing.all_rows(table, net, rules.class_of, self.known(), rules.min_units, limit, most)
        return None if more else rows[[not self.broken(row) for row in rows]]

    @property
    def bounds(self) -> tuple[int, int]:
        return self.rules.min_units, int(self.rules.units.max())

    def limits(self) -> tuple[np.ndarray, np.ndarray, int]:
        """For each class its stride and size in the counter of limited classes, and the counter's size."""
        stride, size = np.zeros((2, self.rules.classes), dtype=np.int64)
        counter = 1
        for cls in sorted(self.active):
            stride[cls], size[cls] = counter, self.rules.most[cls] + 1
            counter *= size[cls]
        return stride, size, int(counter)

    def broken(self, row: np.ndarray) -> set[int]:
        worked = self.worked(row)
        return {cls for cls in self.rules.limited if worked[cls] > self.rules.most[cls]}

    def worked(self, row: np.ndarray) -> np.ndarray:
        return np.bincount(self.rules.class_of[row[row > 0]], minlength=self.rules.classes)

    def table(self, name: str) -> np.ndarray:
        return scratch(name, self.states(self.active)).reshape(self.shape(self.active))

    def shape(self, limits: set[int]) -> tuple[int, ...]:
        counter = math.prod(int(self.rules.most[cls]) + 1 for cls in limits)
        return len(self.step), self.moves.statuses, self.rules.weekends + 1, counter, self.rules.max_units + 1

    def states(self, limits: set[int]) -> int:
        return math.prod(self.shape(limits))
