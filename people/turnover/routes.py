from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.fields import items_of
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, export
from people.roles import LEADS
from people.turnover import exports, queries, rows
from people.turnover.schemas import (
    TurnoverExportFilterSchema,
    TurnoverRowSchema,
    TurnoverRowsFilterSchema,
    TurnoverSchema,
)

blueprint = Blueprint("turnover", __name__, url_prefix="/api/v1", description="Who leaves, when and why.")
TOTAL = {"zh-CN": "合计", "en": "All"}


@blueprint.route("/turnover")
@permit(*LEADS)
@blueprint.arguments(TurnoverExportFilterSchema, location="query")
@blueprint.response(200, TurnoverSchema)
@blueprint.doc(**EXPORTED)
def turnover(actor, query):
    """Turnover of a period, in all and by group; supervisors see that of their sites."""
    format = query.pop("format")
    found = queries.turnover(actor, **query)
    if format == "json":
        return found
    table = [*found["groups"], found["total"] | {"name": TOTAL[actor.language]}]
    return _file(actor, table, exports.group_columns(), format, "turnover")


@blueprint.route("/turnover/rows")
@permit(*LEADS)
@blueprint.arguments(TurnoverRowsFilterSchema, location="query")
@blueprint.response(200, items_of(TurnoverRowSchema))
@blueprint.doc(**EXPORTED)
def turnover_rows(actor, query):
    """The employments behind a figure."""
    format = query.pop("format")
    if format == "json":
        return rows.rows(actor, cursor=query.pop("cursor", None), **query)
    filters = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    table = rows.all_rows(actor, **filters)
    return _file(actor, table, exports.row_columns(actor.language), format, f"turnover-{query['figure']}")


def _file(actor, table, columns, format, name):
    with write_transaction():
        note_read(actor, "export", name)
    return export(table, columns, format, name, language=actor.language)
