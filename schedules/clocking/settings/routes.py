from flask_smorest import Blueprint

from guard_api.identity.actor import ADMINISTRATOR, HR, SUPERVISOR
from guard_api.permissions import permit
from schedules.clocking.settings import queries, service
from schedules.clocking.settings.schemas import (
    AttendanceSettingsChangeSchema,
    AttendanceSettingsQuerySchema,
    AttendanceSettingsSchema,
)

blueprint = Blueprint(
    "attendance_settings",
    __name__,
    url_prefix="/api/v1",
    description="What a punch is asked for, and the tolerances.",
)


@blueprint.route("/attendance/settings")
@permit(SUPERVISOR, HR, ADMINISTRATOR)
@blueprint.arguments(AttendanceSettingsQuerySchema, location="query")
@blueprint.response(200, AttendanceSettingsSchema)
def attendance_settings(actor, which):
    """What holds at a site, or where a site says nothing itself."""
    return queries.settings_shown(actor, **which)


@blueprint.route("/attendance/settings", methods=["PUT"])
@permit(*service.SETTERS)
@blueprint.arguments(AttendanceSettingsQuerySchema, location="query")
@blueprint.arguments(AttendanceSettingsChangeSchema)
@blueprint.response(200, AttendanceSettingsSchema)
def set_attendance_settings(actor, which, said):
    """Supervisors for their sites, administrators for the organisation too."""
    service.set_settings(actor=actor, site_id=which.get("site_id"), **said)
    return queries.settings_shown(actor, **which)


@blueprint.route("/attendance/settings/<uuid:site_id>", methods=["DELETE"])
@permit(*service.SETTERS)
@blueprint.response(204)
def unset_attendance_settings(actor, site_id):
    """Let the organisation's word hold at this site again."""
    service.unset_settings(actor=actor, site_id=site_id)
