"""The right search for each person's rosters."""

import numpy as np

from .arrays import Model, Rules, build
from .counted import Counted
from .person import Pricer
from .problem import Counter, Demand, Person, Problem, ShiftType, Window


def pricers(model: Model) -> list[Pricer | Counted]:
    return [pricer(rules, model.weekend_step) for rules in model.rules]


def pricer(rules: Rules, weekend_step: np.ndarray) -> Pricer | Counted:
    return Pricer(rules, weekend_step) if rules.ledger is None else Counted(rules)


def compile_ahead() -> None:
    """Has everything compiled that a first search would wait for."""
    counter = Counter("", {"": 1}, (Window(0, 1, most=2, above=((1, 1),)),))
    people = Person(""), Person("", counters=(counter,))
    model = build(Problem(2, (ShiftType("", 1),), people, (Demand(0, "", 1, 1),)))
    prices = np.zeros(model.need.shape)
    for person, each in enumerate(pricers(model)):
        row = each.best(model.cost[person], prices).rows[0]
        each.within(model.cost[person], prices, 1.0, 9)
        model.charge(person, row)
