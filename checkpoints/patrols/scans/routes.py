from flask_smorest import Blueprint

from checkpoints.patrols.exports import file_of
from checkpoints.patrols.scans import exports, history
from checkpoints.patrols.scans.schemas import ScanListSchema, ScanQuerySchema
from guard_api.permissions import permit
from guard_api.tables import EXPORTED

blueprint = Blueprint("scans", __name__, url_prefix="/api/v1", description="Checkpoints scanned.")


@blueprint.route("/scans", methods=["GET"])
@permit(*history.READERS)
@blueprint.arguments(ScanQuerySchema, location="query")
@blueprint.response(200, ScanListSchema)
@blueprint.doc(**EXPORTED)
def scans(actor, query):
    """Scans at the sites one reaches, the latest first; a guard's own."""
    format = query.pop("format")
    if format == "json":
        return history.scans(actor, **query)
    return file_of(actor, "scans", history.scans, query, exports.COLUMNS, format)
