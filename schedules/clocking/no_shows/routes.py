from flask_smorest import Blueprint

from guard_api.fields import items_of
from guard_api.permissions import permit
from schedules.clocking.no_shows import queries, service
from schedules.clocking.no_shows.schemas import (
    NoShowAnswerSchema,
    NoShowReplySchema,
    NoShowSchema,
    NoShowsQuerySchema,
)
from schedules.clocking.punches.service import CLOCKERS

blueprint = Blueprint(
    "no_shows", __name__, url_prefix="/api/v1", description="Shifts that nobody has clocked in for."
)


@blueprint.route("/no-shows")
@permit(*queries.READERS)
@blueprint.arguments(NoShowsQuerySchema, location="query")
@blueprint.response(200, items_of(NoShowSchema))
def no_shows(actor, filters):
    """Alarms of the sites that one reaches, the newest first."""
    return queries.no_shows(actor, **filters)


@blueprint.route("/no-shows/<uuid:alarm_id>")
@permit(*queries.READERS)
@blueprint.response(200, NoShowSchema)
def no_show(actor, alarm_id):
    """One alarm, with what the guard and the supervisor said."""
    return queries.no_show(actor, alarm_id)


@blueprint.route("/no-shows/<uuid:alarm_id>/answer", methods=["POST"])
@permit(*service.ANSWERERS)
@blueprint.arguments(NoShowAnswerSchema)
@blueprint.response(200, NoShowSchema)
@blueprint.alt_response(403, description="It is about oneself.")
def answer_no_show(actor, said, alarm_id):
    """Say what one found out; nobody is told any further."""
    service.answer(actor=actor, alarm_id=alarm_id, **said)
    return queries.no_show(actor, alarm_id)


@blueprint.route("/my/no-shows/<uuid:alarm_id>/reply", methods=["POST"])
@permit(*CLOCKERS)
@blueprint.arguments(NoShowReplySchema)
@blueprint.response(200, NoShowSchema)
def reply_to_no_show(actor, said, alarm_id):
    """Say what is so; only whom the alarm is about."""
    service.reply(actor=actor, alarm_id=alarm_id, **said)
    return queries.no_show(actor, alarm_id)
