from flask import current_app
from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, export
from training.board import exports, queries
from training.board.figures import figures as figures_of
from training.board.schemas import FiguresQuerySchema, FiguresSchema, MatrixQuerySchema, MatrixSchema
from training.modules.access import DESK

blueprint = Blueprint("training_board", __name__, url_prefix="/api/v1", description="Who knows what.")


@blueprint.route("/training/matrix")
@permit(*DESK)
@blueprint.arguments(MatrixQuerySchema, location="query")
@blueprint.response(200, MatrixSchema)
@blueprint.doc(**EXPORTED)
def matrix(actor, query):
    """People × the modules that somebody has to know, up to 5,000 people at once."""
    format = query.pop("format")
    if format == "json":
        return current_app.json.response(queries.matrix(actor, **query))
    whole = queries.whole_matrix(actor, **query)
    _note_export(actor, "training_matrix")
    columns = exports.matrix_columns(whole["modules"], actor.language)
    return export(whole["people"], columns, format, "training-matrix", language=actor.language)


@blueprint.route("/training/figures")
@permit(*DESK)
@blueprint.arguments(FiguresQuerySchema, location="query")
@blueprint.response(200, FiguresSchema)
@blueprint.doc(**EXPORTED)
def figures(actor, query):
    """Coverage today, pass rates of a period, and the questions that most fail."""
    format = query.pop("format")
    found = figures_of(actor, **query)
    if format == "json":
        return found
    _note_export(actor, "training_figures")
    columns = exports.figures_columns(actor.language)
    return export(found["by_module"], columns, format, "training-figures", language=actor.language)


def _note_export(actor, subject: str) -> None:
    with write_transaction():
        note_read(actor, "export", subject)
