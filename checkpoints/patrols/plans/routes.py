from flask_smorest import Blueprint

from checkpoints.patrols.plans import queries, service
from checkpoints.patrols.plans.schemas import (
    NewPlanSchema,
    PlanChangeSchema,
    PlanListSchema,
    PlanPreviewSchema,
    PlanSchema,
    PreviewRequestSchema,
)
from checkpoints.places.access import READERS, WRITERS
from checkpoints.places.schemas import ArchivedSchema
from guard_api.permissions import permit

blueprint = Blueprint(
    "patrol_plans", __name__, url_prefix="/api/v1", description="When routes are to be walked."
)


@blueprint.route("/sites/<uuid:site_id>/patrol-plans", methods=["GET"])
@permit(*READERS)
@blueprint.arguments(ArchivedSchema, location="query")
@blueprint.response(200, PlanListSchema)
def plans(actor, query, site_id):
    """A site's patrol plans, by name."""
    return {"items": queries.plans(actor, site_id, **query)}


@blueprint.route("/sites/<uuid:site_id>/patrol-plans", methods=["POST"])
@permit(*WRITERS)
@blueprint.arguments(NewPlanSchema)
@blueprint.response(201, PlanSchema)
def add_plan(actor, new, site_id):
    """Plan rounds. Those of the next two weeks stand at once."""
    plan = service.add_plan(actor=actor, site_id=site_id, **new)
    return queries.plan(actor, plan.id)


@blueprint.route("/sites/<uuid:site_id>/patrol-plans/preview", methods=["POST"])
@permit(*WRITERS, writes=False)
@blueprint.arguments(PreviewRequestSchema)
@blueprint.response(200, PlanPreviewSchema)
def preview(actor, draft, site_id):
    """Before saving: the next rounds, and the longest time a checkpoint can stay unattended."""
    return queries.preview(actor, site_id, **draft)


@blueprint.route("/patrol-plans/<uuid:plan_id>", methods=["GET"])
@permit(*READERS)
@blueprint.response(200, PlanSchema)
def plan(actor, plan_id):
    """One patrol plan."""
    return queries.plan(actor, plan_id)


@blueprint.route("/patrol-plans/<uuid:plan_id>", methods=["PATCH"])
@permit(*WRITERS)
@blueprint.arguments(PlanChangeSchema)
@blueprint.response(200, PlanSchema)
def change_plan(actor, changes, plan_id):
    """Change what is to come; rounds begun or past stay as they were planned."""
    service.change_plan(actor=actor, plan_id=plan_id, changes=changes)
    return queries.plan(actor, plan_id)


@blueprint.route("/patrol-plans/<uuid:plan_id>", methods=["DELETE"])
@permit(*WRITERS)
@blueprint.response(200, PlanSchema)
def archive_plan(actor, plan_id):
    """End a plan: its past stays, its rounds to come are taken out."""
    service.archive_plan(actor=actor, plan_id=plan_id)
    return queries.plan(actor, plan_id)
