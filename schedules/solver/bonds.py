"""Pairs of people: what it costs that two are, or are not, at the same place in the same shift.

No column of one person can know of it. It is a price on a person's cells while the other stands, and a part
of every whole roster's cost; a bound from below leaves it out, for it is never negative.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .problem import Duty, Pair, Problem


@dataclass(frozen=True)
class Bonds:
    pairs: tuple[Pair, ...]
    spot: np.ndarray  # [cell] -> number of its shift and place; 0 is a day off

    @staticmethod
    def of(problem: Problem, duties: tuple[Duty, ...]) -> "Bonds":
        spots = [(duty.shift, problem.places.get(duty.post, duty.post)) for duty in duties]
        number = {spot: k for k, spot in enumerate(dict.fromkeys(spots), 1)}
        return Bonds(problem.pairs, np.array([0] + [number[spot] for spot in spots]))

    def cost(self, cells: np.ndarray) -> float:
        return float(sum(pair.cost * self.days_wrong(pair, cells).sum() for pair in self.pairs))

    def cost_among(self, people: np.ndarray, cells: np.ndarray) -> float:
        there = set(people.tolist())
        pairs = (pair for pair in self.pairs if pair.first in there and pair.second in there)
        return float(sum(pair.cost * self.days_wrong(pair, cells).sum() for pair in pairs))

    def days_wrong(self, pair: Pair, cells: np.ndarray) -> np.ndarray:
        first, second = self.spot[cells[pair.first]], self.spot[cells[pair.second]]
        both = (first > 0) & (second > 0)
        return both & ((first != second) if pair.together else (first == second))

    def of_person(self, person: int) -> Iterator[tuple[Pair, int]]:
        """The person's pairs, and who the other is."""
        for pair in self.pairs:
            if person in (pair.first, pair.second):
                yield pair, pair.second if person == pair.first else pair.first

    def prices(self, person: int, cells: np.ndarray, standing: np.ndarray) -> np.ndarray | None:
        """[day, cell]: what the pairs with those who stand add to each cell; None where there are none."""
        price = None
        for pair, other in self.of_person(person):
            if standing[other]:
                theirs = self.spot[cells[other]][:, None]
                same = self.spot[None, :] == theirs
                wrong = (same != pair.together) & (theirs > 0) & (self.spot[None, :] > 0)
                price = (0.0 if price is None else price) + pair.cost * wrong
        return price
