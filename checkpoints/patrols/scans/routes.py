from flask_smorest import Blueprint

from checkpoints.patrols.scans import exports, history
from checkpoints.patrols.scans.schemas import ScanListSchema, ScanQuerySchema
from guard_api.database import write_transaction
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, every_page, export

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
    return _file(actor, query, format)


def _file(actor, query, format):
    filters = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = list(every_page(history.scans, actor, **filters))
    with write_transaction():
        note_read(actor, "export", "scans")
    return export(rows, exports.COLUMNS, format, "scans", language=actor.language)
