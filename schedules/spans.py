"""Stretches of time on whole minutes, and what the clocks of a place say of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one instant up to, but not with, another."""

    start_at: datetime
    end_at: datetime

    @property
    def minutes(self) -> int:
        return minutes_between(self.start_at, self.end_at)


def on_the_minute(at: datetime) -> datetime:
    """The instant in UTC, its seconds cut off: sums of whole minutes lose none between two spans."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def minutes_between(start_at: datetime, end_at: datetime) -> int:
    return (end_at - start_at) // MINUTE


def span(start_at: datetime, end_at: datetime) -> Span:
    start, end = on_the_minute(start_at), on_the_minute(end_at)
    return Span(start, max(start, end))


def total(spans: Iterable[Span]) -> int:
    return sum(each.minutes for each in spans)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same minutes, each once, in order."""
    result: list[Span] = []
    for each in sorted(spans):
        if result and each.start_at <= result[-1].end_at:
            result[-1] = Span(result[-1].start_at, max(result[-1].end_at, each.end_at))
        elif each.start_at < each.end_at:
            result.append(each)
    return result


def shared(one: Span, other: Span) -> Span | None:
    start, end = max(one.start_at, other.start_at), min(one.end_at, other.end_at)
    return Span(start, end) if start < end else None


def inside(spans: Iterable[Span], limits: Iterable[Span]) -> list[Span]:
    """What of the spans lies in the limits."""
    limits = merged(limits)
    found = (shared(each, limit) for each in merged(spans) for limit in limits)
    return [each for each in found if each]


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """What of the spans remains when the holes are cut out."""
    left = merged(spans)
    for hole in merged(holes):
        left = [part for each in left for part in _cut(each, hole)]
    return left


def _cut(whole: Span, hole: Span) -> Iterator[Span]:
    before = Span(whole.start_at, min(whole.end_at, hole.start_at))
    after = Span(max(whole.start_at, hole.end_at), whole.end_at)
    yield from (part for part in (before, after) if part.start_at < part.end_at)


@lru_cache(maxsize=4096)
def midnight(on: date, zone: str) -> datetime:
    return wall(on, time(0), zone)


def wall(on: date, at: time, zone: str) -> datetime:
    """The instant at which the clocks of the place show this time.

    A time that they skip in spring is as many minutes after the jump; one that they show twice is the first.
    """
    return datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC)


def local_day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def shift_span(on: date, starts: time, ends: time, zone: str) -> Span:
    """A shift by the clock on the wall; one that ends no later than it starts ends on the next day."""
    until = on if ends > starts else on + ONE_DAY
    return Span(wall(on, starts, zone), wall(until, ends, zone))


def by_day(spans: Iterable[Span], zone: str) -> Iterator[tuple[date, Span]]:
    """The spans cut at each local midnight, with the date of each piece."""
    for each in merged(spans):
        on = local_day(each.start_at, zone)
        start = each.start_at
        while start < each.end_at:
            end = min(each.end_at, midnight(on + ONE_DAY, zone))
            yield on, Span(start, end)
            start, on = end, on + ONE_DAY


def at_night(spans: Iterable[Span], zone: str, starts: time, ends: time) -> list[Span]:
    """What of the spans lies between the two times of a night."""
    spans = merged(spans)
    if not spans:
        return []
    on = local_day(spans[0].start_at, zone) - ONE_DAY
    nights = []
    while midnight(on, zone) < spans[-1].end_at:
        nights.append(shift_span(on, starts, ends, zone))
        on += ONE_DAY
    return inside(spans, nights)


def days(from_on: date, until_on: date) -> Iterator[date]:
    """Each date, the last one too."""
    for number in range((until_on - from_on).days + 1):
        yield from_on + timedelta(days=number)
