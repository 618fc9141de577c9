from flask import Response
from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, every_page, export
from people.dates import today_of
from people.documents import exports, queries, rules, service
from people.documents.schemas import (
    DocumentSchema,
    DocumentsSchema,
    DocumentUploadSchema,
    EndingDocumentsSchema,
    NewDocumentSchema,
    PaperSchema,
    PapersQuerySchema,
)
from people.employment.reach import person_in_reach
from people.roles import OFFICE, STAFF

blueprint = Blueprint(
    "documents", __name__, url_prefix="/api/v1", description="Papers on file, encrypted; readings are noted."
)
UPLOAD = {"requestBody": {"content": {"multipart/form-data": {"schema": DocumentUploadSchema}}}}
BINARY = {"schema": {"type": "string", "format": "binary"}}
TYPES = (rules.PDF, rules.JPEG, rules.PNG, rules.WEBP)
BYTES = {"responses": {"200": {"content": dict.fromkeys(TYPES, BINARY)}}}


@blueprint.route("/documents")
@permit(*OFFICE)
@blueprint.arguments(PapersQuerySchema, location="query")
@blueprint.response(200, EndingDocumentsSchema)
@blueprint.doc(**EXPORTED)
def ending_documents(actor, query):
    """Papers of those who work here that end, the first to end first; not those that were renewed."""
    format = query.pop("format")
    if format == "json":
        return queries.ending(actor, **query)
    query = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = list(every_page(queries.ending, actor, **query))
    with write_transaction():
        note_read(actor, "export", "documents")
    return export(rows, exports.columns(actor.language), format, "papers", language=actor.language)


@blueprint.route("/staff/<uuid:person_id>/documents")
@permit(*OFFICE)
@blueprint.response(200, DocumentsSchema)
def documents(actor, person_id):
    """What is on file of somebody, without the papers themselves."""
    person_in_reach(actor, person_id)
    today = today_of(actor.organisation_id)
    return {"items": queries.documents_of(actor.organisation_id, person_id, today=today)}


@blueprint.route("/staff/<uuid:person_id>/documents", methods=["POST"])
@permit(*OFFICE, writes=False)
@blueprint.arguments(PaperSchema, location="files")
@blueprint.arguments(NewDocumentSchema, location="form", content_type="multipart/form-data")
@blueprint.response(201, DocumentSchema)
@blueprint.alt_response(413, description="The paper is too large.")
@blueprint.doc(**UPLOAD)
def add_document(actor, files, facts, person_id):
    """Put a paper on file: PDF, JPEG, PNG or WebP."""
    content = files["file"].read(rules.MOST_BYTES + 1)
    paper = service.Paper(name=files["file"].filename or "", content=content)
    with write_transaction():
        made = service.add(actor, person_id=person_id, paper=paper, **facts).id
    today = today_of(actor.organisation_id)
    on_file = queries.documents_of(actor.organisation_id, person_id, today=today)
    return next(one for one in on_file if one["id"] == made)


@blueprint.route("/documents/<uuid:document_id>/file")
@permit(*STAFF)
@blueprint.response(200)
@blueprint.doc(**BYTES)
def document_file(actor, document_id):
    """The paper: for HR, administrators and whose it is. Each reading is written down."""
    document = service.readable(actor, document_id)
    response = Response(service.content_of(document), mimetype=document.type)
    response.headers.set("Content-Disposition", "attachment", filename=document.name)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    with write_transaction():
        service.note_reading(actor, document_id)
    return response


@blueprint.route("/documents/<uuid:document_id>", methods=["DELETE"])
@permit(*OFFICE, writes=False)
@blueprint.response(204)
def remove_document(actor, document_id):
    """Take a paper off the file, with its bytes."""
    with write_transaction():
        service.remove(actor, document_id=document_id)
    service.drop_bytes(actor.organisation_id, document_id)
