from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select

from guard_api.clock import day_bounds, now
from guard_api.database import db, get_owned
from guard_api.errors import NotFound
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR, Actor
from guard_api.identity.people.queries import site_names
from guard_api.tenants.models import Site
from people.dates import zone_of
from schedules.clocking.names import names_of, posts_of
from schedules.handovers.models import Equipment, Handover
from schedules.handovers.rules import differs, state_of
from schedules.handovers.service import equipment_of

READERS = (SUPERVISOR, HR, ADMINISTRATOR)
LATELY = timedelta(days=3)
SHOWN = (
    "id",
    "site_id",
    "post_id",
    "from_shift_id",
    "to_shift_id",
    "at",
    "given_by",
    "given_at",
    "matters",
    "note",
    "accepted_by",
    "accepted_at",
    "difference_note",
    "flags",
)


def handovers(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """The newest first."""
    page = page_of(
        _chosen(actor, **filters), Handover.at, Handover.id, limit=limit, cursor=cursor, descending=True
    )
    return page | {"items": shown(actor.organisation_id, page["items"])}


def _chosen(
    actor: Actor,
    *,
    site_id: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    unaccepted: bool | None = None,
) -> Select:
    scope = actor.scope(*READERS)
    if site_id is not None and site_id not in scope:
        raise NotFound()
    statement = select(Handover).where(
        Handover.organisation_id == actor.organisation_id, scope.where(Handover.site_id)
    )
    if site_id is not None:
        statement = statement.where(Handover.site_id == site_id)
    if unaccepted is not None:
        missing = Handover.accepted_at.is_(None)
        statement = statement.where(missing if unaccepted else ~missing)
    zone = zone_of(actor.organisation_id)
    if from_on is not None:
        statement = statement.where(Handover.at >= day_bounds(from_on, zone)[0])
    if until_on is not None:
        statement = statement.where(Handover.at < day_bounds(until_on, zone)[1])
    return statement


def handover(actor: Actor, handover_id: str) -> dict[str, Any]:
    row = get_owned(Handover, actor.organisation_id, handover_id)
    actor.reach(row.site_id, *READERS)
    return shown(actor.organisation_id, [row])[0]


def shown(organisation_id: str, rows: list[Handover]) -> list[dict[str, Any]]:
    people = {id_ for row in rows for id_ in (row.given_by, row.accepted_by)}
    names, sites = names_of(organisation_id, people), site_names(organisation_id)
    posts = posts_of(organisation_id, {row.post_id for row in rows})
    return [
        {name: getattr(row, name) for name in SHOWN}
        | {
            "items": [item | {"differs": differs(item)} for item in row.items],
            "state": state_of(row.given_at is not None, row.accepted_at is not None),
            "site_name": sites[row.site_id],
            "post_name": posts.get(row.post_id),
            "given_by_name": names.get(row.given_by),
            "accepted_by_name": names.get(row.accepted_by),
        }
        for row in rows
    ]


def equipment(actor: Actor, site_id: str) -> list[Equipment]:
    if site_id not in actor.scope():
        raise NotFound()
    get_owned(Site, actor.organisation_id, site_id)
    return equipment_of(actor.organisation_id, [site_id])


def of_late(organisation_id: str, site_ids: list[str]) -> list[dict[str, Any]]:
    """What phones carry of these sites: the last days' handovers."""
    rows = db.session.scalars(
        select(Handover)
        .where(
            Handover.organisation_id == organisation_id,
            Handover.site_id.in_(site_ids),
            Handover.at >= now() - LATELY,
        )
        .order_by(Handover.at.desc(), Handover.id)
        .limit(100)
    )
    return shown(organisation_id, list(rows))
