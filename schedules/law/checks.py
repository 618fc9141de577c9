"""One function for each kind of rule: where a person's shifts go beyond its limit.

What lies outside the shifts handed in is taken as free time: what is found holds, however little is known.
The exception is a forecast, which says where a period is heading.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import takewhile

from schedules.law.days import (
    MONTHS_OF,
    Piece,
    Range,
    ids_between,
    is_night,
    minutes_on,
    month_of,
    period_of,
    pieces,
    rests,
    runs,
    standard_minutes,
    start_day,
    week_of,
)
from schedules.law.pay import pay_classes
from schedules.law.shapes import Calendar, Pack, Person, Rule, Shift
from schedules.spans import MINUTE, ONE_DAY, Span, midnight, minutes_between, shared


@dataclass(frozen=True)
class View:
    """One person's shifts and what is derived from them; `known` are the dates the roster speaks of."""

    pack: Pack
    person: Person
    shifts: list[Shift]
    calendar: Calendar
    known: Range

    @cached_property
    def pieces(self) -> list[Piece]:
        return pieces(self.pack, self.shifts)

    @cached_property
    def minutes_on(self) -> dict[date, int]:
        return minutes_on(self.pieces)

    @cached_property
    def nights(self) -> list[Shift]:
        return [shift for shift in self.shifts if is_night(self.pack, shift)]

    @cached_property
    def overtime_on(self) -> dict[date, int]:
        """Overtime by date, work on statutory holidays left out."""
        paid = pay_classes(self.pack, self.shifts, person=self.person, calendar=self.calendar)
        return {day.on: day.minutes["150"] + day.minutes["200"] for day in paid.days}

    def between(self, range_: Range) -> int:
        return sum(minutes for on, minutes in self.minutes_on.items() if range_[0] <= on <= range_[1])

    def ids(self, range_: Range) -> tuple[str, ...]:
        return ids_between(self.pieces, *range_)

    def weeks(self) -> list[Range]:
        return sorted({week_of(on, self.pack.week_starts) for on in self.minutes_on})

    def months(self) -> list[Range]:
        return sorted({month_of(on) for on in self.minutes_on})


@dataclass(frozen=True, slots=True)
class Finding:
    from_on: date
    until_on: date
    shift_ids: tuple[str, ...]
    found: int
    allowed: int
    forecast: bool = False


Check = Callable[[Rule, View], Iterator[Finding]]


def _found(view: View, range_: Range, found: int, allowed: int, *, forecast: bool = False) -> Finding:
    return Finding(*range_, view.ids(range_), found, allowed, forecast)


def overlap(rule: Rule, view: View) -> Iterator[Finding]:
    for number, shift in enumerate(view.shifts):
        later = takewhile(
            lambda other, one=shift: other.span.start_at < one.span.end_at, view.shifts[number + 1 :]
        )
        for other in later:
            minutes = min(shift.span.end_at, other.span.end_at) - other.span.start_at
            yield Finding(
                start_day(shift), start_day(other), (shift.id, other.id), minutes // MINUTE, rule.limit
            )


def day_minutes(rule: Rule, view: View) -> Iterator[Finding]:
    for on, minutes in view.minutes_on.items():
        if minutes > rule.limit:
            yield _found(view, (on, on), minutes, rule.limit)


def day_overtime(rule: Rule, view: View) -> Iterator[Finding]:
    normal = view.pack.pay.day_minutes or 0
    for on, minutes in view.minutes_on.items():
        if minutes - normal > rule.limit:
            yield _found(view, (on, on), minutes - normal, rule.limit)


def week_minutes(rule: Rule, view: View) -> Iterator[Finding]:
    yield from _over(rule, view, view.weeks())


def month_minutes(rule: Rule, view: View) -> Iterator[Finding]:
    yield from _over(rule, view, view.months())


def _over(rule: Rule, view: View, ranges: list[Range]) -> Iterator[Finding]:
    for range_ in ranges:
        minutes = view.between(range_)
        if minutes > rule.limit:
            yield _found(view, range_, minutes, rule.limit)


def month_overtime(rule: Rule, view: View) -> Iterator[Finding]:
    for month in view.months():
        over = sum(minutes for on, minutes in view.overtime_on.items() if month[0] <= on <= month[1])
        if over > rule.limit:
            yield _found(view, month, over, rule.limit)


def period_minutes(rule: Rule, view: View) -> Iterator[Finding]:
    """`limit` is the share, in per cent, of what standard hours would ask of the same period."""
    for period, worked in _counted_periods(view):
        allowed = _standard(view, period) * rule.limit // 100
        known = _meeting(period, view.known)
        so_far = _standard(view, known) * rule.limit // 100 if known else 0
        if worked > allowed:
            yield _found(view, period, worked, allowed)
        elif known and known != period and worked > so_far:
            yield _found(view, known, worked, so_far, forecast=True)


