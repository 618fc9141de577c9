from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, export
from training.duties import exports, queries, service
from training.duties.schemas import (
    AssignModuleSchema,
    DutiesQuerySchema,
    DutyListSchema,
    HowManySchema,
    NewRequirementSchema,
    ReleaseSchema,
    RemindSchema,
    RequirementListSchema,
    RequirementSchema,
)
from training.modules.access import DESK, MAKERS

blueprint = Blueprint(
    "duties", __name__, url_prefix="/api/v1", description="Who must learn what by when, and how they stand."
)


@blueprint.route("/modules/<uuid:module_id>/requirements")
@permit(*DESK)
@blueprint.response(200, RequirementListSchema)
def requirements(actor, module_id):
    """What asks for the module, and of how many people."""
    return {"items": queries.requirements(actor, module_id)}


@blueprint.route("/modules/<uuid:module_id>/requirements", methods=["POST"])
@permit(*MAKERS)
@blueprint.arguments(NewRequirementSchema)
@blueprint.response(201, RequirementSchema)
@blueprint.alt_response(409, description="The module is not published, or is required of them already.")
def add_requirement(actor, facts, module_id):
    """Require it of everyone, or by role, grade, site, post, certificate or person; of newcomers too."""
    added = service.add_requirement(actor, module_id=module_id, **facts)
    return next(one for one in queries.requirements(actor, module_id) if one["id"] == added.id)


@blueprint.route("/requirements/<uuid:requirement_id>", methods=["DELETE"])
@permit(*MAKERS)
@blueprint.response(204)
def end_requirement(actor, requirement_id):
    """It asks nobody any more. What was achieved stays."""
    service.end_requirement(actor, requirement_id=requirement_id)


@blueprint.route("/duties")
@permit(*DESK)
@blueprint.arguments(DutiesQuerySchema, location="query")
@blueprint.response(200, DutyListSchema)
@blueprint.doc(**EXPORTED)
def duties(actor, query):
    """How people stand with their modules, by name; those of the sites that one supervises."""
    format = query.pop("format")
    if format == "json":
        return queries.duties(actor, **query)
    query = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = queries.all_duties(actor, **query)
    with write_transaction():
        note_read(actor, "export", "duties")
    return export(rows, exports.columns(actor.language), format, "learning", language=actor.language)


@blueprint.route("/duties/assign", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(AssignModuleSchema)
@blueprint.response(200, HowManySchema)
@blueprint.alt_response(409, description="The module is not published.")
def assign_module(actor, facts):
    """Ask these people to learn it by a day. They are told; who failed too often may try again."""
    return {"people": service.assign(actor, **facts)}


@blueprint.route("/duties/release", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(ReleaseSchema)
@blueprint.response(200, HowManySchema)
def release_from_module(actor, facts):
    """Take an assignment back. Rules that ask for the module go on asking."""
    return {"people": service.release(actor, **facts)}


@blueprint.route("/duties/remind", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(RemindSchema)
@blueprint.response(200, HowManySchema)
@blueprint.alt_response(409, description="The module is not published.")
def remind_people(actor, facts):
    """Remind those who have not passed, once a day at most. How many were told."""
    return {"people": service.remind(actor, **facts)}
