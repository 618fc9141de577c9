from typing import Any

from checkpoints.places.access import WRITERS, in_reach, site_in_reach
from checkpoints.places.floor_plans import queries, rules
from checkpoints.places.floor_plans.pictures import Picture, prepare
from checkpoints.places.models import FloorPlan
from checkpoints.places.rules import listed
from guard_api.clock import now
from guard_api.database import new_id, write_transaction
from guard_api.errors import Problem
from guard_api.files import store
from guard_api.identity.actor import Actor
from guard_api.records import note_change


def add_floor_plan(*, actor: Actor, site_id: str, name: str, position: int, data: bytes) -> FloorPlan:
    """Keep a picture of a floor. Drawing it anew takes seconds, so nobody's writing waits for that."""
    site_in_reach(actor, site_id, WRITERS)
    picture = _kept(actor, data)
    plan = FloorPlan(
        organisation_id=actor.organisation_id, id=new_id(), site_id=site_id, name=name, position=position
    )
    _show(plan, picture)
    with write_transaction() as session:
        session.add(plan)
        note_change(actor, "add", "floor_plan", plan.id, name=name)
    return plan


def redraw_floor_plan(*, actor: Actor, floor_plan_id: str, data: bytes) -> FloorPlan:
    """Another picture of the same floor; checkpoints keep their place on it, and the scale follows."""
    in_reach(actor, FloorPlan, floor_plan_id, WRITERS)
    picture = _kept(actor, data)
    with write_transaction():
        plan = in_reach(actor, FloorPlan, floor_plan_id, WRITERS)
        if plan.metres_per_px is not None:
            plan.metres_per_px *= plan.width_px / picture.width_px
        _show(plan, picture)
        note_change(actor, "redraw", "floor_plan", plan.id)
    return plan


def _kept(actor: Actor, data: bytes) -> Picture:
    picture = prepare(data)
    store().put(queries.file_key(actor.organisation_id, picture.sha256), picture.content)
    return picture


def _show(plan: FloorPlan, picture: Picture) -> None:
    plan.image_sha256 = picture.sha256
    plan.width_px, plan.height_px = picture.width_px, picture.height_px


def change_floor_plan(*, actor: Actor, floor_plan_id: str, changes: dict[str, Any]) -> FloorPlan:
    plan = in_reach(actor, FloorPlan, floor_plan_id, WRITERS)
    archived = changes.pop("archived", None)
    if "scale" in changes:
        plan.metres_per_px = _scale(plan, changes.pop("scale"))
    for field, value in changes.items():
        setattr(plan, field, value)
    if archived is not None:
        _archive(plan, archived)
    note_change(actor, "change", "floor_plan", plan.id, name=plan.name, archived=archived)
    return plan


def _scale(plan: FloorPlan, scale: dict[str, float] | None) -> float | None:
    if scale is None:
        return None
    start, end = (scale["x1"], scale["y1"]), (scale["x2"], scale["y2"])
    found = rules.metres_per_px(plan.width_px, plan.height_px, start, end, scale["distance_m"])
    if found is None:
        raise Problem("places.scale_points_too_near", 422)
    return found


def _archive(plan: FloorPlan, archived: bool) -> None:
    if archived and (names := queries.names_on(plan)):
        raise Problem("places.floor_plan_in_use", 409, names=listed(names))
    plan.archived_at = (plan.archived_at or now()) if archived else None
