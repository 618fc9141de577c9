"""Attendance as it is and was, by shift."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from guard_api.clock import now
from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.identity.people.queries import site_names
from schedules.clocking.board.rules import presence_of
from schedules.clocking.models import Attendance, NoShowAlarm, UnplannedWork
from schedules.clocking.names import names_of, posts_of

READERS = (SUPERVISOR, HR, ADMINISTRATOR)
SOON = timedelta(hours=2)
JUST_OVER = timedelta(minutes=30)
SHOWN = (
    "shift_id",
    "person_id",
    "site_id",
    "post_id",
    "on",
    "zone",
    "start_at",
    "end_at",
    "state",
    "planned_minutes",
    "first_in_at",
    "last_out_at",
    "early_minutes",
    "inside_minutes",
    "break_minutes",
    "over_minutes",
    "worked_minutes",
    "unconfirmed_minutes",
    "claimed_minutes",
    "late_minutes",
    "left_early_minutes",
    "waited_for_relief_minutes",
    "flags",
    "punch_ids",
)


def attendances(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """The newest first."""
    page = page_of(
        chosen(actor, **filters),
        Attendance.on,
        Attendance.start_at,
        Attendance.shift_id,
        limit=limit,
        cursor=cursor,
        descending=True,
    )
    return page | {"items": shown(actor.organisation_id, page["items"])}


def chosen(
    actor: Actor,
    *,
    from_on: date | None = None,
    until_on: date | None = None,
    site_id: str | None = None,
    person_id: str | None = None,
    state: str | None = None,
    flag: str | None = None,
) -> Select:
    scope = actor.scope(*READERS)
    if site_id is not None and site_id not in scope:
        raise NotFound()
    statement = select(Attendance).where(
        Attendance.organisation_id == actor.organisation_id, scope.where(Attendance.site_id)
    )
    if from_on is not None:
        statement = statement.where(Attendance.on >= from_on)
    if until_on is not None:
        statement = statement.where(Attendance.on <= until_on)
    for column, value in (
        (Attendance.site_id, site_id),
        (Attendance.person_id, person_id),
        (Attendance.state, state),
    ):
        statement = statement if value is None else statement.where(column == value)
    return statement


def shown(organisation_id: str, rows: Iterable[Attendance]) -> list[dict[str, Any]]:
    rows = list(rows)
    names, sites = names_of(organisation_id, {row.person_id for row in rows}), site_names(organisation_id)
    posts = posts_of(organisation_id, {row.post_id for row in rows})
    return [
        {name: getattr(row, name) for name in SHOWN}
        | {
            "person_name": names.get(row.person_id),
            "site_name": sites[row.site_id],
            "post_name": posts[row.post_id],
        }
        for row in rows
    ]


# --- now ----------------------------------------------------------------------------------------


def attendance_now(actor: Actor, *, site_id: str | None = None) -> dict[str, Any]:
    """Who is here, late, missing, expected next; who stays on until relieved; who is here unplanned."""
    at = now()
    scope = actor.scope(*READERS)
    if site_id is not None and site_id not in scope:
        raise NotFound()
    rows = _about_now(actor, site_id, at)
    alarms = _alarms(actor.organisation_id, [row.shift_id for row in rows])
    items = [
        each | {"presence": presence_of(row, at), "alarm_id": alarms.get(row.shift_id)}
        for row, each in zip(rows, shown(actor.organisation_id, rows), strict=True)
    ]
    return {"at": at, "items": items, "unplanned": _unplanned_now(actor, site_id)}


def _about_now(actor: Actor, site_id: str | None, at: datetime) -> list[Attendance]:
    statement = chosen(actor, site_id=site_id).where(
        Attendance.on >= (at - timedelta(days=3)).date(),
        Attendance.start_at <= at + SOON,
        or_(Attendance.end_at >= at - JUST_OVER, Attendance.state == "working"),
    )
    return list(
        db.session.scalars(statement.order_by(Attendance.site_id, Attendance.start_at, Attendance.shift_id))
    )


def _alarms(organisation_id: str, shift_ids: Iterable[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(NoShowAlarm.shift_id, NoShowAlarm.id).where(
            NoShowAlarm.organisation_id == organisation_id,
            NoShowAlarm.shift_id.in_(list(shift_ids)),
            NoShowAlarm.withdrawn_at.is_(None),
        )
    )
    return dict(tuple(row) for row in rows)


def _unplanned_now(actor: Actor, site_id: str | None) -> list[dict[str, Any]]:
    scope = actor.scope(*READERS)
    statement = select(UnplannedWork).where(
        UnplannedWork.organisation_id == actor.organisation_id,
        scope.where(UnplannedWork.site_id),
        UnplannedWork.judge_at.is_not(None),
        UnplannedWork.open,
    )
    if site_id is not None:
        statement = statement.where(UnplannedWork.site_id == site_id)
    rows = list(db.session.scalars(statement.order_by(UnplannedWork.start_at, UnplannedWork.id).limit(500)))
    names, sites = (
        names_of(actor.organisation_id, {row.person_id for row in rows}),
        site_names(actor.organisation_id),
    )
    return [
        {
            "id": row.id,
            "person_id": row.person_id,
            "person_name": names[row.person_id],
            "site_id": row.site_id,
            "site_name": sites[row.site_id],
            "since": row.start_at,
        }
        for row in rows
    ]
