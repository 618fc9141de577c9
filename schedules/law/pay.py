"""Into which classes of pay one person's minutes fall: each into one. Nothing is ever deducted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from schedules.law.days import Piece, Range, period_of, pieces, standard_minutes, week_of
from schedules.law.shapes import (
    AT_150,
    AT_200,
    AT_300,
    CLASSES,
    NORMAL,
    Calendar,
    Pack,
    Person,
    Shift,
)
from schedules.spans import days

SOMEBODY = Person("")
NO_CALENDAR = Calendar()


@dataclass(frozen=True, slots=True)
class DayPay:
    on: date
    minutes: Mapping[str, int]
    night_minutes: int
    shift_ids: tuple[str, ...]
    by_shift: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PeriodPay:
    """Comprehensive hours of one period: what standard hours would ask, what counts, what is over."""

    from_on: date
    until_on: date
    standard_minutes: int
    counted_minutes: int
    over_minutes: int


@dataclass(frozen=True, slots=True)
class PayClasses:
    minutes: Mapping[str, int]
    night_minutes: int
    days: tuple[DayPay, ...] = ()
    periods: tuple[PeriodPay, ...] = ()

    @property
    def worked_minutes(self) -> int:
        return sum(self.minutes.values())

    @property
    def overtime_minutes(self) -> int:
        return self.worked_minutes - self.minutes[NORMAL]


def pay_classes(
    pack: Pack, worked: Iterable[Shift], *, person: Person = SOMEBODY, calendar: Calendar = NO_CALENDAR
) -> PayClasses:
    """The minutes of one person by class, whole and by date. Hand in whole weeks or whole periods:
    what came before in a week or a period decides what a later minute is."""
    done = pieces(pack, worked)
    if pack.pay.period:
        classed, periods = _by_period(pack, done, calendar)
    else:
        classed, periods = _by_day_and_week(pack, done, person, calendar), ()
    return PayClasses(
        minutes=_sums(classed),
        night_minutes=sum(piece.night_minutes for piece in done),
        days=_days(done, classed),
        periods=tuple(periods),
    )


Classed = list[tuple[Piece, str, int]]


def _sums(classed: Classed) -> dict[str, int]:
    sums = dict.fromkeys(CLASSES, 0)
    for _, class_, minutes in classed:
        sums[class_] += minutes
    return sums


def _days(done: Sequence[Piece], classed: Classed) -> tuple[DayPay, ...]:
    return tuple(_day(on, done, classed) for on in sorted({piece.on for piece in done}))


def _day(on: date, done: Sequence[Piece], classed: Classed) -> DayPay:
    of_day = [entry for entry in classed if entry[0].on == on]
    ids = tuple(dict.fromkeys(piece.shift_id for piece in done if piece.on == on))
    return DayPay(
        on,
        _sums(of_day),
        sum(piece.night_minutes for piece in done if piece.on == on),
        ids,
        {id_: _sums([entry for entry in of_day if entry[0].shift_id == id_]) for id_ in ids},
    )


def _by_period(pack: Pack, done: Sequence[Piece], calendar: Calendar) -> tuple[Classed, list[PeriodPay]]:
    """In order of time, work beyond the period's standard hours is at 150 %; statutory holidays at 300 %
    whatever the sum, and they count against nothing."""
    counted: dict[Range, int] = {}
    classed: Classed = []
    for piece in done:
        if _holiday(pack, piece, calendar):
            classed.append((piece, AT_300, piece.minutes))
            continue
        period = period_of(piece.on, pack.pay.period or "", pack.week_starts)
        room = standard_minutes(period, calendar, pack.pay.day_minutes or 0) - counted.get(period, 0)
        counted[period] = counted.get(period, 0) + piece.minutes
        classed += _split(piece, piece.minutes, room, NORMAL, AT_150)
    return classed, [_period_pay(pack, period, calendar, counted[period]) for period in sorted(counted)]


def _period_pay(pack: Pack, period: Range, calendar: Calendar, counted: int) -> PeriodPay:
    standard = standard_minutes(period, calendar, pack.pay.day_minutes or 0)
    return PeriodPay(*period, standard, counted, max(0, counted - standard))


def _holiday(pack: Pack, piece: Piece, calendar: Calendar) -> bool:
    """A statutory holiday is the hours of its own date, also where a night begins the evening before."""
    return pack.pay.holidays and piece.by_clock in calendar.holidays


def _split(piece: Piece, minutes: int, room: int, within: str, beyond: str) -> Classed:
    fits = max(0, min(minutes, room))
    parts = [(piece, within, fits), (piece, beyond, minutes - fits)]
    return [part for part in parts if part[2]]


def _by_day_and_week(pack: Pack, done: Sequence[Piece], person: Person, calendar: Calendar) -> Classed:
    """First the day's limits, then the week's over what the days left normal."""
    days_done: dict[date, int] = {}
    weeks_done: dict[Range, int] = {}
    seventh = _seventh_days(pack, done)
    classed: Classed = []
    for piece in done:
        if (whole := _whole_class(pack, piece, person, calendar)) is not None:
            classed.append((piece, whole, piece.minutes))
            continue
        already = days_done.get(piece.on, 0)
        days_done[piece.on] = already + piece.minutes
        for _, class_, minutes in _day_classes(pack, piece, already, piece.on in seventh):
            classed += _week_classes(pack, piece, class_, minutes, weeks_done)
    return classed


def _whole_class(pack: Pack, piece: Piece, person: Person, calendar: Calendar) -> str | None:
    if _holiday(pack, piece, calendar):
        return AT_300
    free = pack.pay.rest_days and is_rest_day(piece.on, person, calendar)
    return AT_200 if free and piece.on not in person.time_off_for else None


def is_rest_day(on: date, person: Person, calendar: Calendar) -> bool:
    """As the person's roster has it, else as the calendar has it."""
    if person.rest_days is not None:
        return on in person.rest_days
    return not calendar.is_working_day(on) and on not in calendar.holidays


