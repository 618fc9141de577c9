from functools import reduce
from operator import or_

from flask import Response, request
from flask_smorest import Blueprint
from msgspec.json import encode

from evidence.sync import service
from evidence.sync.description import ANSWER, REQUEST, describe
from evidence.sync.envelope import MOST_BYTES
from evidence.sync.kinds import Handler
from guard_api.clock import now
from guard_api.errors import Problem
from guard_api.identity.actor import ADMINISTRATOR, GUARD, SUPERVISOR
from guard_api.permissions import permit

registry = service.Registry()


class SyncBlueprint(Blueprint):
    """Describes its shapes from msgspec structs, which flask-smorest does not know."""

    def register_views_in_doc(self, api, app, spec, **options) -> None:
        describe(spec, registry)
        super().register_views_in_doc(api, app, spec, **options)


blueprint = SyncBlueprint(
    "sync", __name__, url_prefix="/api/v1", description="Batches of events from phones."
)


def accept(*handlers: dict[str, Handler]) -> None:
    """Take what each slice accepts from a phone; called once by app.py."""
    registry.accept(reduce(or_, handlers))


@blueprint.route("/sync", methods=["POST"])
@permit(GUARD, SUPERVISOR, ADMINISTRATOR)
@blueprint.doc(requestBody=REQUEST)
@blueprint.response(200, ANSWER)
def sync(actor):
    """Take a batch of events from a phone and answer each of them.

    Every event is kept once, under the id that the phone gave it: the same bytes again are a
    `duplicate` (a success), other bytes under a taken id a `conflict`. A `rejected` event is not
    kept; it may be sent again, corrected, under its id. The answer leaves only after all that was
    accepted is safely stored, and `sha256` is that of the event's own bytes: the phone deletes an
    event when it matches.
    """
    answer = service.receive(actor=actor, registry=registry, body=_body(), received_at=now())
    return Response(encode(answer), mimetype="application/json")


def _body() -> bytes:
    if request.mimetype != "application/json":
        raise Problem("unsupported_media_type", 415)
    request.max_content_length = MOST_BYTES
    return request.get_data(cache=False)
