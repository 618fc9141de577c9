from flask_smorest import Blueprint

from guard_api.bundles import carried
from guard_api.permissions import permit
from schedules.my.bundle import CLOCKERS, bundle
from schedules.my.schemas import MyShiftsSchema

blueprint = Blueprint(
    "my_shifts", __name__, url_prefix="/api/v1", description="One's own shifts, without a signal too."
)

SHIFTS = MyShiftsSchema()


@blueprint.route("/my/shifts")
@permit(*CLOCKERS)
@blueprint.response(200, SHIFTS)
@blueprint.alt_response(304, description="Nothing has changed since the ETag that was sent.")
def my_shifts(actor):
    """Shifts, punches, questions, hours, leave, wishes, offers and handovers. Ask again with its ETag."""
    return carried(SHIFTS.dump(bundle(actor)))
