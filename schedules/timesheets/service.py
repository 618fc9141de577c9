"""Locking a period for payroll. What is learnt of it later is kept, and told with the next one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import or_, select, update

from guard_api.clock import now
from guard_api.database import db, get_owned
from guard_api.errors import NotFound, Problem
from guard_api.identity.actor import ADMINISTRATOR, HR, Actor
from guard_api.records import note_change
from guard_api.tenants.models import Site
from people.dates import today_of
from schedules.clocking.derivation import Moved
from schedules.timesheets import figures, queries
from schedules.timesheets.models import TimesheetLine, TimesheetLock
from schedules.timesheets.people import sheets
from schedules.timesheets.rules import AFTER, BEFORE, plus

LOCKERS = (HR, ADMINISTRATOR)


def lock_period(*, actor: Actor, from_on: date, until_on: date, site_id: str | None = None) -> TimesheetLock:
    """Freeze everybody's minutes as they are; adjustments of earlier periods are told with them."""
    if site_id is not None:
        get_owned(Site, actor.organisation_id, site_id)
    _refuse_unready(actor, from_on, until_on, site_id)
    lock = TimesheetLock(
        organisation_id=actor.organisation_id,
        site_id=site_id,
        from_on=from_on,
        until_on=until_on,
        locked_by=actor.person_id,
    )
    db.session.add(lock)
    db.session.flush()
    _freeze(lock)
    note_change(actor, "timesheet.locked", "timesheet_lock", lock.id, from_on=from_on.isoformat())
    return lock


def _refuse_unready(actor: Actor, from_on: date, until_on: date, site_id: str | None) -> None:
    if until_on >= today_of(actor.organisation_id):
        raise Problem("timesheets.not_over", 409)
    same = TimesheetLock.site_id.is_(None)
    if site_id is not None:
        same = or_(same, TimesheetLock.site_id == site_id)
    overlapping = select(TimesheetLock.id).where(
        TimesheetLock.organisation_id == actor.organisation_id,
        TimesheetLock.unlocked_at.is_(None),
        TimesheetLock.from_on <= until_on,
        TimesheetLock.until_on >= from_on,
    )
    if site_id is not None:
        overlapping = overlapping.where(same)
    if db.session.scalar(overlapping.limit(1)):
        raise Problem("timesheets.locked_already", 409)


def _freeze(lock: TimesheetLock) -> None:
    chosen = {lock.site_id} if lock.site_id else None
    found = sheets(lock.organisation_id, lock.from_on, lock.until_on, chosen)
    ids = [sheet.person_id for sheet in found]
    rows = queries.fresh_rows(lock.organisation_id, found, ids, lock.from_on, lock.until_on)
    db.session.add_all(_line(lock, row) for row in rows)
    _settle(lock.organisation_id, rows)


def _line(lock: TimesheetLock, row: dict[str, Any]) -> TimesheetLine:
    return TimesheetLine(
        organisation_id=lock.organisation_id,
        lock_id=lock.id,
        person_id=row["person_id"],
        site_id=row["site_id"],
        from_on=lock.from_on,
        until_on=lock.until_on,
        content=row | {"lock_id": lock.id},
        settled=row["minutes"],
        adjusts={each["line_id"]: each["minutes"] for each in row["adjusts"]},
    )


def _settle(organisation_id: str, rows: Iterable[dict[str, Any]]) -> None:
    """Payroll is told of these now."""
    for row in rows:
        for each in row["adjusts"]:
            line = get_owned(TimesheetLine, organisation_id, each["line_id"])
            line.settled, line.changed_at = plus(line.settled, each["minutes"]), None


def unlock_period(*, actor: Actor, lock_id: str, reason: str) -> TimesheetLock:
    """Open it again, and take back what it put right. Only while no later lock has put it right itself."""
    lock = db.session.scalar(
        select(TimesheetLock)
        .where(TimesheetLock.organisation_id == actor.organisation_id, TimesheetLock.id == lock_id)
        .with_for_update()
    )
    if lock is None:
        raise NotFound()
    if lock.unlocked_at is not None:
        raise Problem("timesheets.not_locked", 409)
    lines = _lines(lock)
    if _put_right_later(lock, {line.id for line in lines}):
        raise Problem("timesheets.put_right_later", 409)
    for line in lines:
        _take_back(line)
    lock.unlocked_by, lock.unlocked_at, lock.reason = actor.person_id, now(), reason
    note_change(actor, "timesheet.unlocked", "timesheet_lock", lock.id, reason=reason)
    return lock


def _lines(lock: TimesheetLock) -> list[TimesheetLine]:
    return list(
        db.session.scalars(
            select(TimesheetLine).where(
                TimesheetLine.organisation_id == lock.organisation_id, TimesheetLine.lock_id == lock.id
            )
        )
    )


def _put_right_later(lock: TimesheetLock, line_ids: set[str]) -> bool:
    later = db.session.scalars(
        figures.active_lines(lock.organisation_id).where(TimesheetLine.from_on > lock.until_on)
    )
    return any(line_ids & line.adjusts.keys() for line in later)


def _take_back(line: TimesheetLine) -> None:
    for line_id, minutes in line.adjusts.items():
        earlier = get_owned(TimesheetLine, line.organisation_id, line_id)
        earlier.settled, earlier.changed_at = plus(earlier.settled, minutes, -1), now()


def facts_moved(moved: Moved) -> None:
    """Mark the locked lines that a fact may have changed; nothing of theirs is rewritten."""
    first, last = min(moved.dates), max(moved.dates)
    touched = (
        figures.active_lines(moved.organisation_id)
        .with_only_columns(TimesheetLine.id)
        .where(
            TimesheetLine.person_id == moved.person_id,
            TimesheetLine.until_on >= first - BEFORE,
            TimesheetLine.from_on <= last + AFTER,
            TimesheetLine.changed_at.is_(None),
        )
    )
    db.session.execute(
        update(TimesheetLine)
        .where(
            TimesheetLine.organisation_id == moved.organisation_id,
            TimesheetLine.id.in_(touched.scalar_subquery()),
        )
        .values(changed_at=now())
        .execution_options(synchronize_session=False)
    )
