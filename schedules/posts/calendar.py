"""The calendar of an organisation: its country's, and its own entries over it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from sqlalchemy import select

from guard_api.database import db
from people.dates import zone_of
from schedules.law.shapes import Calendar
from schedules.posts.models import CalendarDay, CalendarRegion
from schedules.posts.public_days import HOLIDAY, REST_DAY, WORKING_DAY, PublicDay, public_year
from schedules.posts.rules import ON_HOLIDAYS
from schedules.spans import days

FALLBACK = "CN"


@dataclass(frozen=True, slots=True)
class Region:
    """`chosen` is false where it follows from the sites' time zone."""

    country: str
    subdivision: str | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """A date that is not what its weekday says. `own` entries belong to the organisation."""

    on: date
    kind: str
    name_zh: str
    name_en: str
    own: bool = False
    works_as: int | None = None


def calendar_of(organisation_id: str, from_on: date, until_on: date) -> Calendar:
    """As the law wants it."""
    return as_law(marked_days(organisation_id, from_on, until_on))


def as_law(marked: Iterable[MarkedDay]) -> Calendar:
    by_kind: dict[str, set[date]] = {HOLIDAY: set(), WORKING_DAY: set(), REST_DAY: set()}
    for day in marked:
        by_kind[day.kind].add(day.on)
    return Calendar(
        holidays=frozenset(by_kind[HOLIDAY]),
        working_days=frozenset(by_kind[WORKING_DAY]),
        rest_days=frozenset(by_kind[REST_DAY]),
    )


def weekdays_of(marked: Iterable[MarkedDay]) -> dict[date, int]:
    """As which line of a weekly template each marked date counts."""
    return {day.on: _counts_as(day) for day in marked}


def _counts_as(day: MarkedDay) -> int:
    if day.kind != WORKING_DAY:
        return ON_HOLIDAYS
    return day.works_as if day.works_as is not None else day.on.weekday()


def marked_days(organisation_id: str, from_on: date, until_on: date) -> list[MarkedDay]:
    """Holidays, make-up working days and days off in lieu between two dates, in order."""
    found = {day.on: day for day in _public(region_of(organisation_id), from_on, until_on)}
    found |= {day.on: day for day in _own(organisation_id, from_on, until_on)}
    return [found[on] for on in sorted(found)]


def _public(region: Region, from_on: date, until_on: date) -> Iterator[MarkedDay]:
    for year in range(from_on.year, until_on.year + 1):
        table = public_year(region.country, region.subdivision, year).days
        yield from (_marked(on, day) for on, day in table.items() if from_on <= on <= until_on)


def _marked(on: date, day: PublicDay) -> MarkedDay:
    return MarkedDay(on, day.kind, day.name_zh, day.name_en, works_as=day.works_as)


def _own(organisation_id: str, from_on: date, until_on: date) -> Iterator[MarkedDay]:
    rows = db.session.scalars(
        select(CalendarDay).where(
            CalendarDay.organisation_id == organisation_id, CalendarDay.on.between(from_on, until_on)
        )
    )
    for row in rows:
        yield MarkedDay(row.on, row.kind, row.name_zh, row.name_en, own=True)


def region_of(organisation_id: str) -> Region:
    chosen = db.session.get(CalendarRegion, organisation_id)
    if chosen is not None:
        return Region(chosen.country, chosen.subdivision, chosen=True)
    return Region(_countries().get(zone_of(organisation_id), FALLBACK))


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Time zone → the country that it is named for, as the time-zone database has it."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines()
    fields = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {parts[2]: parts[0] for parts in fields}


def years_known(region: Region, from_on: date, until_on: date) -> list[dict]:
    """For each year where its days come from, and whether the make-up days are announced."""
    found = []
    for year in range(from_on.year, until_on.year + 1):
        table = public_year(region.country, region.subdivision, year)
        found.append({"year": year, "source": table.source, "announced": table.announced})
    return found


def listed(days_: Iterable[MarkedDay]) -> list[dict]:
    return [
        {"on": day.on, "kind": day.kind, "name_zh": day.name_zh, "name_en": day.name_en, "own": day.own}
        for day in days_
    ]


def working_days(calendar: Calendar, from_on: date, until_on: date) -> list[date]:
    return [on for on in days(from_on, until_on) if calendar.is_working_day(on)]
