"""Everybody's fair share of nights, weekends, holidays and hours, and how evenly a roster shares them out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING, NamedTuple

from schedules.law.days import is_night
from schedules.law.packs import CN_STANDARD as ANY_LAW
from schedules.planning.limits import HOUR, Bound, minutes, nights
from schedules.rosters.works import Work
from schedules.solver.problem import Counter, Window
from schedules.spans import days

if TYPE_CHECKING:
    from schedules.planning.situation import Situation
    from schedules.planning.translate import Translation

FULL_WEEK = 40 * HOUR

STEPS = ((0, 1), (1, 1), (2, 2), (4, 4))  # beyond the share: how far, and how much dearer each is from there


@dataclass(frozen=True)
class Shares:
    """What falls to each person: the roster's sums by capacity."""

    minutes: Mapping[str, int]
    nights: Mapping[str, int]
    weekends: Mapping[str, int]
    holidays: Mapping[str, int]


def shares_of(whole: "Translation") -> Shares:
    """By contract hours and by the days that each person is there."""
    now = whole.situation
    power = {person_id: capacity(now, person_id) for person_id in now.people}
    total = max(1, sum(power.values()))
    sums = sums_of(now, now.works)

    def shared(amount: int) -> dict[str, int]:
        return {person_id: -(-amount * own // total) for person_id, own in power.items()}

    return Shares(*(shared(amount) for amount in (sums.minutes, sums.nights, sums.weekends, sums.holidays)))


def capacity(now: "Situation", person_id: str) -> int:
    terms = now.facts.terms[person_id]
    away = now.facts.away.get(person_id, frozenset())
    there = sum(on not in away for on in days(now.from_on, now.until_on))
    return (terms.week_minutes or FULL_WEEK) * there


class Sums(NamedTuple):
    minutes: int
    nights: int
    weekends: int
    holidays: int


def sums_of(now: "Situation", works: Iterable[Work]) -> Sums:
    """Of some shifts, whoever stands in them."""
    works = list(works)
    night = {}
    for work in works:
        key = work.shift_type_id, work.minutes
        if key not in night:
            night[key] = is_night(ANY_LAW, work.for_law(now.facts.zones[work.site_id]))
    return Sums(
        sum(work.minutes for work in works),
        sum(night[work.shift_type_id, work.minutes] for work in works),
        sum(weekend(work) for work in works),
        sum(work.on in now.facts.calendar.holidays for work in works),
    )


def fairness_of(now: "Situation", people: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """The spread of each figure over everybody of the roster, with these people in its shifts."""
    theirs: dict[str, list[Work]] = {person_id: [] for person_id in now.people}
    for work in now.works:
        if people.get(work.id) in theirs:
            theirs[people[work.id]].append(work)
    sums = [sums_of(now, works) for works in theirs.values()]
    return {name: spread(getattr(each, name) for each in sums) for name in Sums._fields}


def counters(bound: Bound, shares: Shares, person_id: str) -> Iterator[Counter]:
    """What is beyond the share costs the more the farther; so does what is short of it."""
    weight = bound.weights.fairness
    if weight:
        calendar = bound.frame.calendar
        yield of_shifts(bound, "fair.nights", nights(bound), shares.nights[person_id], weight)
        yield of_shifts(bound, "fair.weekends", weekend, shares.weekends[person_id], weight)
        if any(on in calendar.holidays for on in bound.frame.dates):
            on_holiday = lambda work: int(work.on in calendar.holidays)  # noqa: E731
            yield of_shifts(bound, "fair.holidays", on_holiday, shares.holidays[person_id], weight)
    if bound.weights.overtime:
        yield of_minutes(bound, shares.minutes[person_id])


def weekend(work: Work) -> int:
    return int(work.on.weekday() >= 5)


def of_shifts(bound: Bound, name: str, measure, share: int, weight: int) -> Counter:
    above = tuple((share + far, weight * dearer) for far, dearer in STEPS)
    below = tuple((share - 1 - far, weight * dearer) for far, dearer in STEPS[:3] if share - 1 - far > 0)
    window = Window(0, bound.frame.days - 1, above=above, below=below)
    return bound.counter(name, measure, [window])


def of_minutes(bound: Bound, share: int) -> Counter:
    weight = bound.weights.overtime
    above = ((share, weight), (share + 12 * HOUR, weight), (share + 24 * HOUR, 2 * weight))
    below = ((share - 12 * HOUR, weight), (share - 24 * HOUR, weight))
    window = Window(0, bound.frame.days - 1, above=above, below=below)
    return bound.counter("fair.minutes", minutes, [window], HOUR)


def spread(values: Iterable[int]) -> dict[str, int]:
    found = sorted(values) or [0]
    return {"least": found[0], "most": found[-1], "median": median_low(found)}
