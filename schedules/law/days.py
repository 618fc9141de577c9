"""Work laid on dates, weeks, months and the periods of comprehensive hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from schedules.law.shapes import Calendar, Night, Pack, Shift, each_minute_once
from schedules.spans import ONE_DAY, Span, at_night, by_day, days, local_day, merged, total

Range = tuple[date, date]

MONTHS_OF = {"week": 12 / 52, "month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Piece:
    """Work that belongs to one date, in order of time. `by_clock` is the date the clocks showed."""

    on: date
    by_clock: date
    span: Span
    shift_id: str
    night_minutes: int

    @property
    def minutes(self) -> int:
        return self.span.minutes


def start_day(shift: Shift) -> date:
    return shift.on or local_day(shift.start_at, shift.zone)


def pieces(pack: Pack, shifts: Iterable[Shift]) -> list[Piece]:
    """Every minute worked, once, with the date it belongs to."""
    shifts = list(shifts)
    work = each_minute_once(shifts)
    by_id = {shift.id: shift for shift in shifts}
    found = [piece for id_, spans in work.items() for piece in _pieces(pack, by_id[id_], spans)]
    return sorted(found, key=lambda piece: (piece.span, piece.shift_id))


def _pieces(pack: Pack, shift: Shift, spans: list[Span]) -> Iterable[Piece]:
    for clock, span in by_day(spans, shift.zone):
        on = start_day(shift) if pack.day_by == "start" else clock
        yield Piece(on, clock, span, shift.id, night_minutes(pack.night, [span], shift.zone))


def night_minutes(night: Night, spans: Iterable[Span], zone: str) -> int:
    return _night_minutes(night, tuple(spans), zone)


@lru_cache(maxsize=16_384)
def _night_minutes(night: Night, spans: tuple[Span, ...], zone: str) -> int:
    """Many people work the same hours: they are looked at once."""
    return total(at_night(spans, zone, night.starts, night.ends))


def is_night(pack: Pack, shift: Shift) -> bool:
    return night_minutes(pack.night, shift.work, shift.zone) >= pack.night.shift_from_minutes


def week_of(on: date, week_starts: int) -> Range:
    first = on - timedelta(days=(on.weekday() - week_starts) % 7)
    return first, first + 6 * ONE_DAY


def month_of(on: date) -> Range:
    return months_from(on.replace(day=1), 1)


def months_from(first: date, count: int) -> Range:
    month = first.month - 1 + count
    return first, date(first.year + month // 12, month % 12 + 1, 1) - ONE_DAY


def period_of(on: date, period: str, week_starts: int) -> Range:
    """The stretch over which comprehensive hours are counted that holds this date."""
    if period == "week":
        return week_of(on, week_starts)
    if period == "quarter":
        return months_from(on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1), 3)
    return months_from(on.replace(month=1, day=1), 12) if period == "year" else month_of(on)


@lru_cache(maxsize=1024)
def standard_minutes(period: Range, calendar: Calendar, day_minutes: int) -> int:
    """What standard hours would ask in the period: its working days, make-up days included."""
    return day_minutes * sum(calendar.is_working_day(on) for on in days(*period))


def minutes_on(pieces: Iterable[Piece]) -> dict[date, int]:
    result: dict[date, int] = {}
    for piece in pieces:
        result[piece.on] = result.get(piece.on, 0) + piece.minutes
    return result


def ids_between(pieces: Iterable[Piece], from_on: date, until_on: date) -> tuple[str, ...]:
    found = (piece.shift_id for piece in pieces if from_on <= piece.on <= until_on)
    return tuple(dict.fromkeys(found))


def runs(dates: Iterable[date]) -> list[list[date]]:
    """Days in a row."""
    result: list[list[date]] = []
    for on in sorted(set(dates)):
        if result and result[-1][-1] + ONE_DAY == on:
            result[-1].append(on)
        else:
            result.append([on])
    return result


def rests(shifts: Sequence[Shift]) -> list[tuple[Shift, Shift, Span]]:
    """Between each stretch of presence and the next: who came before, who after, and the time between.

    A shift that lies within another ends no rest and begins none.
    """
    found = []
    last: Shift | None = None
    for shift in sorted(shifts, key=lambda each: (each.span, each.id)):
        if last is not None and shift.span.start_at >= last.span.end_at:
            found.append((last, shift, Span(last.span.end_at, shift.span.start_at)))
        if last is None or shift.span.end_at > last.span.end_at:
            last = shift
    return found


def presence(shifts: Iterable[Shift]) -> list[Span]:
    return merged(shift.span for shift in shifts)
