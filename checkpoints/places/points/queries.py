from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from checkpoints.places.access import READERS, WRITERS, in_reach, site_in_reach
from checkpoints.places.models import Checklist, Checkpoint, FloorPlan, Route, RouteStop, Tag, Zone
from checkpoints.places.rules import canonical, groups, link
from guard_api.database import db
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.tenants.models import Organisation


def zones(actor: Actor, site_id: str, *, archived: bool) -> list[Zone]:
    site = site_in_reach(actor, site_id, READERS)
    return list(
        db.session.scalars(
            select(Zone)
            .where(
                Zone.organisation_id == actor.organisation_id,
                Zone.site_id == site.id,
                Zone.archived_at.is_not(None) if archived else Zone.archived_at.is_(None),
            )
            .order_by(Zone.name)
        )
    )


def checkpoints(
    actor: Actor,
    site_id: str,
    *,
    archived: bool = False,
    q: str | None = None,
    **equal: str,
) -> list[dict[str, Any]]:
    """Checkpoints of a site as CheckpointSchema shows them; `equal` are columns and their values."""
    site = site_in_reach(actor, site_id, READERS)
    statement = _shown(actor.organisation_id).where(
        Checkpoint.site_id == site.id,
        Checkpoint.archived_at.is_not(None) if archived else Checkpoint.archived_at.is_(None),
        *(getattr(Checkpoint, column) == value for column, value in equal.items()),
    )
    if q:
        columns = (Checkpoint.name, Checkpoint.instructions, Zone.name)
        statement = statement.where(or_(*(column.icontains(q, autoescape=True) for column in columns)))
    rows = db.session.execute(statement.order_by(Zone.name, Checkpoint.name))
    return [_as_dict(row) for row in rows]


def checkpoint(actor: Actor, checkpoint_id: str) -> dict[str, Any]:
    found = in_reach(actor, Checkpoint, checkpoint_id, READERS)
    return shown(actor.organisation_id, found.id)


def all_of(organisation_id: str, site_id: str) -> list[dict[str, Any]]:
    """Every checkpoint of a site, also the archived ones."""
    statement = _shown(organisation_id).where(Checkpoint.site_id == site_id)
    return [_as_dict(row) for row in db.session.execute(statement)]


def shown(organisation_id: str, checkpoint_id: str) -> dict[str, Any]:
    return _as_dict(db.session.execute(_shown(organisation_id).where(Checkpoint.id == checkpoint_id)).one())


def _shown(organisation_id: str) -> Select:
    """Checkpoints with the names of what they refer to."""
    return (
        select(
            Checkpoint,
            Zone.name.label("zone"),
            FloorPlan.name.label("floor_plan"),
            Checklist.name_zh.label("checklist_zh"),
            Checklist.name_en.label("checklist_en"),
            Tag.made_at.label("tag_made_at"),
        )
        .outerjoin(Zone, _refers(Checkpoint.zone_id, Zone))
        .outerjoin(FloorPlan, _refers(Checkpoint.floor_plan_id, FloorPlan))
        .outerjoin(Checklist, _refers(Checkpoint.checklist_id, Checklist))
        .outerjoin(Tag, and_(_tag_of_checkpoint(), Tag.replaced_at.is_(None)))
        .where(Checkpoint.organisation_id == organisation_id)
    )


def _refers(column: InstrumentedAttribute, model: type) -> Any:
    return and_(model.organisation_id == Checkpoint.organisation_id, model.id == column)


def _tag_of_checkpoint() -> Any:
    return and_(Tag.organisation_id == Checkpoint.organisation_id, Tag.checkpoint_id == Checkpoint.id)


COLUMNS = tuple(column.key for column in Checkpoint.__table__.columns)


def _as_dict(row: Any) -> dict[str, Any]:
    own = {column: getattr(row.Checkpoint, column) for column in COLUMNS}
    return own | {key: value for key, value in row._mapping.items() if key != "Checkpoint"}


