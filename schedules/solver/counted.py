"""Asks the dynamic programme over labels for one person's best rosters."""

from dataclasses import dataclass, field

import numpy as np

from . import labels, pricing
from .arrays import Rules
from .memory import scratch
from .moves import Moves
from .person import Found

WIDTHS = ((6, 2), (16, 4), (40, 10))  # boxes of a status, labels of a box: from quick to thorough


@dataclass
class Counted:
    """For people with counters. Quick searches may miss the best roster; the floor is true all the same."""

    rules: Rules
    moves: Moves = field(init=False)

    def __post_init__(self) -> None:
        self.moves = Moves.of(self.rules)

    @property
    def widths(self) -> int:
        return len(WIDTHS)

    def best(self, cost: np.ndarray, dual: np.ndarray, wanted: int = 1, width: int = 1) -> Found:
        """Legal rosters of a low price, best first."""
        rules, ledger = self.rules, self.rules.ledger
        price, cell = pricing.class_prices(cost, dual, rules.class_of, rules.classes)
        moves = self.moves
        after = labels.completions(
            price, moves.rows, moves.statuses, ledger.arrays, ledger.lead, ledger.reach
        )
        boxes, slots = WIDTHS[width]
        shape = ledger.lead, ledger.reach, min(boxes, ledger.reach + 1)
        room = self.room(len(cost), moves.statuses * shape[2], slots)
        lost = labels.forward(price, moves.first, moves.rows, ledger.arrays, after, shape, room)
        costs, _, origins, _, filled = room
        ends, values = labels.best_ends(costs, filled, wanted)
        rows = [labels.trace(origins, cell, place, i) for place, i in ends]
        floor = min(lost, values[0] if len(values) else np.inf)
        return Found(np.array(rows, dtype=np.int16).reshape(-1, len(cost)), values, floor)

    def room(self, days: int, places: int, slots: int) -> tuple[np.ndarray, ...]:
        shape = days, places, slots
        size, counters = days * places * slots, len(self.rules.ledger.start)
        return (
            scratch("costs", size).reshape(shape),
            scratch("held", size * counters, np.int64).reshape(*shape, counters),
            scratch("origins", size, np.int64).reshape(shape),
            scratch("promises", size).reshape(shape),
            scratch("filled", days * places, np.int64).reshape(days, places),
        )

    def within(self, cost: np.ndarray, dual: np.ndarray, limit: float, most: int) -> None:
        """Not all rosters within a price can be listed where labels were dropped."""
        return
