from flask_smorest import Blueprint

from guard_api.permissions import permit
from people.employment.reach import person_in_reach
from people.records import queries, service, views
from people.records.schemas import (
    AssessmentCorrectionSchema,
    AssessmentInSchema,
    AssessmentSchema,
    CommendationInSchema,
    CommendationSchema,
    CriteriaInSchema,
    CriteriaSchema,
    ParticularsInSchema,
    ParticularsSchema,
)
from people.roles import LEADS, OFFICE

blueprint = Blueprint(
    "staff-records", __name__, url_prefix="/api/v1", description="Assessments, commendations, particulars."
)


@blueprint.route("/assessment-criteria")
@permit(*LEADS, writes=True)
@blueprint.response(200, CriteriaSchema)
def assessment_criteria(actor):
    """By what people are assessed. An organisation that has none is given the field's own."""
    service.ensure_criteria(organisation_id=actor.organisation_id)
    return {"items": queries.criteria(actor.organisation_id)}


@blueprint.route("/assessment-criteria", methods=["PUT"])
@permit(*OFFICE)
@blueprint.arguments(CriteriaInSchema)
@blueprint.response(200, CriteriaSchema)
def set_assessment_criteria(actor, facts):
    """The criteria from now on; those left out are no longer asked for."""
    service.set_criteria(actor, **facts)
    return {"items": queries.criteria(actor.organisation_id)}


@blueprint.route("/staff/<uuid:person_id>/assessments", methods=["POST"])
@permit(*LEADS)
@blueprint.arguments(AssessmentInSchema)
@blueprint.response(201, AssessmentSchema)
def assess(actor, facts, person_id):
    """Assess somebody by all criteria in use."""
    made = service.assess(actor, person_id=person_id, **facts)
    return views.one_of(queries.assessments_of(actor.organisation_id, person_id), made.id)


@blueprint.route("/assessments/<uuid:assessment_id>/correct", methods=["POST"])
@permit(*LEADS)
@blueprint.arguments(AssessmentCorrectionSchema)
@blueprint.response(201, AssessmentSchema)
@blueprint.alt_response(409, description="It was corrected already.")
def correct_assessment(actor, facts, assessment_id):
    """Put an assessment right with another one that replaces it. The old one is kept and shown."""
    made = service.correct_assessment(actor, assessment_id=assessment_id, **facts)
    return views.one_of(queries.assessments_of(actor.organisation_id, made.person_id), made.id)


@blueprint.route("/staff/<uuid:person_id>/commendations", methods=["POST"])
@permit(*LEADS)
@blueprint.arguments(CommendationInSchema)
@blueprint.response(201, CommendationSchema)
def commend(actor, facts, person_id):
    """Write down what somebody did well."""
    made = service.commend(actor, person_id=person_id, **facts)
    return views.one_of(queries.commendations_of(actor.organisation_id, person_id), made.id)


@blueprint.route("/staff/<uuid:person_id>/particulars")
@permit(*OFFICE)
@blueprint.response(200, ParticularsSchema)
def particulars(actor, person_id):
    """What the register for the police asks; the identity number is masked."""
    person_in_reach(actor, person_id)
    return views.particulars(queries.particulars_of(actor.organisation_id, [person_id]).get(person_id))


@blueprint.route("/staff/<uuid:person_id>/particulars", methods=["PUT"])
@permit(*OFFICE)
@blueprint.arguments(ParticularsInSchema)
@blueprint.response(200, ParticularsSchema)
def set_particulars(actor, facts, person_id):
    """Fill in or change them."""
    return views.particulars(service.set_particulars(actor, person_id=person_id, **facts))
