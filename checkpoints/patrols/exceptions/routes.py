from flask_smorest import Blueprint

from checkpoints.patrols.exceptions import exports, queries, service
from checkpoints.patrols.exceptions.schemas import (
    DecisionSchema,
    ExceptionListSchema,
    ExceptionQuerySchema,
    ExceptionSchema,
)
from checkpoints.patrols.exports import file_of
from guard_api.identity.actor import ADMINISTRATOR, GUARD, SUPERVISOR
from guard_api.permissions import permit
from guard_api.tables import EXPORTED

blueprint = Blueprint(
    "exceptions", __name__, url_prefix="/api/v1", description="What went off plan, answered and decided."
)


@blueprint.route("/exceptions", methods=["GET"])
@permit(*queries.BOARD)
@blueprint.arguments(ExceptionQuerySchema, location="query")
@blueprint.response(200, ExceptionListSchema)
@blueprint.doc(**EXPORTED)
def exceptions(actor, query):
    """Exceptions at the sites one reaches, the latest first."""
    format = query.pop("format")
    if format == "json":
        return queries.exceptions(actor, **query)
    return file_of(actor, "exceptions", queries.exceptions, query, exports.columns(actor.language), format)


@blueprint.route("/exceptions/<uuid:exception_id>", methods=["GET"])
@permit(*queries.READERS)
@blueprint.response(200, ExceptionSchema)
def exception(actor, exception_id):
    """One exception; guards see those about themselves."""
    return queries.exception(actor, exception_id)


@blueprint.route("/exceptions/<uuid:exception_id>/decision", methods=["POST"])
@permit(*service.DECIDERS)
@blueprint.arguments(DecisionSchema)
@blueprint.response(201, ExceptionSchema)
def decide(actor, decision, exception_id):
    """Excuse it or not. Never by the one it is about."""
    service.decide(actor=actor, exception_id=exception_id, **decision)
    return queries.exception(actor, exception_id)


@blueprint.route("/exceptions/<uuid:exception_id>/decision", methods=["DELETE"])
@permit(*service.DECIDERS)
@blueprint.response(200, ExceptionSchema)
def undo_decision(actor, exception_id):
    """Take the decision back."""
    service.undo_decision(actor=actor, exception_id=exception_id)
    return queries.exception(actor, exception_id)


@blueprint.route("/my/exceptions", methods=["GET"])
@permit(GUARD, SUPERVISOR, ADMINISTRATOR)
@blueprint.response(200, ExceptionListSchema)
def my_exceptions(actor):
    """Exceptions about oneself in the last 60 days, the latest first."""
    return {"items": queries.about_person(actor.organisation_id, actor.person_id)}
