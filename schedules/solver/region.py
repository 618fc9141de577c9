"""The people whose rosters are open while all others stand, and the best mix of their rosters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from .arrays import Cells, Model
from .master import Master, OutOfTime
from .person import Pricer
from .watch import Watch

EPS = 1e-6
SMOOTH = 0.5  # how far prices keep to the best ones so far


@dataclass
class Mix:
    """An optimal mix of the rosters known so far."""

    cost: float
    used: np.ndarray
    wages: np.ndarray  # [person] the price of having a roster at all
    prices: np.ndarray  # [day, cell]


def ignore(mix: Mix) -> None:
    pass


@dataclass
class Region:
    model: Model
    pricers: Sequence[Pricer]
    people: np.ndarray
    cells: Cells  # the roster as it stands, of everybody
    allowed: np.ndarray | None = None  # [person, day, cell] of everybody: what is worth a try
    cost: np.ndarray = field(init=False)  # [person, day, cell], narrowed as cells are fixed
    fixed_cost: float = field(init=False)
    need: np.ndarray = field(init=False)
    bound: float = -np.inf
    rounds: int = 0
    width: int = 0  # how thorough the search for rosters is
    centre: np.ndarray | None = None  # the prices of the best bound

    def __post_init__(self) -> None:
        model, others = self.model, np.setdiff1d(np.arange(self.model.people), self.people)
        self.standing = np.isin(np.arange(model.people), others)
        self.cost = self.whole_cost()
        self.need = model.need - model.count(self.cells[others])
        self.fixed_cost = model.cost_of(others, self.cells)
        self.widths = max((self.pricers[person].widths for person in self.people), default=1)
        self.master = Master(len(self.people), self.need, model.under, model.over)
        self.keep(self.cells[self.people])

    def whole_cost(self) -> np.ndarray:
        cost = self.bound_cost()
        return cost if self.allowed is None else np.where(self.allowed[self.people], cost, np.inf)

    def bound_cost(self) -> np.ndarray:
        """The cost of each cell, with what pairs with those who stand add to it."""
        cost = self.model.cost[self.people].copy()
        for i, person in enumerate(self.people):
            price = self.model.bonds.prices(person, self.cells, self.standing)
            if price is not None:
                cost[i] += price
        return cost

    def keep(self, rows: np.ndarray, owners: np.ndarray | None = None) -> int:
        owners = np.arange(len(self.people)) if owners is None else owners
        costs = row_costs(self.full_cost, owners, rows)
        for i, (owner, row) in enumerate(zip(owners, rows, strict=True)):
            costs[i] += self.model.charge(self.people[owner], row)
        legal = np.isfinite(costs)
        return self.master.add(owners[legal], rows[legal], costs[legal])

    @cached_property
    def full_cost(self) -> np.ndarray:
        return self.bound_cost()

    @property
    def wanted(self) -> int:
        """How many rosters of a person to price at once: with many people, fewer keep the master small."""
        return max(1, 60 // len(self.people))

    @property
    def open(self) -> np.ndarray:
        """Which columns keep to what is fixed."""
        return np.isfinite(row_costs(self.cost, self.master.owner, self.master.rows))

    def solve(self, seconds: float) -> Mix:
        cost, *rest = self.master.solve(seconds)
        return Mix(cost + self.fixed_cost, *rest)

    def generate(
        self,
        watch: Watch,
        goal: float = np.inf,
        slack: float = EPS,
        rounds: int = 10_000,
        each: Callable[[Mix], None] = ignore,
    ) -> Mix:
        """Prices rosters until the mix is within `slack` of its bound, or the bound reaches the goal."""
        self.bound, self.centre = -np.inf, None
        mix = self.solve(watch.left)
        for _ in range(rounds):
            if watch.over():
                break
            added = self.price(mix)
            if added:
                try:
                    mix = self.solve(watch.left)
                except OutOfTime:
                    break
            each(mix)
            if self.bound >= min(goal, mix.cost - slack) or not added:
                break
        return mix

    def price(self, mix: Mix) -> int:
        """Takes in better rosters; where a quick search finds none, a more thorough one may."""
        self.rounds += 1
        while True:
            smooth = mix.prices if self.centre is None else SMOOTH * self.centre + (1 - SMOOTH) * mix.prices
            added = self.price_at(smooth, mix.wages)
            if not added and smooth is not mix.prices:
                added = self.price_at(mix.prices, mix.wages)
            if added or self.width + 1 >= self.widths:
                return added
            self.width += 1

    def price_at(self, prices: np.ndarray, wages: np.ndarray) -> int:
        found = [
            self.pricers[who].best(
                self.cost[i], prices, self.wanted, min(self.width, self.pricers[who].widths - 1)
            )
            for i, who in enumerate(self.people)
        ]
        self.raise_bound(prices, np.array([min(each.floor, self.master.absent) for each in found]))
        owners = np.concatenate([np.full(len(each.rows), i) for i, each in enumerate(found)])
        return self.keep(np.concatenate([each.rows for each in found]), owners)

    def raise_bound(self, prices: np.ndarray, best: np.ndarray) -> None:
        bound = self.master.bound(prices, best) + self.fixed_cost
        if bound > self.bound:
            self.bound, self.centre = bound, prices

    def shares(self, mix: Mix) -> np.ndarray:
        """How much of each cell the mix gives to each person."""
        share = np.zeros(self.cost.shape)
        master = self.master
        for column in np.flatnonzero(mix.used > EPS):
            share[master.owner[column], np.arange(share.shape[1]), master.rows[column]] += mix.used[column]
        return share

    def narrow(self, keep: np.ndarray) -> None:
        """Bars the cells that are not kept."""
        self.cost[~keep] = np.inf
        self.master.open_only(self.open)

    def widen(self) -> None:
        self.cost = self.whole_cost()
        self.master.open_only(self.open)

    def merged(self, columns: np.ndarray) -> Cells:
        """The whole roster with the chosen columns in it."""
        cells = self.cells.copy()
        cells[self.people[self.master.owner[columns]]] = self.master.rows[columns]
        return cells


def row_costs(cost: np.ndarray, owners: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return cost[owners[:, None], np.arange(rows.shape[1]), rows].sum(axis=1)
