"""The search where counters decide: fair prices and their bound, then a few people anew, again and again."""

import numpy as np

from . import turns
from .arrays import Model
from .prices import Prices
from .search import Search
from .shakes import Shaker

COOLING = 0.003  # share of the cost by which a roster may be dearer at first
EACH = 25  # shakes for each trial of prices
SEEN = 50  # shakes between two looks at what others found


class Shaking(Search):
    def run(self) -> None:
        self.begin()
        self.improve()

    def begin(self) -> None:
        """A roster within a second or two for most; the bound along with the price of demand."""
        self.fair = Prices(self.model, self.pricers)
        self.refining = self.proves
        self.offer_known()
        order = self.rng.permutation(self.model.people)
        self.offer(turns.start(self.model, self.pricers, order))
        self.fair.uniform(self.watch.part(0.3), self.rng)
        self.shaker = Shaker(self.model, self.pricers, self.fair.best, self.rng)
        self.offer_legal(self.shaker.begin())
        self.offer_legal(turns.settle(self.model, self.pricers, self.shaker.cells, order, self.watch))
        self.raise_bound(self.fair.bound)
        self.shaker.take(self.best)

    def offer_legal(self, cells: np.ndarray) -> None:
        if np.isfinite(self.model.total(cells)):
            self.offer(cells)

    def improve(self) -> None:
        while not self.over() and (self.tries is None or self.neighbourhoods < self.tries):
            self.neighbourhoods += 1
            self.shaker.prices = self.fair.best
            if self.shaker.shake(self.slack()):
                self.offer_cheap()
            if self.refining and self.neighbourhoods % EACH == 0:
                self.refine()
            if self.neighbourhoods % SEEN == 0:
                self.look()

    def slack(self) -> float:
        """What a step may cost: less and less, as time goes by."""
        left = max(0.0, self.watch.left / self.watch.seconds) if self.tries is None else 0.0
        return COOLING * self.cost * left * float(self.rng.random())

    def offer_cheap(self) -> None:
        if self.shaker.cost < self.cost - 1e-6:
            self.offer(self.shaker.cells)

    def refine(self) -> None:
        self.rounds += 1
        self.refining = self.fair.refine()
        self.raise_bound(self.fair.bound)

    def look(self) -> None:
        """Goes on from a better roster where another search has found one."""
        self.pulse()
        if self.cost < self.shaker.cost * (1 - COOLING) - 1e-6:
            self.shaker.take(self.best)


def search_of(model: Model) -> type[Search]:
    return Shaking if any(rules.ledger is not None for rules in model.rules) else Search
