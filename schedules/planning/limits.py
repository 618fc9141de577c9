"""A law pack as counters, runs and successions that the solver keeps. Pure.

What a counter cannot say exactly (rest once a week by hours, averages over months) it says nearly; the
roster is judged by the law itself before anybody takes it over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from schedules.law.days import MONTHS_OF, Range, is_night, month_of, period_of, standard_minutes, week_of
from schedules.law.shapes import HARD, OFF, Calendar, Pack, Rule
from schedules.planning.weights import Weights
from schedules.rosters.works import Work
from schedules.solver.problem import Counter, Window
from schedules.spans import ONE_DAY

HOUR = 60
SENSIBLE_REST = 8 * HOUR
Measure = Callable[[Work], int]


@dataclass(frozen=True)
class Frame:
    """The days of a roster, one sample of each kind of shift in it, and the calendar."""

    from_on: date
    until_on: date
    samples: Mapping[str, Work]
    zones: Mapping[str, str]
    calendar: Calendar
    known_from: date
    seen: dict = field(default_factory=dict, compare=False, repr=False)  # what was reckoned for a pack

    @property
    def days(self) -> int:
        return (self.until_on - self.from_on).days + 1

    @cached_property
    def dates(self) -> list[date]:
        return [self.from_on + number * ONE_DAY for number in range(self.days)]

    def number(self, on: date) -> int:
        return (on - self.from_on).days

    def ranges(self, of: Callable[[date], Range]) -> list[Range]:
        return sorted({of(on) for on in self.dates})


@dataclass(frozen=True)
class Bound:
    """One person: the law, and the shifts outside this roster."""

    frame: Frame
    pack: Pack
    elsewhere: Sequence[Work]
    weights: Weights
    days_off: frozenset[date] = frozenset()

    def night(self, work: Work) -> bool:
        return is_night(self.pack, work.for_law(self.frame.zones[work.site_id]))

    def before(self, range_: Range, measure: Measure) -> int:
        return sum(measure(work) for work in self.elsewhere if range_[0] <= work.on <= range_[1])

    def window(self, range_: Range, measure: Measure, **limits) -> Window:
        first, last = self.frame.number(range_[0]), self.frame.number(range_[1])
        return Window(
            max(0, first), min(self.frame.days - 1, last), before=self.before(range_, measure), **limits
        )

    def counter(self, name: str, measure: Measure, windows: Iterable[Window], unit: int = 1) -> Counter:
        """By day where the same shift counts otherwise on some days."""
        key = id(self.pack), name
        if key not in self.frame.seen:
            self.frame.seen[key] = self.amounts(measure)
        usual, special = self.frame.seen[key]
        return Counter(name, usual, tuple(windows), unit=unit, by_day=special)

    def amounts(self, measure: Measure) -> tuple[dict[str, int], dict[int, dict[str, int]]]:
        samples = self.frame.samples
        by_day = [
            {key: measure(work._replace(on=on)) for key, work in samples.items()} for on in self.frame.dates
        ]
        usual = by_day[0]
        return usual, {number: each for number, each in enumerate(by_day) if each != usual}


def counters(bound: Bound) -> list[Counter]:
    """Of every rule that is not off and can be counted."""
    found = []
    for rule in bound.pack.rules:
        if rule.level != OFF and rule.kind in COUNTED:
            found.append(COUNTED[rule.kind](bound, rule))
    return [each for each in found if each is not None]


def limited(bound: Bound, rule: Rule, allowed: int, unit: int) -> dict:
    """A hard rule is a cap; a soft one costs for each unit beyond it."""
    if rule.level == HARD:
        return {"most": max(0, allowed)}
    return {"above": ((max(0, allowed), bound.weights.law * rule.weight),)}


def minutes(work: Work) -> int:
    return work.minutes


def one(work: Work) -> int:
    return 1


def over_ranges(bound: Bound, rule: Rule, ranges: Iterable[Range], measure: Measure, unit: int) -> Counter:
    windows = [bound.window(each, measure, **limited(bound, rule, rule.limit, unit)) for each in ranges]
    return bound.counter(rule.id, measure, windows, unit)


def weeks(bound: Bound) -> list[Range]:
    return bound.frame.ranges(lambda on: week_of(on, bound.pack.week_starts))


def months(bound: Bound) -> list[Range]:
    return bound.frame.ranges(month_of)


def week_minutes(bound: Bound, rule: Rule) -> Counter:
    return over_ranges(bound, rule, weeks(bound), minutes, HOUR)


def month_minutes(bound: Bound, rule: Rule) -> Counter:
    return over_ranges(bound, rule, months(bound), minutes, HOUR)


def rest_days_in_week(bound: Bound, rule: Rule) -> Counter:
    windows = [bound.window(each, one, **limited(bound, rule, 7 - rule.limit, 1)) for each in weeks(bound)]
    return bound.counter(rule.id, one, windows)


def weekly_rest(bound: Bound, rule: Rule) -> Counter:
    """Nearly: a day of each week without a shift."""
    windows = [bound.window(each, one, **limited(bound, rule, 6, 1)) for each in weeks(bound)]
    return bound.counter(rule.id, one, windows)


def nights(bound: Bound) -> Measure:
    return lambda work: int(bound.night(work))


def nights_in_week(bound: Bound, rule: Rule) -> Counter:
    return over_ranges(bound, rule, weeks(bound), nights(bound), 1)


def nights_in_month(bound: Bound, rule: Rule) -> Counter:
    return over_ranges(bound, rule, months(bound), nights(bound), 1)


def month_overtime(bound: Bound, rule: Rule) -> Counter:
    measure = overtime(bound)
    return over_ranges(bound, rule, months(bound), measure, HOUR)


def overtime(bound: Bound) -> Measure:
    """Beyond the day's hours, and all of a rest day; work on a statutory holiday is paid apart."""
    normal, calendar = bound.pack.pay.day_minutes or 0, bound.frame.calendar

    def of(work: Work) -> int:
        if work.on in calendar.holidays:
            return 0
        free = bound.pack.pay.rest_days and not calendar.is_working_day(work.on)
        return work.minutes if free else max(0, work.minutes - normal)

    return of