def named(organisation_id: str, site_id: str, name: str) -> Checkpoint | None:
    """The site's checkpoint of this name, archived or not."""
    return db.session.scalar(
        select(Checkpoint).where(
            Checkpoint.organisation_id == organisation_id,
            Checkpoint.site_id == site_id,
            Checkpoint.name == name,
        )
    )


def zone_named(organisation_id: str, site_id: str, name: str) -> Zone | None:
    return db.session.scalar(
        select(Zone).where(
            Zone.organisation_id == organisation_id, Zone.site_id == site_id, Zone.name == name
        )
    )


def names_in(zone: Zone) -> list[str]:
    """Names of the zone's active checkpoints."""
    return list(
        db.session.scalars(
            select(Checkpoint.name)
            .where(
                Checkpoint.organisation_id == zone.organisation_id,
                Checkpoint.zone_id == zone.id,
                Checkpoint.archived_at.is_(None),
            )
            .order_by(Checkpoint.name)
        )
    )


def routes_through(organisation_id: str, checkpoint_id: str) -> list[str]:
    """Names of the active routes that stop at a checkpoint."""
    return list(
        db.session.scalars(
            select(Route.name)
            .join(
                RouteStop,
                and_(RouteStop.organisation_id == Route.organisation_id, RouteStop.route_id == Route.id),
            )
            .where(
                Route.organisation_id == organisation_id,
                RouteStop.checkpoint_id == checkpoint_id,
                Route.archived_at.is_(None),
            )
            .order_by(Route.name)
        )
    )


# --- tags ---------------------------------------------------------------------------------------


def tags_of(organisation_id: str, checkpoint_ids: Iterable[str]) -> list[Tag]:
    """All tags of these checkpoints, oldest first."""
    return list(
        db.session.scalars(
            select(Tag)
            .where(Tag.organisation_id == organisation_id, Tag.checkpoint_id.in_(set(checkpoint_ids)))
            .order_by(Tag.checkpoint_id, Tag.made_at, Tag.id)
        )
    )


def tags(actor: Actor, checkpoint_id: str, *, address: str) -> list[dict[str, Any]]:
    """A checkpoint's tags as TagSchema shows them, the newest first."""
    found = in_reach(actor, Checkpoint, checkpoint_id, WRITERS)
    rows = tags_of(actor.organisation_id, [found.id])
    return [tag_shown(tag, number, address) for number, tag in enumerate(rows, 1)][::-1]


def tag_shown(tag: Tag, number: int, address: str) -> dict[str, Any]:
    same = ("id", "checkpoint_id", "code", "made_at", "replaced_at", "replaced_because")
    own = {column: getattr(tag, column) for column in same}
    return own | {"number": number, "letters": groups(tag.code), "link": link(address, tag.code)}


def public_address(organisation_id: str, default: str) -> str:
    """Where the organisation's people open the app: the beginning of every printed link."""
    return db.session.get(Organisation, organisation_id).public_address or default


def what_is(actor: Actor, text: str) -> dict[str, Any]:
    """What a scanned or typed code stands for. Somebody else's code is as unknown as a made-up one."""
    row = db.session.execute(
        select(Checkpoint, Zone.name.label("zone"), Tag.replaced_at)
        .join(Tag, _tag_of_checkpoint())
        .outerjoin(Zone, _refers(Checkpoint.zone_id, Zone))
        .where(Tag.organisation_id == actor.organisation_id, Tag.code == canonical(text))
    ).one_or_none()
    if row is None or row.Checkpoint.site_id not in actor.scope(*READERS):
        raise Problem("places.tag_unknown", 404)
    return {
        "checkpoint_id": row.Checkpoint.id,
        "site_id": row.Checkpoint.site_id,
        "name": row.Checkpoint.name,
        "zone": row.zone,
        "kind": row.Checkpoint.kind,
        "state": "active" if row.replaced_at is None else "replaced",
        "archived": row.Checkpoint.archived_at is not None,
    }