def _day_classes(pack: Pack, piece: Piece, already: int, seventh: bool) -> Classed:
    first, then = (AT_150, AT_200) if seventh else (NORMAL, AT_150)
    if pack.pay.day_minutes is None:
        return [(piece, first, piece.minutes)]
    classed = _split(piece, piece.minutes, pack.pay.day_minutes - already, first, then)
    if seventh or pack.pay.double_after_minutes is None:
        return classed
    return _doubled(piece, classed, pack.pay.double_after_minutes - already)


def _doubled(piece: Piece, classed: Classed, room: int) -> Classed:
    """What lies beyond the hour from which work is double."""
    double = piece.minutes - max(0, min(piece.minutes, room))
    result = []
    for _, class_, minutes in reversed(classed):
        taken = min(double, minutes)
        double -= taken
        result += [(piece, AT_200, taken), (piece, class_, minutes - taken)]
    return [part for part in reversed(result) if part[2]]


def _week_classes(
    pack: Pack, piece: Piece, class_: str, minutes: int, weeks_done: dict[Range, int]
) -> Classed:
    if class_ != NORMAL or pack.pay.week_minutes is None:
        return [(piece, class_, minutes)]
    week = week_of(piece.on, pack.week_starts)
    already = weeks_done.get(week, 0)
    weeks_done[week] = already + minutes
    return _split(piece, minutes, pack.pay.week_minutes - already, NORMAL, AT_150)


def _seventh_days(pack: Pack, done: Sequence[Piece]) -> Collection[date]:
    """The last day of each week on all of whose days there was work."""
    if not pack.pay.seventh_day:
        return ()
    worked = {piece.on for piece in done}
    weeks = {week_of(on, pack.week_starts) for on in worked}
    return {until for from_on, until in weeks if worked.issuperset(days(from_on, until))}
