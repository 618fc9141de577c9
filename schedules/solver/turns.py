"""Each person in turn takes the roster that serves best with what the others do."""

from itertools import cycle

import numpy as np

from .arrays import Cells, Model
from .person import Pricer
from .watch import Watch


class NoLegalRoster(Exception):
    """These people have no legal roster at all, whatever the others do."""

    def __init__(self, people: list[int]) -> None:
        super().__init__(f"No legal roster for person {', '.join(map(str, people))}")
        self.people = people


def start(model: Model, pricers: list[Pricer], order: np.ndarray) -> Cells:
    """A legal roster for everybody, each made for what those before left uncovered."""
    cells = np.zeros((model.people, model.days), dtype=np.int16)
    balance = -model.need
    impossible = []
    for person in order:
        rows = pricers[person].best(own_cost(model, cells, person), -marginal(model, balance)).rows
        if len(rows) == 0:
            impossible.append(int(person))
            continue
        cells[person] = rows[0]
        count_in(balance, cells[person], 1)
    if impossible:
        raise NoLegalRoster(impossible)
    return cells


def settle(model: Model, pricers: list[Pricer], cells: Cells, order: np.ndarray, watch: Watch) -> Cells:
    """Goes round until nobody alone can make the roster better."""
    cells = cells.copy()
    balance = model.balance(cells)
    content = 0
    for person in cycle(order):
        content = 0 if improve(model, pricers[person], cells, balance, person) else content + 1
        if content >= len(order) or watch.over():
            return cells
    return cells


def improve(model: Model, pricer: Pricer, cells: Cells, balance: np.ndarray, person: int) -> bool:
    """Gives one person the best roster, all others standing."""
    count_in(balance, cells[person], -1)
    margin = marginal(model, balance)
    cost = own_cost(model, cells, person)
    found = pricer.best(cost, -margin)
    now = price(cost + margin, cells[person]) + model.charge(person, cells[person])
    better = len(found.rows) > 0 and found.values[0] < now - 1e-6
    if better:
        cells[person] = found.rows[0]
    count_in(balance, cells[person], 1)
    return better


def own_cost(model: Model, cells: Cells, person: int) -> np.ndarray:
    """[day, cell] while all others stand as they do."""
    standing = np.arange(model.people) != person
    bonds = model.bonds.prices(person, cells, standing)
    return model.cost[person] if bonds is None else model.cost[person] + bonds


def marginal(model: Model, balance: np.ndarray) -> np.ndarray:
    """What one more person costs, by day and cell."""
    return np.where(balance < 0, -model.under, model.over)


def price(cost: np.ndarray, row: np.ndarray) -> float:
    return float(cost[np.arange(len(row)), row].sum())


def count_in(balance: np.ndarray, row: np.ndarray, number: int) -> None:
    balance[np.arange(len(row)), row] += number
