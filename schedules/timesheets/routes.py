from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, every_page, export
from schedules.timesheets import exports, queries, service
from schedules.timesheets.schemas import (
    TimesheetDaysSchema,
    TimesheetDetailSchema,
    TimesheetLockInSchema,
    TimesheetLockSchema,
    TimesheetLocksQuerySchema,
    TimesheetSchema,
    TimesheetsQuerySchema,
    TimesheetUnlockSchema,
)

blueprint = Blueprint(
    "timesheets", __name__, url_prefix="/api/v1", description="Minutes by class of pay, for payroll."
)


@blueprint.route("/timesheets")
@permit(*queries.READERS)
@blueprint.arguments(TimesheetsQuerySchema, location="query")
@blueprint.response(200, items_of(TimesheetSchema))
@blueprint.doc(**EXPORTED)
def timesheets(actor, filters):
    """Everybody's minutes in a period, by name; as they were locked, where it is locked."""
    format = filters.pop("format")
    if format == "json":
        return queries.timesheets(actor, **filters)
    filters = {name: value for name, value in filters.items() if name not in ("limit", "cursor")}
    rows = list(every_page(queries.timesheets, actor, **filters))
    with write_transaction():
        note_read(actor, "export", "timesheets")
    columns = exports.columns(filters["from_on"], filters["until_on"])
    return export(rows, columns, format, "timesheets", language=actor.language)


@blueprint.route("/timesheets/<uuid:person_id>")
@permit(*queries.READERS)
@blueprint.arguments(TimesheetDaysSchema, location="query")
@blueprint.response(200, TimesheetDetailSchema)
def timesheet(actor, period, person_id):
    """One person's minutes day by day, with the shifts behind them."""
    return queries.timesheet(actor, person_id, **period)


@blueprint.route("/timesheets/locks")
@permit(*queries.READERS)
@blueprint.arguments(TimesheetLocksQuerySchema, location="query")
@blueprint.response(200, items_of(TimesheetLockSchema))
def timesheet_locks(actor, filters):
    """Locked periods, and those that were opened again."""
    return queries.locks(actor, **filters)


@blueprint.route("/timesheets/lock", methods=["POST"])
@permit(*service.LOCKERS)
@blueprint.arguments(TimesheetLockInSchema)
@blueprint.response(201, TimesheetLockSchema)
@blueprint.alt_response(409, description="Not over yet, or locked already.")
def lock_timesheets(actor, said):
    """Freeze a period. Facts that come later are kept, and shown as adjustments of the next one."""
    return queries.lock_shown(actor.organisation_id, service.lock_period(actor=actor, **said))


@blueprint.route("/timesheets/unlock", methods=["POST"])
@permit(*service.LOCKERS)
@blueprint.arguments(TimesheetUnlockSchema)
@blueprint.response(200, TimesheetLockSchema)
@blueprint.alt_response(409, description="Open already, or put right by a later one.")
def unlock_timesheets(actor, said):
    """Open a period again, and say why."""
    return queries.lock_shown(actor.organisation_id, service.unlock_period(actor=actor, **said))
