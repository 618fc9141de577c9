from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, every_page, export
from schedules.clocking.corrections import exports, queries, service
from schedules.clocking.corrections.schemas import (
    CorrectionNoteSchema,
    CorrectionRefusalSchema,
    CorrectionRequestSchema,
    CorrectionsQuerySchema,
    MyCorrectionRequestSchema,
    PunchAnswerSchema,
    PunchCorrectionListSchema,
    PunchCorrectionSchema,
    PunchQuestionSchema,
)
from schedules.clocking.punches.service import CLOCKERS

blueprint = Blueprint(
    "corrections", __name__, url_prefix="/api/v1", description="Corrections of punches, with four eyes."
)


@blueprint.route("/corrections")
@permit(*queries.READERS)
@blueprint.arguments(CorrectionsQuerySchema, location="query")
@blueprint.response(200, PunchCorrectionListSchema)
@blueprint.doc(**EXPORTED)
def corrections(actor, filters):
    """Corrections of the sites that one reaches, the newest first."""
    format = filters.pop("format")
    if format == "json":
        return queries.corrections(actor, **filters)
    filters = {name: value for name, value in filters.items() if name not in ("limit", "cursor")}
    rows = list(every_page(queries.corrections, actor, **filters))
    with write_transaction():
        note_read(actor, "export", "corrections")
    return export(rows, exports.columns(actor.language), format, "corrections", language=actor.language)


@blueprint.route("/corrections", methods=["POST"])
@permit(*service.DECIDERS)
@blueprint.arguments(CorrectionRequestSchema)
@blueprint.response(201, PunchCorrectionSchema)
def ask_correction(actor, said):
    """Ask for a correction of somebody's punches. Another person decides."""
    return queries.correction(actor, service.ask_correction(actor=actor, **said).id)


@blueprint.route("/corrections/<uuid:correction_id>")
@permit(*queries.READERS)
@blueprint.response(200, PunchCorrectionSchema)
def correction(actor, correction_id):
    """One correction, with the punches that it voids."""
    return queries.correction(actor, correction_id)


@blueprint.route("/corrections/<uuid:correction_id>/accept", methods=["POST"])
@permit(*service.DECIDERS)
@blueprint.arguments(CorrectionNoteSchema)
@blueprint.response(200, PunchCorrectionSchema)
@blueprint.alt_response(403, description="Who asked, or whose hours they are, does not decide.")
@blueprint.alt_response(409, description="It is decided already.")
def accept_correction(actor, said, correction_id):
    """Let it hold: attendance is derived anew at once."""
    service.decide(actor=actor, correction_id=correction_id, accepted=True, **said)
    return queries.correction(actor, correction_id)


@blueprint.route("/corrections/<uuid:correction_id>/refuse", methods=["POST"])
@permit(*service.DECIDERS)
@blueprint.arguments(CorrectionRefusalSchema)
@blueprint.response(200, PunchCorrectionSchema)
@blueprint.alt_response(409, description="It is decided already.")
def refuse_correction(actor, said, correction_id):
    """Refuse it, and say why."""
    service.decide(actor=actor, correction_id=correction_id, accepted=False, **said)
    return queries.correction(actor, correction_id)


@blueprint.route("/my/corrections")
@permit(*CLOCKERS)
@blueprint.response(200, PunchCorrectionListSchema)
def my_corrections(actor):
    """The latest about oneself."""
    return {"items": queries.own_corrections(actor.organisation_id, actor.person_id)}


@blueprint.route("/my/corrections", methods=["POST"])
@permit(*CLOCKERS)
@blueprint.arguments(MyCorrectionRequestSchema)
@blueprint.response(201, PunchCorrectionSchema)
def ask_my_correction(actor, said):
    """Ask for a correction of one's own punches."""
    return queries.correction(actor, service.ask_own(actor=actor, **said).id)


@blueprint.route("/my/corrections/<uuid:correction_id>/withdraw", methods=["POST"])
@permit(*CLOCKERS)
@blueprint.response(200, PunchCorrectionSchema)
@blueprint.alt_response(409, description="It is decided already.")
def withdraw_my_correction(actor, correction_id):
    """Take back what one asked for."""
    service.withdraw(actor=actor, correction_id=correction_id)
    return queries.correction(actor, correction_id)


@blueprint.route("/my/punch-questions/<uuid:question_id>/answer", methods=["POST"])
@permit(*CLOCKERS)
@blueprint.arguments(PunchAnswerSchema)
@blueprint.response(200, PunchQuestionSchema)
@blueprint.alt_response(409, description="The punch has arrived meanwhile.")
def answer_question(actor, said, question_id):
    """Say when one came or went. It becomes a correction that somebody else decides on."""
    return service.answer_question(actor=actor, question_id=question_id, **said)
