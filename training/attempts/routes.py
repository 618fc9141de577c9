from flask_smorest import Blueprint

from guard_api.bundles import carried
from guard_api.permissions import permit
from training.attempts import results, service
from training.attempts.bundle import bundle
from training.attempts.schemas import AttemptSchema, LearningSchema, ResultSchema
from training.modules.access import LEARNERS

blueprint = Blueprint(
    "learning", __name__, url_prefix="/api/v1", description="One's own learning, without a signal too."
)


@blueprint.route("/my/learning")
@permit(*LEARNERS)
@blueprint.response(200, LearningSchema)
@blueprint.alt_response(304, description="Nothing has changed since the ETag that was sent.")
def my_learning(actor):
    """Lessons, papers without answers, results. Ask again with its ETag."""
    return carried(bundle(actor))


@blueprint.route("/my/attempts", methods=["POST"])
@permit(*LEARNERS)
@blueprint.arguments(AttemptSchema)
@blueprint.response(201, ResultSchema)
@blueprint.alt_response(409, description="Another attempt has this id.")
def attempt(actor, facts):
    """Hand in a paper: the result, with what was right and why."""
    return results.result(actor, service.attempt_now(actor, **facts))


@blueprint.route("/my/attempts/<uuid:attempt_id>")
@permit(*LEARNERS)
@blueprint.response(200, ResultSchema)
def my_attempt(actor, attempt_id):
    """The result of one's own attempt."""
    return results.result(actor, attempt_id)