def periods(bound: Bound) -> list[Range]:
    pack = bound.pack
    return bound.frame.ranges(lambda on: period_of(on, pack.pay.period or "month", pack.week_starts))


def counted_minutes(bound: Bound) -> Measure:
    return lambda work: 0 if work.on in bound.frame.calendar.holidays else work.minutes


def period_minutes(bound: Bound, rule: Rule) -> Counter:
    """Of a period that the roster does not reach the end of, the part that is known."""
    measure, windows = counted_minutes(bound), []
    for each in periods(bound):
        known = max(each[0], bound.frame.known_from), min(each[1], bound.frame.until_on)
        allowed = (
            standard_minutes(known, bound.frame.calendar, bound.pack.pay.day_minutes or 0) * rule.limit // 100
        )
        windows.append(bound.window(each, measure, **limited(bound, rule, allowed, HOUR)))
    return bound.counter(rule.id, measure, windows, HOUR)


def period_overtime(bound: Bound, rule: Rule) -> Counter:
    measure, windows = counted_minutes(bound), []
    extra = int(rule.limit * MONTHS_OF[bound.pack.pay.period or "month"])
    for each in periods(bound):
        standard = standard_minutes(each, bound.frame.calendar, bound.pack.pay.day_minutes or 0)
        windows.append(bound.window(each, measure, **limited(bound, rule, standard + extra, HOUR)))
    return bound.counter(rule.id, measure, windows, HOUR)


def average_week(bound: Bound, rule: Rule) -> Counter:
    """Over the reference period that ends with the roster; where less is known, over what is known."""
    frame = bound.frame
    start = frame.until_on - (rule.days - 1) * ONE_DAY
    away = sum(start <= on <= frame.until_on for on in bound.days_off)
    known = max(start, frame.known_from)
    limits = {"most": max(0, rule.limit * (rule.days - away) // 7)} if rule.level == HARD else {}
    working = max(0, (frame.until_on - known).days + 1 - away)
    above = ((rule.limit * working // 7, bound.weights.law * rule.weight),)
    window = bound.window((start, frame.until_on), minutes, above=above, **limits)
    return bound.counter(rule.id, minutes, [window], HOUR)


COUNTED: Mapping[str, Callable[[Bound, Rule], Counter]] = {
    "week_minutes": week_minutes,
    "month_minutes": month_minutes,
    "rest_days_in_week": rest_days_in_week,
    "weekly_rest": weekly_rest,
    "nights_in_week": nights_in_week,
    "nights_in_month": nights_in_month,
    "month_overtime": month_overtime,
    "period_minutes": period_minutes,
    "period_overtime": period_overtime,
    "average_week": average_week,
}


def rest_minutes(pack: Pack) -> int:
    return max(
        (rule.limit for rule in pack.rules if rule.kind == "rest_between" and rule.level != OFF), default=0
    )


def longest_run(pack: Pack) -> int | None:
    limits = [rule.limit for rule in pack.rules if rule.kind == "consecutive_days" and rule.level != OFF]
    return min(limits, default=None)


def least_of_months(bound: Bound, least: int | None) -> Iterator[Counter]:
    """What was promised for a month; of one that the roster holds in part, its share."""
    if least:
        windows = []
        for first, last in months(bound):
            inside = min(last, bound.frame.until_on) - max(first, bound.frame.from_on)
            share = least * (inside.days + 1) // ((last - first).days + 1)
            below = ((share, 3 * bound.weights.law),)
            windows.append(bound.window((first, last), minutes, below=below))
        yield bound.counter("terms.month_minimum", minutes, windows, HOUR)
