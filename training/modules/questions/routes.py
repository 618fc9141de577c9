from flask import Response
from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, UploadSchema, every_page, export
from training.modules.access import MAKERS, module_of
from training.modules.questions import gift, queries, service
from training.modules.questions.columns import columns, row_of
from training.modules.questions.exchange import import_bank
from training.modules.questions.schemas import (
    BankExportSchema,
    BankImportSchema,
    BankPreviewSchema,
    BankQuerySchema,
    BankQuestionListSchema,
    BankQuestionSchema,
    NewQuestionSchema,
    QuestionFactsSchema,
)

GIFT = {"responses": {"200": {"content": {"text/plain": {"schema": {"type": "string"}}}}}}
blueprint = Blueprint(
    "questions", __name__, url_prefix="/api/v1", description="Question banks, for those who make modules."
)


@blueprint.route("/modules/<uuid:module_id>/questions")
@permit(*MAKERS)
@blueprint.arguments(BankQuerySchema, location="query")
@blueprint.response(200, BankQuestionListSchema)
def bank(actor, query, module_id):
    """The bank of a module with its answers: those in use, or those retired."""
    return queries.bank(actor, module_id, **query)


@blueprint.route("/modules/<uuid:module_id>/questions", methods=["POST"])
@permit(*MAKERS)
@blueprint.arguments(NewQuestionSchema)
@blueprint.response(201, BankQuestionSchema)
@blueprint.alt_response(409, description="The key is taken.")
def add_question(actor, facts, module_id):
    """Add a question. It is drawn from the next paper on."""
    return queries.shown(service.add_question(actor, module_id=module_id, **facts))


@blueprint.route("/questions/<uuid:question_id>")
@permit(*MAKERS)
@blueprint.response(200, BankQuestionSchema)
def question(actor, question_id):
    """One revision of a question, as it was asked."""
    return queries.question(actor, question_id)


@blueprint.route("/questions/<uuid:question_id>", methods=["PUT"])
@permit(*MAKERS)
@blueprint.arguments(QuestionFactsSchema)
@blueprint.response(200, BankQuestionSchema)
@blueprint.alt_response(409, description="There is a newer revision.")
def revise_question(actor, facts, question_id):
    """A new revision, with an id of its own. Papers that are out are marked by the old one."""
    return queries.shown(service.revise(actor, question_id=question_id, **facts))


@blueprint.route("/questions/<uuid:question_id>/retire", methods=["POST"])
@permit(*MAKERS)
@blueprint.response(200, BankQuestionSchema)
@blueprint.alt_response(409, description="It is retired already.")
def retire_question(actor, question_id):
    """Not asked any more, and left out of the marking of papers that are out."""
    return queries.shown(service.retire(actor, question_id=question_id))


@blueprint.route("/modules/<uuid:module_id>/questions/import", methods=["POST"])
@permit(*MAKERS)
@blueprint.arguments(UploadSchema, location="files")
@blueprint.arguments(BankImportSchema, location="query")
@blueprint.response(200, BankPreviewSchema)
@blueprint.alt_response(413, description="The file is too large.")
def import_questions(actor, files, query, module_id):
    """Preview or import a table (CSV, XLSX) or Moodle GIFT. A known key becomes a new revision."""
    return import_bank(actor, module_id=module_id, file=files["file"], **query)


@blueprint.route("/modules/<uuid:module_id>/questions/export")
@permit(*MAKERS)
@blueprint.arguments(BankExportSchema, location="query")
@blueprint.response(200)
@blueprint.doc(**EXPORTED)
@blueprint.doc(**GIFT)
def export_questions(actor, query, module_id):
    """The questions in use as a table in both languages, or as Moodle GIFT in one."""
    module = module_of(actor, module_id)
    found = list(every_page(queries.bank, actor, module_id))
    name = f"questions-{module.code}"  # before the transaction ends, and the module with it
    with write_transaction():
        note_read(actor, "export", name)
    if query["format"] != "gift":
        rows = [row_of(one) for one in found]
        return export(rows, columns(), query["format"], name, language=actor.language)
    language = query["language"] or ("zh" if actor.language == "zh-CN" else "en")
    return _gift_file(gift.write(found, language), f"{name}.{language}.gift")


def _gift_file(text: str, name: str) -> Response:
    response = Response(text, mimetype="text/plain")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
