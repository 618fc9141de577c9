from flask_smorest import Blueprint

from guard_api import tables
from guard_api.database import write_transaction
from guard_api.identity.actor import ADMINISTRATOR
from guard_api.notices.deliveries import exports, queries, service
from guard_api.notices.deliveries.schemas import (
    DeliveriesQuerySchema,
    NoticeDeliveriesSchema,
    NoticeDeliverySchema,
)
from guard_api.permissions import permit
from guard_api.records import note_read

blueprint = Blueprint(
    "notice_deliveries", __name__, url_prefix="/api/v1", description="What left the app, and what could not."
)


@blueprint.route("/notice-deliveries")
@permit(ADMINISTRATOR)
@blueprint.arguments(DeliveriesQuerySchema, location="query")
@blueprint.response(200, NoticeDeliveriesSchema)
@blueprint.doc(**tables.EXPORTED)
def deliveries(actor, query):
    """Messages by all channels, the newest first."""
    format = query.pop("format")
    if format == "json":
        return queries.deliveries_page(actor, **query)
    chosen = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = list(tables.every_page(queries.deliveries_page, actor, **chosen))
    with write_transaction():
        note_read(actor, "export", "notice_deliveries")
    return tables.export(rows, exports.COLUMNS, format, "deliveries", language=actor.language)


@blueprint.route("/notice-deliveries/<uuid:delivery_id>/retry", methods=["POST"])
@permit(ADMINISTRATOR)
@blueprint.response(200, NoticeDeliverySchema)
@blueprint.alt_response(409, description="It was sent, is being sent, or its channel is gone.")
def retry(actor, delivery_id):
    """Try it again now."""
    return queries.shown(actor, [service.retry(actor, delivery_id)])[0]
