"""Minutes of people in a period, as they are now; and what earlier, locked periods are put right by."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from guard_api.database import db
from schedules.attendance.facts import LEAVE as ON_LEAVE
from schedules.clocking.hours import Hours, hours_of
from schedules.clocking.models import Attendance
from schedules.timesheets.models import TimesheetLine, TimesheetLock
from schedules.timesheets.rules import LEAVE, difference


class Sums(NamedTuple):
    """What beside the classes is said of a person's shifts."""

    shifts: int = 0
    leave: int = 0
    unconfirmed: int = 0
    claimed: int = 0
    late: int = 0


NOTHING = Sums()


def minutes_of(
    organisation_id: str, person_ids: Collection[str], from_on: date, until_on: date
) -> dict[str, dict[str, int]]:
    """By class, with night and leave."""
    hours = hours_of(organisation_id, person_ids, from_on, until_on)
    sums = sums_of(organisation_id, person_ids, from_on, until_on)
    return {id_: with_leave(each, sums.get(id_, NOTHING)) for id_, each in hours.items()}


def with_leave(hours: Hours, sums: Sums) -> dict[str, int]:
    return hours.minutes | {LEAVE: sums.leave}


def sums_of(
    organisation_id: str, person_ids: Collection[str], from_on: date, until_on: date
) -> dict[str, Sums]:
    attended = Attendance.state.in_(("working", "worked"))
    on_leave = Attendance.state == ON_LEAVE
    rows = db.session.execute(
        select(
            Attendance.person_id,
            func.count().filter(attended),
            func.coalesce(func.sum(Attendance.planned_minutes).filter(on_leave), 0),
            func.sum(Attendance.unconfirmed_minutes),
            func.sum(Attendance.claimed_minutes),
            func.count().filter(Attendance.late_minutes > 0),
        )
        .where(
            Attendance.organisation_id == organisation_id,
            Attendance.person_id.in_(list(person_ids)),
            Attendance.on.between(from_on, until_on),
        )
        .group_by(Attendance.person_id)
    )
    return {id_: Sums(*(int(one) for one in numbers)) for id_, *numbers in rows}


class Adjustment(NamedTuple):
    """What a locked period of somebody's has to be put right by."""

    line: TimesheetLine
    minutes: Mapping[str, int]
    now: Mapping[str, int]


def adjustments_of(
    organisation_id: str, person_ids: Collection[str], before: date
) -> dict[str, list[Adjustment]]:
    """Of each person, from locked periods that ended before a date; only those whose facts moved."""
    lines = _moved(organisation_id, person_ids, before)
    found: dict[str, list[Adjustment]] = {}
    for (from_on, until_on), of_period in _by_period(lines).items():
        people = [line.person_id for line in of_period]
        current = minutes_of(organisation_id, people, from_on, until_on)
        for line in of_period:
            minutes = difference(current[line.person_id], line.settled)
            if minutes:
                one = Adjustment(line, minutes, current[line.person_id])
                found.setdefault(line.person_id, []).append(one)
    return found


def _moved(organisation_id: str, person_ids: Collection[str], before: date) -> list[TimesheetLine]:
    return list(
        db.session.scalars(
            active_lines(organisation_id)
            .where(
                TimesheetLine.person_id.in_(list(person_ids)),
                TimesheetLine.until_on < before,
                TimesheetLine.changed_at.is_not(None),
            )
            .order_by(TimesheetLine.from_on, TimesheetLine.id)
        )
    )


def active_lines(organisation_id: str):
    """Lines of periods that are locked now."""
    of_lock = (TimesheetLock.organisation_id == TimesheetLine.organisation_id) & (
        TimesheetLock.id == TimesheetLine.lock_id
    )
    return (
        select(TimesheetLine)
        .join(TimesheetLock, of_lock)
        .where(TimesheetLine.organisation_id == organisation_id, TimesheetLock.unlocked_at.is_(None))
    )


def _by_period(lines: Iterable[TimesheetLine]) -> dict[tuple[date, date], list[TimesheetLine]]:
    found: dict[tuple[date, date], list[TimesheetLine]] = {}
    for line in lines:
        found.setdefault((line.from_on, line.until_on), []).append(line)
    return found