def period_overtime(rule: Rule, view: View) -> Iterator[Finding]:
    allowed = int(rule.limit * MONTHS_OF[view.pack.pay.period or "month"])
    for period, worked in _counted_periods(view):
        over = worked - _standard(view, period)
        if over > allowed:
            yield _found(view, period, over, allowed)


def _counted_periods(view: View) -> Iterator[tuple[Range, int]]:
    """Work on statutory holidays is paid apart and counts against no period."""
    counted: dict[Range, int] = {}
    for piece in view.pieces:
        if piece.by_clock not in view.calendar.holidays:
            period = period_of(piece.on, view.pack.pay.period or "month", view.pack.week_starts)
            counted[period] = counted.get(period, 0) + piece.minutes
    yield from sorted(counted.items())


def _standard(view: View, range_: Range) -> int:
    return standard_minutes(range_, view.calendar, view.pack.pay.day_minutes or 0)


def _meeting(one: Range, other: Range) -> Range | None:
    both = max(one[0], other[0]), min(one[1], other[1])
    return both if both[0] <= both[1] else None


def average_week(rule: Rule, view: View) -> Iterator[Finding]:
    """The mean week over `days`, days of leave and illness left out of the count of days."""
    for window, known, working_days in _windows(rule, view):
        worked = view.between(window)
        whole = known == window
        if worked * 7 > rule.limit * (rule.days - _away(view, window)):
            yield _found(view, window, _mean(worked, rule.days - _away(view, window)), rule.limit)
        elif not whole and worked * 7 > rule.limit * working_days:
            yield _found(view, known, _mean(worked, working_days), rule.limit, forecast=True)


def _mean(minutes: int, over_days: int) -> int:
    return round(minutes * 7 / max(1, over_days))


def _away(view: View, range_: Range) -> int:
    return sum(range_[0] <= on <= range_[1] for on in view.person.away)


def _windows(rule: Rule, view: View) -> Iterator[tuple[Range, Range, int]]:
    """The reference periods that end with a known week, what is known of each, and its days without leave.

    Before there is history enough, there is but one: all that is known.
    """
    last = view.known[1]
    ends = [until for _, until in view.weeks() if until <= last] or [last]
    if ends[-1] != last:
        ends.append(last)
    for end in ends:
        window = end - (rule.days - 1) * ONE_DAY, end
        known = _meeting(window, view.known)
        if known and (known == window or end == last):
            yield window, known, (known[1] - known[0]).days + 1 - _away(view, known)


def night_average(rule: Rule, view: View) -> Iterator[Finding]:
    """For who works a third of the shifts at night: hours over the days that weekly rest leaves."""
    for window, known, days in _windows(rule, view):
        shifts = [shift for shift in view.shifts if known[0] <= start_day(shift) <= known[1]]
        nights = sum(shift in view.nights for shift in shifts)
        working = days - days // 7
        if nights * 3 < len(shifts) or not nights or working <= 0:
            continue
        mean = round(view.between(known) / working)
        if mean > rule.limit:
            yield _found(view, known, mean, rule.limit, forecast=known != window)


def night_shift_minutes(rule: Rule, view: View) -> Iterator[Finding]:
    for shift in view.nights:
        minutes = sum(span.minutes for span in shift.work)
        if minutes > rule.limit:
            on = start_day(shift)
            yield Finding(on, on, (shift.id,), minutes, rule.limit)


def rest_between(rule: Rule, view: View) -> Iterator[Finding]:
    """Elapsed time, not the difference of two clocks: in spring a night's rest is an hour shorter.

    A shorter gap is the pause of a split shift as long as the whole leaves the rest within 24 hours.
    """
    longest = 24 * 60 - rule.limit
    began = view.shifts[0].span.start_at if view.shifts else None
    for before, after, rest in rests(view.shifts):
        if rest.minutes >= rule.limit:
            began = after.span.start_at
        elif minutes_between(began, after.span.end_at) > longest:
            began = after.span.start_at
            days = start_day(before), start_day(after)
            yield Finding(*days, (before.id, after.id), rest.minutes, rule.limit)


def weekly_rest(rule: Rule, view: View) -> Iterator[Finding]:
    """A rest counts whole for the week in which it begins, and for another as far as it lies in it.

    In the last week that is known the rest may still come: there it is a forecast.
    """
    if not view.shifts:
        return
    zone = view.shifts[0].zone
    begins, ends = view.shifts[0].span.start_at, max(shift.span.end_at for shift in view.shifts)
    gaps = [rest for _, _, rest in rests(view.shifts)]
    for week in view.weeks():
        limits = Span(midnight(week[0], zone), midnight(week[1] + ONE_DAY, zone))
        edges = [Span(min(limits.start_at, begins), begins), Span(ends, max(limits.end_at, ends))]
        longest = max(_rest_in(gap, limits, edges) for gap in [*gaps, *edges])
        if longest < rule.limit:
            yield _found(view, week, longest, rule.limit, forecast=ends < limits.end_at)


