from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.identity.people.queries import site_names
from schedules.clocking.board.queries import shown as attendance_shown
from schedules.clocking.hours import Hours, hours_of
from schedules.clocking.models import Attendance, UnplannedWork
from schedules.clocking.names import names_of
from schedules.terms.queries import terms_of
from schedules.timesheets import figures
from schedules.timesheets.models import TimesheetLine, TimesheetLock
from schedules.timesheets.people import Sheet, sheets
from schedules.timesheets.rules import COUNTED, none, total

READERS = (SUPERVISOR, HR, ADMINISTRATOR)
LOCK = (
    "id",
    "site_id",
    "from_on",
    "until_on",
    "locked_by",
    "locked_at",
    "unlocked_by",
    "unlocked_at",
    "reason",
)


def timesheets(
    actor: Actor,
    *,
    from_on: date,
    until_on: date,
    site_id: str | None = None,
    limit: int,
    cursor: str | None = None,
) -> dict[str, Any]:
    """By name. A period that is locked as it stands shows what was locked."""
    found = _reached(actor, from_on, until_on, site_id)
    start = int(cursor) if cursor and cursor.isdigit() else 0
    page = found[start : start + limit]
    more = start + limit < len(found)
    return {
        "items": rows_of(actor.organisation_id, page, from_on, until_on),
        "next": str(start + limit) if more else None,
    }


def _reached(actor: Actor, from_on: date, until_on: date, site_id: str | None) -> list[Sheet]:
    scope = actor.scope(*READERS)
    if site_id is not None and site_id not in scope:
        raise NotFound()
    chosen = {site_id} if site_id else None if scope.every else scope.site_ids
    return sheets(actor.organisation_id, from_on, until_on, chosen)


def rows_of(
    organisation_id: str, found: Sequence[Sheet], from_on: date, until_on: date
) -> list[dict[str, Any]]:
    ids = [sheet.person_id for sheet in found]
    locked = _locked(organisation_id, ids, from_on, until_on)
    open_ids = [id_ for id_ in ids if id_ not in locked]
    fresh = {row["person_id"]: row for row in fresh_rows(organisation_id, found, open_ids, from_on, until_on)}
    sites = site_names(organisation_id)
    return [
        (locked.get(id_) or fresh[id_]) | {"site_name": sites.get(sheet.site_id), "name": sheet.name}
        for id_, sheet in zip(ids, found, strict=True)
    ]


def _locked(
    organisation_id: str, person_ids: Collection[str], from_on: date, until_on: date
) -> dict[str, dict[str, Any]]:
    lines = db.session.scalars(
        figures.active_lines(organisation_id).where(
            TimesheetLine.person_id.in_(list(person_ids)),
            TimesheetLine.from_on == from_on,
            TimesheetLine.until_on == until_on,
        )
    )
    return {
        line.person_id: line.content
        | {"person_id": line.person_id, "lock_id": line.lock_id, "moved_since": line.changed_at is not None}
        for line in lines
    }


def fresh_rows(
    organisation_id: str, found: Sequence[Sheet], ids: Collection[str], from_on: date, until_on: date
) -> list[dict[str, Any]]:
    """As the facts have it now, with what earlier locked periods are put right by."""
    hours = hours_of(organisation_id, ids, from_on, until_on)
    sums = figures.sums_of(organisation_id, ids, from_on, until_on)
    terms = terms_of(organisation_id, ids, until_on)
    adjusts = figures.adjustments_of(organisation_id, ids, from_on)
    return [
        _row(
            sheet,
            hours[sheet.person_id],
            sums.get(sheet.person_id, figures.NOTHING),
            adjusts.get(sheet.person_id, []),
        )
        | {"hour_system": terms[sheet.person_id].hour_system}
        for sheet in found
        if sheet.person_id in hours
    ]


