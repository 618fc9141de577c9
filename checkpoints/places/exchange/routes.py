from flask_smorest import Blueprint

from checkpoints.places.access import WRITERS
from checkpoints.places.exchange import service
from checkpoints.places.exchange.columns import template_of
from checkpoints.places.exchange.schemas import CheckpointPreviewSchema, TemplateSchema
from guard_api.permissions import permit
from guard_api.tables import EXPORTED, CommitSchema, UploadSchema

blueprint = Blueprint(
    "checkpoint-tables", __name__, url_prefix="/api/v1", description="Checkpoints as a table: import."
)


@blueprint.route("/sites/<uuid:site_id>/checkpoints/import", methods=["POST"])
@permit(*WRITERS)
@blueprint.arguments(UploadSchema, location="files")
@blueprint.arguments(CommitSchema, location="query")
@blueprint.response(200, CheckpointPreviewSchema)
@blueprint.alt_response(413, description="The file is too large.")
def import_checkpoints(actor, files, query, site_id):
    """Preview or import a CSV or XLSX table. Nothing is imported until every row is right."""
    return service.import_checkpoints(actor=actor, site_id=site_id, file=files["file"], **query)


@blueprint.route("/checkpoints/import/template", methods=["GET"])
@permit(*WRITERS)
@blueprint.arguments(TemplateSchema, location="query")
@blueprint.response(200)
@blueprint.doc(**EXPORTED)
def import_template(actor, query):
    """An empty table with one example row."""
    return template_of(query["format"], language=actor.language)
