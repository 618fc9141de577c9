"""What a template, its exceptions and the calendar ask for on each date. Plain data in, plain data out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from schedules.spans import days

KINDS = ("fixed", "gate", "control_room", "patrol", "relief")
WALKING = ("none", "some", "much")
ON_HOLIDAYS = 7
LONGEST_RANGE_DAYS = 400


class Need(NamedTuple):
    """So many people at a post, in the shift that begins on that date."""

    post_id: str
    site_id: str
    on: date
    shift_type_id: str
    need: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a weekly template."""

    weekday: int
    shift_type_id: str
    need: int
    from_on: date
    until_on: date | None = None

    def holds_on(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


def needs_of(
    lines: Iterable[Line],
    exceptions: Mapping[tuple[date, str], int],
    weekdays: Mapping[date, int],
    from_on: date,
    until_on: date,
) -> list[tuple[date, str, int]]:
    """(date, shift type, need) of one post, those that need nobody left out.

    `weekdays` says for a date as which weekday it counts, 7 for a holiday, where the calendar moves it.
    """
    lines = list(lines)
    found = []
    for on in days(from_on, until_on):
        wanted = template_on(lines, on, weekdays.get(on, on.weekday()))
        wanted |= {shift_type: need for (day, shift_type), need in exceptions.items() if day == on}
        found += [(on, shift_type, need) for shift_type, need in sorted(wanted.items()) if need > 0]
    return found


def template_on(lines: Iterable[Line], on: date, weekday: int) -> dict[str, int]:
    """Shift type → need. A holiday without lines of its own is a day like any other."""
    by_weekday: dict[int, dict[str, int]] = defaultdict(dict)
    for line in lines:
        if line.holds_on(on):
            by_weekday[line.weekday][line.shift_type_id] = line.need
    if weekday == ON_HOLIDAYS and not by_weekday[ON_HOLIDAYS]:
        weekday = on.weekday()
    return dict(by_weekday[weekday])


def fits_in_shift(breaks: Iterable[Mapping], minutes: int) -> bool:
    """Breaks lie inside their shift, one after the other."""
    end = 0
    for each in sorted(breaks, key=lambda one: one["after_minutes"]):
        if each["after_minutes"] < end:
            return False
        end = each["after_minutes"] + each["minutes"]
    return end <= minutes


def paid_minutes(minutes: int, breaks: Iterable[Mapping]) -> int:
    """What a shift counts as work."""
    return minutes - sum(each["minutes"] for each in breaks if not each["paid"])
