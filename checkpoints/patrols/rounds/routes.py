import gzip
import hashlib
from datetime import date, datetime
from typing import Any

import orjson
from flask import Response, request
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
from guard_api.database import write_transaction
from guard_api.fields import iso
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
    carried = bundle(actor)
    tag = _digest({key: value for key, value in carried.items() if key != "generated_at"})
    response = _packed(carried)
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


def _digest(content: Any) -> str:
    return hashlib.sha256(_json(content)).hexdigest()[:32]


def _packed(content: Any) -> Response:
    """As JSON, squeezed where the phone can: on mobile data this is the largest answer of a day."""
    body = _json(content)
    response = Response(body, mimetype="application/json")
    response.vary.add("Accept-Encoding")
    if "gzip" in request.accept_encodings:
        response.set_data(gzip.compress(body, 6))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _json(content: Any) -> bytes:
    return orjson.dumps(content, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


def _plain(value: Any) -> str:
    return iso(value) if isinstance(value, datetime) else date.isoformat(value)
