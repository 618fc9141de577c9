from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, every_page, export
from schedules.clocking.board import exports, figures, queries
from schedules.clocking.board.schemas import (
    AttendanceBoardQuerySchema,
    AttendanceBoardSchema,
    AttendanceNowQuerySchema,
    AttendanceNowSchema,
    AttendanceQuerySchema,
    AttendanceRowsQuerySchema,
    AttendanceRowsSchema,
    AttendanceSchema,
)

blueprint = Blueprint(
    "attendance", __name__, url_prefix="/api/v1", description="What became of each shift, and the figures."
)


@blueprint.route("/attendance")
@permit(*queries.READERS)
@blueprint.arguments(AttendanceQuerySchema, location="query")
@blueprint.response(200, items_of(AttendanceSchema))
@blueprint.doc(**EXPORTED)
def attendance(actor, filters):
    """Attendance at the sites that one reaches, the newest first."""
    format = filters.pop("format")
    if format == "json":
        return queries.attendances(actor, **filters)
    filters = {name: value for name, value in filters.items() if name not in ("limit", "cursor")}
    rows = list(every_page(queries.attendances, actor, **filters))
    with write_transaction():
        note_read(actor, "export", "attendance")
    return export(rows, exports.columns(actor.language), format, "attendance", language=actor.language)


@blueprint.route("/attendance/now")
@permit(*queries.READERS)
@blueprint.arguments(AttendanceNowQuerySchema, location="query")
@blueprint.response(200, AttendanceNowSchema)
def attendance_now(actor, filters):
    """Who is here, late, missing, expected within two hours, or staying on until relieved."""
    return queries.attendance_now(actor, **filters)


@blueprint.route("/attendance/board")
@permit(*queries.READERS)
@blueprint.arguments(AttendanceBoardQuerySchema, location="query")
@blueprint.response(200, AttendanceBoardSchema)
@blueprint.doc(**EXPORTED)
def attendance_board(actor, filters):
    """Attendance rate, punctuality, no-shows, overtime ratio and fill rate by site or person."""
    format = filters.pop("format")
    made = figures.board(actor, **filters)
    if format == "json":
        return made
    with write_transaction():
        note_read(actor, "export", "attendance_board")
    columns = exports.board_columns(filters["by"])
    return export(made["items"], columns, format, "attendance-board", language=actor.language)


@blueprint.route("/attendance/board/rows")
@permit(*queries.READERS)
@blueprint.arguments(AttendanceRowsQuerySchema, location="query")
@blueprint.response(200, AttendanceRowsSchema)
def attendance_rows(actor, filters):
    """The rows behind one figure: all of its denominator, with what each brings to the numerator."""
    return figures.rows_behind(actor, **filters)
