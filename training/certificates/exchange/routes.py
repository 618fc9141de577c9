from flask_smorest import Blueprint

from guard_api import tables
from guard_api.database import write_transaction
from guard_api.identity.actor import ADMINISTRATOR, HR
from guard_api.permissions import permit
from training.certificates.exchange import service
from training.certificates.exchange.columns import COLUMNS
from training.certificates.exchange.schemas import CertificatesTemplateSchema
from training.certificates.kinds.service import ensure_types

blueprint = Blueprint(
    "certificate_tables", __name__, url_prefix="/api/v1", description="Licences that people have, as a table."
)


@blueprint.route("/certificates/import", methods=["POST"])
@permit(HR, ADMINISTRATOR, writes=False)
@blueprint.arguments(tables.UploadSchema, location="files")
@blueprint.arguments(tables.CommitSchema, location="query")
@blueprint.response(200, tables.PreviewSchema)
@blueprint.alt_response(413, description="The file is too large.")
def import_certificates(actor, files, query):
    """Papers from a CSV or XLSX file: all of them or none. Their holders are not told."""
    upload = tables.read(files["file"], COLUMNS)
    with write_transaction():
        ensure_types(actor.organisation_id)
    entries = service.check(actor, upload)
    committed = query["commit"] and upload.right
    if committed:
        with write_transaction():
            service.take_in(actor, entries)
    return upload.preview(actor.language, committed=committed)


@blueprint.route("/certificates/import/template")
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(CertificatesTemplateSchema, location="query")
@blueprint.response(200)
@blueprint.doc(**tables.EXPORTED)
def certificates_template(actor, query):
    """An empty table to fill in."""
    return tables.template(COLUMNS, query["format"], "certificates", language=actor.language)
