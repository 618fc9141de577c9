"""A roster problem as arrays: what the search computes with.

Cell 0 is a day off, cell k the k-th duty. Duties that no rule tells apart for a person form one class, and
the search for that person's best roster runs over classes.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .problem import Before, Duty, Lock, Person, Problem, Roster

NEVER = np.inf

Cells = np.ndarray  # [person, day] -> cell


@dataclass(frozen=True)
class Rules:
    """One person's limits in the units of the search."""

    class_of: np.ndarray  # [cell] -> class, or -1
    units: np.ndarray  # [class] -> working time
    most: np.ndarray  # [class] -> greatest number of its shifts, or -1
    follows: np.ndarray  # [class, class]
    opens: np.ndarray  # [class] -> may it be worked on the first day
    max_run: int
    min_run: int
    min_off: int
    weekends: int
    min_units: int
    max_units: int
    before: Before | None

    @property
    def classes(self) -> int:
        return len(self.units)

    @property
    def limited(self) -> tuple[int, ...]:
        return tuple(int(number) for number in np.flatnonzero(self.most >= 0))


@dataclass(frozen=True)
class Model:
    problem: Problem
    duties: tuple[Duty, ...]
    cost: np.ndarray  # [person, day, cell]
    need: np.ndarray  # [day, cell]
    under: np.ndarray
    over: np.ndarray
    rules: tuple[Rules, ...]
    weekend_step: np.ndarray  # [day]: 0 none, 1 the weekend begins, 2 it goes on

    @property
    def people(self) -> int:
        return len(self.rules)

    @property
    def days(self) -> int:
        return self.problem.days

    @cached_property
    def grain(self) -> int:
        """Every cost is a multiple of it, so a bound may be rounded up to one."""
        weights = [wish.weight for wish in self.problem.requests]
        weights += [w for demand in self.problem.demands for w in (demand.under, demand.over)]
        return math.gcd(*weights) or 1

    def total(self, cells: Cells) -> float:
        people, days = np.indices(cells.shape)
        balance = self.balance(cells)
        cover = self.under * np.maximum(0, -balance) + self.over * np.maximum(0, balance)
        return float(self.cost[people, days, cells].sum() + cover.sum())

    def balance(self, cells: Cells) -> np.ndarray:
        """How many more are there than needed, by day and cell."""
        return self.count(cells) - self.need

    def count(self, cells: Cells) -> np.ndarray:
        there = np.zeros(self.need.shape)
        for day in range(self.days):
            there[day] = np.bincount(cells[:, day], minlength=there.shape[1])
        return there

    def roster(self, cells: Cells) -> Roster:
        names = (None, *self.duties)
        return tuple(tuple(names[cell] for cell in row) for row in cells)

    def cells(self, roster: Roster) -> Cells:
        number = {None: 0} | {duty: k for k, duty in enumerate(self.duties, 1)}
        return np.array([[number[cell] for cell in row] for row in roster], dtype=np.int16)


def build(problem: Problem) -> Model:
    duties = problem.duties()
    need, under, over = demand_arrays(problem, duties)
    return Model(
        problem=problem,
        duties=duties,
        cost=cell_costs(problem, duties),
        need=need,
        under=under,
        over=over,
        rules=tuple(rules_of(problem, person, duties) for person in problem.people),
        weekend_step=np.array([weekend_step(problem, day) for day in range(problem.days)]),
    )


