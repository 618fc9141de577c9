from flask_smorest import Blueprint

from guard_api import progress, tables
from guard_api.database import write_transaction
from guard_api.permissions import permit
from guard_api.records import note_read
from people.exchange import register, service
from people.exchange.columns import COLUMNS
from people.exchange.schemas import RegisterFilterSchema, StaffPreviewSchema, StaffTemplateSchema
from people.roles import OFFICE

blueprint = Blueprint(
    "staff-tables", __name__, url_prefix="/api/v1", description="Staff and leavers as tables, in and out."
)


@blueprint.route("/staff/import", methods=["POST"])
@permit(*OFFICE, writes=False)
@blueprint.arguments(tables.UploadSchema, location="files")
@blueprint.arguments(tables.CommitSchema, location="query")
@blueprint.response(200, StaffPreviewSchema)
@blueprint.alt_response(413, description="The file is too large.")
@blueprint.doc(**progress.TOLD)
def import_staff(actor, files, query):
    """Existing staff and leavers from a CSV or XLSX file: all of them or none. Who is unknown is added."""
    upload = tables.read(files["file"], COLUMNS)
    work = service.import_staff(actor, upload, commit=query["commit"])
    return progress.answered(work, StaffPreviewSchema(), actor.language)


@blueprint.route("/staff/import/template")
@permit(*OFFICE)
@blueprint.arguments(StaffTemplateSchema, location="query")
@blueprint.response(200)
@blueprint.doc(**tables.EXPORTED)
def staff_template(actor, query):
    """An empty table to fill in."""
    return tables.template(COLUMNS, query["format"], "staff", language=actor.language)


@blueprint.route("/staff/register")
@permit(*OFFICE)
@blueprint.arguments(RegisterFilterSchema, location="query")
@blueprint.response(200)
@blueprint.doc(**tables.EXPORTED)
def police_register(actor, query):
    """The register of guards for the police (保安从业人员名册). Whole identity numbers: reading is noted."""
    format = query.pop("format")
    lines = register.register(actor, **query)
    with write_transaction():
        note_read(actor, "export", "staff-register")
    columns = register.columns(actor.language)
    return tables.export(lines, columns, format, "staff-register", language=actor.language)
