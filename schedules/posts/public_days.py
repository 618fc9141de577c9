"""Public holidays, days off in lieu and make-up working days of a country, as its authorities have them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import chinese_calendar
import holidays
from chinese_calendar import constants as state_council

CHINA = "CN"
HOLIDAY, WORKING_DAY, REST_DAY = "holiday", "working_day", "rest_day"
KINDS = (HOLIDAY, WORKING_DAY, REST_DAY)
IN_LIEU = re.compile(r"substituted from (\d\d)/(\d\d)/(\d{4})")
MAKE_UP = "补班", "Make-up working day"
DAY_OFF = "调休", "Day off in lieu"
FIRST_YEAR, LAST_YEAR = 2004, 2100


@dataclass(frozen=True, slots=True)
class PublicDay:
    """`works_as`: the weekday whose work a make-up day does."""

    kind: str
    name_zh: str
    name_en: str
    works_as: int | None = None


@dataclass(frozen=True)
class PublicYear:
    """`announced` says whether the days off in lieu and the make-up days of the year are known yet."""

    days: Mapping[date, PublicDay]
    source: str
    announced: bool


@lru_cache(maxsize=256)
def public_year(country: str, subdivision: str | None, year: int) -> PublicYear:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return PublicYear({}, "none", False)
    return _china(year) if country == CHINA else _elsewhere(country, subdivision, year)


def regions() -> Mapping[str, list[str]]:
    """Countries (ISO 3166-1) whose holidays are known, with their subdivisions."""
    return holidays.list_supported_countries(include_aliases=False)


def _china(year: int) -> PublicYear:
    """Statutory days as such; what the State Council moves about them, once it has said so."""
    named, english = _names(CHINA, None, year, observed=False), _in_english(CHINA, None, year)
    statutory = {on: name for on, name in named.items() if not IN_LIEU.search(english[on])}
    found = {on: PublicDay(HOLIDAY, name, english[on]) for on, name in statutory.items()}
    pairs = {date(int(y), int(m), int(d)): on for on, (m, d, y) in _lieu(english)}
    if year > state_council_until():
        return PublicYear(_made_up_for(year, statutory, english) | found, "holidays", False)
    for on, name in state_council.holidays.items():
        if on.year == year and on.weekday() < 5 and on not in statutory:
            found[on] = PublicDay(REST_DAY, DAY_OFF[0], f"{DAY_OFF[1]} ({name})")
    for on, name in state_council.workdays.items():
        if on.year == year:
            found[on] = PublicDay(WORKING_DAY, MAKE_UP[0], f"{MAKE_UP[1]} ({name})", _works_as(on, pairs))
    return PublicYear(found, "chinesecalendar", True)


def _made_up_for(year: int, statutory: Mapping[date, str], english: Mapping[date, str]) -> dict:
    """Holidays that fall on a weekend are made up for on working days, announced or not."""
    all_ = _names(CHINA, None, year)
    return {on: PublicDay(REST_DAY, all_[on], english[on]) for on in all_ if on not in statutory}


def state_council_until() -> int:
    """The last year for which the make-up days are on file."""
    return max(chinese_calendar.constants.holidays).year


def _lieu(english: Mapping[date, str]):
    for on, name in english.items():
        found = IN_LIEU.search(name)
        if found:
            yield on, found.groups()


def _works_as(on: date, pairs: Mapping[date, date]) -> int:
    """The weekday of the day off for which it makes up; else that of the nearest working day."""
    if on in pairs:
        return pairs[on].weekday()
    return {5: 4, 6: 0}.get(on.weekday(), on.weekday())


def _elsewhere(country: str, subdivision: str | None, year: int) -> PublicYear:
    known = regions().get(country)
    if known is None:
        return PublicYear({}, "none", False)
    subdivision = subdivision if subdivision in known else None
    chinese = _names(country, subdivision, year, language="zh_CN")
    english = _in_english(country, subdivision, year)
    days = {on: PublicDay(HOLIDAY, chinese[on], english[on]) for on in english}
    return PublicYear(days, "holidays", True)


def _in_english(country: str, subdivision: str | None, year: int) -> dict[date, str]:
    return _names(country, subdivision, year, language="en_US")


def _names(
    country: str, subdivision: str | None, year: int, *, language: str = "zh_CN", observed: bool = True
) -> dict[date, str]:
    table = holidays.country_holidays(
        country, subdiv=subdivision, years=year, language=language, observed=observed
    )
    return {on.date() if isinstance(on, datetime) else on: name for on, name in table.items()}
