from flask_smorest import Blueprint

from guard_api import progress, tables
from guard_api.identity.actor import ADMINISTRATOR, HR
from guard_api.permissions import permit
from training.certificates.exchange import service
from training.certificates.exchange.columns import COLUMNS
from training.certificates.exchange.schemas import CertificatesTemplateSchema

blueprint = Blueprint(
    "certificate_tables", __name__, url_prefix="/api/v1", description="Licences that people have, as a table."
)


@blueprint.route("/certificates/import", methods=["POST"])
@permit(HR, ADMINISTRATOR, writes=False)
@blueprint.arguments(tables.UploadSchema, location="files")
@blueprint.arguments(tables.CommitSchema, location="query")
@blueprint.response(200, tables.PreviewSchema)
@blueprint.alt_response(413, description="The file is too large.")
@blueprint.doc(**progress.TOLD)
def import_certificates(actor, files, query):
    """Papers from a CSV or XLSX file: all of them or none. Their holders are not told."""
    upload = tables.read(files["file"], COLUMNS)
    work = service.import_papers(actor, upload, commit=query["commit"])
    return progress.answered(work, tables.PreviewSchema(), actor.language)


@blueprint.route("/certificates/import/template")
@permit(HR, ADMINISTRATOR)
@blueprint.arguments(CertificatesTemplateSchema, location="query")
@blueprint.response(200)
@blueprint.doc(**tables.EXPORTED)
def certificates_template(actor, query):
    """An empty table to fill in."""
    return tables.template(COLUMNS, query["format"], "certificates", language=actor.language)
