from flask_smorest import Blueprint

from checkpoints.patrols.exports import file_of
from checkpoints.patrols.rounds import exports, queries
from checkpoints.patrols.rounds.bundle import WALKERS, bundle
from checkpoints.patrols.rounds.schemas import (
    BundleSchema,
    PatrolDetailSchema,
    PatrolListSchema,
    PatrolQuerySchema,
)
from guard_api.bundles import carried
from guard_api.database import write_transaction
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED

blueprint = Blueprint(
    "patrols", __name__, url_prefix="/api/v1", description="Rounds as planned and as walked."
)


@blueprint.route("/patrols", methods=["GET"])
@permit(*queries.READERS)
@blueprint.arguments(PatrolQuerySchema, location="query")
@blueprint.response(200, PatrolListSchema)
@blueprint.doc(**EXPORTED)
def patrols(actor, query):
    """Rounds at the sites one reaches, the latest first; a guard's own."""
    format = query.pop("format")
    if format == "json":
        return queries.patrols(actor, **query)
    return file_of(actor, "patrols", queries.patrols, query, exports.columns(actor.language), format)


@blueprint.route("/patrols/<uuid:patrol_id>", methods=["GET"])
@permit(*queries.READERS)
@blueprint.response(200, PatrolDetailSchema)
def patrol(actor, patrol_id):
    """One round, to play it back: visits, scans, findings, exceptions, pauses, positions."""
    found = queries.patrol(actor, patrol_id)
    if found["positions"]:
        with write_transaction():
            note_read(actor, "position", patrol_id)
    return found


@blueprint.route("/my/rounds", methods=["GET"])
@permit(*WALKERS)
@blueprint.response(200, BundleSchema)
@blueprint.alt_response(304, description="Nothing has changed since the ETag that was sent.")
def my_rounds(actor):
    """What a phone carries to work a week without a signal. Ask again with its ETag."""
    return carried(bundle(actor))
