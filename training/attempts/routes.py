from flask_smorest import Blueprint

from guard_api.permissions import permit
from training.attempts import results, service
from training.attempts.schemas import AttemptResultSchema, AttemptSchema
from training.modules.access import LEARNERS

blueprint = Blueprint(
    "attempts", __name__, url_prefix="/api/v1", description="Papers that are handed in, and their results."
)


@blueprint.route("/my/attempts", methods=["POST"])
@permit(*LEARNERS)
@blueprint.arguments(AttemptSchema)
@blueprint.response(201, AttemptResultSchema)
@blueprint.alt_response(409, description="Another attempt has this id.")
def attempt(actor, facts):
    """Hand in a paper: the result, with what was right and why."""
    return results.result(actor, service.attempt_now(actor, **facts))


@blueprint.route("/my/attempts/<uuid:attempt_id>")
@permit(*LEARNERS)
@blueprint.response(200, AttemptResultSchema)
def my_attempt(actor, attempt_id):
    """The result of one's own attempt."""
    return results.result(actor, attempt_id)
