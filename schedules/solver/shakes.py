"""A few people's rosters made anew, each for a fair price of what is uncovered, then for what it truly costs.

Who comes first would else take all the shifts there are, for a shift that nobody fills costs more than any
overtime. At the price that a shift has among all, everybody takes a share.
"""

from dataclasses import dataclass, field

import numpy as np

from .arrays import Cells, Model
from .turns import count_in, improve, own_cost

NOISE = 0.25
LEAST, MOST = 2, 8  # people who are tried anew together


@dataclass
class Shaker:
    model: Model
    pricers: list
    prices: np.ndarray
    rng: np.random.Generator
    cells: Cells = field(init=False)
    own: np.ndarray = field(init=False)  # [person] the cost of the roster, pairs aside
    cost: float = field(init=False)

    def take(self, cells: Cells) -> None:
        self.cells = cells.copy()
        self.own = np.array([self.own_of(person) for person in range(self.model.people)])
        self.cost = self.total(self.model.balance(cells))

    def own_of(self, person: int) -> float:
        row = self.cells[person]
        cost = self.model.cost[person][np.arange(len(row)), row].sum()
        return float(cost) + self.model.charge(person, row)

    def total(self, balance: np.ndarray) -> float:
        model = self.model
        cover = model.under * np.maximum(0, -balance) + model.over * np.maximum(0, balance)
        return float(self.own.sum() + cover.sum()) + model.bonds.cost(self.cells)

    def begin(self) -> Cells:
        """Everybody's roster, one after the other."""
        self.cells = np.zeros((self.model.people, self.model.days), dtype=np.int16)
        self.rebuild(self.rng.permutation(self.model.people))
        return self.cells

    def shake(self, slack: float) -> bool:
        """Tries some people anew; what is dearer by no more than the slack is kept too."""
        people = self.together(int(self.rng.integers(LEAST, MOST + 1)))
        rows, own, cost = self.cells[people].copy(), self.own[people].copy(), self.cost
        balance = self.rebuild(people)
        self.own[people] = [self.own_of(person) for person in people]
        self.cost = self.total(balance)
        if self.cost < cost + slack:
            return True
        self.cells[people], self.own[people], self.cost = rows, own, cost
        return False

    def rebuild(self, people: np.ndarray) -> np.ndarray:
        """Makes these rows anew, in their order; how many more than needed are there then."""
        model = self.model
        self.cells[people] = 0
        balance = model.balance(self.cells)
        for person in people:
            noise = 1 + NOISE * self.rng.standard_normal(self.prices.shape)
            reward = np.where(balance < 0, np.minimum(model.under, self.prices * noise), -model.over)
            found = self.pricers[person].best(own_cost(model, self.cells, person), reward)
            if len(found.rows):
                self.cells[person] = found.rows[0]
                count_in(balance, self.cells[person], 1)
        for person in people[::-1]:
            improve(model, self.pricers[person], self.cells, balance, person)
        return balance

    def together(self, size: int) -> np.ndarray:
        """Often who could serve where somebody is missing, else who may serve at the same posts as one at
        random; those first whose rosters cost unlike the others'."""
        able = self.able()
        odd = np.abs(self.own[able] - self.own.mean()) + 0.1 * self.own.std() + 1.0
        odd = np.where(np.isfinite(odd), odd, 1e6)
        return self.rng.choice(able, min(size, len(able)), replace=False, p=odd / odd.sum())

    def able(self) -> np.ndarray:
        model = self.model
        missing = np.argwhere((model.balance(self.cells) < 0) & (model.under > 0))
        if len(missing) and self.rng.random() < 0.5:
            day, cell = missing[self.rng.integers(len(missing))]
            able = np.flatnonzero(np.isfinite(model.cost[:, day, cell]))
            if len(able):
                return able
        alike = np.flatnonzero(model.shared[self.rng.integers(model.people)] > 0)
        return alike if len(alike) else np.arange(model.people)
