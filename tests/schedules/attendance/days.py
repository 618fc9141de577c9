"""Plans and punches written short: "13 18:30" is half past six in the evening of the 13th."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from schedules.attendance.facts import Break, PlannedShift, Punch
from schedules.attendance.rules import Derived, derive

SHANGHAI = "Asia/Shanghai"
LATER = datetime(2027, 12, 31, tzinfo=UTC)


def at(day_and_time: str, *, month: str = "2026-07", zone: str = SHANGHAI) -> datetime:
    day, _, clock = day_and_time.partition(" ")
    return datetime.fromisoformat(f"{month}-{int(day):02d}T{clock}").replace(tzinfo=ZoneInfo(zone))


def plan(starts: str, ends: str, id_: str = "", *, breaks=(), person: str | None = "wang", **facts):
    clock = {key: facts.pop(key) for key in ("month", "zone") if key in facts}
    return PlannedShift(
        id_ or starts,
        person,
        at(starts, **clock),
        at(ends, **clock),
        clock.get("zone", SHANGHAI),
        tuple(Break(at(since, **clock), at(until, **clock)) for since, until in breaks),
        **facts,
    )


def punch(
    kind: str, when: str, id_: str = "", *, person: str = "wang", late_hours: float = 0, **clock
) -> Punch:
    instant = at(when, **clock)
    return Punch(id_ or f"{person}{kind}{when}", person, kind, instant, instant + timedelta(hours=late_hours))


def punches(*words: str, **clock) -> list[Punch]:
    """Each "in 13 18:30" or "out 14 07:10"."""
    return [punch(*word.split(" ", 1), **clock) for word in words]


def only(shifts, made, now: datetime = LATER, **facts):
    derived = derive(shifts, made, now=now, **facts)
    assert len(derived.attendances) == len(shifts)
    return derived.attendances if len(shifts) > 1 else derived.attendances[0]


def minutes_of(derived: Derived) -> int:
    """Every minute that is kept anywhere."""
    shifts = sum(
        each.early_minutes + each.inside_minutes + each.break_minutes + each.over_minutes
        for each in derived.attendances
    )
    return shifts + sum(each.span.minutes for each in derived.unplanned)
