from flask_smorest import Blueprint

from guard_api.fields import items_of
from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR
from guard_api.permissions import permit
from training.certificates.qualification import queries, service
from training.certificates.qualification.schemas import (
    ExceptionsQuerySchema,
    QualificationExceptionInSchema,
    QualificationExceptionSchema,
    QualificationQuerySchema,
    QualificationRuleListSchema,
    QualificationRulesInSchema,
    QualificationSchema,
)

blueprint = Blueprint(
    "qualification", __name__, url_prefix="/api/v1", description="Who may stand at which post on which day."
)
DESK = (SUPERVISOR, HR, ADMINISTRATOR)


@blueprint.route("/qualification")
@permit(*DESK)
@blueprint.arguments(QualificationQuerySchema, location="query")
@blueprint.response(200, QualificationSchema)
def qualification(actor, query):
    """Whether this person is qualified for this post on this date, and if not, why."""
    return queries.qualification(actor, **query)


@blueprint.route("/qualification-rules")
@permit(*DESK)
@blueprint.response(200, QualificationRuleListSchema)
def qualification_rules(actor):
    """What posts ask for, in order."""
    return {"items": queries.shown_rules(actor)}


@blueprint.route("/qualification-rules", methods=["PUT"])
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(QualificationRulesInSchema)
@blueprint.response(200, QualificationRuleListSchema)
def set_qualification_rules(actor, body):
    """All rules that are to hold from now on; those left out end."""
    service.set_rules(actor, **body)
    return {"items": queries.shown_rules(actor)}


@blueprint.route("/qualification-exceptions")
@permit(*DESK)
@blueprint.arguments(ExceptionsQuerySchema, location="query")
@blueprint.response(200, items_of(QualificationExceptionSchema))
def qualification_exceptions(actor, query):
    """Who is let off which rule until when."""
    return queries.exceptions(actor, **query)


@blueprint.route("/qualification-exceptions", methods=["POST"])
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(QualificationExceptionInSchema)
@blueprint.response(201, QualificationExceptionSchema)
@blueprint.alt_response(409, description="The rule allows no exceptions, or it would be for oneself.")
def approve_qualification_exception(actor, facts):
    """Approve an exception for a time."""
    return queries.shown_exceptions(actor, [service.approve(actor, **facts)])[0]


@blueprint.route("/qualification-exceptions/<uuid:exception_id>", methods=["DELETE"])
@permit(HR, ADMINISTRATOR)
@blueprint.response(204)
@blueprint.alt_response(409, description="It is over already.")
def end_qualification_exception(actor, exception_id):
    """End it now. That it was given stays known."""
    service.end(actor, exception_id=exception_id)