def demand_arrays(problem: Problem, duties: tuple[Duty, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    number = {duty: k for k, duty in enumerate(duties, 1)}
    need, under, over = np.zeros((3, problem.days, len(duties) + 1))
    for demand in problem.demands:
        place = demand.day, number[demand.duty]
        need[place], under[place], over[place] = demand.need, demand.under, demand.over
    return need, under, over


def cell_costs(problem: Problem, duties: tuple[Duty, ...]) -> np.ndarray:
    cost = np.zeros((len(problem.people), problem.days, len(duties) + 1))
    for wish in problem.requests:
        of_shift = np.array([False] + [wish.shift in (None, duty.shift) for duty in duties])
        cost[wish.person, wish.day, of_shift != wish.wanted] += wish.weight
    cost[shut(problem, duties)] = NEVER
    return cost


def shut(problem: Problem, duties: tuple[Duty, ...]) -> np.ndarray:
    """The cells that nobody may be given: [person, day, cell]."""
    never = np.zeros((len(problem.people), problem.days, len(duties) + 1), dtype=bool)
    for row, person in zip(never, problem.people, strict=True):
        row[:, [k for k, duty in enumerate(duties, 1) if barred(person, duty)]] = True
    for lock in problem.locks:
        kept = 0 if lock.cell is None else duties.index(lock.cell) + 1
        never[lock.person, lock.day] = True
        never[lock.person, lock.day, kept] = bool(kept) and used_up(problem, lock)
    return never


def barred(person: Person, duty: Duty) -> bool:
    return elsewhere(person, duty) or person.max_shifts.get(duty.shift, 1) == 0


def elsewhere(person: Person, duty: Duty) -> bool:
    return person.posts is not None and duty.post not in person.posts


def used_up(problem: Problem, lock: Lock) -> bool:
    """A lock may send a person to a post that is not theirs, but not beyond what they may work."""
    return problem.people[lock.person].max_shifts.get(lock.cell.shift, 1) == 0


def rules_of(problem: Problem, person: Person, duties: tuple[Duty, ...]) -> Rules:
    unit = math.gcd(*(shift.minutes for shift in problem.shifts)) or 1
    longest = problem.days * max(shift.minutes for shift in problem.shifts)
    classes = list(dict.fromkeys(trait(problem, person, duty.shift) for duty in duties))
    stands = [next(d.shift for d in duties if trait(problem, person, d.shift) == found) for found in classes]
    return Rules(
        class_of=np.array([-1] + [classes.index(trait(problem, person, duty.shift)) for duty in duties]),
        units=np.array([problem.shift(name).minutes // unit for name in stands]),
        most=np.array([limit(problem, person, name) for name in stands]),
        follows=np.array([[(a, b) not in problem.forbidden for b in stands] for a in stands], dtype=bool),
        opens=np.array([(last_shift(person), name) not in problem.forbidden for name in stands], dtype=bool),
        max_run=least(problem.days + carried_days(person), person.max_run),
        min_run=person.min_run,
        min_off=max(1, person.min_days_off),
        weekends=least(weekends_in(problem), person.max_weekends),
        min_units=-(-person.min_minutes // unit),
        max_units=least(longest, person.max_minutes) // unit,
        before=person.before,
    )


def least(possible: int, allowed: int | None) -> int:
    return possible if allowed is None else min(possible, allowed)


def last_shift(person: Person) -> str | None:
    return person.before.shift if person.before else None


def carried_days(person: Person) -> int:
    return person.before.days if person.before and person.before.shift else 0


def trait(problem: Problem, person: Person, name: str) -> tuple:
    """What the rules see of a shift; shifts alike in it are one class."""
    after = frozenset(b for a, b in problem.forbidden if a == name)
    ahead = frozenset(a for a, b in problem.forbidden if b == name)
    own = name if limit(problem, person, name) >= 0 else None
    return problem.shift(name).minutes, after, ahead, own


def limit(problem: Problem, person: Person, name: str) -> int:
    """The most shifts of a type, where other limits do not already see to it; -1 for none."""
    most = person.max_shifts.get(name, problem.days)
    minutes = problem.shift(name).minutes
    possible = problem.days
    if person.max_minutes is not None and minutes:
        possible = min(possible, person.max_minutes // minutes)
    return most if 0 < most < possible else -1


def weekends_in(problem: Problem) -> int:
    return len({problem.weekend_of(day) for day in range(problem.days)} - {None})


def weekend_step(problem: Problem, day: int) -> int:
    weekend = problem.weekend_of(day)
    if weekend is None:
        return 0
    return 2 if problem.weekend_of(day - 1) == weekend else 1
