"""Judges a roster by the rules alone: what it breaks, and what it costs.

Shares nothing with the search, so that a mistake there cannot hide here.
"""

from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from .problem import Cell, Counter, Duty, Pair, Person, Problem, Request, Roster, Window


@dataclass(frozen=True)
class Violation:
    rule: str
    person: int
    days: tuple[int, ...]


@dataclass(frozen=True)
class Run:
    """Consecutive days of work, or of rest."""

    working: bool
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    @property
    def days(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1))


@dataclass(frozen=True)
class Score:
    requests: int
    under: int
    over: int
    missing: int  # people, over all demands
    needed: int
    own: int = 0  # of posts and shift types, by person
    counters: int = 0
    pairs: int = 0

    @property
    def cost(self) -> int:
        return self.requests + self.under + self.over + self.own + self.counters + self.pairs

    @property
    def coverage(self) -> float | None:
        return 1 - self.missing / self.needed if self.needed else None


def violations(problem: Problem, roster: Roster) -> list[Violation]:
    if len(roster) != len(problem.people) or any(len(row) != problem.days for row in roster):
        raise ValueError("The roster is not of the problem's size")
    return [
        found
        for number, person in enumerate(problem.people)
        for rule in RULES
        for found in rule(problem, number, person, roster[number])
    ]


def score(problem: Problem, roster: Roster) -> Score:
    there = Tally((day, duty) for row in roster for day, duty in enumerate(row) if duty is not None)
    balances = [(demand, there[demand.day, demand.duty] - demand.need) for demand in problem.demands]
    return Score(
        requests=sum(wish.weight for wish in problem.requests if unmet(wish, roster[wish.person][wish.day])),
        under=sum(demand.under * max(0, -balance) for demand, balance in balances),
        over=sum(demand.over * max(0, balance) for demand, balance in balances),
        missing=sum(max(0, -balance) for _, balance in balances),
        needed=sum(demand.need for demand in problem.demands),
        own=sum(own_costs(person, row) for person, row in zip(problem.people, roster, strict=True)),
        counters=sum(
            charge(counter, window, row)
            for person, row in zip(problem.people, roster, strict=True)
            for counter in person.counters
            for window in counter.windows
        ),
        pairs=sum(pair.cost * days_wrong(problem, pair, roster) for pair in problem.pairs),
    )


def own_costs(person: Person, row: tuple[Cell, ...]) -> int:
    duties = [duty for duty in row if duty]
    return sum(person.post_costs.get(d.post, 0) + person.shift_costs.get(d.shift, 0) for d in duties)


def summed(counter: Counter, window: Window, row: tuple[Cell, ...]) -> int:
    days = range(max(0, window.first), min(len(row), window.last + 1))
    return window.before + sum(counter.amount(row[day].shift, day) for day in days if row[day])


