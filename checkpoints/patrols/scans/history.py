"""Scans as they were made, for the desk; a guard sees their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, cast, or_, select

from checkpoints.patrols.models import Scan
from checkpoints.patrols.queries import holds, named
from checkpoints.places.models import Checkpoint
from guard_api.fields import page_of
from guard_api.identity.actor import ADMINISTRATOR, CLIENT, GUARD, SUPERVISOR, Actor
from guard_api.identity.models import Person
from guard_api.tenants.models import Site

BOARD = (SUPERVISOR, ADMINISTRATOR, CLIENT)
READERS = (*BOARD, GUARD)
ANY_FLAG = "any"
FLAGS = (
    "outside_geofence",
    "poor_accuracy",
    "no_position",
    "too_fast",
    "burst",
    "clock_skew",
    "other_site",
    "replaced_tag",
    "out_of_order",
    "outside_window",
    "repeated",
)


def scans(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """One page of scans at the actor's sites, the latest first."""
    page = page_of(
        _chosen(actor, **filters), Scan.occurred_at, Scan.id, limit=limit, cursor=cursor, descending=True
    )
    return page | {"items": shown(actor.organisation_id, page["items"])}


def _chosen(
    actor: Actor,
    *,
    site_id: str | None = None,
    checkpoint_id: str | None = None,
    person_id: str | None = None,
    patrol_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    flag: str | None = None,
) -> Select:
    wanted = (
        (Scan.site_id.__eq__, site_id),
        (Scan.checkpoint_id.__eq__, checkpoint_id),
        (Scan.person_id.__eq__, person_id),
        (Scan.patrol_id.__eq__, patrol_id),
        (Scan.occurred_at.__ge__, since),
        (Scan.occurred_at.__lt__, until),
        (_flagged, flag),
    )
    return select(Scan).where(
        Scan.organisation_id == actor.organisation_id,
        or_(actor.scope(*BOARD).where(Scan.site_id), Scan.person_id == actor.person_id),
        *(condition(value) for condition, value in wanted if value is not None),
    )


def _flagged(flag: str) -> Any:
    return cast(Scan.flags, Text) != "[]" if flag == ANY_FLAG else holds(Scan.flags, flag)


def shown(organisation_id: str, found: Sequence[Scan]) -> list[dict[str, Any]]:
    """Scans with the names of who and where."""
    people = named(Person, organisation_id, [scan.person_id for scan in found])
    checkpoints = named(Checkpoint, organisation_id, [scan.checkpoint_id for scan in found])
    sites = named(Site, organisation_id, [scan.site_id for scan in found])
    columns = [column.key for column in Scan.__table__.columns]
    return [
        {key: getattr(scan, key) for key in columns}
        | {"person": people.get(scan.person_id), "checkpoint": checkpoints[scan.checkpoint_id]["name"]}
        | {"site_name": sites[scan.site_id]["name"]}
        for scan in found
    ]
