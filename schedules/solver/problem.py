"""A roster problem as plain data: who may work what, what is asked for, and what each deviation costs.

Days count from 0. A duty is a shift worked at a post; a roster gives every person, for each day, a duty or
a day off.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

ANY_POST = ""
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class ShiftType:
    name: str
    minutes: int
    starts_at: int | None = None  # minutes after midnight; None where only the length matters


class Duty(NamedTuple):
    shift: str
    post: str = ANY_POST


Cell = Duty | None  # None is a day off
Roster = tuple[tuple[Cell, ...], ...]  # [person][day]


@dataclass(frozen=True)
class Before:
    """What the last days before the first one were: `days` in a row of `shift`, or of rest."""

    days: int
    shift: str | None = None


@dataclass(frozen=True)
class Window:
    """Days, the last among them, over which something is added up; `before` was there already.

    `above` and `below` are (sum, cost of each unit of the counter beyond it, or short of it).
    """

    first: int
    last: int
    before: int = 0
    most: int | None = None
    least: int = 0
    above: tuple[tuple[int, int], ...] = ()
    below: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Counter:
    """What a person's shifts add up to over each of some windows, which do not overlap.

    `on` are the days on which a shift counts (None: on all), `by_day` those on which it counts otherwise.
    A cost is for each `unit` begun.
    """

    name: str
    amounts: Mapping[str, int]  # by shift type
    windows: tuple[Window, ...]
    on: frozenset[int] | None = None
    unit: int = 1
    by_day: Mapping[int, Mapping[str, int]] = field(default_factory=dict)

    def amount(self, shift: str, day: int) -> int:
        if self.on is not None and day not in self.on:
            return 0
        return self.by_day.get(day, self.amounts).get(shift, 0)


@dataclass(frozen=True)
class Person:
    name: str
    min_minutes: int = 0
    max_minutes: int | None = None
    max_run: int | None = None  # shifts on consecutive days
    min_run: int = 1
    min_days_off: int = 1  # consecutive
    max_weekends: int | None = None
    max_shifts: Mapping[str, int] = field(default_factory=dict)  # by shift type
    posts: frozenset[str] | None = None  # None: any
    before: Before | None = None  # None: unknown, and nothing is held against it
    counters: tuple[Counter, ...] = ()
    post_costs: Mapping[str, int] = field(default_factory=dict)  # of each shift at a post
    shift_costs: Mapping[str, int] = field(default_factory=dict)  # of each shift of a type
    forbidden: frozenset[tuple[str, str]] = frozenset()  # successions, beside those of the problem


@dataclass(frozen=True)
class Request:
    """A wish to work, or not to work, a shift on a day (any shift, at any post, when none is named)."""

    person: int
    day: int
    shift: str | None
    wanted: bool
    weight: int
    post: str | None = None

    def means(self, duty: "Duty") -> bool:
        return self.shift in (None, duty.shift) and self.post in (None, duty.post)


@dataclass(frozen=True)
class Bar:
    """What a person may not be given on a day: any shift, or one of a type, or one at a post."""

    person: int
    day: int
    shift: str | None = None
    post: str | None = None

    def means(self, duty: "Duty") -> bool:
        return self.shift in (None, duty.shift) and self.post in (None, duty.post)


@dataclass(frozen=True)
class Pair:
    """Two people who should (`together`) or should not stand at the same `place` in the same shift."""

    first: int
    second: int
    together: bool
    cost: int  # of each day on which it is not so


@dataclass(frozen=True)
class Demand:
    day: int
    shift: str
    need: int
    under: int  # cost of each person missing
    over: int = 0  # cost of each person too many
    post: str = ANY_POST

    @property
    def duty(self) -> Duty:
        return Duty(self.shift, self.post)


@dataclass(frozen=True)
class Lock:
    """A cell the solver must keep."""

    person: int
    day: int
    cell: Cell


@dataclass(frozen=True)
class Problem:
    days: int
    shifts: tuple[ShiftType, ...]
    people: tuple[Person, ...]
    demands: tuple[Demand, ...]
    requests: tuple[Request, ...] = ()
    locks: tuple[Lock, ...] = ()
    forbidden: frozenset[tuple[str, str]] = frozenset()  # (a shift, one that may not follow it the next day)
    first_weekday: int = 0  # 0 is Monday
    weekend_days: frozenset[int] = frozenset({5, 6})
    bars: tuple[Bar, ...] = ()
    pairs: tuple[Pair, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)  # post -> where it is, for pairs

    def __post_init__(self) -> None:
        names = {shift.name for shift in self.shifts}
        asked = {demand.shift for demand in self.demands}
        wished = {wish.shift for wish in self.requests if wish.shift is not None}
        if unknown := (asked | wished) - names:
            raise ValueError(f"No such shift: {', '.join(sorted(unknown))}")
        if len({(demand.day, demand.duty) for demand in self.demands}) < len(self.demands):
            raise ValueError("The same day, shift and post is demanded twice")

    def shift(self, name: str) -> ShiftType:
        return next(shift for shift in self.shifts if shift.name == name)

    def weekend_of(self, day: int) -> int | None:
        """Which weekend, by its number, a day belongs to."""
        weekday = self.first_weekday + day
        return weekday // 7 if weekday % 7 in self.weekend_days else None

    def duties(self) -> tuple[Duty, ...]:
        """Every duty that is asked for or locked; without posts, every shift."""
        found = {demand.duty for demand in self.demands}
        found |= {lock.cell for lock in self.locks if lock.cell is not None}
        if all(duty.post == ANY_POST for duty in found):
            found |= {Duty(shift.name) for shift in self.shifts}
        order = {shift.name: number for number, shift in enumerate(self.shifts)}
        return tuple(sorted(found, key=lambda duty: (order[duty.shift], duty.post)))


def too_close(shifts: Iterable[ShiftType], rest: int) -> frozenset[tuple[str, str]]:
    """The successions that leave fewer minutes of rest than `rest` between two days."""
    timed = [shift for shift in shifts if shift.starts_at is not None]
    return frozenset((a.name, b.name) for a in timed for b in timed if gap(a, b) < rest)


def gap(first: ShiftType, second: ShiftType) -> int:
    return DAY_MINUTES + (second.starts_at or 0) - (first.starts_at or 0) - first.minutes


def empty_roster(problem: Problem) -> Roster:
    return tuple((None,) * problem.days for _ in problem.people)
