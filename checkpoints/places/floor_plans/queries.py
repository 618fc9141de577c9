from sqlalchemy import select

from checkpoints.places.access import READERS, in_reach, site_in_reach
from checkpoints.places.models import Checkpoint, FloorPlan
from guard_api.database import db
from guard_api.errors import NotFound
from guard_api.files import NoSuchFile, store
from guard_api.identity.actor import Actor


def floor_plans(actor: Actor, site_id: str, *, archived: bool) -> list[FloorPlan]:
    site = site_in_reach(actor, site_id, READERS)
    return list(
        db.session.scalars(
            select(FloorPlan)
            .where(
                FloorPlan.organisation_id == actor.organisation_id,
                FloorPlan.site_id == site.id,
                FloorPlan.archived_at.is_not(None) if archived else FloorPlan.archived_at.is_(None),
            )
            .order_by(FloorPlan.position, FloorPlan.name, FloorPlan.id)
        )
    )


def floor_plan(actor: Actor, floor_plan_id: str) -> FloorPlan:
    return in_reach(actor, FloorPlan, floor_plan_id, READERS)


def picture(plan: FloorPlan) -> bytes:
    try:
        return store().get(file_key(plan.organisation_id, plan.image_sha256))
    except NoSuchFile:
        raise NotFound() from None


def file_key(organisation_id: str, sha256: str) -> str:
    return f"{organisation_id}/floor-plans/{sha256}.webp"


def names_on(plan: FloorPlan) -> list[str]:
    """Names of the active checkpoints that are placed on the plan."""
    return list(
        db.session.scalars(
            select(Checkpoint.name)
            .where(
                Checkpoint.organisation_id == plan.organisation_id,
                Checkpoint.floor_plan_id == plan.id,
                Checkpoint.archived_at.is_(None),
            )
            .order_by(Checkpoint.name)
        )
    )
