"""A roster problem as arrays: what the search computes with.

Cell 0 is a day off, cell k the k-th duty. Duties that no rule tells apart for a person form one class, and
the search for that person's best roster runs over classes.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from .bonds import Bonds
from .ledger import Ledger, ledger_of
from .problem import Before, Counter, Duty, Lock, Person, Problem, Roster, Window

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
    endless: bool = False  # a run may go on for ever; `max_run` is then where its length is lost sight of
    ledger: Ledger | None = None

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
        problem = self.problem
        weights = [wish.weight for wish in problem.requests] + [pair.cost for pair in problem.pairs]
        weights += [w for demand in problem.demands for w in (demand.under, demand.over)]
        weights += [cost for person in problem.people for cost in costs_of(person)]
        return math.gcd(*weights) or 1

    def total(self, cells: Cells) -> float:
        people, days = np.indices(cells.shape)
        balance = self.balance(cells)
        cover = self.under * np.maximum(0, -balance) + self.over * np.maximum(0, balance)
        charges = sum(self.charge(person, row) for person, row in enumerate(cells))
        return float(self.cost[people, days, cells].sum() + cover.sum() + charges + self.bonds.cost(cells))

    def cost_of(self, people: np.ndarray, cells: Cells) -> float:
        """What these people's rosters cost, demand and pairs with others aside."""
        own = self.cost[people[:, None], np.arange(self.days), cells[people]].sum()
        charges = sum(self.charge(person, cells[person]) for person in people)
        return float(own + charges + self.bonds.cost_among(people, cells))

    def charge(self, person: int, row: np.ndarray) -> float:
        """What the person's counters make of a roster, beyond the cost of its cells."""
        ledger = self.rules[person].ledger
        return 0.0 if ledger is None else ledger.charge(self.rules[person].class_of[row])

    @cached_property
    def shared(self) -> np.ndarray:
        """[person, person]: at how many duties both may be."""
        open_ = np.isfinite(self.cost[:, :, 1:]).any(axis=1).astype(np.int32)
        return open_ @ open_.T

    @cached_property
    def bonds(self) -> Bonds:
        return Bonds.of(self.problem, self.duties)

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
        meant = np.array([False] + [wish.means(duty) for duty in duties])
        cost[wish.person, wish.day, meant != wish.wanted] += wish.weight
    for row, person in zip(cost, problem.people, strict=True):
        row[:, 1:] += [own_cost(person, duty) for duty in duties]
    cost[shut(problem, duties)] = NEVER
    return cost


def own_cost(person: Person, duty: Duty) -> int:
    return person.post_costs.get(duty.post, 0) + person.shift_costs.get(duty.shift, 0)


def costs_of(person: Person) -> Iterator[int]:
    yield from person.post_costs.values()
    yield from person.shift_costs.values()
    for counter in person.counters:
        for window in counter.windows:
            yield from (cost for _, cost in (*window.above, *window.below))


def shut(problem: Problem, duties: tuple[Duty, ...]) -> np.ndarray:
    """The cells that nobody may be given: [person, day, cell]."""
    never = np.zeros((len(problem.people), problem.days, len(duties) + 1), dtype=bool)
    for row, person in zip(never, problem.people, strict=True):
        row[:, [k for k, duty in enumerate(duties, 1) if barred(person, duty)]] = True
    for bar in problem.bars:
        never[bar.person, bar.day, 1:] |= [bar.means(duty) for duty in duties]
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
    traits = [trait(problem, person, duty.shift) for duty in duties]
    classes = list(dict.fromkeys(traits))
    stands = [duties[traits.index(found)].shift for found in classes]
    forbidden = problem.forbidden | person.forbidden
    endless = bool(person.counters) and person.max_run is None
    return Rules(
        class_of=np.array([-1] + [classes.index(found) for found in traits]),
        units=np.array([problem.shift(name).minutes // unit for name in stands]),
        most=np.array([limit(problem, person, name) for name in stands]),
        follows=np.array([[(a, b) not in forbidden for b in stands] for a in stands], dtype=bool),
        opens=np.array([(last_shift(person), name) not in forbidden for name in stands], dtype=bool),
        max_run=person.min_run if endless else least(problem.days + carried_days(person), person.max_run),
        min_run=person.min_run,
        min_off=max(1, person.min_days_off),
        weekends=least(weekends_in(problem), person.max_weekends),
        min_units=-(-person.min_minutes // unit),
        max_units=least(longest, person.max_minutes) // unit,
        before=person.before,
        endless=endless,
        ledger=ledger_of(counters(problem, person), stands, problem.days) if person.counters else None,
    )


def counters(problem: Problem, person: Person) -> tuple[Counter, ...]:
    """The person's own, and the limits that the search would else keep in other ways."""
    whole = {"first": 0, "last": problem.days - 1}
    minutes = {shift.name: shift.minutes for shift in problem.shifts}
    found = list(person.counters)
    if person.min_minutes or person.max_minutes is not None:
        window = Window(most=person.max_minutes, least=person.min_minutes, **whole)
        found.append(Counter("minutes", minutes, (window,)))
    for name, most in person.max_shifts.items():
        found.append(Counter(name, {name: 1}, (Window(most=most, **whole),)))
    return fused(found)


def fused(counters: list[Counter]) -> tuple[Counter, ...]:
    """Those that add up the same over the same windows are one."""
    groups: dict[tuple, Counter] = {}
    for each in counters:
        key = plain(each.amounts), each.on, tuple((day, plain(own)) for day, own in each.by_day.items())
        key += each.unit, tuple((window.first, window.last, window.before) for window in each.windows)
        known = groups.get(key)
        groups[key] = each if known is None else both(known, each)
    return tuple(groups.values())


def plain(amounts: Mapping[str, int]) -> tuple:
    return tuple(sorted(amounts.items()))


def both(one: Counter, other: Counter) -> Counter:
    windows = tuple(
        replace(
            a,
            most=b.most if a.most is None else least(a.most, b.most),
            least=max(a.least, b.least),
            above=a.above + b.above,
            below=a.below + b.below,
        )
        for a, b in zip(one.windows, other.windows, strict=True)
    )
    return replace(one, windows=windows)


def least(possible: int, allowed: int | None) -> int:
    return possible if allowed is None else min(possible, allowed)


def last_shift(person: Person) -> str | None:
    return person.before.shift if person.before else None


def carried_days(person: Person) -> int:
    return person.before.days if person.before and person.before.shift else 0


def trait(problem: Problem, person: Person, name: str) -> tuple:
    """What the rules see of a shift; shifts alike in it are one class."""
    forbidden = problem.forbidden | person.forbidden
    after = frozenset(b for a, b in forbidden if a == name)
    ahead = frozenset(a for a, b in forbidden if b == name)
    own = name if limit(problem, person, name) >= 0 else None
    counted = tuple(
        tuple(each.get(name, 0) for each in (counter.amounts, *counter.by_day.values()))
        for counter in person.counters
    )
    return problem.shift(name).minutes, after, ahead, own, counted


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
