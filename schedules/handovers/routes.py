from flask_smorest import Blueprint

from guard_api.fields import items_of
from guard_api.identity.actor import ADMINISTRATOR, GUARD, HR, SUPERVISOR
from guard_api.permissions import permit
from schedules.handovers import queries, service
from schedules.handovers.schemas import EquipmentSchema, HandoverSchema, HandoversQuerySchema

blueprint = Blueprint(
    "handovers", __name__, url_prefix="/api/v1", description="Handing a post over, and what is counted."
)


@blueprint.route("/sites/<uuid:site_id>/equipment")
@permit(GUARD, SUPERVISOR, HR, ADMINISTRATOR)
@blueprint.response(200, EquipmentSchema)
def equipment(actor, site_id):
    """Keys, radios, torches: what is counted at each change of shift."""
    return {"items": queries.equipment(actor, site_id)}


@blueprint.route("/sites/<uuid:site_id>/equipment", methods=["PUT"])
@permit(*service.SETTERS)
@blueprint.arguments(EquipmentSchema)
@blueprint.response(200, EquipmentSchema)
@blueprint.alt_response(404, description="No such thing on this list.")
def set_equipment(actor, said, site_id):
    """Set the whole list; what is left out is counted no more."""
    service.set_equipment(actor=actor, site_id=site_id, **said)
    return {"items": queries.equipment(actor, site_id)}


@blueprint.route("/handovers")
@permit(*queries.READERS)
@blueprint.arguments(HandoversQuerySchema, location="query")
@blueprint.response(200, items_of(HandoverSchema))
def handovers(actor, filters):
    """Handovers at the sites that one reaches, the newest first."""
    return queries.handovers(actor, **filters)


@blueprint.route("/handovers/<uuid:handover_id>")
@permit(*queries.READERS)
@blueprint.response(200, HandoverSchema)
def handover(actor, handover_id):
    """One handover, with what each side counted."""
    return queries.handover(actor, handover_id)