def charge(counter: Counter, window: Window, row: tuple[Cell, ...]) -> int:
    found = summed(counter, window, row)
    over = sum(cost * -(-max(0, found - limit) // counter.unit) for limit, cost in window.above)
    return over + sum(cost * -(-max(0, limit - found) // counter.unit) for limit, cost in window.below)


def days_wrong(problem: Problem, pair: Pair, roster: Roster) -> int:
    both = [(a, b) for a, b in zip(roster[pair.first], roster[pair.second], strict=True) if a and b]
    same = [(spot(problem, a) == spot(problem, b)) for a, b in both]
    return sum(together != pair.together for together in same)


def spot(problem: Problem, duty: Duty) -> tuple[str, str]:
    return duty.shift, problem.places.get(duty.post, duty.post)


def unmet(wish: Request, cell: Cell) -> bool:
    granted = cell is not None and wish.shift in (None, cell.shift) and wish.post in (None, cell.post)
    return granted != wish.wanted


def locks_kept(problem: Problem, number: int, person: Person, row: tuple[Cell, ...]) -> Iterator[Violation]:
    for lock in problem.locks:
        if lock.person == number and row[lock.day] != lock.cell:
            yield Violation("lock", number, (lock.day,))


def known_duties(problem: Problem, number: int, person: Person, row: tuple[Cell, ...]) -> Iterator[Violation]:
    known = {shift.name for shift in problem.shifts}
    for day, duty in enumerate(row):
        if duty is not None and duty.shift not in known:
            yield Violation("unknown_shift", number, (day,))


def posts(problem: Problem, number: int, person: Person, row: tuple[Cell, ...]) -> Iterator[Violation]:
    locked = {(lock.person, lock.day) for lock in problem.locks}
    for day, duty in enumerate(row):
        barred = duty is not None and person.posts is not None and duty.post not in person.posts
        if barred and (number, day) not in locked:
            yield Violation("post", number, (day,))


def bars(problem: Problem, number: int, person: Person, row: tuple[Cell, ...]) -> Iterator[Violation]:
    locked = {(lock.person, lock.day) for lock in problem.locks}
    for bar in problem.bars:
        duty = row[bar.day] if bar.person == number and (number, bar.day) not in locked else None
        if duty is not None and bar.means(duty):
            yield Violation("bar", number, (bar.day,))


def sums(problem: Problem, number: int, person: Person, row: tuple[Cell, ...]) -> Iterator[Violation]:
    """Of counters. What was over before and was not added to is nobody's fault here."""
    for counter in person.counters:
        for window in counter.windows:
            found = summed(counter, window, row)
            too_many = window.most is not None and found > max(window.most, window.before)
            if too_many or found < window.least:
                days = range(max(0, window.first), min(len(row), window.last + 1))
                yield Violation(counter.name, number, tuple(day for day in days if row[day]))


def successions(problem: Problem, number: int, person: Person, row: tuple[Cell, ...]) -> Iterator[Violation]:
    before = person.before.shift if person.before else None
    previous: Cell = Duty(before) if before else None
    for day, (first, second) in enumerate(pairwise((previous, *row))):
        pair = first and second and (first.shift, second.shift)
        if pair and (pair in problem.forbidden or pair in person.forbidden):
            yield Violation("succession", number, (day - 1, day) if day else (day,))


def shift_maxima(problem: Problem, number: int, person: Person, row: tuple[Cell, ...]) -> Iterator[Violation]:
    for shift, most in person.max_shifts.items():
        days = tuple(day for day, duty in enumerate(row) if duty and duty.shift == shift)
        if len(days) > most:
            yield Violation("max_shifts", number, days)


def minutes(problem: Problem, number: int, person: Person, row: tuple[Cell, ...]) -> Iterator[Violation]:
    length = {shift.name: shift.minutes for shift in problem.shifts}
    days = tuple(day for day, duty in enumerate(row) if duty)
    total = sum(length[duty.shift] for duty in row if duty)
    if total < person.min_minutes:
        yield Violation("min_minutes", number, days)
    if person.max_minutes is not None and total > person.max_minutes:
        yield Violation("max_minutes", number, days)


def long_runs(problem: Problem, number: int, person: Person, row: tuple[Cell, ...]) -> Iterator[Violation]:
    for run in runs(row):
        worked = run.length + carried(person, run)
        if run.working and person.max_run is not None and worked > person.max_run:
            yield Violation("max_run", number, run.days)


def short_runs(problem: Problem, number: int, person: Person, row: tuple[Cell, ...]) -> Iterator[Violation]:
    for run in ended(person, row):
        least = person.min_run if run.working else person.min_days_off
        if run.length + carried(person, run) < least:
            yield Violation("min_run" if run.working else "min_days_off", number, run.days)


def weekends(problem: Problem, number: int, person: Person, row: tuple[Cell, ...]) -> Iterator[Violation]:
    worked = {problem.weekend_of(day) for day, duty in enumerate(row) if duty} - {None}
    if carried_weekend(problem, person):
        worked -= {problem.weekend_of(0)}
    if person.max_weekends is not None and len(worked) > person.max_weekends:
        days = tuple(day for day, duty in enumerate(row) if duty and problem.weekend_of(day) in worked)
        yield Violation("max_weekends", number, days)


def carried_weekend(problem: Problem, person: Person) -> bool:
    """A weekend that began to be worked before the first day was counted there."""
    working = person.before is not None and person.before.shift is not None
    return working and problem.weekend_of(-1) is not None and problem.weekend_of(-1) == problem.weekend_of(0)


def runs(row: tuple[Cell, ...]) -> Iterator[Run]:
    for working, group in groupby(range(len(row)), key=lambda day: row[day] is not None):
        days = list(group)
        yield Run(working, days[0], days[-1])


def ended(person: Person, row: tuple[Cell, ...]) -> Iterator[Run]:
    """The runs whose both ends are known. One that ended with the day before the first is among them."""
    if person.before and carried_run(person).working != (row[0] is not None):
        yield carried_run(person)
    for run in runs(row):
        if run.last < len(row) - 1 and (run.first > 0 or person.before):
            yield run


def carried_run(person: Person) -> Run:
    before = person.before
    return Run(before.shift is not None, -before.days, -1) if before else Run(False, -1, -1)


def carried(person: Person, run: Run) -> int:
    if run.first or not person.before:
        return 0
    return person.before.days if run.working == (person.before.shift is not None) else 0


RULES = (
    locks_kept,
    known_duties,
    posts,
    bars,
    sums,
    successions,
    shift_maxima,
    minutes,
    long_runs,
    short_runs,
    weekends,
)
