from flask_smorest import Blueprint

from guard_api.fields import items_of
from guard_api.permissions import permit
from people.ladder import defaults, queries, service
from people.ladder.schemas import (
    GradeChangeSchema,
    GradeInSchema,
    GradeSchema,
    LadderSchema,
    StepInSchema,
)
from people.roles import OFFICE, STAFF

blueprint = Blueprint("ladder", __name__, url_prefix="/api/v1", description="Grades and the steps between.")


@blueprint.route("/ladder")
@permit(*STAFF, writes=True)
@blueprint.response(200, LadderSchema)
def ladder(actor):
    """The grades in use with what each step asks. An organisation that has none is given the field's own."""
    defaults.ensure_ladder(organisation_id=actor.organisation_id)
    return queries.ladder(actor.organisation_id)


@blueprint.route("/grades")
@permit(*STAFF, writes=True)
@blueprint.response(200, items_of(GradeSchema))
def grades(actor):
    """All grades, archived ones too."""
    defaults.ensure_ladder(organisation_id=actor.organisation_id)
    return {"items": queries.grades(actor.organisation_id)}


@blueprint.route("/grades", methods=["POST"])
@permit(*OFFICE)
@blueprint.arguments(GradeInSchema)
@blueprint.response(201, GradeSchema)
@blueprint.alt_response(409, description="Another grade has this name.")
def add_grade(actor, facts):
    """Add a grade."""
    defaults.ensure_ladder(organisation_id=actor.organisation_id)
    return service.add_grade(actor, **facts)


@blueprint.route("/grades/<uuid:grade_id>", methods=["PATCH"])
@permit(*OFFICE)
@blueprint.arguments(GradeChangeSchema)
@blueprint.response(200, GradeSchema)
def change_grade(actor, changes, grade_id):
    """Rename, move, archive or restore a grade."""
    return service.change_grade(actor, grade_id=grade_id, **changes)


@blueprint.route("/grades/<uuid:grade_id>/step", methods=["PUT"])
@permit(*OFFICE)
@blueprint.arguments(StepInSchema)
@blueprint.response(200, LadderSchema)
def set_step(actor, facts, grade_id):
    """Say what the step from this grade to the next one asks, or that there is none."""
    service.set_step(actor, grade_id=grade_id, **facts)
    return queries.ladder(actor.organisation_id)
