from flask_smorest import Blueprint

from checkpoints.coverage import exports, queries
from checkpoints.coverage.queries import BOARD, Period
from checkpoints.coverage.schemas import (
    BoardQuerySchema,
    BoardSchema,
    CheckpointFiguresSchema,
    TodayQuerySchema,
    TodaySchema,
    VisitRowSchema,
    VisitsQuerySchema,
)
from checkpoints.coverage.today import today as today_now
from guard_api.clock import now
from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, export

blueprint = Blueprint("coverage", __name__, url_prefix="/api/v1", description="Today and coverage.")


@blueprint.route("/today")
@permit(*BOARD)
@blueprint.arguments(TodayQuerySchema, location="query")
@blueprint.response(200, TodaySchema)
def today(actor, filters):
    """Each site right now: rounds running, late, missed; open exceptions; findings of the last 24 hours."""
    return today_now(actor, now=now(), **filters)


@blueprint.route("/coverage")
@permit(*BOARD)
@blueprint.arguments(BoardQuerySchema, location="query")
@blueprint.response(200, BoardSchema)
@blueprint.doc(**EXPORTED)
def coverage(actor, filters):
    """Coverage by day and site. No cell means no data."""
    format = filters.pop("format")
    board = queries.board(Period(actor, **filters).checked())
    if format == "json":
        return board
    return _file(actor, board["cells"], exports.CELLS, format, "coverage")


@blueprint.route("/coverage/visits")
@permit(*BOARD)
@blueprint.arguments(VisitsQuerySchema, location="query")
@blueprint.response(200, items_of(VisitRowSchema))
@blueprint.doc(**EXPORTED)
def visits(actor, filters):
    """The rows behind every number, the latest day first."""
    format, period = filters.pop("format"), _period(actor, filters)
    if format == "json":
        return queries.visits(period, **filters)
    rows = queries.all_visits(period, **filters)
    return _file(actor, rows, exports.visit_columns(actor.language), format, "visits")


@blueprint.route("/coverage/checkpoints")
@permit(*BOARD)
@blueprint.arguments(BoardQuerySchema, location="query")
@blueprint.response(200, items_of(CheckpointFiguresSchema))
@blueprint.doc(**EXPORTED)
def checkpoints(actor, filters):
    """Each checkpoint over the period."""
    format = filters.pop("format")
    rows = queries.checkpoints(Period(actor, **filters).checked())
    if format == "json":
        return rows
    return _file(actor, rows["items"], exports.CHECKPOINTS, format, "checkpoints")


def _period(actor, filters) -> Period:
    dates = {name: filters.pop(name, None) for name in ("from_on", "to_on", "site_id")}
    return Period(actor, **dates).checked()


def _file(actor, rows, columns, format, name):
    """The table as a file; who took it is written down."""
    answer = export(rows, columns, format, name, language=actor.language)
    with write_transaction():
        note_read(actor, "export", name)
    return answer
