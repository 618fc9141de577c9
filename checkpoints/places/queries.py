"""What the floors above ask of places: what a code stands for, the stops of a route, what a phone carries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from checkpoints.places.models import Checklist, Checkpoint, FloorPlan, Route, RouteStop, Tag, Zone
from checkpoints.places.rules import digest, image_url
from guard_api.bulk import Bulk
from guard_api.database import db, unstamp


@dataclass(frozen=True, slots=True)
class Resolved:
    """The checkpoint that a code, or a checkpoint's own id, stands for."""

    asked: str
    tag_id: str | None
    checkpoint_id: str
    site_id: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    radius_m: int
    time_zone: str
    replaced_at: datetime | None
    archived: bool

    @property
    def replaced(self) -> bool:
        return self.replaced_at is not None


CHECKPOINT = (
    "c.id AS checkpoint_id, c.site_id, c.name, c.kind, c.lat, c.lon, c.radius_m, s.time_zone, "
    "{replaced_at} AS replaced_at, c.archived_at IS NOT NULL AS archived "
)
SITE = "JOIN sites s ON s.organisation_id = c.organisation_id AND s.id = c.site_id "
RESOLVE_CODES = Bulk(
    {"asked": "text"},
    "SELECT asked, t.id AS tag_id, "
    + CHECKPOINT.format(replaced_at="t.replaced_at")
    + "FROM input JOIN tags t ON t.organisation_id = :organisation_id AND t.code = asked "
    + "JOIN checkpoints c ON c.organisation_id = t.organisation_id AND c.id = t.checkpoint_id "
    + SITE,
)
RESOLVE_CHECKPOINTS = Bulk(
    {"asked": "uuid"},
    "SELECT asked, NULL AS tag_id, "
    + CHECKPOINT.format(replaced_at="NULL")
    + "FROM input JOIN checkpoints c ON c.organisation_id = :organisation_id AND c.id = asked "
    + SITE,
)


def resolve_codes(organisation_id: str, codes: Iterable[str]) -> dict[str, Resolved]:
    """What each canonical code stands for; unknown codes are left out. One constant statement."""
    return _resolve(RESOLVE_CODES, organisation_id, codes)


def resolve_checkpoints(organisation_id: str, checkpoint_ids: Iterable[str]) -> dict[str, Resolved]:
    """The same for checkpoints that are known by their id: those without a tag (GPS only)."""
    return _resolve(RESOLVE_CHECKPOINTS, organisation_id, checkpoint_ids)


def _resolve(statement: Bulk, organisation_id: str, asked: Iterable[str]) -> dict[str, Resolved]:
    rows = statement.run(db.session(), [(one,) for one in set(asked)], organisation_id=organisation_id)
    return {str(row.asked): _resolved(row) for row in rows}


def _resolved(row: Any) -> Resolved:
    return Resolved(
        asked=str(row.asked),
        tag_id=row.tag_id and str(row.tag_id),
        checkpoint_id=str(row.checkpoint_id),
        site_id=str(row.site_id),
        name=row.name,
        kind=row.kind,
        lat=row.lat,
        lon=row.lon,
        radius_m=row.radius_m,
        time_zone=row.time_zone,
        replaced_at=unstamp(row.replaced_at),
        archived=bool(row.archived),
    )


@dataclass(frozen=True, slots=True)
class Stop:
    checkpoint_id: str
    position: int
    minutes: float


def stops_of(organisation_id: str, route_ids: Iterable[str]) -> dict[str, list[Stop]]:
    """The stops of each route, in order."""
    rows = db.session.execute(
        select(RouteStop.route_id, RouteStop.checkpoint_id, RouteStop.position, RouteStop.minutes)
        .where(RouteStop.organisation_id == organisation_id, RouteStop.route_id.in_(set(route_ids)))
        .order_by(RouteStop.route_id, RouteStop.position)
    )
    stops: dict[str, list[Stop]] = defaultdict(list)
    for route_id, *stop in rows:
        stops[route_id].append(Stop(*stop))
    return stops


def route_of(organisation_id: str, route_id: str) -> Route | None:
    """A route, archived or not; None for another organisation's."""
    return db.session.get(Route, (organisation_id, route_id))


