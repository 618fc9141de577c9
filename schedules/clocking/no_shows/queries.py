from typing import Any

from sqlalchemy import Select, select

from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.identity.people.queries import site_names
from schedules.clocking.models import Attendance, NoShowAlarm
from schedules.clocking.names import names_of, posts_of

READERS = (SUPERVISOR, HR, ADMINISTRATOR)
SHOWN = (
    "id",
    "shift_id",
    "person_id",
    "site_id",
    "raised_at",
    "step",
    "reply",
    "reply_text",
    "replied_at",
    "answer",
    "note",
    "answered_by",
    "answered_at",
    "withdrawn_at",
)


def no_shows(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """The newest first."""
    page = page_of(
        _chosen(actor, **filters),
        NoShowAlarm.raised_at,
        NoShowAlarm.id,
        limit=limit,
        cursor=cursor,
        descending=True,
    )
    return page | {"items": shown(actor.organisation_id, page["items"])}


def _chosen(actor: Actor, *, site_id: str | None = None, open: bool | None = None) -> Select:
    scope = actor.scope(*READERS)
    if site_id is not None and site_id not in scope:
        raise NotFound()
    statement = select(NoShowAlarm).where(
        NoShowAlarm.organisation_id == actor.organisation_id, scope.where(NoShowAlarm.site_id)
    )
    if site_id is not None:
        statement = statement.where(NoShowAlarm.site_id == site_id)
    if open is None:
        return statement
    is_open = NoShowAlarm.withdrawn_at.is_(None) & NoShowAlarm.answered_at.is_(None)
    return statement.where(is_open if open else ~is_open)


def no_show(actor: Actor, alarm_id: str) -> dict[str, Any]:
    alarm = get_owned(NoShowAlarm, actor.organisation_id, alarm_id)
    if alarm.person_id != actor.person_id:
        actor.reach(alarm.site_id, *READERS)
    return shown(actor.organisation_id, [alarm])[0]


def open_for(organisation_id: str, person_id: str) -> list[dict[str, Any]]:
    """Alarms about a guard that still stand."""
    rows = db.session.scalars(
        select(NoShowAlarm)
        .where(
            NoShowAlarm.organisation_id == organisation_id,
            NoShowAlarm.person_id == person_id,
            NoShowAlarm.withdrawn_at.is_(None),
        )
        .order_by(NoShowAlarm.raised_at.desc())
        .limit(10)
    )
    return shown(organisation_id, list(rows))


def shown(organisation_id: str, alarms: list[NoShowAlarm]) -> list[dict[str, Any]]:
    shifts = _shifts(organisation_id, alarms)
    people = {id_ for alarm in alarms for id_ in (alarm.person_id, alarm.answered_by)}
    names, sites = names_of(organisation_id, people), site_names(organisation_id)
    posts = posts_of(organisation_id, {row.post_id for row in shifts.values()})
    return [
        {name: getattr(alarm, name) for name in SHOWN}
        | _shift(shifts.get(alarm.shift_id), posts)
        | {
            "person_name": names[alarm.person_id],
            "site_name": sites[alarm.site_id],
            "answered_by_name": names.get(alarm.answered_by),
        }
        for alarm in alarms
    ]


def _shifts(organisation_id: str, alarms: list[NoShowAlarm]) -> dict[str, Attendance]:
    rows = db.session.scalars(
        select(Attendance).where(
            Attendance.organisation_id == organisation_id,
            Attendance.shift_id.in_({alarm.shift_id for alarm in alarms}),
        )
    )
    return {row.shift_id: row for row in rows}


def _shift(row: Attendance | None, posts: dict[str | None, str]) -> dict[str, Any]:
    if row is None:
        return {"post_name": None, "start_at": None, "end_at": None, "state": None}
    return {
        "post_name": posts.get(row.post_id),
        "start_at": row.start_at,
        "end_at": row.end_at,
        "state": row.state,
    }
