"""The calendar and the patterns as the API shows them."""

from datetime import date
from typing import Any

from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import Actor
from schedules.law.packs import PACKS
from schedules.law.shapes import Words
from schedules.posts import patterns
from schedules.posts.calendar import listed, marked_days, region_of, years_known
from schedules.posts.patterns import PATTERNS, Pattern
from schedules.posts.public_days import regions
from schedules.posts.rules import LONGEST_RANGE_DAYS


def both(text: Words) -> dict[str, str]:
    return {"zh": text["zh-CN"], "en": text["en"]}


def in_range(from_on: date, until_on: date) -> None:
    """Refuse a range that is upside down, or longer than anybody looks at."""
    if not 0 <= (until_on - from_on).days < LONGEST_RANGE_DAYS:
        raise Problem("posts.range_too_long", 422, days=LONGEST_RANGE_DAYS, paths=["/until_on"])


def date_in_path(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound() from None


def calendar(actor: Actor, *, from_on: date, until_on: date) -> dict[str, Any]:
    region = region_of(actor.organisation_id)
    return {
        "region": region,
        "years": years_known(region, from_on, until_on),
        "days": listed(marked_days(actor.organisation_id, from_on, until_on)),
    }


def known_regions() -> list[dict[str, Any]]:
    return [{"country": country, "subdivisions": parts} for country, parts in sorted(regions().items())]


def shift_patterns() -> list[dict[str, Any]]:
    return [_pattern(each) for each in PATTERNS.values()]


def _pattern(pattern: Pattern) -> dict[str, Any]:
    return {
        "id": pattern.id,
        "name": both(pattern.name),
        "note": both(pattern.note),
        "shifts": pattern.shifts,
        "cycle": pattern.cycle,
        "weekdays": pattern.weekdays,
        "together": pattern.together,
        "week_minutes": patterns.week_minutes_a_person(pattern),
        "people": patterns.people_for(pattern, pattern.together),
        "warnings": [one for pack in PACKS for one in patterns.warnings_of(pattern.id, pack)],
    }
