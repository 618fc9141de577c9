from flask_smorest import Blueprint

from guard_api.live import feed
from guard_api.live.schemas import DeltaSchema, LiveQuerySchema
from guard_api.live.sight import FOLLOWERS, sight_of
from guard_api.permissions import permit

blueprint = Blueprint("live", __name__, url_prefix="/api/v1", description="What changed since a cursor.")


@blueprint.route("/live")
@permit(*FOLLOWERS)
@blueprint.arguments(LiveQuerySchema, location="query")
@blueprint.response(200, DeltaSchema)
def changes(actor, query):
    """What changed since the cursor, of what the caller may follow. Fetch anew what is shown of it."""
    if "since" not in query:
        return _nothing(actor, reset=False)
    cursor = feed.Cursor.read(query["since"])
    delta = cursor and feed.since(actor.organisation_id, cursor, sight_of(actor))
    if delta is None:
        return _nothing(actor, reset=True)
    changed = [feed.shown(change) for change in delta.changes]
    return {"cursor": str(delta.cursor), "changes": changed, "reset": False}


def _nothing(actor, *, reset):
    return {"cursor": str(feed.present(actor.organisation_id)), "changes": [], "reset": reset}
