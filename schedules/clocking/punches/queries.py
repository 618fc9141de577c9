from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from evidence.uploads import queries as uploads
from guard_api.clock import day_bounds
from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.identity.people.queries import site_names
from people.dates import zone_of
from schedules.clocking.models import Punch
from schedules.clocking.names import names_of

READERS = (SUPERVISOR, HR, ADMINISTRATOR)
SHOWN = (
    "id",
    "person_id",
    "site_id",
    "kind",
    "occurred_at",
    "received_at",
    "method",
    "checkpoint_id",
    "lat",
    "lon",
    "accuracy_m",
    "distance_m",
    "photo",
    "recorded_by",
    "note",
    "flags",
)


def punches(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """The newest first."""
    page = page_of(
        _chosen(actor, **filters),
        Punch.occurred_at,
        Punch.id,
        limit=limit,
        cursor=cursor,
        descending=True,
    )
    return page | {"items": shown(actor.organisation_id, page["items"])}


def _chosen(
    actor: Actor,
    *,
    person_id: str | None = None,
    site_id: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Select:
    scope = actor.scope(*READERS)
    if site_id is not None and site_id not in scope:
        raise NotFound()
    statement = select(Punch).where(
        Punch.organisation_id == actor.organisation_id, scope.where(Punch.site_id)
    )
    if site_id is not None:
        statement = statement.where(Punch.site_id == site_id)
    if person_id is not None:
        statement = statement.where(Punch.person_id == person_id)
    zone = zone_of(actor.organisation_id)
    if from_on is not None:
        statement = statement.where(Punch.occurred_at >= day_bounds(from_on, zone)[0])
    if until_on is not None:
        statement = statement.where(Punch.occurred_at < day_bounds(until_on, zone)[1])
    return statement


def punch(actor: Actor, punch_id: str) -> dict[str, Any]:
    row = get_owned(Punch, actor.organisation_id, punch_id)
    if row.person_id != actor.person_id:
        actor.reach(row.site_id, *READERS)
    return shown(actor.organisation_id, [row])[0]


def shown(organisation_id: str, rows: list[Punch]) -> list[dict[str, Any]]:
    people = {id_ for row in rows for id_ in (row.person_id, row.recorded_by)}
    names, sites = names_of(organisation_id, people), site_names(organisation_id)
    photos = uploads.files_of(organisation_id, [row.id for row in rows if row.photo])
    return [
        {name: getattr(row, name) for name in SHOWN}
        | {
            "person_name": names[row.person_id],
            "site_name": sites[row.site_id],
            "recorded_by_name": names.get(row.recorded_by),
            "photo_url": _photo_url(photos.get(row.id, [])),
        }
        for row in rows
    ]


def _photo_url(files: list[uploads.File]) -> str | None:
    return next((f"/api/v1/photos/{each.sha256}" for each in files if each.state == "verified"), None)


def own_since(organisation_id: str, person_id: str, since: datetime) -> list[Punch]:
    """One person's, in order."""
    return list(
        db.session.scalars(
            select(Punch)
            .where(
                Punch.organisation_id == organisation_id,
                Punch.person_id == person_id,
                Punch.occurred_at >= since,
            )
            .order_by(Punch.occurred_at, Punch.id)
        )
    )
