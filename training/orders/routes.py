from flask_smorest import Blueprint

from guard_api.database import write_transaction
from guard_api.permissions import permit
from guard_api.records import note_read
from guard_api.tables import EXPORTED, every_page, export
from training.modules import queries as modules
from training.modules.access import DESK
from training.modules.schemas import ModuleDetailSchema
from training.orders import exports, queries, service
from training.orders.schemas import (
    NewOrderSchema,
    OrderDetailSchema,
    OrderListSchema,
    OrderPeopleQuerySchema,
    OrderPeopleSchema,
    OrdersQuerySchema,
    OrderTextSchema,
)

blueprint = Blueprint(
    "orders", __name__, url_prefix="/api/v1", description="Post orders that must be understood."
)


@blueprint.route("/orders")
@permit(*DESK)
@blueprint.arguments(OrdersQuerySchema, location="query")
@blueprint.response(200, OrderListSchema)
@blueprint.doc(**EXPORTED)
def orders(actor, query):
    """Orders of the sites that one looks after, and of posts, the newest first."""
    format = query.pop("format")
    if format == "json":
        return queries.orders(actor, **query)
    query = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = list(every_page(queries.orders, actor, **query))
    with write_transaction():
        note_read(actor, "export", "orders")
    return export(rows, exports.order_columns(actor.language), format, "orders", language=actor.language)


@blueprint.route("/orders", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(NewOrderSchema)
@blueprint.response(201, ModuleDetailSchema)
@blueprint.alt_response(404, description="No such site here.")
def issue_order(actor, facts):
    """Give a post order, with one to three questions, to everybody at a site or post."""
    return modules.module(actor, service.issue(actor, **facts).id)


@blueprint.route("/orders/<uuid:module_id>")
@permit(*DESK)
@blueprint.response(200, OrderDetailSchema)
def order(actor, module_id):
    """One order with its text, its questions and their answers."""
    return queries.order(actor, module_id)


@blueprint.route("/orders/<uuid:module_id>", methods=["PUT"])
@permit(*DESK)
@blueprint.arguments(OrderTextSchema)
@blueprint.response(200, ModuleDetailSchema)
@blueprint.alt_response(409, description="The module is no post order, or was withdrawn.")
def rewrite_order(actor, facts, module_id):
    """Change it: everybody whom it concerns must understand it again."""
    return modules.module(actor, service.rewrite(actor, module_id=module_id, **facts).id)


@blueprint.route("/orders/<uuid:module_id>/people")
@permit(*DESK)
@blueprint.arguments(OrderPeopleQuerySchema, location="query")
@blueprint.response(200, OrderPeopleSchema)
@blueprint.doc(**EXPORTED)
def order_people(actor, query, module_id):
    """Who has read and understood it, and who answered what; those whom one looks after, by name."""
    format = query.pop("format")
    if format == "json":
        return queries.people(actor, module_id, **query)
    query = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    rows = list(every_page(queries.people, actor, module_id, **query))
    with write_transaction():
        note_read(actor, "export", f"orders/{module_id}/people")
    return export(rows, exports.columns(actor.language), format, "order-people", language=actor.language)


@blueprint.route("/orders/<uuid:module_id>/withdraw", methods=["POST"])
@permit(*DESK)
@blueprint.response(200, OrderDetailSchema)
@blueprint.alt_response(409, description="The module is no post order.")
def withdraw_order(actor, module_id):
    """It holds no more. Who had understood it stays on record."""
    return queries.order(actor, service.withdraw(actor, module_id=module_id).id)


@blueprint.route("/orders/<uuid:module_id>/restore", methods=["POST"])
@permit(*DESK)
@blueprint.response(200, OrderDetailSchema)
@blueprint.alt_response(409, description="The module is no post order.")
def restore_order(actor, module_id):
    """It holds again, as it was."""
    return queries.order(actor, service.restore(actor, module_id=module_id).id)
