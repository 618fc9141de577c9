"""What leave takes from a balance, and what the law gives. Plain data in and out; all in half days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from schedules.law.packs import DIRECTIVE, REGULATIONS, article, china
from schedules.law.shapes import GENERAL_KNOWLEDGE, SECOND_HAND, STATUTE, Calendar, Words, words
from schedules.spans import days

ANNUAL, TIME_OFF, PERSONAL, SICK = "annual", "time_off", "personal", "sick"
KINDS = (
    ANNUAL,
    SICK,
    PERSONAL,
    "marriage",
    "bereavement",
    "maternity",
    "paternity",
    "injury",
    TIME_OFF,
    "other",
)
WITH_BALANCE = (ANNUAL, TIME_OFF)
# Public holidays and days off are no leave in these; the others run by the calendar.
BY_WORKING_DAYS = frozenset({ANNUAL, TIME_OFF, PERSONAL})
ASKED, APPROVED, REFUSED, WITHDRAWN, CANCELLED = "asked", "approved", "refused", "withdrawn", "cancelled"
STATES = (ASKED, APPROVED, REFUSED, WITHDRAWN, CANCELLED)
HOLDING = (ASKED, APPROVED)
LONGEST_DAYS = 400
FULL_DAY = 2
OVER_BALANCE, ASKED_AFTERWARDS = "over_balance", "asked_afterwards"


# --- days -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RosterDays:
    """What published rosters say of somebody: the dates they speak of, and those with a shift."""

    known: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()


def halves(from_on: date, until_on: date, from_half: bool, until_half: bool) -> dict[date, int]:
    """Half days away on each date. `from_half`: the first from noon; `until_half`: the last until noon."""
    away = dict.fromkeys(days(from_on, until_on), FULL_DAY)
    away[from_on] -= from_half
    away[until_on] -= until_half
    return away


def is_possible(from_on: date, until_on: date, from_half: bool, until_half: bool) -> bool:
    """Of a single day only one half can be worked."""
    if not 0 <= (until_on - from_on).days < LONGEST_DAYS:
        return False
    return from_on < until_on or not (from_half and until_half)


def counted(
    kind: str, away: Mapping[date, int], calendar: Calendar, roster: RosterDays = RosterDays()
) -> dict[int, int]:
    """Half days by year. A date that a roster speaks of counts if there is a shift, else by the calendar."""
    found: dict[int, int] = {}
    for on, half_days in away.items():
        if kind not in BY_WORKING_DAYS or _would_work(on, calendar, roster):
            found[on.year] = found.get(on.year, 0) + half_days
    return found


def _would_work(on: date, calendar: Calendar, roster: RosterDays) -> bool:
    return on in roster.worked if on in roster.known else calendar.is_working_day(on)


def overlaps(one: tuple[date, date, bool, bool], other: tuple[date, date, bool, bool]) -> bool:
    """Whether two leaves have a half day in common: one may end at noon where the other begins."""
    return bool(_half_days(*one) & _half_days(*other))


def _half_days(from_on: date, until_on: date, from_half: bool, until_half: bool) -> set[tuple[date, int]]:
    both = {(on, half) for on in days(from_on, until_on) for half in (0, 1)}
    return both - ({(from_on, 0)} if from_half else set()) - ({(until_on, 1)} if until_half else set())


# --- what the law gives -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Service:
    """A spell of employment, and the months with others before it."""

    hired_on: date | None
    left_on: date | None = None
    before_months: int = 0


@dataclass(frozen=True)
class Law:
    """Days of annual leave in a year by whole years of work: the highest step that is reached."""

    steps: tuple[tuple[int, int], ...]
    article: Words | None
    source: str
    note: Words | None = None
    rounds_up: bool = False


LEAVE_RULES = "职工带薪年休假条例", "Regulation on Paid Annual Leave"
NONE = Law(
    ((0, 0),), None, GENERAL_KNOWLEDGE, words("法律未规定带薪年休假。", "The law gives no paid leave.")
)
CHINA = Law(
    ((0, 0), (1, 5), (10, 10), (20, 15)),
    china("3", LEAVE_RULES),
    STATUTE,
    words(
        "入职、离职当年按日历天数折算，不足一天不计（实施办法第5、12条，请核实）。",
        "In the year of coming or leaving by calendar days, parts of a day left out "
        "(Implementing Measures, art. 5 and 12; confirm).",
    ),
)
LAWS: Mapping[str, Law] = {
    "cn_standard": CHINA,
    "cn_comprehensive": CHINA,
    "eu": Law(
        ((0, 20),),
        article(DIRECTIVE, "第7条", "art. 7"),
        SECOND_HAND,
        words("四周按每周五天计；各国可更多。", "Four weeks of five days; states may give more."),
        rounds_up=True,
    ),
    "uk": Law(
        ((0, 28),),
        article(REGULATIONS, "第13、13A条", "reg. 13 and 13A"),
        GENERAL_KNOWLEDGE,
        words("5.6周按每周五天计，可含公众假日。", "5.6 weeks of five days; bank holidays may be within."),
        rounds_up=True,
    ),
    "us_ca": NONE,
}


def due(law: Law, service: Service, year: int, on: date) -> int:
    """Half days of annual leave that the year gives, as it stands on a date of it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    on = min(max(on, first), last)
    if service.hired_on is None or service.hired_on > on:
        return 0
    entitled_from = _entitled_from(law, service)
    if entitled_from > on or (service.left_on and service.left_on < first):
        return 0
    yearly = _step(law, service, on)
    counted_days = (min(last, service.left_on or last) - max(first, entitled_from)).days + 1
    return _share(law, yearly, max(0, counted_days), whole=(last - first).days + 1)


