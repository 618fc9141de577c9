from typing import Any

from flask_smorest import Blueprint

from checkpoints.patrols.exports import file_of
from checkpoints.patrols.scans import exports, history
from checkpoints.patrols.scans.schemas import ScanListSchema, ScanQuerySchema
from guard_api.database import write_transaction
from guard_api.identity.actor import Actor
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED

NARROWEST_FIRST = ("patrol_id", "person_id", "checkpoint_id", "site_id")
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
        return _noted(actor, history.scans(actor, **query), query)
    return file_of(actor, "scans", history.scans, query, exports.COLUMNS, format)


def _noted(actor: Actor, page: dict[str, Any], query: dict[str, Any]) -> dict[str, Any]:
    """Who looks at where others were is written down, with the narrowest thing that was asked about."""
    if any(one["lat"] is not None and one["person_id"] != actor.person_id for one in page["items"]):
        named = (query.get(name) for name in NARROWEST_FIRST)
        with write_transaction():
            note_read(actor, "scan_positions", next((id_ for id_ in named if id_), "all"))
    return page
