from flask_smorest import Blueprint

from checkpoints.places.access import READERS
from checkpoints.places.checklists import queries, service
from checkpoints.places.checklists.schemas import (
    ChecklistChangeSchema,
    ChecklistListSchema,
    ChecklistSchema,
    NewChecklistSchema,
)
from checkpoints.places.schemas import ArchivedSchema
from guard_api.identity.actor import ADMINISTRATOR
from guard_api.permissions import permit

blueprint = Blueprint(
    "checklists", __name__, url_prefix="/api/v1", description="What to look at on a checkpoint."
)


@blueprint.route("/checklists", methods=["GET"])
@permit(*READERS, writes=True)
@blueprint.arguments(ArchivedSchema, location="query")
@blueprint.response(200, ChecklistListSchema)
def checklists(actor, query):
    """Checklists of the organisation; the fire patrol's is there from the start."""
    service.ensure_templates(organisation_id=actor.organisation_id)
    return {"items": queries.checklists(actor, **query)}


@blueprint.route("/checklists", methods=["POST"])
@permit(ADMINISTRATOR)
@blueprint.arguments(NewChecklistSchema)
@blueprint.response(201, ChecklistSchema)
def add_checklist(actor, new):
    """Add a checklist of your own."""
    return service.add_checklist(actor=actor, **new)


@blueprint.route("/checklists/<uuid:checklist_id>", methods=["GET"])
@permit(*READERS)
@blueprint.response(200, ChecklistSchema)
def checklist(actor, checklist_id):
    """One checklist."""
    return queries.checklist(actor, checklist_id)


@blueprint.route("/checklists/<uuid:checklist_id>", methods=["PATCH"])
@permit(ADMINISTRATOR)
@blueprint.arguments(ChecklistChangeSchema)
@blueprint.response(200, ChecklistSchema)
def change_checklist(actor, changes, checklist_id):
    """Change, archive or restore it. Items that keep their id keep the answers given to them."""
    return service.change_checklist(actor=actor, checklist_id=checklist_id, changes=changes)
