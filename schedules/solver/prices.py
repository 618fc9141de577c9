"""A fair price of each place to be filled, and the bound that follows from it.

At any prices no roster costs less than everybody's cheapest roster at these prices plus what demand pays for
them. One price for all demand comes near already; then the price of one duty, day or weekday after another is
tried a little higher and lower.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from .arrays import Model
from .watch import Watch

PART = 0.618
WIDEST, NARROWEST = 0.1, 0.003  # steps, as shares of the price
ROUNDS = 14
SAMPLE = 60


@dataclass
class Prices:
    model: Model
    pricers: list
    width: int = 0
    bound: float = -np.inf
    best: np.ndarray = field(init=False)
    trials: Iterator[None] | None = None
    asked_people: np.ndarray | None = None  # who stands for all, while a price is looked for

    def __post_init__(self) -> None:
        self.best = np.zeros(self.model.need.shape)

    @property
    def asked(self) -> np.ndarray:
        return (self.model.under > 0) | (self.model.over > 0)

    def bound_at(self, prices: np.ndarray) -> float:
        """Also remembers the prices of the best bound."""
        prices = np.clip(prices, -self.model.over, self.model.under)
        people = range(self.model.people) if self.asked_people is None else self.asked_people
        floors = sum(self.floor(person, prices) for person in people)
        bound = float((prices * self.model.need).sum()) + floors * self.model.people / len(people)
        if bound > self.bound:
            self.bound, self.best = bound, prices
        return bound

    def floor(self, person: int, prices: np.ndarray) -> float:
        pricer = self.pricers[person]
        return pricer.best(self.model.cost[person], prices, 1, min(self.width, pricer.widths - 1)).floor

    def uniform(self, watch: Watch, rng: np.random.Generator) -> None:
        """The one price for all demand at which the bound is the highest, by golden section; of many people
        some stand for all until it is found."""
        self.asked_people = np.sort(rng.permutation(self.model.people)[:SAMPLE])
        price = self.section(watch)
        self.asked_people, self.bound = None, -np.inf
        self.at(price)

    def section(self, watch: Watch) -> float:
        low, high = 0.0, float(self.model.under.max(initial=0.0))
        left, right = high - PART * (high - low), low + PART * (high - low)
        at_left, at_right = self.at(left), self.at(right)
        for _ in range(ROUNDS):
            if watch.over():
                break
            if at_left < at_right:
                low, left, at_left = left, right, at_right
                right = low + PART * (high - low)
                at_right = self.at(right)
            else:
                high, right, at_right = right, left, at_left
                left = high - PART * (high - low)
                at_left = self.at(left)
        return left if at_left > at_right else right

    def at(self, price: float) -> float:
        return self.bound_at(np.where(self.asked, price, 0.0))

    def refine(self) -> bool:
        """One more trial; False once no small step leads higher."""
        self.trials = self.trials or self.steps()
        return next(self.trials, "over") is None

    def steps(self) -> Iterator[None]:
        step = WIDEST
        while step > NARROWEST:
            before = self.bound
            for part in self.parts():
                for factor in (1 + step, 1 - step):
                    prices = self.best.copy()
                    prices[part] *= factor
                    self.bound_at(prices)
                    yield
            if self.bound <= before + 1e-6:
                step /= 3

    def parts(self) -> Iterator[tuple]:
        everything = slice(None)
        yield from ((everything, duty) for duty in range(1, self.model.need.shape[1]))
        yield from ((slice(weekday, None, 7), everything) for weekday in range(min(7, self.model.days)))
        yield from ((day, everything) for day in range(self.model.days))
