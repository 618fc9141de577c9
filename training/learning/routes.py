from flask_smorest import Blueprint

from guard_api.bundles import carried
from guard_api.permissions import permit
from training.learning.bundle import bundle
from training.learning.schemas import LearningSchema
from training.modules.access import LEARNERS

blueprint = Blueprint(
    "learning", __name__, url_prefix="/api/v1", description="One's own learning, without a signal too."
)

LEARNING = LearningSchema()


@blueprint.route("/my/learning")
@permit(*LEARNERS)
@blueprint.response(200, LEARNING)
@blueprint.alt_response(304, description="Nothing has changed since the ETag that was sent.")
def my_learning(actor):
    """Lessons, papers without answers, results, practice, certificates. Ask again with its ETag."""
    return carried(LEARNING.dump(bundle(actor)))
