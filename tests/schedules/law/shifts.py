"""Shifts written short."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from schedules.law.shapes import Break, Shift

SHANGHAI = "Asia/Shanghai"
# A Monday; no statutory holiday lies in this week or the next.
MONDAY = date(2026, 3, 2)


def shift(
    day: int, starts: float, hours: float, *, zone: str = SHANGHAI, breaks: tuple = (), monday: date = MONDAY
) -> Shift:
    """On the day so many days after a Monday; `breaks` are (hours after the start, minutes, paid)."""
    start = datetime.combine(monday, datetime.min.time(), ZoneInfo(zone)) + timedelta(days=day, hours=starts)
    pauses = tuple(
        Break(start + timedelta(hours=after), start + timedelta(hours=after, minutes=minutes), paid)
        for after, minutes, paid in breaks
    )
    return Shift(f"{day}@{starts:g}", start, start + timedelta(hours=hours), zone, pauses)


def days_of(days, starts: float, hours: float, **facts) -> list[Shift]:
    return [shift(day, starts, hours, **facts) for day in days]