def _rest_in(gap: Span, week: Span, edges: list[Span]) -> int:
    part = shared(gap, week)
    if part is None:
        return 0
    whole = gap.start_at >= week.start_at and gap not in edges
    return gap.minutes if whole else part.minutes


def rest_days_in_week(rule: Rule, view: View) -> Iterator[Finding]:
    worked = set(view.minutes_on)
    for week in view.weeks():
        free = 7 - sum(week[0] <= on <= week[1] for on in worked)
        if free < rule.limit:
            yield _found(view, week, free, rule.limit)


def consecutive_days(rule: Rule, view: View) -> Iterator[Finding]:
    for run in runs(view.minutes_on):
        if len(run) > rule.limit:
            yield _found(view, (run[0], run[-1]), len(run), rule.limit)


def consecutive_nights(rule: Rule, view: View) -> Iterator[Finding]:
    for run in runs(start_day(shift) for shift in view.nights):
        if len(run) > rule.limit:
            yield _nights_found(rule, view, (run[0], run[-1]))


def nights_in_week(rule: Rule, view: View) -> Iterator[Finding]:
    yield from _too_many_nights(rule, view, view.weeks())


def nights_in_month(rule: Rule, view: View) -> Iterator[Finding]:
    yield from _too_many_nights(rule, view, view.months())


def _too_many_nights(rule: Rule, view: View, ranges: list[Range]) -> Iterator[Finding]:
    found = (_nights_found(rule, view, range_) for range_ in ranges)
    yield from (each for each in found if each.found > rule.limit)


def _nights_found(rule: Rule, view: View, range_: Range) -> Finding:
    inside = [shift for shift in view.nights if range_[0] <= start_day(shift) <= range_[1]]
    days = {start_day(shift) for shift in inside}
    return Finding(*range_, tuple(shift.id for shift in inside), len(days), rule.limit)


def minimum_age(rule: Rule, view: View) -> Iterator[Finding]:
    born = view.person.born_on
    for on in sorted(view.minutes_on) if born else ():
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
        if age >= rule.limit:
            return
        yield _found(view, (on, on), age, rule.limit)


def break_after(rule: Rule, view: View) -> Iterator[Finding]:
    """`days` is here the length of work, in minutes, beyond which the break is due."""
    for shift in view.shifts:
        longest = max((each.span.minutes for each in shift.breaks), default=0)
        if shift.span.minutes > rule.days and longest < rule.limit:
            yield _in_shift(shift, longest, rule.limit)


def _in_shift(shift: Shift, found: int, allowed: int) -> Finding:
    on = start_day(shift)
    return Finding(on, on, (shift.id,), found, allowed)


def meal_breaks(rule: Rule, view: View) -> Iterator[Finding]:
    """Counts meals of `limit` minutes: one before the end of the fifth hour, one of the tenth."""
    for shift in view.shifts:
        worked = sum(span.minutes for span in shift.work)
        due = (worked > 5 * 60) + (worked > 10 * 60)
        meals = sorted(
            minutes_between(shift.span.start_at, each.span.start_at)
            for each in shift.breaks
            if not each.paid and each.span.minutes >= rule.limit
        )
        timely = sum(at <= by for at, by in zip(meals, (5 * 60, 10 * 60), strict=False))
        if timely < due:
            yield _in_shift(shift, timely, due)


def rest_breaks(rule: Rule, view: View) -> Iterator[Finding]:
    """Ten minutes for each four hours or the greater part of four; none under three and a half."""
    for shift in view.shifts:
        worked = sum(span.minutes for span in shift.work)
        due = 0 if worked < 210 else (worked + 119) // 240
        given = sum(each.paid and each.span.minutes >= rule.limit for each in shift.breaks)
        if given < due:
            yield _in_shift(shift, given, due)


CHECKS: Mapping[str, tuple[Check, str]] = {
    "overlap": (overlap, "minutes"),
    "minimum_age": (minimum_age, "years"),
    "day_minutes": (day_minutes, "minutes"),
    "day_overtime": (day_overtime, "minutes"),
    "week_minutes": (week_minutes, "minutes"),
    "month_minutes": (month_minutes, "minutes"),
    "month_overtime": (month_overtime, "minutes"),
    "period_minutes": (period_minutes, "minutes"),
    "period_overtime": (period_overtime, "minutes"),
    "average_week": (average_week, "minutes"),
    "night_average": (night_average, "minutes"),
    "night_shift_minutes": (night_shift_minutes, "minutes"),
    "rest_between": (rest_between, "minutes"),
    "weekly_rest": (weekly_rest, "minutes"),
    "rest_days_in_week": (rest_days_in_week, "days"),
    "consecutive_days": (consecutive_days, "days"),
    "consecutive_nights": (consecutive_nights, "nights"),
    "nights_in_week": (nights_in_week, "nights"),
    "nights_in_month": (nights_in_month, "nights"),
    "break_after": (break_after, "minutes"),
    "meal_breaks": (meal_breaks, "breaks"),
    "rest_breaks": (rest_breaks, "breaks"),
}
