from flask_smorest import Blueprint

from guard_api.permissions import permit
from training.modules import queries as modules
from training.modules.access import DESK
from training.modules.schemas import ModuleDetailSchema
from training.orders import service
from training.orders.schemas import NewOrderSchema, OrderTextSchema

blueprint = Blueprint(
    "orders", __name__, url_prefix="/api/v1", description="Post orders that must be understood."
)


@blueprint.route("/orders", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(NewOrderSchema)
@blueprint.response(201, ModuleDetailSchema)
@blueprint.alt_response(404, description="No such site here.")
def issue_order(actor, facts):
    """Give a post order, with one to three questions, to everybody at a site or post."""
    return modules.module(actor, service.issue(actor, **facts).id)


@blueprint.route("/orders/<uuid:module_id>", methods=["PUT"])
@permit(*DESK)
@blueprint.arguments(OrderTextSchema)
@blueprint.response(200, ModuleDetailSchema)
@blueprint.alt_response(409, description="The module is no post order.")
def rewrite_order(actor, facts, module_id):
    """Change it: everybody whom it concerns must understand it again."""
    return modules.module(actor, service.rewrite(actor, module_id=module_id, **facts).id)
