from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, every_page, export
from schedules.clocking.punches import exports, queries, service
from schedules.clocking.punches.schemas import (
    MyPunchSchema,
    PunchByDeskSchema,
    PunchesQuerySchema,
    PunchSchema,
)

blueprint = Blueprint("punches", __name__, url_prefix="/api/v1", description="Clocking in and out.")


@blueprint.route("/punches")
@permit(*queries.READERS, writes=True)
@blueprint.arguments(PunchesQuerySchema, location="query")
@blueprint.response(200, items_of(PunchSchema))
@blueprint.doc(**EXPORTED)
def punches(actor, filters):
    """Punches at the sites that one reaches, the newest first. Who looks at positions is written down."""
    format = filters.pop("format")
    if format == "json":
        note_read(actor, "positions", "punches")
        return queries.punches(actor, **filters)
    filters = {name: value for name, value in filters.items() if name not in ("limit", "cursor")}
    rows = list(every_page(queries.punches, actor, **filters))
    with write_transaction():
        note_read(actor, "export", "punches")
    return export(rows, exports.columns(actor.language), format, "punches", language=actor.language)


@blueprint.route("/punches", methods=["POST"])
@permit(SUPERVISOR, ADMINISTRATOR)
@blueprint.arguments(PunchByDeskSchema)
@blueprint.response(201, PunchSchema)
def record_punch(actor, said):
    """Write down a punch for somebody else. It is flagged as a supervisor's word."""
    return queries.punch(actor, service.punch_for(actor=actor, **said).id)


@blueprint.route("/my/punches", methods=["POST"])
@permit(*service.CLOCKERS)
@blueprint.arguments(MyPunchSchema)
@blueprint.response(201, PunchSchema)
@blueprint.alt_response(422, description="Outside, where the site lets nobody clock in from there.")
def punch_now(actor, said):
    """Clock in or out at once. Without a signal, and late, the same goes by sync."""
    return queries.punch(actor, service.punch_now(actor=actor, **said).id)
