from collections.abc import Callable
from itertools import pairwise
from typing import Any

from sqlalchemy import delete

from checkpoints.places.access import WRITERS, in_reach, site_in_reach
from checkpoints.places.models import Route, RouteStop
from checkpoints.places.rules import listed
from checkpoints.places.walks import queries
from checkpoints.places.walks.distances import MEASURED, Leg, leg, minutes
from checkpoints.places.walks.shortest import shortest_order
from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.errors import Problem, sentence
from guard_api.identity.actor import Actor
from guard_api.records import note_change

Users = Callable[[str, str], list[str]]
_users: set[Users] = set()


def ask_before_archiving(users: Users) -> None:
    """Floors above say which of their things use a route: (organisation_id, route_id) → names."""
    _users.add(users)


def add_route(*, actor: Actor, site_id: str, name: str, ordered: bool, stops: list[dict[str, Any]]) -> Route:
    site = site_in_reach(actor, site_id, WRITERS)
    route = Route(
        organisation_id=actor.organisation_id, id=new_id(), site_id=site.id, name=name, ordered=ordered
    )
    db.session.add(route)
    db.session.flush()
    _set_stops(route, stops)
    note_change(actor, "add", "route", route.id, name=name, stops=len(stops))
    return route


def change_route(*, actor: Actor, route_id: str, changes: dict[str, Any]) -> Route:
    """Change, archive or restore a route. Rounds that are already on stay as they were."""
    route = in_reach(actor, Route, route_id, WRITERS)
    stops, archived = changes.pop("stops", None), changes.pop("archived", None)
    for field, value in changes.items():
        setattr(route, field, value)
    if stops is not None:
        _set_stops(route, stops)
    if archived is not None:
        _archive(route, archived)
    note_change(actor, "change", "route", route.id, stops=stops and len(stops), archived=archived, **changes)
    return route


def _set_stops(route: Route, stops: list[dict[str, Any]]) -> None:
    ids = [stop["checkpoint_id"] for stop in stops]
    _refuse_unusable(route, ids)
    _refuse_repeated(ids)
    db.session.execute(
        delete(RouteStop).where(
            RouteStop.organisation_id == route.organisation_id, RouteStop.route_id == route.id
        )
    )
    db.session.add_all(
        RouteStop(organisation_id=route.organisation_id, route_id=route.id, position=position, **stop)
        for position, stop in enumerate(stops, 1)
    )
    db.session.flush()


def _refuse_unusable(route: Route, ids: list[str]) -> None:
    """Stops are checkpoints of the route's own site that are in use."""
    usable = queries.usable(route.organisation_id, route.site_id, ids)
    unusable = [position for position, id_ in enumerate(ids) if id_ not in usable]
    if unusable:
        _refuse("places.stop_unknown", unusable)


def _refuse_repeated(ids: list[str]) -> None:
    repeated = [position for position, id_ in enumerate(ids) if id_ in ids[:position]]
    if repeated:
        _refuse("places.stop_twice", repeated)


def _refuse(code: str, positions: list[int]) -> None:
    raise Problem(code, 422, stops=", ".join(str(position + 1) for position in positions))


def _archive(route: Route, archived: bool) -> None:
    names = [name for users in _users for name in users(route.organisation_id, route.id)] if archived else []
    if names:
        raise Problem("places.route_in_use", 409, names=listed(sorted(names)))
    if not archived:
        _refuse_unusable(route, [stop["checkpoint_id"] for stop in queries.stops(route)])
    route.archived_at = (route.archived_at or now()) if archived else None


def suggest_walk(
    *, actor: Actor, site_id: str, checkpoint_ids: list[str], start_checkpoint_id: str | None = None
) -> dict[str, Any]:
    """The shortest walk through the checkpoints, and what its length rests on."""
    site = site_in_reach(actor, site_id, WRITERS)
    ids = list(dict.fromkeys([*([start_checkpoint_id] if start_checkpoint_id else []), *checkpoint_ids]))
    usable = queries.usable(site.organisation_id, site.id, ids)
    if unknown := [position for position, id_ in enumerate(ids) if id_ not in usable]:
        _refuse("places.stop_unknown", unknown)
    plans = queries.plans_of(site.organisation_id, site.id)
    places = [queries.place_of(usable[id_]) for id_ in ids]
    legs = [[leg(a, b, plans) for b in places] for a in places]
    order = shortest_order([[one.metres for one in row] for row in legs], 0 if start_checkpoint_id else None)
    walked = [legs[a][b] for a, b in pairwise(order)]
    return _suggestion([ids[index] for index in order], walked, actor.language)


def _suggestion(ids: list[str], walked: list[Leg], language: str) -> dict[str, Any]:
    metres = sum(one.metres for one in walked)
    assumed = sorted({one.basis for one in walked} - MEASURED)
    steps = [{"metres": 0, "minutes": 0, "basis": None}]
    steps += [
        {"metres": round(one.metres, 1), "minutes": minutes(one.metres), "basis": one.basis} for one in walked
    ]
    return {
        "checkpoint_ids": ids,
        "stops": [{"checkpoint_id": id_} | step for id_, step in zip(ids, steps, strict=True)],
        "metres": round(metres, 1),
        "minutes": minutes(metres),
        "measured": not assumed,
        "assumptions": [sentence(f"places.walk_{basis}", language) for basis in assumed],
    }