def _entitled_from(law: Law, service: Service) -> date:
    """The first day with a right to leave: at once, or (China) after twelve months of work in all."""
    least_years = next(years for years, given in law.steps if given or law is NONE)
    months = least_years * 12 - service.before_months
    return service.hired_on if months <= 0 else months_later(service.hired_on, months)


def _step(law: Law, service: Service, on: date) -> int:
    years = (months_between(service.hired_on, on) + service.before_months) // 12
    return max(given for least, given in law.steps if years >= least)


def _share(law: Law, yearly: int, counted_days: int, *, whole: int) -> int:
    """The whole year's, or the part of 365 that the days make: whole days in China, else up to a half day."""
    if counted_days >= whole:
        return yearly * FULL_DAY
    if law.rounds_up:
        return min(yearly * FULL_DAY, -(-yearly * FULL_DAY * counted_days // 365))
    return min(yearly, yearly * counted_days // 365) * FULL_DAY


def months_later(on: date, months: int) -> date:
    """The same day of a later month, or the first of the next where it has none."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    try:
        return date(year, month + 1, on.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def months_between(since: date, on: date) -> int:
    """Whole months gone by."""
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)


# --- what may take annual leave away ----------------------------------------------------------

NO_EMPLOYMENT, LONG_PERSONAL, LONG_SICK = "no_employment", "long_personal", "long_sick"
PERSONAL_DAYS, DAYS_IN_MONTH = 20, 30
# By whole years of work: months of illness in a year from which the year gives no leave.
SICK_MONTHS = ((0, 2), (10, 3), (20, 4))


def doubts(law: Law, service: Service, on: date, *, personal: int, sick: int) -> tuple[str, ...]:
    """Why the law's figure may not hold; `personal` and `sick` are the half days of the year. HR decides."""
    if law is NONE:
        return ()
    if service.hired_on is None:
        return (NO_EMPLOYMENT,)
    if law is not CHINA:
        return ()
    holds = {
        LONG_PERSONAL: personal >= PERSONAL_DAYS * FULL_DAY,
        LONG_SICK: sick >= _sick_months(service, on) * DAYS_IN_MONTH * FULL_DAY,
    }
    return tuple(code for code, held in holds.items() if held)


def _sick_months(service: Service, on: date) -> int:
    years = (months_between(service.hired_on, on) + service.before_months) // 12
    return max(months for least, months in SICK_MONTHS if years >= least)


def to_carry(remaining: int, most: int | None) -> int:
    """Half days that go over into the next year."""
    return max(0, remaining if most is None else min(remaining, most))


# --- balances ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Balance:
    """`due` after the law or as HR set it, `taken` approved, `asked` waiting for a decision."""

    kind: str
    year: int
    by_law: int = 0
    set: int | None = None
    carried: int = 0
    adjusted: int = 0
    taken: int = 0
    asked: int = 0
    law: Law = field(default=NONE, repr=False)
    doubts: tuple[str, ...] = ()

    @property
    def due(self) -> int:
        return self.by_law if self.set is None else self.set

    @property
    def remaining(self) -> int:
        return self.due + self.carried + self.adjusted - self.taken


def totals(requests: Iterable[tuple[str, Mapping[str, Any]]], year: int) -> dict[str, int]:
    """(state, half days by year) of one kind → those taken and those asked for in the year."""
    found = {APPROVED: 0, ASKED: 0}
    for state, by_year in requests:
        if state in found:
            found[state] += by_year.get(str(year), 0)
    return found


def years_short(by_year: Mapping[int, int], remaining: Mapping[int, int]) -> list[int]:
    """The years in which a leave takes more than there is."""
    return [year for year, half_days in sorted(by_year.items()) if half_days > remaining.get(year, 0)]