def _row(
    sheet: Sheet, hours: Hours, sums: figures.Sums, adjusts: Iterable[figures.Adjustment]
) -> dict[str, Any]:
    adjusts = list(adjusts)
    minutes = figures.with_leave(hours, sums)
    return {
        "person_id": sheet.person_id,
        "employee_number": sheet.employee_number,
        "site_id": sheet.site_id,
        "law_pack": hours.pack.id,
        "shifts": sums.shifts,
        "late_shifts": sums.late,
        "worked_minutes": hours.worked_minutes,
        "unconfirmed_minutes": sums.unconfirmed,
        "claimed_minutes": sums.claimed,
        "minutes": minutes,
        "adjustments": total(each.minutes for each in adjusts),
        "adjusts": [
            {
                "line_id": each.line.id,
                "from_on": each.line.from_on.isoformat(),
                "until_on": each.line.until_on.isoformat(),
                "minutes": dict(each.minutes),
            }
            for each in adjusts
        ],
        "lock_id": None,
        "moved_since": False,
    }


def timesheet(actor: Actor, person_id: str, *, from_on: date, until_on: date) -> dict[str, Any]:
    """One person's, day by day, with the shifts behind it."""
    found = [each for each in _reached(actor, from_on, until_on, None) if each.person_id == person_id]
    if not found:
        raise NotFound()
    row = rows_of(actor.organisation_id, found, from_on, until_on)[0]
    hours = hours_of(actor.organisation_id, [person_id], from_on, until_on)[person_id]
    return row | {
        "from_on": from_on,
        "until_on": until_on,
        "days": [_day(day) for day in hours.days],
        "periods": hours.periods,
        "attendance": _attendance(actor, person_id, from_on, until_on),
        "unplanned": _unplanned(actor, person_id, from_on, until_on),
    }


def _day(day) -> dict[str, Any]:
    return {"on": day.on, "minutes": none() | dict(day.minutes) | {"night": day.night_minutes}}


def _attendance(actor: Actor, person_id: str, from_on: date, until_on: date) -> list[dict[str, Any]]:
    rows = _rows(Attendance, actor, person_id, from_on, until_on)
    return attendance_shown(actor.organisation_id, rows)


def _unplanned(actor: Actor, person_id: str, from_on: date, until_on: date) -> list[UnplannedWork]:
    return _rows(UnplannedWork, actor, person_id, from_on, until_on)


def _rows(model: Any, actor: Actor, person_id: str, from_on: date, until_on: date) -> list[Any]:
    return list(
        db.session.scalars(
            select(model)
            .where(
                model.organisation_id == actor.organisation_id,
                model.person_id == person_id,
                model.on.between(from_on, until_on),
            )
            .order_by(model.on, model.start_at)
        )
    )


def locks(
    actor: Actor, *, limit: int, cursor: str | None = None, site_id: str | None = None
) -> dict[str, Any]:
    """The newest first, those that were opened again among them."""
    statement = select(TimesheetLock).where(TimesheetLock.organisation_id == actor.organisation_id)
    scope = actor.scope(*READERS)
    if not scope.every:
        statement = statement.where(
            TimesheetLock.site_id.is_(None) | TimesheetLock.site_id.in_(scope.site_ids)
        )
    if site_id is not None:
        statement = statement.where(TimesheetLock.site_id == site_id)
    page = page_of(
        statement, TimesheetLock.until_on, TimesheetLock.id, limit=limit, cursor=cursor, descending=True
    )
    return page | {"items": [lock_shown(actor.organisation_id, row) for row in page["items"]]}


def lock_shown(organisation_id: str, row: TimesheetLock) -> dict[str, Any]:
    names = names_of(organisation_id, {row.locked_by, row.unlocked_by})
    return {name: getattr(row, name) for name in LOCK} | {
        "locked_by_name": names[row.locked_by],
        "unlocked_by_name": names.get(row.unlocked_by),
    }


__all__ = ["COUNTED", "timesheet", "timesheets"]
