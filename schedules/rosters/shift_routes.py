from flask import Response, current_app
from flask_smorest import Blueprint

from guard_api.fields import items_of
from guard_api.permissions import permit, public
from guard_api.tables import EXPORTED
from schedules.rosters import call_offs, coverage, exports, feeds, lists, service
from schedules.rosters.reach import DESK, READERS
from schedules.rosters.shift_schemas import (
    CalendarLinkSchema,
    CallOffInSchema,
    CallOffSchema,
    CallOffsQuerySchema,
    ListedCallOffSchema,
    PostCoverageListSchema,
    PostCoverageQuerySchema,
)

blueprint = Blueprint(
    "shifts", __name__, url_prefix="/api/v1", description="Call-offs, coverage by post-hour, calendars."
)


@blueprint.route("/coverage/posts")
@permit(*coverage.VIEWERS)
@blueprint.arguments(PostCoverageQuerySchema, location="query")
@blueprint.response(200, PostCoverageListSchema)
@blueprint.doc(**EXPORTED)
def post_coverage(actor, filters):
    """Post-hours by post and day: minutes that were asked for, and those somebody stands in."""
    return lists.table(actor, "post-coverage", exports.COVERAGE, coverage.coverage, **filters)


@blueprint.route("/call-offs")
@permit(*READERS)
@blueprint.arguments(CallOffsQuerySchema, location="query")
@blueprint.response(200, items_of(ListedCallOffSchema))
@blueprint.doc(**EXPORTED)
def list_call_offs(actor, filters):
    """Who called off what, the latest first."""
    return lists.table(
        actor, "call-offs", exports.call_off_columns(actor.language), lists.call_offs, **filters
    )


@blueprint.route("/shifts/<uuid:shift_id>/call-off", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(CallOffInSchema)
@blueprint.response(201, CallOffSchema)
@blueprint.alt_response(409, description="Nobody stands in it, or it is over.")
def call_off_for(actor, facts, shift_id):
    """Somebody rang up and cannot come: the place is vacant, the fact is kept."""
    return call_offs.call_off_for(actor, shift_id=shift_id, **facts)


@blueprint.route("/my/shifts/<uuid:shift_id>/call-off", methods=["POST"])
@permit(*service.GUARDS)
@blueprint.arguments(CallOffInSchema)
@blueprint.response(201, CallOffSchema)
@blueprint.alt_response(409, description="It is over.")
def call_off(actor, facts, shift_id):
    """I cannot come. My supervisor learns it at once."""
    return call_offs.call_off(actor, shift_id=shift_id, **facts)


@blueprint.route("/my/calendar")
@permit(*service.GUARDS)
@blueprint.response(200, CalendarLinkSchema)
def my_calendar(actor):
    """The secret link for a calendar program, if there is one."""
    return _link(actor)


@blueprint.route("/my/calendar", methods=["POST"])
@permit(*service.GUARDS)
@blueprint.response(201, CalendarLinkSchema)
def renew_calendar(actor):
    """A link, or another one: the old one is unknown from now on."""
    feeds.renew(actor)
    return _link(actor)


@blueprint.route("/my/calendar", methods=["DELETE"])
@permit(*service.GUARDS)
@blueprint.response(204)
def revoke_calendar(actor):
    """No link any more."""
    feeds.revoke(actor)


def _link(actor):
    return feeds.link_of(actor, current_app.extensions["anxun.settings"].public_url)


@blueprint.route("/calendars/<string:token>.ics")
@public
@blueprint.response(200)
@blueprint.alt_response(404, description="Unknown or revoked.")
@blueprint.doc(responses={"200": {"content": {"text/calendar": {"schema": {"type": "string"}}}}})
def calendar(token):
    """Somebody's shifts, for whoever has the link (RFC 5545)."""
    response = Response(feeds.calendar(token), mimetype="text/calendar")
    response.headers["Cache-Control"] = "private, max-age=300"
    return response
