"""What goes into the law and what comes out of it: plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple

from schedules.spans import Span, merged, span, without

HARD, SOFT, OFF = "hard", "soft", "off"
LEVELS = (HARD, SOFT, OFF)

NORMAL, AT_150, AT_200, AT_300 = "normal", "150", "200", "300"
CLASSES = (NORMAL, AT_150, AT_200, AT_300)

# A text in both languages, by language tag.
Words = Mapping[str, str]

# Where a rule's figures come from.
STATUTE, SECOND_HAND, GENERAL_KNOWLEDGE, OWN = "statute", "second_hand", "general_knowledge", "own"


def words(zh: str, en: str) -> Words:
    return {"zh-CN": zh, "en": en}


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit. `limit` is in minutes, or counts what its kind counts; `days` is the reference period.

    `source` says how well the figure is founded, `note` what to know before relying on it.
    """

    id: str
    kind: str
    limit: int
    article: Words
    level: str = HARD
    weight: int = 1
    days: int = 0
    source: str = STATUTE
    note: Words | None = None
    waiver: str | None = None


@dataclass(frozen=True, slots=True)
class Night:
    """Which hours are night, and how many of them make a shift a night shift."""

    starts: time = time(22)
    ends: time = time(6)
    shift_from_minutes: int = 180


@dataclass(frozen=True, slots=True)
class Pay:
    """How minutes fall into classes. What is None or False does not exist in this law.

    `period` is the stretch over which comprehensive hours are counted: week, month, quarter or year.
    """

    day_minutes: int | None = None
    week_minutes: int | None = None
    double_after_minutes: int | None = None
    rest_days: bool = False
    holidays: bool = False
    seventh_day: bool = False
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """`day_by` says to which date a minute belongs: to its shift's first ("start") or its own ("clock")."""

    id: str
    name: Words
    rules: tuple[Rule, ...]
    pay: Pay = Pay()
    night: Night = Night()
    day_by: str = "start"
    week_starts: int = 0
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A pause in a shift. One that is paid counts as work."""

    start_at: datetime
    end_at: datetime
    paid: bool = False

    @property
    def span(self) -> Span:
        return span(self.start_at, self.end_at)


@dataclass(frozen=True, slots=True)
class Shift:
    """Planned or worked: to the law it is the same. `on` is its date where it is not that of its start."""

    id: str
    start_at: datetime
    end_at: datetime
    zone: str = "Asia/Shanghai"
    breaks: tuple[Break, ...] = ()
    on: date | None = None
    span: Span = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "span", span(self.start_at, self.end_at))

    @property
    def work(self) -> list[Span]:
        return without([self.span], [each.span for each in self.breaks if not each.paid])


class Waiver(NamedTuple):
    """A person's written agreement that a rule does not bind them, from one date to another or for good."""

    from_on: date
    until_on: date | None = None

    def holds_on(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class Person:
    """`rest_days` are the days the roster leaves free, where it is not the calendar that says so;
    `time_off_for` those rest days worked for which time off was given; `away` leave and illness."""

    id: str
    name: str = ""
    born_on: date | None = None
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    rest_days: frozenset[date] | None = None
    time_off_for: frozenset[date] = frozenset()
    away: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Calendar:
    """`holidays` are statutory, `working_days` the weekend days made up for, `rest_days` the days moved."""

    holidays: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()
    rest_days: frozenset[date] = frozenset()

    def is_working_day(self, on: date) -> bool:
        if on in self.working_days:
            return True
        return on.weekday() < 5 and on not in self.holidays and on not in self.rest_days


@dataclass(frozen=True, slots=True)
class Violation:
    """`forecast`: the period is not over or not all known, and this is where it is heading."""

    rule_id: str
    kind: str
    level: str
    weight: int
    article: Words
    person_id: str
    from_on: date
    until_on: date
    shift_ids: tuple[str, ...]
    found: int
    allowed: int
    unit: str
    sentence: Words
    forecast: bool = False


def each_minute_once(shifts: list[Shift]) -> dict[str, list[Span]]:
    """The work of each shift; where two of one person overlap, the earlier keeps the minutes."""
    taken: list[Span] = []
    result: dict[str, list[Span]] = {}
    for shift in sorted(shifts, key=lambda each: (each.span.start_at, each.id)):
        if taken and taken[-1].end_at <= shift.span.start_at:
            taken = []  # nothing of what came before reaches into what is still to come
        work = shift.work
        result[shift.id] = result.get(shift.id, []) + (without(work, taken) if taken else work)
        taken = merged([*taken, *work])
    return result