def names_of(organisation_id: str, checkpoint_ids: Iterable[str]) -> dict[str, str]:
    """Names of checkpoints by id, also of archived ones."""
    rows = db.session.execute(
        select(Checkpoint.id, Checkpoint.name).where(
            Checkpoint.organisation_id == organisation_id, Checkpoint.id.in_(set(checkpoint_ids))
        )
    )
    return {row.id: row.name for row in rows}


# --- what a phone carries -----------------------------------------------------------------------


def floor_plans_for_phones(organisation_id: str, site_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """By site, as GET /my/rounds shows them."""
    plans: dict[str, list[dict[str, Any]]] = defaultdict(list)
    statement = _active(FloorPlan, organisation_id, site_ids).order_by(FloorPlan.position, FloorPlan.name)
    for plan in db.session.scalars(statement):
        plans[plan.site_id].append(
            {
                "id": plan.id,
                "name": plan.name,
                "image_url": image_url(plan.id, plan.image_sha256),
                "width_px": plan.width_px,
                "height_px": plan.height_px,
            }
        )
    return plans


def checkpoints_for_phones(organisation_id: str, site_ids: Iterable[str]) -> list[dict[str, Any]]:
    """Active checkpoints with the digests of their tags, the replaced ones too. Never a code."""
    site_ids = list(site_ids)
    tags = _tags_for_phones(organisation_id, site_ids)
    rows = db.session.execute(
        _active(Checkpoint, organisation_id, site_ids)
        .add_columns(Zone.name)
        .outerjoin(
            Zone, (Zone.organisation_id == Checkpoint.organisation_id) & (Zone.id == Checkpoint.zone_id)
        )
        .order_by(Checkpoint.site_id, Checkpoint.name)
    )
    return [_checkpoint_for_phones(checkpoint, zone, tags[checkpoint.id]) for checkpoint, zone in rows]


def _checkpoint_for_phones(checkpoint: Checkpoint, zone: str | None, tags: list[dict]) -> dict[str, Any]:
    same = ("id", "site_id", "name", "kind", "lat", "lon", "radius_m", "floor_plan_id", "plan_x", "plan_y")
    shown = {key: getattr(checkpoint, key) for key in (*same, "instructions", "checklist_id")}
    return shown | {"zone": zone, "tags": [tag | {"kind": checkpoint.kind} for tag in tags]}


def _tags_for_phones(organisation_id: str, site_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    rows = db.session.execute(
        select(Tag.checkpoint_id, Tag.code, Tag.replaced_at)
        .join(
            Checkpoint,
            (Checkpoint.organisation_id == Tag.organisation_id) & (Checkpoint.id == Tag.checkpoint_id),
        )
        .where(Tag.organisation_id == organisation_id, Checkpoint.site_id.in_(site_ids))
        .order_by(Tag.checkpoint_id, Tag.made_at, Tag.id)
    )
    tags: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for checkpoint_id, code, replaced_at in rows:
        state = "active" if replaced_at is None else "replaced"
        tags[checkpoint_id].append({"digest": digest(code), "state": state})
    return tags


def checklists_for_phones(organisation_id: str) -> list[dict[str, Any]]:
    """All of the organisation's, archived ones too: a checkpoint may still show one."""
    rows = db.session.scalars(
        select(Checklist).where(Checklist.organisation_id == organisation_id).order_by(Checklist.id)
    )
    return [
        {"id": row.id, "name_zh": row.name_zh, "name_en": row.name_en, "items": row.items} for row in rows
    ]


def routes_for_phones(organisation_id: str, site_ids: Iterable[str]) -> list[dict[str, Any]]:
    """Active routes with their stops."""
    statement = _active(Route, organisation_id, site_ids).order_by(Route.site_id, Route.name, Route.id)
    routes = list(db.session.scalars(statement))
    stops = stops_of(organisation_id, [route.id for route in routes])
    return [
        {
            "id": route.id,
            "site_id": route.site_id,
            "name": route.name,
            "ordered": route.ordered,
            "stops": [
                {"checkpoint_id": stop.checkpoint_id, "position": stop.position, "minutes": stop.minutes}
                for stop in stops.get(route.id, [])
            ],
        }
        for route in routes
    ]


def _active(model: type, organisation_id: str, site_ids: Iterable[str]) -> Select:
    return select(model).where(
        model.organisation_id == organisation_id,
        model.site_id.in_(list(site_ids)),
        model.archived_at.is_(None),
    )
