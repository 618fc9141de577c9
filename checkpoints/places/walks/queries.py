from collections import defaultdict
from typing import Any

from sqlalchemy import and_, select

from checkpoints.places.access import READERS, in_reach, site_in_reach
from checkpoints.places.models import Checkpoint, FloorPlan, Route, RouteStop, Zone
from checkpoints.places.walks.distances import Place, Plan
from guard_api.database import db
from guard_api.identity.actor import Actor


def routes(actor: Actor, site_id: str, *, archived: bool) -> list[dict[str, Any]]:
    """Routes of a site with their stops, as RouteSchema shows them."""
    site = site_in_reach(actor, site_id, READERS)
    rows = db.session.scalars(
        select(Route)
        .where(
            Route.organisation_id == actor.organisation_id,
            Route.site_id == site.id,
            Route.archived_at.is_not(None) if archived else Route.archived_at.is_(None),
        )
        .order_by(Route.name, Route.id)
    )
    return _shown(actor.organisation_id, list(rows))


def route(actor: Actor, route_id: str) -> dict[str, Any]:
    return _shown(actor.organisation_id, [in_reach(actor, Route, route_id, READERS)])[0]


def _shown(organisation_id: str, routes: list[Route]) -> list[dict[str, Any]]:
    stops = _stops(organisation_id, [route.id for route in routes])
    same = ("id", "site_id", "name", "ordered", "archived_at")
    return [
        {key: getattr(route, key) for key in same}
        | {"stops": stops[route.id], "minutes": round(sum(s["minutes"] for s in stops[route.id]), 1)}
        for route in routes
    ]


def stops(route: Route) -> list[dict[str, Any]]:
    return _stops(route.organisation_id, [route.id])[route.id]


def _stops(organisation_id: str, route_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    rows = db.session.execute(
        select(
            RouteStop.route_id,
            RouteStop.checkpoint_id,
            RouteStop.position,
            RouteStop.minutes,
            Checkpoint.name.label("checkpoint"),
            Zone.name.label("zone"),
        )
        .join(
            Checkpoint,
            and_(
                Checkpoint.organisation_id == RouteStop.organisation_id,
                Checkpoint.id == RouteStop.checkpoint_id,
            ),
        )
        .outerjoin(
            Zone, and_(Zone.organisation_id == Checkpoint.organisation_id, Zone.id == Checkpoint.zone_id)
        )
        .where(RouteStop.organisation_id == organisation_id, RouteStop.route_id.in_(route_ids))
        .order_by(RouteStop.route_id, RouteStop.position)
    )
    stops: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        stop = dict(row._mapping)
        stops[stop.pop("route_id")].append(stop)
    return stops


def usable(organisation_id: str, site_id: str, checkpoint_ids: list[str]) -> dict[str, Checkpoint]:
    """Those of the checkpoints that are the site's and in use, by id."""
    rows = db.session.scalars(
        select(Checkpoint).where(
            Checkpoint.organisation_id == organisation_id,
            Checkpoint.site_id == site_id,
            Checkpoint.id.in_(checkpoint_ids),
            Checkpoint.archived_at.is_(None),
        )
    )
    return {row.id: row for row in rows}


def place_of(checkpoint: Checkpoint) -> Place:
    return Place(
        checkpoint.id,
        checkpoint.lat,
        checkpoint.lon,
        checkpoint.floor_plan_id,
        checkpoint.plan_x,
        checkpoint.plan_y,
    )


def plans_of(organisation_id: str, site_id: str) -> dict[str, Plan]:
    """The site's floor plans by id, for measuring."""
    rows = db.session.execute(
        select(FloorPlan.id, FloorPlan.width_px, FloorPlan.height_px, FloorPlan.metres_per_px).where(
            FloorPlan.organisation_id == organisation_id, FloorPlan.site_id == site_id
        )
    )
    return {id_: Plan(*measures) for id_, *measures in rows}
