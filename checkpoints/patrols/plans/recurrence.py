"""When a plan's rounds are to be walked: an RFC 5545 rule in the site's local time.

Taken are FREQ=MINUTELY, HOURLY, DAILY, WEEKLY and MONTHLY with the parts below, in combinations that
recur for ever: a rule that could never come due would be searched for without end. A plan's last day
takes the place of UNTIL and COUNT.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import gcd
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

# A round every quarter of an hour; anything denser is a standing post.
MOST_A_DAY = 96
SHORTEST_INTERVAL_MINUTES = 15

WEEKDAY = r"(MO|TU|WE|TH|FR|SA|SU)"
PARTS = {
    "FREQ": r"(MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY)",
    "INTERVAL": r"[1-9]\d{0,3}",
    "BYDAY": rf"(-?[1-4])?{WEEKDAY}(,(-?[1-4])?{WEEKDAY}){{0,6}}",
    "BYMONTHDAY": r"-?\d{1,2}(,-?\d{1,2}){0,30}",
    "BYHOUR": r"\d{1,2}(,\d{1,2}){0,23}",
    "BYMINUTE": r"\d{1,2}(,\d{1,2}){0,59}",
    "WKST": WEEKDAY,
}
MAY_HAVE = {
    "MINUTELY": {"INTERVAL", "BYDAY", "BYHOUR"},
    "HOURLY": {"INTERVAL", "BYDAY", "BYHOUR", "BYMINUTE"},
    "DAILY": {"INTERVAL", "BYDAY", "BYHOUR", "BYMINUTE"},
    "WEEKLY": {"INTERVAL", "BYDAY", "BYHOUR", "BYMINUTE", "WKST"},
    "MONTHLY": {"INTERVAL", "BYDAY", "BYMONTHDAY", "BYHOUR", "BYMINUTE"},
}
LONGEST_INTERVAL = {"MINUTELY": 1440, "HOURLY": 24, "DAILY": 31, "WEEKLY": 52, "MONTHLY": 12}
REACHES_EACH_HOUR = {"MINUTELY": 60, "HOURLY": 1}
STEP = {
    "MINUTELY": timedelta(minutes=1),
    "HOURLY": timedelta(hours=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
}


class BadRule(ValueError):
    """A rule that is not taken; `reason` names a sentence."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A round comes due: on which of the site's days, at which instant."""

    on: date
    at: datetime


def checked_rule(rule: str) -> str:
    """The rule in its plain spelling, or BadRule."""
    parts = _parts(rule)
    freq, interval = parts["FREQ"], int(parts.get("INTERVAL", 1))
    if parts.keys() - {"FREQ"} - MAY_HAVE[freq]:
        raise BadRule("part_not_taken")
    if interval > LONGEST_INTERVAL[freq]:
        raise BadRule("interval_too_long")
    _check_numbers(parts)
    _check_days(freq, interval, parts)
    _check_times(freq, interval, parts)
    return ";".join(f"{name}={parts[name]}" for name in PARTS if name in parts)


def _parts(rule: str) -> dict[str, str]:
    text = re.sub(r"\s+", "", rule).upper().removeprefix("RRULE:").rstrip(";")
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        if name not in PARTS or name in parts:
            raise BadRule("part_not_taken")
        if not re.fullmatch(PARTS[name], value, re.ASCII):
            raise BadRule("part_unreadable")
        parts[name] = value
    if "FREQ" not in parts:
        raise BadRule("part_unreadable")
    return parts


def _numbers(parts: dict[str, str], name: str) -> list[int]:
    return [int(number) for number in parts[name].split(",")] if name in parts else []


def _check_numbers(parts: dict[str, str]) -> None:
    hours, minutes = _numbers(parts, "BYHOUR"), _numbers(parts, "BYMINUTE")
    days = [abs(day) for day in _numbers(parts, "BYMONTHDAY")]
    if any(hour > 23 for hour in hours) or any(minute > 59 for minute in minutes):
        raise BadRule("part_unreadable")
    if any(not 1 <= day <= 28 for day in days):
        raise BadRule("month_day")


def _check_days(freq: str, interval: int, parts: dict[str, str]) -> None:
    """Only combinations of days that come round again and again."""
    days = parts.get("BYDAY", "")
    if freq != "MONTHLY" and re.search(r"\d", days):
        raise BadRule("part_not_taken")
    if freq == "MONTHLY" and days and "BYMONTHDAY" in parts:
        raise BadRule("part_not_taken")
    if freq == "DAILY" and days and gcd(interval, 7) != 1:
        raise BadRule("never_due")


def _check_times(freq: str, interval: int, parts: dict[str, str]) -> None:
    """Not too many in a day, and hours that are reached."""
    hours, minutes = len(set(_numbers(parts, "BYHOUR"))), len(set(_numbers(parts, "BYMINUTE")))
    if freq == "MINUTELY" and interval < SHORTEST_INTERVAL_MINUTES:
        raise BadRule("too_dense")
    if hours and interval > REACHES_EACH_HOUR.get(freq, interval):
        raise BadRule("never_due")
    each_day = {"MINUTELY": 1440 // interval, "HOURLY": (hours or 24) * (minutes or 1)}
    if each_day.get(freq, (hours or 1) * (minutes or 1)) > MOST_A_DAY:
        raise BadRule("too_dense")


def occurrences(
    rule: str,
    *,
    first_on: date,
    last_on: date | None,
    starts_at: time,
    time_zone: str,
    since: date,
    until: date,
) -> list[Occurrence]:
    """What comes due on the site's days from `since` to `until`, both included, in order."""
    begin, end = max(first_on, since), min(last_on or until, until)
    if begin > end:
        return []
    zone, result = ZoneInfo(time_zone), {}
    for local in _local_times(rule, datetime.combine(first_on, starts_at), begin, end):
        at = instant(local, zone)
        result.setdefault(at, Occurrence(local.date(), at))
    return [result[at] for at in sorted(result)]


def _local_times(rule: str, first: datetime, begin: date, end: date) -> Iterator[datetime]:
    lower, upper = datetime.combine(begin, time.min), datetime.combine(end, time.max)
    for local in rrulestr(rule, dtstart=_near(rule, first, lower), ignoretz=True):
        if local > upper:
            return
        if local >= max(lower, first):
            yield local


def _near(rule: str, first: datetime, lower: datetime) -> datetime:
    """A start of the same recurrence shortly before `lower`: years need not be counted through."""
    parts = _parts(rule)
    if parts["FREQ"] not in STEP:
        return first
    step = STEP[parts["FREQ"]] * int(parts.get("INTERVAL", 1))
    return first + max((lower - first) // step - 1, 0) * step


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a site's clock time. One that is skipped in spring moves forward by the gap, one that
    comes twice in autumn means the first."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
