from flask_smorest import Blueprint

from guard_api.notices import queries, service
from guard_api.notices.schemas import NoticesQuerySchema, NoticesReadSchema, NoticesSchema
from guard_api.permissions import permit

blueprint = Blueprint("notices", __name__, url_prefix="/api/v1", description="What one is told in the app.")


@blueprint.route("/my/notices")
@permit()
@blueprint.arguments(NoticesQuerySchema, location="query")
@blueprint.response(200, NoticesSchema)
def my_notices(actor, query):
    """One's own inbox, the newest first."""
    return queries.my_notices(actor, **query)


@blueprint.route("/my/notices/read", methods=["POST"])
@permit()
@blueprint.arguments(NoticesReadSchema)
@blueprint.response(204)
def read_notices(actor, which):
    """Mark as read. Ids of others are passed over."""
    service.mark_read(actor, ids=which.get("ids"))
